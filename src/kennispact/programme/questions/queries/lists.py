"""Every read of questions that others may ask for. Each is a constant number of SQL queries."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import BooleanField, Exists, F, OuterRef, Q, QuerySet, Subquery

from kennispact.ground.acts.unchanged import while_unchanged
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf
from kennispact.programme.products.rules import parted
from kennispact.programme.questions import rules
from kennispact.programme.questions.models import (
    Answer,
    Choice,
    Question,
    Turn,
    Verdict,
    Voice,
    Wording,
    WordingConsent,
)
from kennispact.programme.questions.rules import Said, scope

from .lines import EVERYTHING, QuestionLine, ScopeProof, Wanted
from .voices import by_question


@while_unchanged(most=12)
def count(view: AsOf, reader: Actor, wanted: Wanted = EVERYTHING) -> int:
    """Return how many questions the reader may see. One query."""
    return _found(view, reader, wanted).count()


@while_unchanged(most=12)
def questions(
    view: AsOf, reader: Actor, wanted: Wanted = EVERYTHING, *, start: int = 0, most: int | None = None
) -> tuple[QuestionLine, ...]:
    """Return the questions that the reader may see, newest first. Four queries."""
    found = _found(view, reader, wanted).order_by("-happened_on", "-id")
    return _lines(view, found[start : None if most is None else start + most])


def question(view: AsOf, reader: Actor, pk: int) -> QuestionLine | None:
    """Return one question, or nothing when it is not there or the reader may not know of it. Two queries."""
    return next(iter(questions(view, reader, Wanted(ids=(pk,)))), None)


def by_ids(view: AsOf, reader: Actor, ids: Collection[int]) -> dict[int, QuestionLine]:
    """Return these questions as far as the reader may see them. Two queries."""
    return {one.id: one for one in questions(view, reader, Wanted(ids=tuple(ids)))} if ids else {}


def row(pk: int) -> Question:
    """Return the question itself, to hand to a command. One query."""
    return Question.objects.select_related("organisation").get(pk=pk)


@while_unchanged(most=12)
def years(view: AsOf, reader: Actor) -> tuple[int, ...]:
    """Return the years in which a question was asked that the reader may see, newest first. One query."""
    found = _found(view, reader, Wanted()).order_by("-happened_on__year")
    return tuple(found.values_list("happened_on__year", flat=True).distinct())


@while_unchanged(most=12)
def askers(view: AsOf, reader: Actor) -> tuple[tuple[str, str], ...]:
    """Return key and name of whoever asked something that the reader may see. One query."""
    found = _found(view, reader, Wanted()).order_by("organisation__name")
    return tuple(found.values_list("organisation__key", "organisation__name").distinct())


# ---- the decision of 5b


def without_decision(view: AsOf, reader: Actor, days: int) -> tuple[QuestionLine, ...]:
    """Return questions that wait longer than ``days`` for the parties' decision, oldest first. Source: 5b."""
    since = view.on - timedelta(days=days)
    found = _found(view, reader, Wanted(undecided=True)).filter(happened_on__lt=since)
    return _lines(view, found.order_by("happened_on", "id"))


def scope_proofs(view: AsOf, days: int) -> tuple[ScopeProof, ...]:
    """Return for every request whether both parties decided on it, and when. Two queries. Source: 5b."""
    rows = list(_live(view).order_by("happened_on", "id").values_list("id", "happened_on"))
    said = by_question(view)
    proofs = []
    for pk, asked_on in rows:
        found, due_on = scope(said.get(pk, ())), rules.due_on(asked_on, days)
        proofs.append(ScopeProof(pk, asked_on, due_on, found.decided_on, found.outcome))
    return tuple(proofs)


_LAST = ("-happened_on", "-recorded_at", "-id")


def _live(view: AsOf) -> "QuerySet[Question]":
    gone = Turn.objects.as_of(view).filter(question=OuterRef("pk"), kind=rules.WITHDRAWN)
    return Question.objects.as_of(view).filter(~Exists(gone))


def _turned(view: AsOf, kind: str) -> Exists:
    return Exists(Turn.objects.as_of(view).filter(question=OuterRef("pk"), kind=kind))


def _answered(view: AsOf) -> Exists:
    last = Verdict.objects.as_of(view).filter(answer=OuterRef("pk")).order_by(*_LAST).values("helped")[:1]
    counting = Answer.objects.as_of(view).filter(question=OuterRef("pk"))
    counting = counting.annotate(helped=Subquery(last, output_field=BooleanField(null=True)))
    return Exists(counting.filter(Q(helped__isnull=True) | Q(helped=True)))


