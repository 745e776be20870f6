"""The last days to pay: per day together for who sees every invoice, one by one for the people of a city."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf
from kennispact.pact.einvoices.facts import Kind
from kennispact.pact.invoicing import access
from kennispact.pact.invoicing import queries as invoicing
from kennispact.pact.invoicing.models import Invoice
from kennispact.pact.invoicing.numbering import APART, CLAUSES
from kennispact.pact.ledger import queries as ledger
from kennispact.registers.covenant.definition import Occurrence
from kennispact.review.compliance.rules import RANK, Facts, State, state_of

DUE_SOON_DAYS = 14
OWNERS = ("contactpersoon", "financiele-administratie")


@dataclass(frozen=True, slots=True)
class ToPay:
    """What has to be paid on one day for one clause, and how it stands.

    It is one invoice of ``city`` (with its ``number``), or all of them together: then ``number`` and ``city``
    are empty. ``progress`` is how many are settled to the cent, of how many.
    """

    on: date
    clause: str
    years: tuple[int, ...]
    state: State
    progress: tuple[int, int]
    number: str = ""
    city: str = ""


def to_pay(view: AsOf, by: Actor) -> tuple[ToPay, ...]:
    """Return the last days to pay that the actor may see; not of what was wholly credited. Two queries."""
    if access.may(by, "see_all"):
        return tuple(_together(_standing(view)))
    if not by.has(kind="city"):
        return ()
    own = (one for one in _standing(view) if access.may(by, "see", one[0].city.key))
    return tuple(_line([one], number=one[0].text, city=one[0].city.name) for one in own)


_Standing = tuple[Invoice, date, State, bool]


def _standing(view: AsOf) -> Iterator[_Standing]:
    """Yield the invoices with their last day, their state and whether they are settled."""
    made = invoicing.invoices(view)
    credited: dict[int | None, int] = defaultdict(int)
    for one in made:
        credited[one.credits_id] += one.gross_cents
    settled = ledger.settled(view) if made else {}
    for one in made:
        if one.kind == Invoice.Kind.INVOICE and one.due_on and credited[one.pk] < one.gross_cents:
            paid_on = settled.get((one.city.key, one.text))
            facts = Facts(paid_on, silence_proves=True)
            term = Occurrence(one.text, one.issued_on, one.due_on)
            yield one, one.due_on, state_of(term, facts, view.on, DUE_SOON_DAYS), paid_on is not None


def _together(standing: Iterable[_Standing]) -> Iterator[ToPay]:
    groups: dict[tuple[date, str], list[_Standing]] = defaultdict(list)
    for one in standing:
        groups[one[1], _clause(one[0])].append(one)
    return (_line(group) for group in groups.values())


def _line(group: Sequence[_Standing], *, number: str = "", city: str = "") -> ToPay:
    invoice, due_on, _, _ = group[0]
    return ToPay(
        due_on,
        _clause(invoice),
        tuple(sorted({one.year for one, *_ in group})),
        min((state for _, _, state, _ in group), key=RANK.__getitem__),
        (sum(is_paid for *_, is_paid in group), len(group)),
        number,
        city,
    )


def _clause(invoice: Invoice) -> str:
    return APART if invoice.matter else CLAUSES[Kind.INVOICE]
