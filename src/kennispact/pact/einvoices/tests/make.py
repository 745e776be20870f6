"""Builds invoices and worlds of this room. Other rooms' tests may use it. All identifiers are made up."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from kennispact.pact.einvoices import gateway, papers, rules, ubl
from kennispact.pact.einvoices.facts import InvoiceFacts, InvoiceLine, Kind, Profile, Side
from kennispact.pact.einvoices.verdicts import Layer, Outcome

IBAN = "NL91ABNA0417164300"
SUPPLIER = Side(
    name="Platform31",
    legal_name="Stichting Platform31",
    endpoint="0106:12345678",
    company_id="0106:12345678",
    street="Koningin Julianaplein 10",
    postcode="2595 AA",
    place="Den Haag",
    vat_number="NL123456789B01",
)
DEVENTER = Side(
    name="Gemeente Deventer",
    legal_name="Gemeente Deventer",
    endpoint="0190:00000001001932469000",
    company_id="0190:00000001001932469000",
    street="Grote Kerkhof 1",
    postcode="7411 KT",
    place="Deventer",
)


def deventer(**other: Any) -> InvoiceFacts:
    """Return the invoice of Deventer for 2023: 15,216.90 + 3,195.55 = 18,412.45."""
    number = "G40-2023-0010"
    line = InvoiceLine(
        name="Bijdrage convenant 2023",
        description="101.446 inwoners op 1 januari 2022, € 0,15 per inwoner",
        quantity=Decimal(101446),
        unit="IE",
        price=Decimal("0.15"),
        net=Decimal("15216.90"),
    )
    reference = rules.creditor_reference(number)
    found = InvoiceFacts(
        kind=Kind.INVOICE,
        number=number,
        issued_on=date(2023, 3, 1),
        due_on=date(2023, 3, 31),
        year=2023,
        note="Bijdrage aan het convenant over 2023.",
        buyer_reference="Afdeling Strategie",
        order_number="4500012345",
        contract="g40-platform31-2023/GM0150",
        period_from=date(2023, 3, 1),
        period_until=date(2023, 12, 31),
        supplier=SUPPLIER,
        buyer=DEVENTER,
        lines=(line,),
        vat_category="S",
        vat_rate=Decimal(21),
        net=Decimal("15216.90"),
        vat=Decimal("3195.55"),
        gross=Decimal("18412.45"),
        reference=reference,
        iban=IBAN,
        terms=f"Betaal vóór of op 31 maart 2023 en noem {reference}.",
    )
    return replace(found, **other)


def credit(**other: Any) -> InvoiceFacts:
    """Return a credit note for the whole of that invoice."""
    facts = deventer(
        kind=Kind.CREDIT,
        number="G40-2023-0011",
        due_on=None,
        credits="G40-2023-0010",
        reference=rules.creditor_reference("G40-2023-0011"),
        terms="Wij verrekenen dit bedrag met de factuur.",
    )
    return replace(facts, **other)


@lru_cache(maxsize=32)
def pdf_of(facts: InvoiceFacts) -> bytes:
    """Return the PDF, made once per facts."""
    return papers.pdf(facts)


def xml(facts: InvoiceFacts | None = None, profile: Profile = Profile.NLCIUS) -> bytes:
    """Return the e-invoice."""
    facts = facts or deventer()
    return ubl.build(facts, profile, pdf_of(facts))


class Quick:
    """Says that an invoice passed the official rules, for tests that need not wait for them."""

    def layers(self, xml, profile):
        return tuple(Layer(name, Outcome.PASSED, "quick") for name in gateway.LAYERS[profile])


def quick(monkeypatch) -> None:
    """Leave the official rules out: they are tried where an invoice is new."""
    monkeypatch.setattr(gateway, "official_rules", Quick)
