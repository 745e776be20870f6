"""Reading the journal: newest first, a page at a time. Each is one SQL query."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q, QuerySet

from kennispact.ground.journal.models import Entry
from kennispact.ground.kit.calendar import AMSTERDAM, end_of


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the journal. ``by_id`` is a person or ``None`` for the system; ``facts`` plain values.

    ``mandate`` is the capacity at that moment, such as ``secretaris @ g40``, several joined by `` / ``.
    """

    id: int
    at: datetime
    by_id: int | None
    mandate: str
    origin: str
    verb: str
    result: str
    clause: str
    subject: str
    subject_id: int | None
    organisation: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines are asked for; what is empty is not asked. All given conditions hold.

    ``organisations`` are keys, and ``None`` means of all and of none; ``role`` is that of who did it;
    ``since`` and ``until`` are days in Amsterdam, both included; nothing is told after the moment ``known``.
    """

    organisations: Collection[str] | None = None
    verbs: Collection[str] = ()
    result: str = ""
    role: str = ""
    since: date | None = None
    until: date | None = None
    known: datetime | None = None


def count(wanted: Wanted) -> int:
    """Return how many lines there are."""
    return _found(wanted).count()


def lines(wanted: Wanted, *, start: int = 0, most: int | None = None) -> tuple[Line, ...]:
    """Return the lines, newest first; from place ``start`` (0 is the newest), at most ``most``."""
    rows = _found(wanted)[start : None if most is None else start + most]
    return tuple(
        Line(
            id=row.pk,
            at=row.at,
            by_id=row.by_id,
            mandate=row.mandate,
            origin=row.origin,
            verb=row.verb,
            result=row.result,
            clause=row.clause,
            subject=row.subject,
            subject_id=row.subject_id,
            organisation=row.organisation,
            facts=row.facts,
        )
        for row in rows
    )


def _found(wanted: Wanted) -> "QuerySet[Entry]":
    found = Entry.objects.order_by("-id")
    if wanted.organisations is not None:
        found = found.filter(organisation__in=wanted.organisations)
    if wanted.verbs:
        found = found.filter(verb__in=wanted.verbs)
    if wanted.result:
        found = found.filter(result=wanted.result)
    if wanted.role:
        # The role begins a capacity, so that "secretaris" is not found within "pijlersecretaris".
        capacity = f"{wanted.role} @ "
        found = found.filter(Q(mandate__startswith=capacity) | Q(mandate__contains=f" / {capacity}"))
    if wanted.since:
        found = found.filter(at__gte=datetime.combine(wanted.since, time.min, tzinfo=AMSTERDAM))
    if wanted.until:
        found = found.filter(at__lte=end_of(wanted.until))
    if wanted.known:
        found = found.filter(at__lte=wanted.known)
    return found


def subjects() -> dict[str, set[int]]:
    """Return the rows the journal speaks of, by table (``agreements.notice``): for the check of the whole."""
    found: dict[str, set[int]] = defaultdict(set)
    rows = Entry.objects.exclude(subject="").exclude(subject_id=None)
    for subject, pk in rows.values_list("subject", "subject_id").distinct():
        if pk is not None:
            found[subject].add(pk)
    return found