def visible(view: AsOf, reader: Actor) -> "Q":
    """Return the condition under which the reader may know of a question; see :func:`.access.sees`."""
    if reader.is_system or reader.supervises:
        return Q()
    if not reader.takes_part:
        return Q(pk__in=[])
    own = Q(organisation__key__in=sorted(reader.organisations))
    return Q(in_confidence=False) | own | Q(_turned(view, rules.OPENED))


def _found(view: AsOf, reader: Actor, wanted: Wanted) -> "QuerySet[Question]":
    found: QuerySet[Any] = (
        Question.objects.as_of(view)
        .filter(visible(view, reader))
        .annotate(
            is_withdrawn=_turned(view, rules.WITHDRAWN),
            is_closed=_turned(view, rules.CLOSED),
            is_answered=_answered(view),
        )
    )
    for word in wanted.words:
        agreed = Wording.objects.as_of(view).filter(question=OuterRef("pk"), text__icontains=word)
        found = found.filter(Q(text__icontains=word) | Exists(agreed))
    if wanted.theme:
        found = found.annotate(chosen=Subquery(_last_choice(view))).filter(
            chosen__contains=f",{wanted.theme},"
        )
    if wanted.organisation:
        found = found.filter(organisation__key=wanted.organisation)
    if wanted.year:
        found = found.filter(happened_on__year=wanted.year)
    if wanted.ids is not None:
        found = found.filter(pk__in=list(wanted.ids))
    if wanted.undecided:
        found = _said(view, found.filter(is_withdrawn=False, is_closed=False)).filter(_NOT_THE_SAME)
    if wanted.outside:
        both = {"network": rules.OUTSIDE, "partner": rules.OUTSIDE}
        found = _said(view, found.filter(is_withdrawn=False)).filter(**both)
    return found.filter(**_STATES[wanted.state]) if wanted.state in _STATES else found


_STATES: Mapping[str, dict[str, bool]] = {
    "open": {"is_withdrawn": False, "is_closed": False, "is_answered": False},
    "answered": {"is_withdrawn": False, "is_closed": False, "is_answered": True},
    "closed": {"is_withdrawn": False, "is_closed": True},
    "withdrawn": {"is_withdrawn": True},
}


def _last_choice(view: AsOf) -> Any:
    acts = Choice.objects.as_of(view).filter(question=OuterRef("pk"))
    return acts.order_by(*_LAST).values("themes")[:1]


def _said(view: AsOf, found: "QuerySet[Any]") -> "QuerySet[Any]":
    """Add what each party said last, by its kind."""
    for party in (rules.NETWORK, rules.PARTNER):
        last = Voice.objects.as_of(view).filter(question=OuterRef("pk"), party__kind=party).order_by(*_LAST)
        found = found.annotate(**{party: Subquery(last.values("outcome")[:1])})
    return found


_NOT_THE_SAME = Q(network__isnull=True) | Q(partner__isnull=True) | ~Q(network=F("partner"))


def _lines(view: AsOf, found: "QuerySet[Any]") -> tuple[QuestionLine, ...]:
    acts = list(
        found.select_related("organisation").annotate(
            last_choice=Subquery(_last_choice(view)),
            is_opened=_turned(view, rules.OPENED),
            words=Subquery(_agreed_words(view)),
        )
    )
    said = by_question(view, [act.pk for act in acts])
    return tuple(_line(act, said.get(act.pk, ())) for act in acts)


def _agreed_words(view: AsOf) -> Any:
    """Return the last words that the organisation that asks agreed with."""
    agreed = WordingConsent.objects.as_of(view).filter(
        wording=OuterRef("pk"), organisation=OuterRef("question__organisation")
    )
    acts = Wording.objects.as_of(view).filter(Exists(agreed), question=OuterRef("pk"))
    return acts.order_by(*_LAST).values("text")[:1]


def _line(act: Any, said: Iterable[Said]) -> QuestionLine:
    turned = ((rules.WITHDRAWN, act.is_withdrawn), (rules.CLOSED, act.is_closed))
    turns = [kind for kind, is_so in turned if is_so]
    return QuestionLine(
        id=act.pk,
        organisation=act.organisation.key,
        organisation_name=act.organisation.name,
        organisation_kind=act.organisation.kind,
        on_behalf_of=act.on_behalf_of,
        text=act.text,
        sharpened=act.words or "",
        in_confidence=act.in_confidence and not act.is_opened,
        themes=parted(act.last_choice or ""),
        happened_on=act.happened_on,
        recorded_at=act.recorded_at,
        recorded_as=act.recorded_as,
        state=rules.state(turns, answered=act.is_answered),
        scope=scope(said),
        token=act.token,
    )
