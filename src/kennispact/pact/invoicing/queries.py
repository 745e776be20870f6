"""Invoices as they stand in a view, what is left of them, and what there is to invoice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db.models import Q, QuerySet, Sum

from kennispact.ground.acts.unchanged import while_unchanged
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.money import in_euros
from kennispact.ground.kit.refusal import Refusal, Refused
from kennispact.ground.kit.words import N_
from kennispact.pact.contributions import queries as contributions
from kennispact.pact.contributions.queries import Contribution
from kennispact.pact.contributions.rules import Ground
from kennispact.pact.einvoices.facts import Allowance, InvoiceFacts, Profile, from_plain
from kennispact.pact.einvoices.rules import vat_of
from kennispact.pact.invoicing import particulars, rules
from kennispact.pact.invoicing.models import Invoice, Paper, SetOff
from kennispact.pact.invoicing.particulars import Facts
from kennispact.registers.covenant import queries as covenants


class Standing(StrEnum):
    """What can be done for a city in a run."""

    READY = "ready"
    INVOICED = "invoiced"
    CREDITED = "credited"  # the whole invoice was credited: another one only when asked for
    INCOMPLETE = "incomplete"
    NOT_OWED = "not owed"


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a run would do for one city. ``refusals`` is what is missing; amounts in EUR or ``None``."""

    contribution: Contribution
    standing: Standing
    buyer: Facts
    refusals: tuple[Refusal, ...]
    invoice: Invoice | None
    turn: int
    net: Decimal | None
    vat: Decimal | None

    @property
    def gross(self) -> Decimal | None:
        """Return the amount with VAT."""
        return None if self.net is None or self.vat is None else self.net + self.vat


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a run of a year would do. With ``refusals``, what the supplier misses, nothing is issued."""

    year: int
    supplier: Facts
    refusals: tuple[Refusal, ...]
    rows: tuple[Proposed, ...]

    @property
    def ready(self) -> tuple[Proposed, ...]:
        """Return the cities that can be invoiced now."""
        return tuple(row for row in self.rows if row.standing is Standing.READY)


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of an invoice after its credit notes (EUR)."""

    net: Decimal
    vat: Decimal

    @property
    def gross(self) -> Decimal:
        """Return the amount with VAT."""
        return self.net + self.vat


def proposal(year: int, view: AsOf) -> Proposal:
    """Return what there is to invoice for a year: only what is owed. Twelve queries. Source: 6b, O3.1.

    :raises Refused: for a year in which the covenant asks nothing
    """
    supplier = particulars.of_supplier(view)
    found = contributions.contributions(year, view)
    buyers = particulars.of_cities(view, year, [row.city for row in found.rows])
    made: dict[int, list[Invoice]] = {}
    for one in _invoices(year=year, kind=Invoice.Kind.INVOICE, matter="").order_by("turn"):
        made.setdefault(one.city_id, []).append(one)
    credited, set_off = _credited(year=year), set_offs(year)
    rows = tuple(
        _proposed(
            row,
            buyers[row.city.pk],
            supplier,
            made.get(row.city.pk, []),
            credited,
            sum((one.amount for one in set_off.get(row.city.pk, ())), Decimal("0.00")),
        )
        for row in found.rows
    )
    return Proposal(year, supplier, tuple(rules.missing_refusals(supplier, rules.SUPPLIER)), rows)


def _proposed(
    row: Contribution,
    buyer: Facts,
    supplier: Facts,
    made: Sequence[Invoice],
    credited: dict[int, int],
    set_off: Decimal,
) -> Proposed:
    last = made[-1] if made else None
    owed = row.amount if row.ground is Ground.OWED else None
    net = owed and owed - set_off
    rate = Decimal(supplier["vat_rate"]) if supplier["vat_category"] == "S" else Decimal(0)
    vat = None if net is None else vat_of(net, rate)
    refusals = (*rules.buyer_refusals(buyer), *rules.set_off_refusals(owed, set_off))
    if last is not None:
        whole = credited.get(last.pk, 0) == last.gross_cents
        standing = Standing.CREDITED if whole else Standing.INVOICED
        net, vat = last.net, last.vat
    elif not owed:
        standing = Standing.NOT_OWED
    else:
        standing = Standing.INCOMPLETE if refusals else Standing.READY
    return Proposed(row, standing, buyer, refusals, last, len(made) + 1, net, vat)


