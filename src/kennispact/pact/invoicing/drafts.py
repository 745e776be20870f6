"""From a contribution and what is known to the facts of an invoice. Nothing is looked up here."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.utils import translation

from kennispact.ground.look import sentences
from kennispact.ground.look.formatting import day, euro, number
from kennispact.pact.contributions.queries import Contribution
from kennispact.pact.einvoices import rules as numbers
from kennispact.pact.einvoices.facts import Allowance, InvoiceFacts, InvoiceLine, Kind, Side
from kennispact.pact.invoicing import rules
from kennispact.pact.invoicing.particulars import Facts
from kennispact.pact.supplementary.models import Ask
from kennispact.pact.supplementary.rules import matter_of
from kennispact.registers.covenant.definition import Covenant

PERSON, ONE = "IE", "C62"


def invoice(
    contribution: Contribution,
    covenant: Covenant,
    supplier: Facts,
    buyer: Facts,
    text: str,
    issued_on: date,
    allowances: tuple[Allowance, ...] = (),
) -> InvoiceFacts:
    """Return the facts of the invoice for a contribution that is owed. Source: covenant 6b, agreement 3.1.

    ``allowances`` are taken off before VAT, each with its reason. Source: covenant 7d-2.
    """
    assert contribution.calculation is not None
    year = contribution.year
    content = _Content(
        year=year,
        note=f"Bijdrage van {buyer['name']} aan het convenant over {year}. "
        f"Zie artikel 3.1 van de overeenkomst.",
        contract=f"{covenant.key}/{contribution.city.key}",
        lines=tuple(_lines(contribution, covenant)),
        net=contribution.calculation.amount - sum((one.amount for one in allowances), Decimal("0.00")),
        allowances=allowances,
    )
    return _invoice(content, covenant, supplier, buyer, text, issued_on)


def apart(
    ask: Ask, covenant: Covenant, supplier: Facts, buyer: Facts, text: str, issued_on: date
) -> InvoiceFacts:
    """Return the facts of the invoice for what a city consented to apart. Source: covenant 6d, agreement 2.2.

    It is one line of one: what is asked per inhabitant here is another price than the contribution's.
    """
    title = ask.extra.title
    said = title
    if ask.inhabitants is not None and ask.rate is not None:
        said = f"{number(ask.inhabitants)} inwoners, {euro(ask.rate)} per inwoner"
    content = _Content(
        year=ask.extra.year,
        note=f"{title}. Hiermee stemde {buyer['name']} in, naast de bijdrage aan het convenant.",
        contract=f"{covenant.key}/{ask.city.key}/{matter_of(ask.extra_id)}",
        lines=(InvoiceLine(title, said, Decimal(1), ONE, ask.amount, ask.amount),),
        net=ask.amount,
    )
    return _invoice(content, covenant, supplier, buyer, text, issued_on)


@dataclass(frozen=True, slots=True)
class _Content:
    """What makes one invoice another than the next."""

    year: int
    note: str
    contract: str
    lines: tuple[InvoiceLine, ...]
    net: Decimal
    allowances: tuple[Allowance, ...] = ()


def _invoice(
    content: _Content, covenant: Covenant, supplier: Facts, buyer: Facts, text: str, issued_on: date
) -> InvoiceFacts:
    rate = Decimal(supplier["vat_rate"])
    vat = numbers.vat_of(content.net, rate) if supplier["vat_category"] == "S" else Decimal("0.00")
    due_on = issued_on + timedelta(days=int(supplier["payment_days"]))
    reference = numbers.creditor_reference(text)
    first, last = rules.period_of(content.year, covenant.agreement.starts_on, covenant.agreement.ends_on)
    return InvoiceFacts(
        kind=Kind.INVOICE,
        number=text,
        issued_on=issued_on,
        due_on=due_on,
        year=content.year,
        note=content.note,
        buyer_reference=buyer.get("buyer_reference", ""),
        order_number=buyer.get("order_number", ""),
        contract=content.contract,
        period_from=first,
        period_until=last,
        supplier=_supplier(supplier),
        buyer=_buyer(buyer),
        lines=content.lines,
        vat_category=supplier["vat_category"],
        vat_rate=rate,
        net=content.net,
        vat=vat,
        gross=content.net + vat,
        reference=reference,
        iban=supplier["iban"],
        allowances=content.allowances,
        terms=f"Betaal vóór of op {day(due_on)}. Noem daarbij het kenmerk {reference}.",
    )


def _supplier(known: Facts) -> Side:
    return Side(
        name=known["name"],
        legal_name=known["legal_name"],
        endpoint=known["endpoint"],
        company_id=f"0106:{known['kvk']}",
        street=known["street"],
        postcode=known["postcode"],
        place=known["place"],
        vat_number=known["vat_number"],
        email=known["email"],
    )


def _buyer(known: Facts) -> Side:
    number_of = f"0190:{known['oin']}" if known["oin"] else f"0106:{known['kvk']}"
    return Side(
        name=known["name"],
        legal_name=known["legal_name"],
        endpoint=number_of,
        company_id=number_of,
        street=known["street"],
        postcode=known["postcode"],
        place=known["place"],
    )


def _lines(contribution: Contribution, covenant: Covenant) -> Iterable[InvoiceLine]:
    assert contribution.calculation is not None
    name = f"Bijdrage convenant {contribution.year}"
    counted_on = f"op {day(covenant.contribution.population_on)} (CBS)"
    for line in contribution.calculation.lines:
        inhabitants, rate = line.facts.get("inhabitants"), line.facts.get("rate")
        if isinstance(inhabitants, int) and isinstance(rate, Decimal):
            said = f"{number(inhabitants)} inwoners {counted_on}, € {number(rate)} per inwoner"
            yield InvoiceLine(name, said, Decimal(inhabitants), PERSON, rate, line.amount)
        else:
            with translation.override("nl"):
                said = sentences.told(line.text, line.facts)
            sign = Decimal(1 if line.amount >= 0 else -1)
            yield InvoiceLine(name, said, sign, ONE, abs(line.amount), line.amount)


def credit(
    invoiced: InvoiceFacts, net: Decimal, vat: Decimal, why: str, text: str, issued_on: date
) -> InvoiceFacts:
    """Return the facts of a credit note for a part or the whole of an invoice."""
    whole = net == invoiced.net
    line = InvoiceLine(f"Creditering van {invoiced.number}", why, Decimal(1), ONE, net, net)
    return replace(
        invoiced,
        kind=Kind.CREDIT,
        number=text,
        issued_on=issued_on,
        due_on=None,
        note=f"Wij crediteren {'de hele' if whole else 'een deel van de'} factuur {invoiced.number}: {why}",
        lines=invoiced.lines if whole else (line,),
        allowances=invoiced.allowances if whole else (),
        net=net,
        vat=vat,
        gross=net + vat,
        reference=numbers.creditor_reference(text),
        terms=f"Wij verrekenen dit bedrag met factuur {invoiced.number}, of betalen het terug.",
        credits=invoiced.number,
    )
