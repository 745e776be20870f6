"""What was booked in a stretch of days, booking by booking: for whoever keeps books of it elsewhere."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Q, QuerySet

from kennispact.ground.kit.calendar import AsOf
from kennispact.pact.ledger.models import Movement, Posting
from kennispact.pact.ledger.queries import in_euro, seen
from kennispact.pact.ledger.rules import BACK, Account, Line, Side

_SIDES = ("debit", "credit")


@dataclass(frozen=True, slots=True)
class Booking:
    """One posting with its lines, as many as it was booked with: the debit lines first."""

    number: int
    happened_on: date
    source: str
    text: str
    lines: tuple[Line, ...]


def years(view: AsOf) -> tuple[int, ...]:
    """Return every year in which something was booked, as known in a view. One query."""
    found = Posting.objects.filter(recorded_at__lte=view.known) if view.known else Posting.objects.all()
    return tuple(day.year for day in found.order_by().dates("happened_on", "year"))


def line_count(since: date, view: AsOf) -> int:
    """Return how many lines :func:`bookings` has in all. Two queries."""
    moved = _since(since, view)
    names = ([side, f"{side}_party", f"{side}_item"] for side in _SIDES)
    return sum(moved.values("posting", *wanted).distinct().count() for wanted in names)


def parties(since: date, view: AsOf) -> frozenset[str]:
    """Return whose debts were booked. Two queries."""
    moved = _since(since, view)
    found = (moved.values_list(f"{side}_party", flat=True).distinct() for side in _SIDES)
    return frozenset(key for keys in found for key in keys if key)


def bookings(
    since: date, view: AsOf, *, of: Sequence[str] = (), but: Sequence[str] = ()
) -> Iterator[Booking]:
    """Yield what was booked, day by day. One query, read as it goes.

    ``of`` takes only what was booked for sources of these kinds (``invoice``), with what was booked back of
    them; ``but`` takes all others.
    """
    moved = _since(since, view).exclude(_named(but)).select_related("posting")
    rows = (moved.filter(_named(of)) if of else moved).order_by("posting__happened_on", "posting_id", "place")
    for _, group in groupby(rows.iterator(chunk_size=500), key=lambda row: row.posting_id):
        yield _booking(list(group))


def _since(since: date, view: AsOf) -> "QuerySet[Movement]":
    return seen(view).filter(posting__happened_on__gte=since)


def _named(kinds: Iterable[str]) -> Q:
    found = Q(pk__in=[])
    for kind in kinds:
        found |= Q(posting__source__startswith=f"{kind} ")
        found |= Q(posting__source__startswith=f"{BACK}{kind} ")
    return found


def _booking(rows: Sequence[Movement]) -> Booking:
    sums: dict[tuple[str, Side], int] = defaultdict(int)
    for row in rows:
        sums["debit", Side(Account(row.debit), row.debit_party, row.debit_item)] += row.cents
        sums["credit", Side(Account(row.credit), row.credit_party, row.credit_item)] += row.cents
    lines = [
        Line(side.account, party=side.party, item=side.item, **{name: in_euro(cents)})
        for (name, side), cents in sums.items()
    ]
    posting = rows[0].posting
    return Booking(
        posting.pk,
        posting.happened_on,
        posting.source,
        posting.text,
        tuple(sorted(lines, key=lambda one: not one.debit)),
    )