def set_offs(year: int, city_id: int | None = None) -> dict[int, tuple[Allowance, ...]]:
    """Return per city id what is taken off its contribution for a year (EUR, without VAT). One query."""
    rows = SetOff.objects.filter(covenant=covenants.covenant().key, year=year, struck_at__isnull=True)
    found: dict[int, tuple[Allowance, ...]] = {}
    for row in rows if city_id is None else rows.filter(city_id=city_id):
        amount = in_euros(row.net_cents)
        found[row.city_id] = (*found.get(row.city_id, ()), Allowance(row.reason, amount, row.asked))
    return found


def _invoices(**wanted: object) -> "QuerySet[Invoice]":
    return Invoice.objects.filter(covenant=covenants.covenant().key, **wanted)


def _credited(**wanted: object) -> dict[int, int]:
    """Return per invoice id how many cents of it were credited, VAT included. One query."""
    rows = _invoices(kind=Invoice.Kind.CREDIT, **wanted).order_by().values("credits")
    return {int(row["credits"] or 0): row["cents"] for row in rows.annotate(cents=Sum("gross_cents"))}


@while_unchanged(most=4)
def invoices(view: AsOf, *, year: int | None = None, city_key: str = "") -> tuple[Invoice, ...]:
    """Return the invoices and credit notes of a view, in order of number. One query."""
    found = (
        _invoices(issued_on__lte=view.on).select_related("city", "credits").defer("facts", "credits__facts")
    )
    if view.known is not None:
        found = found.filter(recorded_at__lte=view.known)
    if year is not None:
        found = found.filter(year=year)
    if city_key:
        found = found.filter(city__key=city_key)
    return tuple(found.order_by("series", "number"))


def invoice(text: str) -> Invoice:
    """Return the invoice or credit note with this number. One query.

    :raises Refused: if there is none
    """
    found = _invoices(text=text).select_related("city", "credits").first()
    if found is None:
        facts: dict[str, object] = {"number": text[:40]}
        raise Refused(
            [Refusal("invoice.none", N_("There is no invoice with the number %(number)s."), facts=facts)]
        )
    return found


def invoice_of(city_key: str, year: int) -> Invoice:
    """Return the last invoice of a city for a year. One query.

    :raises Refused: if there is none
    """
    wanted = _invoices(city__key__iexact=city_key, year=year, kind=Invoice.Kind.INVOICE, matter="")
    found = wanted.select_related("city").order_by("-turn").first()
    if found is None:
        facts: dict[str, object] = {"city": city_key[:40], "year": str(year)}
        raise Refused(
            [
                Refusal(
                    "invoice.not-yet", N_("There is no invoice for %(city)s over %(year)s yet."), facts=facts
                )
            ]
        )
    return found


def facts_of(found: Invoice) -> InvoiceFacts:
    """Return everything an invoice says."""
    return from_plain(found.facts)


def vat_rates(since: date, view: AsOf) -> dict[str, tuple[str, Decimal]]:
    """Return per number of an invoice or credit note its VAT category and rate (%). One query."""
    found = _invoices(issued_on__gte=since, issued_on__lte=view.on)
    rows = found.values_list("text", "facts__vat_category", "facts__vat_rate")
    return {text: (category, Decimal(rate)) for text, category, rate in rows}


def left_of(text: str, city_key: str, *, besides: str = "") -> Left | None:
    """Return what is left of a city's invoice, leaving one credit note aside; ``None`` if there is none."""
    found = _invoices(text=text, city__key=city_key, kind=Invoice.Kind.INVOICE).first()
    return None if found is None else left(found, besides=besides)


def left(found: Invoice, *, besides: str = "") -> Left:
    """Return what is left of an invoice after its credit notes. One query."""
    sums = Invoice.objects.filter(Q(credits=found) & ~Q(text=besides)).aggregate(
        net=Sum("net_cents"), vat=Sum("vat_cents")
    )
    cent = Decimal("0.01")
    return Left((found.net_cents - (sums["net"] or 0)) * cent, (found.vat_cents - (sums["vat"] or 0)) * cent)


def paper(found: Invoice, profile: Profile) -> Paper | None:
    """Return the e-invoice that was made in a profile, or nothing. One query."""
    return Paper.objects.filter(invoice=found, profile=profile.value).first()


def papers_of(found: Invoice) -> tuple[Paper, ...]:
    """Return the e-invoices that were made of an invoice, without their bytes. One query."""
    return tuple(Paper.objects.filter(invoice=found).defer("xml"))


def first_papers(invoices: Iterable[Invoice]) -> dict[int, Paper]:
    """Return per invoice id the e-invoice that was made first, with its city, not its bytes. One query."""
    found = Paper.objects.filter(invoice__in=[one.pk for one in invoices]).defer("xml", "report")
    return {one.invoice_id: one for one in found.select_related("invoice__city").order_by("-pk")}
