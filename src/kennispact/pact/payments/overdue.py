"""What is open after its last day, city by city, with the interest the law gives."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kennispact.ground.kit.calendar import AsOf
from kennispact.pact.invoicing import queries as invoicing
from kennispact.pact.invoicing.models import Invoice
from kennispact.pact.ledger import queries as ledger
from kennispact.pact.payments.interest import Interest, interest, rates
from kennispact.pact.payments.models import Reminder
from kennispact.registers.network import queries as network
from kennispact.registers.network.models import Organisation

USUAL_TERM = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """An item that is not settled to the cent. ``open`` in EUR, below zero when too much was paid."""

    item: str
    due_on: date
    billed: Decimal
    open: Decimal
    days_late: int
    interest: Interest


@dataclass(frozen=True, slots=True)
class CityOpen:
    """What one city has open, the oldest first, and the reminders it got."""

    city: Organisation
    items: tuple[OpenInvoice, ...]
    reminders: tuple[Reminder, ...]

    @property
    def open(self) -> Decimal:
        """Return what is open, late or not; what was paid too much is not taken off."""
        return sum((one.open for one in self.items if one.open > 0), Decimal("0.00"))

    @property
    def too_much(self) -> Decimal:
        """Return what was paid too much, above zero."""
        return sum((-one.open for one in self.items if one.open < 0), Decimal("0.00"))

    @property
    def late(self) -> tuple[OpenInvoice, ...]:
        """Return what is open after its last day."""
        return tuple(one for one in self.items if one.days_late > 0)

    @property
    def overdue(self) -> Decimal:
        """Return how much is open after its last day."""
        return sum((one.open for one in self.late), Decimal("0.00"))

    @property
    def interest(self) -> Decimal:
        """Return the statutory interest on what is late."""
        return sum((one.interest.amount for one in self.late), Decimal("0.00"))

    @property
    def known_until(self) -> date | None:
        """Return the first day of which the rate is not known, if it was needed."""
        return min((one.interest.known_until for one in self.late if one.interest.known_until), default=None)


def open_by_city(view: AsOf, city_key: str = "") -> tuple[CityOpen, ...]:
    """Return every city with something open or paid too much, what is overdue longest first. Five queries."""
    found = _by_party(invoicing.invoices(view, city_key=city_key), view, city_key)
    reminders: dict[int, list[Reminder]] = defaultdict(list)
    for reminder in Reminder.objects.as_of(view).order_by("happened_on", "pk"):
        reminders[reminder.city_id].append(reminder)
    cities = {one.key: one for one in network.organisations()}
    rows = (
        CityOpen(
            cities[key],
            tuple(sorted(items, key=lambda one: (one.due_on, one.item))),
            tuple(reminders[cities[key].pk]),
        )
        for key, items in found.items()
    )
    return tuple(sorted(rows, key=_urgency))


def late_total(invoices: Iterable[Invoice], view: AsOf) -> tuple[int, Decimal]:
    """Return how many cities are late, and with how much (EUR), given all invoices. Two queries."""
    late = [
        sum((one.open for one in items if one.days_late > 0), Decimal("0.00"))
        for items in _by_party(invoices, view).values()
    ]
    return sum(map(bool, late)), sum(late, Decimal("0.00"))


def _by_party(invoices: Iterable[Invoice], view: AsOf, city_key: str = "") -> dict[str, list[OpenInvoice]]:
    due = {one.text: one.due_on for one in invoices if one.due_on}
    found: dict[str, list[OpenInvoice]] = defaultdict(list)
    for one in ledger.open_items(view, city_key):
        found[one.party].append(_open(one, due.get(one.item, one.since + USUAL_TERM), view.on))
    return found


def _open(one: ledger.OpenItem, due_on: date, on: date) -> OpenInvoice:
    late = max((on - due_on).days, 0) if one.open > 0 else 0
    owed = interest(one.open, due_on, on, rates())
    return OpenInvoice(one.item, due_on, one.billed, one.open, late, owed)


def _urgency(one: CityOpen) -> tuple[int, str]:
    return -max((item.days_late for item in one.items), default=0), one.city.name
