"""Whether the invoices of a year were paid, and since when. A constant number of SQL queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from kennispact.ground.kit.calendar import AsOf
from kennispact.pact.invoicing import queries as invoicing
from kennispact.pact.invoicing.models import Invoice
from kennispact.pact.ledger import queries as ledger


@dataclass(frozen=True, slots=True)
class Paid:
    """A city's invoice for a year: the day since which nothing of it is open, or ``None``."""

    item: str
    settled_on: date | None


def paid(view: AsOf) -> dict[int, dict[int, Paid]]:
    """Return per year and city id how its last invoice stands. What was wholly credited is left out.

    One query when nothing was invoiced, three otherwise. Source: 6b, O3.1.
    """
    made = invoicing.invoices(view)
    if not made:
        return {}
    credited: dict[int, int] = defaultdict(int)
    for one in made:
        if one.kind == Invoice.Kind.CREDIT and one.credits_id is not None:
            credited[one.credits_id] += one.gross_cents
    settled = ledger.settled(view)
    found: dict[int, dict[int, Paid]] = defaultdict(dict)
    for one in sorted(made, key=lambda one: one.turn):
        contribution = one.kind == Invoice.Kind.INVOICE and not one.matter
        if contribution and credited[one.pk] < one.gross_cents:
            found[one.year][one.city_id] = Paid(one.text, settled.get((one.city.key, one.text)))
    return dict(found)
