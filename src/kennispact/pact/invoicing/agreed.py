"""What was agreed, held against an e-invoice: inhabitants, price, year, and what is left to credit."""

from collections.abc import Iterator
from decimal import Decimal

from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.words import N_
from kennispact.pact.einvoices.checking import Agreed
from kennispact.pact.einvoices.document import Document
from kennispact.pact.einvoices.verdicts import Finding
from kennispact.pact.invoicing import queries
from kennispact.pact.invoicing.drafts import PERSON
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.network import queries as network
from kennispact.registers.network.models import Organisation

BUYER = "cac:AccountingCustomerParty/cac:Party"


def agreed(view: AsOf) -> Agreed:
    """Return what looks at documents with what is agreed in a view. Two queries, one more per credit note."""
    terms = covenants.covenant().contribution
    cities = network.organisations("city")
    figures = network.populations(view, terms.population_on)

    def findings(document: Document) -> tuple[Finding, ...] | None:
        city = _buyer(document, cities)
        if city is None or city.pk not in figures:
            return None
        return (
            *_lines(document, figures[city.pk].inhabitants, terms.rate),
            *_year(document, terms.years),
            *_credit(document, city),
        )

    return findings


def _buyer(document: Document, cities: tuple[Organisation, ...]) -> Organisation | None:
    """Return the city that the document is for: by OIN or Chamber of Commerce number, else by its name."""
    numbers = {
        (one.text or "").strip() for one in document.all(f"{BUYER}//cbc:CompanyID | {BUYER}/cbc:EndpointID")
    }
    names = {
        document.text(f"{BUYER}/{path}").removeprefix("Gemeente ").casefold()
        for path in ("cac:PartyLegalEntity/cbc:RegistrationName", "cac:PartyName/cbc:Name")
    }
    by_number = [one for one in cities if {one.oin, one.kvk} - {""} & numbers]
    by_name = [one for one in cities if one.name.casefold() in names]
    return next(iter((*by_number, *by_name)), None)


def _lines(document: Document, inhabitants: int, rate: Decimal | None) -> Iterator[Finding]:
    for line in document.lines():
        if not document.holds(f"cbc:*[@unitCode='{PERSON}']", line):
            continue
        counted = document.amount("cbc:InvoicedQuantity | cbc:CreditedQuantity", line)
        if counted is None or abs(counted) != inhabitants:
            facts: dict[str, object] = {"found": counted, "right": inhabitants}
            text = N_("The number of inhabitants is %(found)s and was agreed as %(right)s.")
            yield Finding("KP-INHABITANTS", text, facts)
        price = document.amount("cac:Price/cbc:PriceAmount", line)
        if rate is not None and price != rate:
            facts = {"found": price, "right": rate}
            text = N_("The price per inhabitant is %(found)s and was agreed as %(right)s.")
            yield Finding("KP-PRICE", text, facts)


def _year(document: Document, years: range) -> Iterator[Finding]:
    for path in ("cac:InvoicePeriod/cbc:StartDate", "cac:InvoicePeriod/cbc:EndDate"):
        said = document.text(path)[:4]
        if said and said not in {str(year) for year in years}:
            yield Finding("KP-YEAR", N_("The year %(year)s lies outside the agreement."), {"year": said})
            return


def _credit(document: Document, city: Organisation) -> Iterator[Finding]:
    if not document.is_credit:
        return
    named = document.text("cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID")
    left = queries.left_of(named, city.key, besides=document.text("cbc:ID"))
    # An invoice of which we know nothing was not ours: there is nothing to hold it against.
    if (
        left is not None
        and (document.amount("cac:LegalMonetaryTotal/cbc:PayableAmount") or Decimal(0)) > left.gross
    ):
        yield Finding("KP-CREDIT", N_("The credit note is higher than what is left of the invoice."))
