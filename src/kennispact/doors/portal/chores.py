"""What waits for the financial administration: money to match, invoices to send, cities to remind."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf, day_of
from kennispact.ground.kit.money import in_euros
from kennispact.pact.delivery import access as delivery_access
from kennispact.pact.delivery import queries as delivery
from kennispact.pact.delivery.rules import UNHAPPY
from kennispact.pact.invoicing import queries as invoicing
from kennispact.pact.payments import access as payment_access
from kennispact.pact.payments import queries as payments
from kennispact.pact.payments.overdue import late_total


class Kind(StrEnum):
    """What is to be done, the most pressing first."""

    FAILED = "failed"
    OVERDUE = "overdue"
    TO_MATCH = "to-match"
    UNSENT = "unsent"


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to do: for how many invoices, bookings or cities, how much (EUR), of which year."""

    kind: Kind
    count: int
    amount: Decimal | None = None
    year: int | None = None


def chores(by: Actor, at: datetime) -> tuple[Chore, ...]:
    """Return what waits now, for who may do it; nothing for others. Twelve queries."""
    if not (payment_access.may(by, "match") and delivery_access.may(by, "send")):
        return ()
    return tuple(_chores(AsOf(day_of(at)), at))


def _chores(view: AsOf, at: datetime) -> Iterator[Chore]:
    failed = Counter(one.year for one in delivery.lines(at) if one.state in UNHAPPY)
    yield from _by_year(Kind.FAILED, failed)
    invoices = invoicing.invoices(view)
    late, amount = late_total(invoices, view)
    if late:
        yield Chore(Kind.OVERDUE, late, amount)
    waiting = payments.waiting_total()
    if waiting.count:
        yield Chore(Kind.TO_MATCH, waiting.count, in_euros(waiting.received))
    unsent = delivery.unsent(invoices)
    yield from _by_year(Kind.UNSENT, Counter(one.invoice.year for one in unsent))


def _by_year(kind: Kind, counts: Counter[int]) -> Iterator[Chore]:
    return (Chore(kind, counts[year], year=year) for year in sorted(counts, reverse=True))
