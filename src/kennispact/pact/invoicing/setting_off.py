"""Taking an amount off what a city pays for a year: on the invoice to come, or by a credit note. Clause 7d-2.

It is written down first, under the lock of the year's numbers, so that no invoice can be issued beside it:
every later invoice of that year carries it. Only then an invoice that was there already is credited. Stopped
in between, asking again does the rest.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from kennispact.ground.acts.models import recorded
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf, day_of
from kennispact.ground.kit.money import cents, in_euros
from kennispact.ground.kit.refusal import Refusal, refuse_if
from kennispact.ground.kit.words import N_
from kennispact.pact.invoicing import access, commands, particulars, queries, rules
from kennispact.pact.invoicing.models import Invoice, Series, SetOff
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.network.models import Organisation

CLAUSE = "7d-2"


def set_off(
    *, city: Organisation, year: int, net: Decimal, reason: str, asked: str, by: Actor, at: datetime
) -> Invoice | None:
    """Take ``net`` (EUR, without VAT) off what a city pays for a year; return the credit note, if any.

    ``asked`` names the request in at most 39 letters: asked again with the same content it only finishes
    what was left undone. Call it outside a transaction.

    :raises Refused: if it is no amount, more than is left of the invoice, or was asked with other content
    """
    access.require(by, "credit", city.key)
    _write(city, year, net, reason.strip(), asked, by=by, at=at)
    invoice = _to_credit(city, year, asked)
    if invoice is None:
        return None
    return commands.credit(invoice=invoice, net=net, why=reason, asked=asked, by=by, at=at)


@transaction.atomic
def _write(
    city: Organisation, year: int, net: Decimal, reason: str, asked: str, *, by: Actor, at: datetime
) -> None:
    prefix = particulars.of_supplier(AsOf(day_of(at)))["prefix"]
    Series.objects.select_for_update().get_or_create(key=f"{prefix}-{year}")
    before = SetOff.objects.filter(asked=asked).first()
    if before is not None:
        same = (before.city_id, before.year, before.net_cents, before.reason)
        if same != (city.pk, year, int(net * 100), reason):
            refuse_if([Refusal("credit.asked-before", N_("This was asked before, about something else."))])
        return
    invoice = _to_credit(city, year, asked)
    if invoice is not None:
        left, facts = queries.left(invoice), queries.facts_of(invoice)
        rate = facts.vat_rate if facts.vat_category == "S" else Decimal(0)
        refuse_if(rules.credit_refusals(net, left.net, left.vat, rate, reason))
    elif net <= 0 or net != cents(net):
        refuse_if([Refusal("credit.no-amount", N_("Credit an amount above zero."), field="net")])
    made = SetOff.objects.create(
        covenant=covenants.covenant().key,
        city=city,
        year=year,
        net_cents=int(net * 100),
        reason=reason,
        asked=asked,
        happened_on=day_of(at),
        **recorded(by, at),
    )
    journal.write(
        "invoice.set-off",
        made,
        by=by,
        at=at,
        clause=CLAUSE,
        organisation=city.key,
        year=year,
        net=f"{net:f}",
    )


def _to_credit(city: Organisation, year: int, asked: str) -> Invoice | None:
    """Return the invoice that was issued without it and is not credited as a whole, if there is one."""
    found = (
        Invoice.objects.filter(
            covenant=covenants.covenant().key, city=city, year=year, kind=Invoice.Kind.INVOICE, matter=""
        )
        .select_related("city")
        .order_by("-turn")
        .first()
    )
    if found is None or any(one.asked == asked for one in queries.facts_of(found).allowances):
        return None
    credited = Invoice.objects.filter(credits=found, asked__startswith=f"{asked} ").exists()
    return found if credited or queries.left(found).net > 0 else None


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of an amount that was set off (EUR, without VAT).

    ``credit`` is the credit note, ``invoice`` the invoice that carries it; neither: that is still to come.
    """

    net: Decimal
    credit: str
    invoice: str


def settled(start: str) -> dict[str, Settled]:
    """Return by request what was set off under a name that starts like this. Three queries.

    What was written down, but of which the credit note was not made yet, is left out: ask again for it.
    """
    asked = list(SetOff.objects.filter(asked__startswith=start, struck_at__isnull=True))
    years = {one.year for one in asked}
    credited: dict[str, str] = {}
    left: dict[int | None, int] = defaultdict(int)
    notes = Invoice.objects.filter(year__in=years, kind=Invoice.Kind.CREDIT, matter="")
    for name, text, invoice, cents_ in notes.values_list("asked", "text", "credits", "gross_cents"):
        credited[(name or "").rpartition(" ")[0]] = text
        left[invoice] -= cents_
    carried: dict[str, str] = {}
    stands: set[tuple[int, int]] = set()
    for pk, city, year, text, gross, facts in (
        Invoice.objects.filter(year__in=years, kind=Invoice.Kind.INVOICE, matter="")
        .order_by("turn")
        .values_list("pk", "city", "year", "text", "gross_cents", "facts__allowances")
    ):
        carried |= {one["asked"]: text for one in facts or () if one.get("asked")}
        if gross + left[pk] > 0:
            stands.add((city, year))
    return {
        one.asked: Settled(
            in_euros(one.net_cents),
            credited.get(one.asked, ""),
            carried.get(one.asked, ""),
        )
        for one in asked
        if one.asked in credited or one.asked in carried or (one.city_id, one.year) not in stands
    }


def invoiced(year: int) -> frozenset[int]:
    """Return the ids of the cities with an invoice for a year of which something is left. Two queries."""
    rows = Invoice.objects.filter(
        covenant=covenants.covenant().key, year=year, kind=Invoice.Kind.INVOICE, matter=""
    )
    credited = {
        row["credits"]: row["cents"]
        for row in Invoice.objects.filter(year=year, kind=Invoice.Kind.CREDIT)
        .order_by()
        .values("credits")
        .annotate(cents=Sum("gross_cents"))
    }
    return frozenset(
        city
        for pk, city, gross in rows.values_list("pk", "city_id", "gross_cents")
        if credited.get(pk, 0) < gross
    )
