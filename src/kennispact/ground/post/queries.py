"""Every read about letters. A fixed number of SQL statements each."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kennispact.ground.kit.retries import due_at
from kennispact.ground.post import rules
from kennispact.ground.post.models import Attempt, Bounce, Letter, Outcome, Repeat
from kennispact.ground.post.rules import Course, Result, State


@dataclass(frozen=True, slots=True)
class Line:
    """One letter of a list. ``next_at``: when it is tried. ``reply``: the last answer, or why it came back"""

    pk: int
    kind: str
    key: str
    organisation: str
    receiver: str
    subject: str
    queued_at: datetime
    state: State
    tries: int
    last_at: datetime | None
    next_at: datetime | None
    reply: str
    result: Result | None


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt, with its answer if there was one."""

    number: int
    began_at: datetime
    ended_at: datetime | None
    result: Result | None
    reply: str
    repeated_at: datetime | None


def standing(found: "QuerySet[Letter]") -> "QuerySet[Letter]":
    """Add what happened last to letters: ``last_number``, ``last_began``, ``last_result`` and more."""
    last = Attempt.objects.filter(letter=OuterRef("pk")).order_by("-number")
    repeated = Repeat.objects.filter(attempt__letter=OuterRef("pk")).order_by("-attempt__number")
    bounce = Bounce.objects.filter(
        attempt__letter=OuterRef("pk"), attempt__number=OuterRef("last_number"), struck_at=None
    )
    return found.annotate(
        last_number=Coalesce(Subquery(last.values("number")[:1]), 0),
        last_began=Subquery(last.values("began_at")[:1]),
        last_result=Subquery(last.values("outcome__result")[:1]),
        last_reply=Subquery(last.values("outcome__reply")[:1]),
        repeated_after=Coalesce(Subquery(repeated.values("attempt__number")[:1]), 0),
        is_bounced=Exists(bounce),
        bounce_why=Subquery(bounce.values("why")[:1]),
    )


def unsettled() -> "QuerySet[Letter]":
    """Return the letters that may have to be tried, in the order in which they were queued."""
    open_ended = Q(last_result=None) | Q(last_result=Result.DEFERRED) | Q(last_number=F("repeated_after"))
    return standing(Letter.objects.filter(forgotten_at=None)).filter(open_ended).order_by("pk")


def course(letter: Letter) -> Course:
    """Return what happened to a letter read with :func:`standing`."""
    tries: int = letter.last_number - letter.repeated_after  # type: ignore[attr-defined]
    if not tries:
        return Course()
    result: str | None = letter.last_result  # type: ignore[attr-defined]
    return Course(
        tries=tries,
        began_at=letter.last_began,  # type: ignore[attr-defined]
        result=Result(result) if result else None,
        bounced=letter.is_bounced,  # type: ignore[attr-defined]
    )


def _line(letter: Letter, at: datetime) -> Line:
    found = course(letter)
    state = rules.state(found, at)
    return Line(
        pk=letter.pk,
        kind=letter.kind,
        key=letter.key,
        organisation=letter.organisation,
        receiver=letter.receiver,
        subject=letter.subject,
        queued_at=letter.queued_at,
        state=state,
        tries=found.tries,
        last_at=found.began_at,
        next_at=due_at(found, letter.queued_at) if state is State.WAITING else None,
        reply=(letter.bounce_why if found.bounced else letter.last_reply) or "",  # type: ignore[attr-defined]
        result=found.result,
    )


def letters(
    at: datetime,
    *,
    kind: str = "",
    organisations: Collection[str] | None = None,
    known: datetime | None = None,
) -> tuple[Line, ...]:
    """Return letters with where they stand at a moment, newest first; ``known`` leaves out later ones."""
    found = Letter.objects.order_by("-pk")
    if kind:
        found = found.filter(kind=kind)
    if organisations is not None:
        found = found.filter(organisation__in=organisations)
    if known is not None:
        found = found.filter(queued_at__lte=known)
    return tuple(_line(letter, at) for letter in standing(found))


def by_key(keys: Iterable[str], at: datetime) -> dict[str, Line]:
    """Return the letters with these keys that exist, by key."""
    found = standing(Letter.objects.filter(key__in=list(keys)))
    return {letter.key: _line(letter, at) for letter in found}


def made(keys: Iterable[str]) -> frozenset[str]:
    """Return which of these keys have a letter, wherever that letter stands. One query."""
    return frozenset(Letter.objects.filter(key__in=list(keys)).values_list("key", flat=True))


def line(pk: int, at: datetime) -> Line | None:
    """Return one letter, or nothing."""
    found = standing(Letter.objects.filter(pk=pk)).first()
    return _line(found, at) if found else None


def letter(pk: int) -> Letter | None:
    """Return a letter itself, with its text, or nothing."""
    return Letter.objects.filter(pk=pk).first()


def enclosures(pk: int) -> tuple[tuple[str, int, str], ...]:
    """Return name, size in bytes and SHA-256 of what goes with a letter."""
    found = Letter.objects.filter(pk=pk).values_list(
        "enclosures__name", "enclosures__payload", "enclosures__sha256"
    )
    return tuple(
        (name, len(payload), digest) for name, payload, digest in found.order_by("enclosures") if name
    )


def tries(pk: int) -> tuple[Try, ...]:
    """Return the attempts of a letter, the first one first."""
    found = Attempt.objects.filter(letter=pk).select_related("outcome", "repeat").order_by("number")
    return tuple(_try(one) for one in found)


def _try(one: Attempt) -> Try:
    outcome: Outcome | None = getattr(one, "outcome", None)
    repeat: Repeat | None = getattr(one, "repeat", None)
    return Try(
        number=one.number,
        began_at=one.began_at,
        ended_at=outcome.ended_at if outcome else None,
        result=Result(outcome.result) if outcome else None,
        reply=outcome.reply if outcome else "",
        repeated_at=repeat.asked_at if repeat else None,
    )


def kinds() -> tuple[str, ...]:
    """Return every kind of letter there is."""
    found = Letter.objects.order_by("kind").values("kind").annotate(Count("pk"))
    return tuple(row["kind"] for row in found)
