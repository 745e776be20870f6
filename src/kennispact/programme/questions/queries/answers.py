"""Answers to a question, and what who asked said of them: also what was struck."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from kennispact.ground.kit.calendar import AsOf
from kennispact.programme.questions.models import Answer, Verdict


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """Who asked said whether an answer helped. ``struck_at`` is empty while it was not struck."""

    id: int
    helped: bool
    remark: str
    happened_on: date
    struck_at: datetime | None
    struck_why: str


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """An answer. ``product`` is a key or nothing; ``recorded_by`` the id of who gave it.

    ``verdict`` is the last word of who asked, ``taken_back`` what they said and struck.
    """

    id: int
    kind: str
    product: str
    text: str
    organisation: str
    organisation_name: str
    happened_on: date
    recorded_as: str
    recorded_by: int | None
    struck_at: datetime | None
    struck_why: str
    verdict: VerdictLine | None
    taken_back: tuple[VerdictLine, ...]

    @property
    def helped(self) -> bool | None:
        """Tell whether it helped; ``None`` until who asked said so."""
        return self.verdict.helped if self.verdict else None

    @property
    def verdicts(self) -> tuple[VerdictLine, ...]:
        """Return all that who asked said of it, struck or not."""
        return (*self.taken_back, self.verdict) if self.verdict else self.taken_back


def answers(view: AsOf, pk: int, *, with_struck: bool = False) -> tuple[AnswerLine, ...]:
    """Return the answers to a question, oldest first, with what who asked said of them. Two queries.

    ``with_struck`` adds the answers that were struck by the view's moment.
    """
    acts = Answer.objects.with_struck(view) if with_struck else Answer.objects.as_of(view)
    found = acts.filter(question=pk).select_related("organisation", "product")
    said: dict[int, list[Verdict]] = defaultdict(list)
    verdicts = Verdict.objects.with_struck(view).filter(answer__question=pk)
    for one in verdicts.order_by("happened_on", "recorded_at", "id"):
        said[one.answer_id].append(one)
    return tuple(_answer(act, view, said[act.pk]) for act in found.order_by("happened_on", "id"))


def _answer(act: Answer, view: AsOf, said: Iterable[Verdict]) -> AnswerLine:
    verdicts = [_verdict(one, view) for one in said]
    counting = [one for one in verdicts if one.struck_at is None]
    is_struck = act.is_struck_in(view)
    return AnswerLine(
        id=act.pk,
        kind=act.kind,
        product=act.product.key if act.product else "",
        text=act.text,
        organisation=act.organisation.key,
        organisation_name=act.organisation.name,
        happened_on=act.happened_on,
        recorded_as=act.recorded_as,
        recorded_by=act.recorded_by_id,
        struck_at=act.struck_at if is_struck else None,
        struck_why=act.struck_why if is_struck else "",
        verdict=counting[-1] if counting else None,
        taken_back=tuple(one for one in verdicts if one.struck_at),
    )


def _verdict(act: Verdict, view: AsOf) -> VerdictLine:
    is_struck = act.is_struck_in(view)
    return VerdictLine(
        act.pk,
        act.helped,
        act.remark,
        act.happened_on,
        act.struck_at if is_struck else None,
        act.struck_why if is_struck else "",
    )


def answer(pk: int) -> Answer | None:
    """Return an answer that was not struck, with its question, or nothing. One query."""
    return Answer.objects.select_related("question__organisation").filter(pk=pk, struck_at=None).first()


def verdict(pk: int) -> Verdict | None:
    """Return what was said of an answer and not struck, with its question, or nothing. One query."""
    found = Verdict.objects.select_related("answer__question__organisation")
    return found.filter(pk=pk, struck_at=None, answer__struck_at=None).first()


def answered_with(view: AsOf, products: Collection[str]) -> dict[str, tuple[int, ...]]:
    """Return per product (key) the ids of the questions it answers. One query."""
    found: dict[str, list[int]] = defaultdict(list)
    acts = Answer.objects.as_of(view).filter(product__key__in=list(products))
    for key, pk in acts.values_list("product__key", "question_id"):
        found[key].append(pk)
    return {key: tuple(dict.fromkeys(ids)) for key, ids in found.items()}
