"""Invoicing what cities consented to apart from the contribution: an invoice of its own. Clauses 6d, O2.2."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf, day_of
from kennispact.ground.kit.refusal import Refusal, Refused, refuse_if
from kennispact.pact.einvoices.facts import InvoiceFacts, Profile
from kennispact.pact.invoicing import access, drafts, numbering, particulars, rules
from kennispact.pact.invoicing.agreed import agreed
from kennispact.pact.invoicing.commands import Run
from kennispact.pact.invoicing.models import Invoice
from kennispact.pact.invoicing.numbering import Order
from kennispact.pact.invoicing.particulars import Facts
from kennispact.pact.supplementary import queries as supplementary
from kennispact.pact.supplementary.models import Extra
from kennispact.pact.supplementary.queries import AskLine
from kennispact.pact.supplementary.rules import matter_of
from kennispact.registers.covenant import queries as covenants


@dataclass(frozen=True, slots=True)
class ToInvoice:
    """One city that consented: its invoice if there is one, else what is missing for it."""

    line: AskLine
    buyer: Facts
    invoice: Invoice | None
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class ExtraRun:
    """What a run for one extra contribution would do: only the cities that consented are in it."""

    extra: Extra
    supplier: Facts
    refusals: tuple[Refusal, ...]
    rows: tuple[ToInvoice, ...]


def proposal(extra: Extra, view: AsOf) -> ExtraRun:
    """Return whom there is to invoice for what was consented to. Eight queries."""
    found = supplementary.proposal(extra)
    supplier = particulars.of_supplier(view)
    buyers = particulars.of_cities(view, extra.year, [line.city for line in found.consented])
    made = _made(extra)
    rows = tuple(
        ToInvoice(
            line,
            buyers[line.city.pk],
            made.get(line.city.pk),
            () if line.city.pk in made else tuple(rules.buyer_refusals(buyers[line.city.pk])),
        )
        for line in found.consented
    )
    missing = tuple(rules.missing_refusals(supplier, rules.SUPPLIER))
    return ExtraRun(extra, supplier, missing, rows)


def _made(extra: Extra) -> Mapping[int, Invoice]:
    found = Invoice.objects.filter(matter=matter_of(extra.pk), kind=Invoice.Kind.INVOICE)
    return {one.city_id: one for one in found.select_related("city")}


def issue_extra(*, extra: Extra, by: Actor, at: datetime) -> Run:
    """Invoice every city that consented and has no invoice for it yet. Source: covenant 6d, agreement 2.2.

    Each invoice is a transaction of its own: stop it at any moment and run it again. Call it outside a
    transaction.

    :raises Refused: if the supplier misses something
    """
    access.require(by, "issue")
    found = proposal(extra, AsOf(day_of(at)))
    refuse_if(found.refusals)
    run = Run()
    for row in found.rows:
        if row.invoice is not None:
            run.present.append(row.invoice)
        elif row.refusals:
            run.refused[row.line.city.key] = row.refusals
        else:
            _issue_one(run, found, row, by=by, at=at)
    return run


def _issue_one(run: Run, found: ExtraRun, row: ToInvoice, *, by: Actor, at: datetime) -> None:
    covenant, day, city = covenants.covenant(), day_of(at), row.line.city

    def draft(text: str) -> InvoiceFacts:
        return drafts.apart(row.line.ask, covenant, found.supplier, row.buyer, text, day)

    def still() -> Invoice | None:
        return _made(found.extra).get(city.pk)

    order = Order(
        city,
        covenant.key,
        found.extra.year,
        found.supplier["prefix"],
        1,
        Profile(row.buyer["profile"]),
        draft,
        still,
        matter=matter_of(found.extra.pk),
    )
    try:
        made, new = numbering.give_number(order, agreed(AsOf(day)), by=by, at=at)
    except Refused as refused:
        run.refused[city.key] = refused.refusals
    else:
        (run.issued if new else run.present).append(made)
