"""Questions as pages and files show them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.look import sentences
from kennispact.programme.questions import queries, rules
from kennispact.programme.questions.queries import AnswerLine, QuestionLine, TurnLine, Wanted, WordingLine
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.decisions.templatetags.mandates import mandate_name

CSV_COLUMNS = ("id", "asked_by", "asked_on", "question", "original", "themes", "state", "scope", "decided_on")


class Slices:
    """Questions as Django's paginator asks for them: counted once, read a page at a time."""

    def __init__(self, view: AsOf, reader: Actor, wanted: Wanted) -> None:
        """Remember what is asked for, and by whom."""
        self.view, self.reader, self.wanted = view, reader, wanted

    def count(self) -> int:
        """Return how many there are."""
        return queries.count(self.view, self.reader, self.wanted)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> Sequence[QuestionLine]:
        start = part.start or 0
        most = (part.stop or start) - start
        return queries.questions(self.view, self.reader, self.wanted, start=start, most=most)


def row(line: QuestionLine) -> dict[str, Any]:
    """Return a question as a row of a file."""
    return {
        "id": line.id,
        "asked_by": line.organisation_name,
        "asked_on": line.happened_on,
        "question": line.words,
        "original": line.text,
        "themes": ", ".join(line.themes),
        "state": line.state.value,
        "scope": line.scope.outcome,
        "decided_on": line.scope.decided_on,
    }


def subject_name(key: str) -> str:
    """Return the name of a theme group or pillar in the reader's language, or its key."""
    subject = covenants.covenant().subject.get(key)
    return sentences.spoken(subject.name, subject.name_en) if subject else key


def themes(line: QuestionLine) -> list[tuple[str, str]]:
    """Return key and name of a question's themes."""
    known = covenants.covenant().theme
    return [(key, subject_name(key)) for key in line.themes if key in known]


def card(line: QuestionLine) -> dict[str, Any]:
    """Return a question as a card: the line, its themes, who asks, and the words of its state and scope."""
    return {
        "question": line,
        "themes": themes(line),
        "state": STATES[line.state.value],
        "said": state_name(line),
        "scope": scope_name(line.scope),
        "behalf": subject_name(line.on_behalf_of) if line.on_behalf_of else "",
    }


STATES = {"open": "open", "answered": "done", "closed": "ended", "withdrawn": "struck"}


def events(
    line: QuestionLine,
    wordings: Sequence[WordingLine],
    answers: Sequence[AnswerLine],
    turns: Sequence[TurnLine],
    struck: Sequence[rules.Said] = (),
) -> list[dict[str, Any]]:
    """Return what happened to a question, newest first, as the look's timeline shows it. Source: B1-5, 5b.

    What was struck among the answers, what was said of them, and the parties' words (``struck``) stays in
    its place.
    """
    found = [_event(line.happened_on, _("Asked"), line.organisation_name)]
    for words in wordings:
        found.append(_event(words.happened_on, _("Sharper words proposed"), mandate_name(words.recorded_as)))
        found += [
            _event(
                day,
                _("Agreed with the words"),
                line.organisation_name if key == line.organisation else mandate_name(who),
            )
            for key, who, day in words.agreed
        ]
    for voice in (*line.scope.voices, *struck):
        who, name = mandate_name(voice.mandate), outcome_name(voice.outcome)
        found.append(_event(voice.happened_on, name, who, voice.struck_why))
    for answer in answers:
        found.append(_event(answer.happened_on, _("Answered"), answer.organisation_name, answer.struck_why))
        for said in answer.verdicts:
            why = said.struck_why or answer.struck_why
            found.append(_event(said.happened_on, helped_name(said.helped), line.organisation_name, why))
    found += [_event(turn.happened_on, turn_name(turn.kind), turn.why) for turn in turns]
    return sorted(found, key=lambda one: one["day"], reverse=True)


def _event(day: date, title: str, text: str, struck_why: str = "") -> dict[str, Any]:
    """Return a line of the timeline; one with a reason to strike it was struck."""
    told = f"{text}. {struck_why}" if struck_why else text
    return {"day": day, "title": title, "text": told, "is_struck": bool(struck_why)}


def helped_name(helped: bool) -> str:
    """Return in words whether an answer helped."""
    return _("This helped") if helped else _("This did not help")


def turn_name(kind: str) -> str:
    """Return in words how a question turned."""
    names = {
        rules.OPENED: _("Opened to all cities"),
        rules.WITHDRAWN: _("Withdrawn"),
        rules.CLOSED: pgettext("question", "Closed"),
    }
    return names[kind]


def outcome_name(outcome: str) -> str:
    """Return in words what a party said."""
    return _("Within the covenant") if outcome == rules.INSIDE else _("Outside the covenant")


def state_name(line: QuestionLine) -> str:
    """Return the word for where a question stands."""
    names = {
        "open": _("Open"),
        "answered": _("Answered"),
        "closed": pgettext("question", "Closed"),
        "withdrawn": _("Withdrawn"),
    }
    return names[line.state.value]


def scope_name(scope: rules.Scope) -> str:
    """Return in words whether a question falls within the covenant."""
    if scope.outcome == rules.INSIDE:
        return _("Within the covenant")
    if scope.outcome == rules.OUTSIDE:
        return _("Outside the covenant")
    if scope.differ:
        return _("The parties do not agree yet")
    if len(scope.waiting_for) == 1:
        return _("One party spoke, the other did not yet")
    return _("Not decided yet")


def route_name(route: str) -> str:
    """Return in words how a question goes on outside the covenant."""
    names = {
        "own-account": _("at the expense of whoever asks (annex 1-6)"),
        "supplementary": _("by a supplementary arrangement with the city (agreement 2.2)"),
        "third-party": _("by a third party (4e)"),
    }
    return names.get(route, "")
