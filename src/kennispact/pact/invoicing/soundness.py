"""What must hold of invoices, sums to the cent, no credit beyond them, all booked."""

from collections.abc import Iterator
from decimal import Decimal

from kennispact.ground.kit.calendar import EVER
from kennispact.ground.kit.money import cents
from kennispact.pact.einvoices.rules import vat_of
from kennispact.pact.invoicing import queries
from kennispact.pact.invoicing.drafts import PERSON
from kennispact.pact.invoicing.models import Invoice
from kennispact.pact.ledger import queries as ledger

_NOTHING = Decimal("0.00")


def wrong_sums() -> Iterator[str]:
    """Yield every invoice whose lines, VAT or price per inhabitant do not come to its amount."""
    for one in Invoice.objects.order_by("series", "number").iterator():
        facts = queries.facts_of(one)
        lines = sum((line.net for line in facts.lines), _NOTHING)
        off = sum((each.amount for each in facts.allowances), _NOTHING)
        counted = all(
            cents(line.quantity * line.price) == line.net for line in facts.lines if line.unit == PERSON
        )
        told = (facts.net, facts.vat, facts.gross)
        rate = facts.vat_rate if facts.vat_category == "S" else Decimal(0)
        is_rest = one.credits_id is not None
        adds_up = lines - off == facts.net and counted and told == (one.net, one.vat, one.gross)
        if not adds_up or (not is_rest and facts.vat != vat_of(facts.net, rate)):
            yield one.text


def credited_too_much() -> Iterator[str]:
    """Yield every invoice of which more was credited than it asked."""
    gross = dict(Invoice.objects.filter(kind=Invoice.Kind.INVOICE).values_list("pk", "gross_cents"))
    for one in Invoice.objects.filter(kind=Invoice.Kind.CREDIT).select_related("credits"):
        assert one.credits is not None
        gross[one.credits.pk] -= one.gross_cents
        if gross[one.credits.pk] < 0:
            yield one.credits.text


def unbooked_invoices() -> Iterator[str]:
    """Yield every invoice that the ledger does not know to the cent, and every such booking without one."""
    booked: dict[str, Decimal] = {}
    for entry in ledger.entries(EVER):
        kind, _, name = entry.source.partition(" ")
        if kind in Invoice.Kind.values and entry.party:
            booked[name] = booked.get(name, _NOTHING) + entry.debit + entry.credit
    made = {one.text: one.gross for one in Invoice.objects.defer("facts")}
    known = made.keys() | booked.keys()
    yield from sorted(one for one in known if made.get(one, _NOTHING) != booked.get(one, _NOTHING))
