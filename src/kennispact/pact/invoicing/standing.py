"""Invoices as they stand in a view: open, overdue, paid or credited. Derived, never stored."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kennispact.ground.kit.calendar import AsOf
from kennispact.pact.invoicing import queries
from kennispact.pact.invoicing.models import Invoice
from kennispact.pact.ledger import queries as ledger

NOTHING = Decimal("0.00")


class State(StrEnum):
    """How an invoice stands on a day."""

    OPEN = "open"
    OVERDUE = "overdue"
    PAID = "paid"
    CREDITED = "credited"  # taken back as a whole
    CREDIT = "credit"  # a credit note itself


@dataclass(frozen=True, slots=True)
class Standing:
    """One invoice or credit note with what is ``open`` on it (EUR, with VAT); below zero is paid too much."""

    invoice: Invoice
    state: State
    open: Decimal
    credited: Decimal


def invoices(view: AsOf, *, year: int | None = None, city_key: str = "") -> tuple[Standing, ...]:
    """Return the invoices of a view with how they stand, the newest first. Three queries."""
    found = queries.invoices(view, year=year, city_key=city_key)
    items = {one.item: one.open for one in ledger.items(view, city_key)}
    credited: dict[int, Decimal] = {}
    for one in found:
        if one.credits_id is not None:
            credited[one.credits_id] = credited.get(one.credits_id, NOTHING) + one.gross
    made = (
        _standing(one, items.get(one.text, NOTHING), credited.get(one.pk, NOTHING), view) for one in found
    )
    return tuple(sorted(made, key=lambda one: (one.invoice.issued_on, one.invoice.pk), reverse=True))


def _standing(one: Invoice, left: Decimal, credited: Decimal, view: AsOf) -> Standing:
    if one.kind == Invoice.Kind.CREDIT:
        return Standing(one, State.CREDIT, NOTHING, NOTHING)
    if credited == one.gross and one.gross:
        state = State.CREDITED
    elif left <= 0:
        state = State.PAID
    else:
        state = State.OVERDUE if one.due_on is not None and one.due_on < view.on else State.OPEN
    return Standing(one, state, left, credited)
