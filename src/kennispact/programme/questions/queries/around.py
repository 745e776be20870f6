"""What stands around one question: sharper words, papers, turns, a draft. Each is few SQL queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from kennispact.ground.kit.calendar import AsOf
from kennispact.programme.questions.models import (
    Draft,
    Question,
    Turn,
    Wording,
    WordingConsent,
)


@dataclass(frozen=True, slots=True)
class WordingLine:
    """Sharper words, and the names of the organisations that agree with them."""

    id: int
    text: str
    organisation: str
    recorded_as: str
    happened_on: date
    agreed: tuple[tuple[str, str, date], ...]  # key, mandate, day
    counts: bool


@dataclass(frozen=True, slots=True)
class TurnLine:
    """A question was ``opened``, ``withdrawn`` or ``closed``, with the reason."""

    id: int
    kind: str
    why: str
    happened_on: date
    recorded_as: str


def wordings(view: AsOf, pk: int) -> tuple[WordingLine, ...]:
    """Return the sharper words that were proposed, newest first, with who agreed. Three queries."""
    asked = Question.objects.select_related("organisation").get(pk=pk).organisation.key
    found = Wording.objects.as_of(view).filter(question=pk).select_related("organisation")
    agreed: dict[int, list[tuple[str, str, date]]] = defaultdict(list)
    for act in WordingConsent.objects.as_of(view).filter(wording__question=pk).select_related("organisation"):
        agreed[act.wording_id].append((act.organisation.key, act.recorded_as, act.happened_on))
    acts = sorted(found, key=lambda act: (act.happened_on, act.recorded_at, act.pk), reverse=True)
    counting = next((act.pk for act in acts if any(one[0] == asked for one in agreed[act.pk])), None)
    return tuple(
        WordingLine(
            act.pk,
            act.text,
            act.organisation.key,
            act.recorded_as,
            act.happened_on,
            tuple(agreed[act.pk]),
            act.pk == counting,
        )
        for act in acts
    )


def wording(pk: int) -> Wording | None:
    """Return proposed words with their question, or nothing. One query."""
    return Wording.objects.select_related("question__organisation").filter(pk=pk).first()


def attachments(view: AsOf, pk: int) -> tuple[int, ...]:
    """Return the ids of the documents that belong to a question. One query."""
    question = Question.objects.get(pk=pk)
    found = question.attachments.all()
    return tuple(
        act.document_id for act in found if view.sees(act.happened_on, act.recorded_at, act.struck_at)
    )


def turn(pk: int) -> Turn | None:
    """Return an opening, withdrawal or closing that was not struck, with its question. One query."""
    return Turn.objects.select_related("question__organisation").filter(pk=pk, struck_at=None).first()


def turns(view: AsOf, pk: int) -> tuple[TurnLine, ...]:
    """Return how a question was opened, withdrawn or closed, oldest first. One query."""
    acts = Turn.objects.as_of(view).filter(question=pk).order_by("happened_on", "id")
    return tuple(TurnLine(one.pk, one.kind, one.why, one.happened_on, one.recorded_as) for one in acts)


def tokens_sent(person_id: int | None, most: int = 5) -> tuple[str, ...]:
    """Return the tokens of the drafts that somebody sent last. One query."""
    found = Question.objects.filter(recorded_by=person_id).exclude(token="").order_by("-id")
    return tuple(found.values_list("token", flat=True)[:most]) if person_id else ()


def draft(person_id: int | None) -> Draft | None:
    """Return what somebody is writing, or nothing. One query."""
    return Draft.objects.filter(person=person_id).first() if person_id else None
