"""Asking, and what who asked does with the question: themes, papers, opening, withdrawing."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kennispact.ground.acts.models import recorded
from kennispact.ground.acts.rules import date_refusals, strike_refusals
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import SYSTEM, Actor
from kennispact.ground.kit.calendar import AsOf, day_of
from kennispact.ground.kit.refusal import Refusal, refuse_if
from kennispact.ground.kit.words import N_
from kennispact.programme.products.rules import clean, joined
from kennispact.programme.questions import access, queries, rules
from kennispact.programme.questions.models import Attachment, Choice, Draft, Question, Turn
from kennispact.programme.questions.queries import QuestionLine
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.documents.models import Document
from kennispact.registers.network.models import Organisation


@transaction.atomic
def ask(
    *,
    organisation: Organisation,
    text: str,
    happened_on: date,
    by: Actor,
    at: datetime,
    themes: Collection[str] = (),
    on_behalf_of: str = "",
    in_confidence: bool = False,
    token: str = "",
) -> Question:
    """Ask a question for a city or a party. Asking twice from one draft (``token``) asks once. Source: 5a-5b.

    :raises Refused: if the words are no question, a theme is unknown, or the day has not come
    """
    access.require(by, "ask", organisation.key)
    # Two sendings of one draft wait for each other here.
    Draft.objects.select_for_update().filter(person=by.person_id).first()
    asked, text = sent(token), clean(text)
    if asked and (asked.recorded_by_id, asked.text) == (by.person_id, text):
        return asked
    token = "" if asked else token
    covenant = covenants.covenant()
    refuse_if(
        [
            *date_refusals(happened_on, at),
            *rules.text_refusals(text),
            *rules.theme_refusals(themes, covenant.theme),
            *_behalf_refusals(on_behalf_of, {*covenant.theme, *(one.key for one in covenant.pillars)}),
        ]
    )
    question = Question.objects.create(
        organisation=organisation,
        on_behalf_of=on_behalf_of,
        text=text,
        in_confidence=in_confidence,
        token=token,
        happened_on=happened_on,
        **recorded(by, at),
    )
    if themes:
        Choice.objects.create(
            question=question, themes=joined(themes), happened_on=happened_on, **recorded(by, at)
        )
    journal.write(
        "question.asked",
        question,
        by=by,
        at=at,
        clause="5b",
        organisation=organisation.key,
        in_confidence=in_confidence,
    )
    return question


def _behalf_refusals(key: str, known: Collection[str]) -> list[Refusal]:
    if not key or key in known:
        return []
    return [
        Refusal(
            "question.unknown-behalf",
            N_("The covenant has no theme group or pillar of this name."),
            clause="1b",
            field="on_behalf_of",
        )
    ]


def locked(question: Question, action: str, by: Actor, at: datetime, *, over: bool = False) -> QuestionLine:
    """Lock a question and return how it stands, if the actor may do this and it is not over.

    :raises Refused: if it was struck, withdrawn or closed; with ``over`` only if it was struck
    """
    Question.objects.select_for_update().get(pk=question.pk)
    line = queries.question(AsOf(day_of(at)), SYSTEM, question.pk)
    if line is None:
        refuse_if([Refusal("question.gone", N_("This question is no longer there."))])
    assert line is not None
    access.require(by, action, line)
    refuse_if(() if over else rules.going_on_refusals(line.state))
    return line


@transaction.atomic
def choose_themes(
    *, question: Question, themes: Collection[str], happened_on: date, by: Actor, at: datetime
) -> Choice:
    """Choose anew to which theme groups a question belongs.

    :raises Refused: if a theme is unknown, there are too many, or the question is over
    """
    line = locked(question, "choose_themes", by, at)
    refuse_if([*date_refusals(happened_on, at), *rules.theme_refusals(themes, covenants.covenant().theme)])
    act = Choice.objects.create(
        question=question, themes=joined(themes), happened_on=happened_on, **recorded(by, at)
    )
    _write("question.themes-chosen", act, line, by, at, themes=list(themes))
    return act


@transaction.atomic
def attach(
    *, question: Question, document: Document, happened_on: date, by: Actor, at: datetime
) -> Attachment:
    """Add a document that was received before. Who may read it, the document itself says.

    :raises Refused: if the question is over
    """
    line = locked(question, "attach", by, at)
    refuse_if(date_refusals(happened_on, at))
    act = Attachment.objects.create(
        question=question, document=document, happened_on=happened_on, **recorded(by, at)
    )
    _write("question.document-added", act, line, by, at)
    return act


def open_question(*, question: Question, happened_on: date, by: Actor, at: datetime) -> Turn:
    """Open a question that was asked in confidence to all cities.

    :raises Refused: if it was open already, or is over
    """
    return _turn(question, rules.OPENED, "open", "", happened_on, by=by, at=at)


def withdraw_question(*, question: Question, why: str, happened_on: date, by: Actor, at: datetime) -> Turn:
    """Withdraw a question. Whoever asked does that.

    :raises Refused: if it is over already, or without a reason
    """
    return _turn(question, rules.WITHDRAWN, "withdraw", why, happened_on, by=by, at=at)


def close_question(*, question: Question, why: str, happened_on: date, by: Actor, at: datetime) -> Turn:
    """Close a question: nothing more is expected of it.

    :raises Refused: if it is over already, or without a reason
    """
    return _turn(question, rules.CLOSED, "close", why, happened_on, by=by, at=at)


@transaction.atomic
def _turn(
    question: Question, kind: str, action: str, why: str, happened_on: date, *, by: Actor, at: datetime
) -> Turn:
    line = locked(question, action, by, at)
    refusals = [*date_refusals(happened_on, at)]
    if kind == rules.OPENED and not line.in_confidence:
        refusals.append(Refusal("question.open-already", N_("This question is open to all cities already.")))
    if kind != rules.OPENED:
        refusals += strike_refusals(None, why)
    refuse_if(refusals)
    act = Turn.objects.create(
        question=question, kind=kind, why=clean(why)[:500], happened_on=happened_on, **recorded(by, at)
    )
    _write(f"question.{kind}", act, line, by, at)
    return act


@transaction.atomic
def strike_turn(*, turn: Turn, why: str, by: Actor, at: datetime) -> None:
    """Strike an opening, withdrawal or closing that was entered wrongly: the question goes on.

    :raises Refused: if it was struck before, or without a reason
    """
    line = locked(turn.question, "close", by, at, over=True)
    journal.strike(turn, verb="question.turn-struck", why=why, by=by, at=at, organisation=line.organisation)


def _write(verb: str, act: Any, line: QuestionLine, by: Actor, at: datetime, **facts: Any) -> None:
    journal.write(
        verb, act, by=by, at=at, clause="5b", organisation=line.organisation, question=line.id, **facts
    )


def sent(token: str) -> Question | None:
    """Return the question that came from a draft, or nothing."""
    return Question.objects.filter(token=token).first() if token else None


def keep_draft(*, content: dict[str, Any], token: str, by: Actor, at: datetime) -> None:
    """Keep what somebody is writing, so that a lost connection loses nothing. No act, and nobody else's.

    ``token`` names the draft, so that one sent twice asks once; what was sent is not kept any more. Texts
    are cut far beyond what a question may hold. Without a person there is nothing to keep it for.
    """
    if by.person_id is None or sent(token):
        return
    kept = {name: _kept(value) for name, value in content.items()}
    Draft.objects.bulk_create(  # one statement: this happens at every pause in typing
        [Draft(person_id=by.person_id, token=token, content=kept, updated_at=at)],
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["token", "content", "updated_at"],
    )


def _kept(value: str | list[str]) -> str | list[str]:
    if isinstance(value, str):
        return clean(value)[: 5 * rules.LONGEST]
    return [clean(one)[:60] for one in value]


def lose_draft(*, by: Actor) -> None:
    """Throw away what somebody was writing: it was sent, or they said so."""
    if by.person_id is not None:
        Draft.objects.filter(person=by.person_id).delete()
