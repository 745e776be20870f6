"""A year of the ledger as an auditfile tells it: what it holds, summed by the database."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from kennispact.ground.kit.calendar import AsOf, day_of
from kennispact.ground.kit.refusal import refuse_if
from kennispact.pact.auditfile import rules
from kennispact.pact.auditfile.rules import Journal, OpeningLine
from kennispact.pact.invoicing import particulars
from kennispact.pact.invoicing import queries as invoices
from kennispact.pact.invoicing import rules as invoicing
from kennispact.pact.invoicing.particulars import Facts
from kennispact.pact.ledger import booked
from kennispact.pact.ledger import queries as ledger
from kennispact.pact.ledger.booked import Booking
from kennispact.pact.ledger.queries import OpenItem
from kennispact.registers.network import queries as network


@dataclass(frozen=True, slots=True)
class Auditfile:
    """A year as known at one moment. Amounts in EUR; ``bookings`` reads those of one journal as it goes.

    ``customers`` holds per key of a city what is known about it, ``vat`` per number of an invoice its VAT
    category and rate.
    """

    since: date
    until: date
    known: datetime
    supplier: Facts
    customers: Mapping[str, Facts]
    opening: tuple[OpeningLine, ...]
    open_items: tuple[OpenItem, ...]
    vat: Mapping[str, tuple[str, Decimal]]
    lines: int
    debit: Decimal
    credit: Decimal
    bookings: Callable[[Journal], Iterator[Booking]]

    @property
    def name(self) -> str:
        """Return what the file is called: the year, and the day on which it was known."""
        return f"auditfile-{self.since.year}-{day_of(self.known).isoformat()}.xaf"


def auditfile(year: int, known: datetime, at: datetime) -> Auditfile:
    """Return a year with what was known then; the names are those of today. A fixed number of queries.

    :raises Refused: if nothing was booked in that year, or particulars of the supplier are missing
    """
    today = AsOf(day_of(at))
    supplier = particulars.of_supplier(today)
    refuse_if(
        [
            *rules.year_refusals(year, booked.years(AsOf(today.on, known))),
            *invoicing.missing_refusals(supplier, invoicing.SUPPLIER),
        ]
    )
    since = date(year, 1, 1)
    view, before = AsOf(date(year, 12, 31), known), AsOf(since - timedelta(days=1), known)
    began, ended, items = ledger.balance(before), ledger.balance(view), ledger.open_items(before)
    return Auditfile(
        since=since,
        until=view.on,
        known=known,
        supplier=supplier,
        customers=_customers(booked.parties(since, view) | {one.party for one in items}, today, year),
        opening=rules.opening({one.account: one.balance for one in began.accounts}, with_debtors=bool(items)),
        open_items=items,
        vat=invoices.vat_rates(since, view),
        lines=booked.line_count(since, view),
        debit=ended.debit - began.debit,
        credit=ended.credit - began.credit,
        bookings=lambda journal: booked.bookings(
            since, view, of=journal.kinds, but=() if journal.kinds else rules.NAMED
        ),
    )


def _customers(keys: frozenset[str], view: AsOf, year: int) -> dict[str, Facts]:
    cities = [one for one in network.organisations() if one.key in keys]
    known = particulars.of_cities(view, year, cities)
    return {one.key: known[one.pk] for one in cities}
