"""The e-invoice: UBL 2.1, invoice and credit note, in two profiles. The same facts give the same bytes."""

import base64
from datetime import date
from decimal import Decimal

from lxml import etree

from kennispact.pact.einvoices.facts import CUSTOMIZATION, PROCESS, InvoiceFacts, Kind, Profile, Side

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
CAC, CBC = f"{UBL}CommonAggregateComponents-2", f"{UBL}CommonBasicComponents-2"
ROOTS = {Kind.INVOICE: "Invoice", Kind.CREDIT: "CreditNote"}
SEPA_TRANSFER, STANDING_AGREEMENT = "58", "57"


class _Maker:
    """Appends elements in the order in which they are asked for: the order UBL prescribes."""

    def __init__(self, element: etree._Element, currency: str = "EUR") -> None:
        self.element, self.currency = element, currency

    def into(self, name: str) -> "_Maker":
        """Open an aggregate and return what writes in it."""
        return _Maker(etree.SubElement(self.element, f"{{{CAC}}}{name}"), self.currency)

    def put(self, name: str, value: str | date | Decimal | int, **attributes: str) -> None:
        """Write one basic component; an empty text is left out."""
        text = f"{value:f}" if isinstance(value, Decimal) else str(value)
        if text:
            etree.SubElement(self.element, f"{{{CBC}}}{name}", attributes).text = text

    def amount(self, name: str, value: Decimal) -> None:
        """Write an amount of money."""
        self.put(name, value, currencyID=self.currency)


def build(facts: InvoiceFacts, profile: Profile, pdf: bytes) -> bytes:
    """Return the e-invoice with the readable PDF inside."""
    root_name = ROOTS[facts.kind]
    spaces: dict[str | None, str] = {None: f"{UBL}{root_name}-2", "cac": CAC, "cbc": CBC}
    root = etree.Element(f"{{{UBL}{root_name}-2}}{root_name}", nsmap=spaces)  # type: ignore[arg-type]
    top = _Maker(root)
    _heading(top, facts, profile)
    _references(top, facts, pdf)
    _party(top.into("AccountingSupplierParty").into("Party"), facts.supplier)
    _party(top.into("AccountingCustomerParty").into("Party"), facts.buyer)
    _payment(top, facts)
    _totals(top, facts)
    _lines(top, facts)
    etree.indent(root, "  ")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


def _heading(top: _Maker, facts: InvoiceFacts, profile: Profile) -> None:
    top.put("CustomizationID", CUSTOMIZATION[profile])
    top.put("ProfileID", PROCESS)
    top.put("ID", facts.number)
    top.put("IssueDate", facts.issued_on)
    if facts.kind is Kind.INVOICE:
        top.put("DueDate", facts.due_on or "")
        top.put("InvoiceTypeCode", "380")
    else:
        top.put("CreditNoteTypeCode", "381")
    top.put("Note", facts.note)
    top.put("DocumentCurrencyCode", top.currency)
    top.put("BuyerReference", facts.buyer_reference)


def _references(top: _Maker, facts: InvoiceFacts, pdf: bytes) -> None:
    period = top.into("InvoicePeriod")
    period.put("StartDate", facts.period_from)
    period.put("EndDate", facts.period_until)
    if facts.order_number:
        top.into("OrderReference").put("ID", facts.order_number)
    if facts.credits:
        top.into("BillingReference").into("InvoiceDocumentReference").put("ID", facts.credits)
    if facts.contract:
        top.into("ContractDocumentReference").put("ID", facts.contract)
    paper = top.into("AdditionalDocumentReference")
    paper.put("ID", facts.number)
    paper.put("DocumentDescription", "Leesbare factuur (PDF)")
    paper.into("Attachment").put(
        "EmbeddedDocumentBinaryObject",
        base64.b64encode(pdf).decode(),
        mimeCode="application/pdf",
        filename=f"{facts.number}.pdf",
    )


def _party(party: _Maker, side: Side) -> None:
    scheme, _, number = side.endpoint.partition(":")
    party.put("EndpointID", number, schemeID=scheme)
    party.into("PartyName").put("Name", side.name)
    address = party.into("PostalAddress")
    address.put("StreetName", side.street)
    address.put("CityName", side.place)
    address.put("PostalZone", side.postcode)
    address.into("Country").put("IdentificationCode", side.country)
    if side.vat_number:
        tax = party.into("PartyTaxScheme")
        tax.put("CompanyID", side.vat_number)
        tax.into("TaxScheme").put("ID", "VAT")
    legal = party.into("PartyLegalEntity")
    legal.put("RegistrationName", side.legal_name)
    scheme, _, number = side.company_id.partition(":")
    legal.put("CompanyID", number, schemeID=scheme)
    if side.email:
        party.into("Contact").put("ElectronicMail", side.email)


def _payment(top: _Maker, facts: InvoiceFacts) -> None:
    means = top.into("PaymentMeans")
    if facts.kind is Kind.INVOICE:
        means.put("PaymentMeansCode", SEPA_TRANSFER)
        means.put("PaymentID", facts.reference)
        means.into("PayeeFinancialAccount").put("ID", facts.iban)
    else:
        # Nobody pays on a credit note; older Peppol rules still want to read how.
        means.put("PaymentMeansCode", STANDING_AGREEMENT)
    top.into("PaymentTerms").put("Note", facts.terms)


def _totals(top: _Maker, facts: InvoiceFacts) -> None:
    for one in facts.allowances:
        allowance = top.into("AllowanceCharge")
        allowance.put("ChargeIndicator", "false")
        allowance.put("AllowanceChargeReason", one.reason)
        allowance.amount("Amount", one.amount)
        _category(allowance, "TaxCategory", facts)
    tax = top.into("TaxTotal")
    tax.amount("TaxAmount", facts.vat)
    part = tax.into("TaxSubtotal")
    part.amount("TaxableAmount", facts.net)
    part.amount("TaxAmount", facts.vat)
    _category(part, "TaxCategory", facts)
    total = top.into("LegalMonetaryTotal")
    total.amount("LineExtensionAmount", sum((line.net for line in facts.lines), Decimal("0.00")))
    total.amount("TaxExclusiveAmount", facts.net)
    total.amount("TaxInclusiveAmount", facts.gross)
    if facts.allowances:
        total.amount("AllowanceTotalAmount", sum((one.amount for one in facts.allowances), Decimal("0.00")))
    total.amount("PayableAmount", facts.gross)


def _category(maker: _Maker, name: str, facts: InvoiceFacts) -> None:
    category = maker.into(name)
    category.put("ID", facts.vat_category)
    category.put("Percent", facts.vat_rate)
    category.into("TaxScheme").put("ID", "VAT")


def _lines(top: _Maker, facts: InvoiceFacts) -> None:
    line_name, quantity_name = {
        Kind.INVOICE: ("InvoiceLine", "InvoicedQuantity"),
        Kind.CREDIT: ("CreditNoteLine", "CreditedQuantity"),
    }[facts.kind]
    for place, one in enumerate(facts.lines, 1):
        line = top.into(line_name)
        line.put("ID", place)
        line.put(quantity_name, one.quantity, unitCode=one.unit)
        line.amount("LineExtensionAmount", one.net)
        item = line.into("Item")
        item.put("Description", one.description)
        item.put("Name", one.name)
        _category(item, "ClassifiedTaxCategory", facts)
        price = line.into("Price")
        price.amount("PriceAmount", one.price)
        price.put("BaseQuantity", 1, unitCode=one.unit)
