"""Our own checks, to the cent. The official rules let differences of up to one euro pass; these do not."""

from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from kennispact.ground.kit.money import cents
from kennispact.ground.kit.words import N_
from kennispact.pact.einvoices import rules
from kennispact.pact.einvoices.document import Document, number, place_of
from kennispact.pact.einvoices.verdicts import Finding

VERSION = "Kennispact 1"
ZERO = Decimal(0)


def findings(document: Document) -> Iterator[Finding]:
    """Yield everything that is not exactly right. Ids begin with ``KP-``."""
    if not (document.is_invoice or document.is_credit):
        yield Finding("KP-ROOT", N_("This is no UBL invoice or credit note."))
        return
    if document.profile is None:
        yield Finding("KP-PROFILE", N_("The document follows neither NLCIUS nor Peppol BIS Billing 3."))
    yield from _currency(document)
    yield from _numbers(document)
    yield from _lines(document)
    yield from _totals(document)
    yield from _vat(document)
    yield from _payment(document)
    yield from _parties(document)


def _currency(document: Document) -> Iterator[Finding]:
    other = {one.get("currencyID") for one in document.all("//*[@currencyID]")} - {"EUR"}
    if document.text("cbc:DocumentCurrencyCode") != "EUR" or other:
        yield Finding("KP-CURRENCY", N_("Every amount must be in euros."))


def _numbers(document: Document) -> Iterator[Finding]:
    for element in document.all("//*[@currencyID]"):
        price = etree.QName(element).localname == "PriceAmount"
        found = number((element.text or "").strip())
        if found is None:
            yield Finding("KP-NUMBER", N_("This is no amount."), where=place_of(element))
        elif not price and found != cents(found):
            yield Finding("KP-DECIMALS", N_("An amount has at most two decimals."), where=place_of(element))


def _charges(document: Document, start: etree._Element) -> Decimal:
    """Return charges minus allowances directly under an element."""
    total = ZERO
    for one in document.all("cac:AllowanceCharge", start):
        amount = document.amount("cbc:Amount", one) or ZERO
        total += amount if document.text("cbc:ChargeIndicator", one) == "true" else -amount
    return total


def _lines(document: Document) -> Iterator[Finding]:
    if not list(document.lines()):
        yield Finding("KP-LINE", N_("There are no lines."))
    for line in document.lines():
        quantity = document.amount("cbc:InvoicedQuantity | cbc:CreditedQuantity", line)
        price = document.amount("cac:Price/cbc:PriceAmount", line)
        base = document.amount("cac:Price/cbc:BaseQuantity", line)
        base = Decimal(1) if base is None else base
        net = document.amount("cbc:LineExtensionAmount", line)
        if quantity is None or price is None or net is None or base <= 0:
            yield Finding("KP-LINE", N_("A line misses its quantity, price or amount."), where=place_of(line))
        elif net != cents(quantity * price / base) + _charges(document, line):
            facts: dict[str, object] = {"amount": net, "right": cents(quantity * price / base)}
            text = N_("The amount of a line is %(amount)s, quantity times price is %(right)s.")
            yield Finding("KP-LINE", text, facts, place_of(line))


def _totals(document: Document) -> Iterator[Finding]:
    total = "cac:LegalMonetaryTotal/cbc:"
    lines = sum((document.amount("cbc:LineExtensionAmount", line) or ZERO for line in document.lines()), ZERO)
    net = lines + _charges(document, document.root)
    vat = document.amount("cac:TaxTotal/cbc:TaxAmount") or ZERO
    rounding = document.amount(f"{total}PayableRoundingAmount") or ZERO
    prepaid = document.amount(f"{total}PrepaidAmount") or ZERO
    for name, right in (
        ("LineExtensionAmount", lines),
        ("TaxExclusiveAmount", net),
        ("TaxInclusiveAmount", net + vat),
        ("PayableAmount", net + vat - prepaid),
    ):
        found = document.amount(f"{total}{name}")
        if found != right:
            facts: dict[str, object] = {"name": name, "found": found, "right": right}
            yield Finding("KP-TOTAL", N_("%(name)s is %(found)s and must be %(right)s."), facts)
    if prepaid:
        yield Finding(
            "KP-PREPAID", N_("What is settled lowers the price: it is an allowance, not an amount paid.")
        )
    if rounding:
        yield Finding("KP-ROUNDING", N_("Nothing is rounded on the total."))


def _vat(document: Document) -> Iterator[Finding]:
    totals = document.all("cac:TaxTotal")
    if len(totals) != 1:
        yield Finding("KP-VAT", N_("There must be one total of VAT."))
        return
    parts = document.all("cac:TaxSubtotal", totals[0])
    taxed = vat = ZERO
    for part in parts:
        taxable, amount = document.amount("cbc:TaxableAmount", part), document.amount("cbc:TaxAmount", part)
        rate = document.amount("cac:TaxCategory/cbc:Percent", part) or ZERO
        if taxable is None or amount is None:
            yield Finding("KP-VAT", N_("There must be one total of VAT."), where=place_of(part))
            continue
        taxed, vat = taxed + taxable, vat + amount
        if amount != rules.vat_of(taxable, rate):
            facts: dict[str, object] = {"found": amount, "right": rules.vat_of(taxable, rate)}
            yield Finding("KP-VAT", N_("The VAT is %(found)s and must be %(right)s."), facts, place_of(part))
    if vat != document.amount("cbc:TaxAmount", totals[0]):
        yield Finding("KP-VAT", N_("The total of VAT is not the sum of its parts."))
    if taxed != document.amount("cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount"):
        yield Finding("KP-VAT", N_("VAT is not counted over the whole amount."))


def _payment(document: Document) -> Iterator[Finding]:
    issued, due = document.text("cbc:IssueDate"), document.text("cbc:DueDate")
    if document.is_invoice and not due:
        yield Finding("KP-DUE", N_("The day on which to pay is missing."))
    elif due and due < issued:
        yield Finding("KP-DUE", N_("The day on which to pay lies before the day of the invoice."))
    for account in document.all("cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID"):
        if not rules.is_iban((account.text or "").strip()):
            yield Finding(
                "KP-IBAN", N_("The check digits of the account number are wrong."), where=place_of(account)
            )
    references = document.all("cac:PaymentMeans/cbc:PaymentID")
    if document.is_invoice and not references:
        yield Finding("KP-RF", N_("The payment reference is missing."))
    for reference in references:
        if not rules.is_creditor_reference((reference.text or "").strip()):
            yield Finding(
                "KP-RF",
                N_("The check digits of the payment reference are wrong."),
                where=place_of(reference),
            )


def _parties(document: Document) -> Iterator[Finding]:
    for element in document.all("//cbc:CompanyID[@schemeID] | //cbc:EndpointID[@schemeID]"):
        value, scheme = (element.text or "").strip(), element.get("schemeID")
        digits = {"0190": 20, "0106": 8}.get(str(scheme))
        if digits and not (value.isascii() and value.isdigit() and len(value) == digits):
            yield Finding(
                {"0190": "PEPPOL-COMMON-R055", "0106": "PEPPOL-COMMON-R054"}[str(scheme)],
                N_("An OIN has 20 digits, a Chamber of Commerce number 8."),
                where=place_of(element),
                fatal=False,
            )
