"""The Dutch rules of NLCIUS (SI-UBL 2.0), under their official ids: no package ships them.

Written by hand after the published usage instruction of the standard, as XPath 1.0 tests. A rule looks at
every place its ``at`` finds and is broken where its ``test`` is false. They apply when the document says to
follow NLCIUS and, but for BR-NL-13, when the supplier is in the Netherlands.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kennispact.pact.einvoices.document import Document, place_of
from kennispact.pact.einvoices.facts import Profile
from kennispact.pact.einvoices.verdicts import Finding

VERSION = "NLCIUS 1.0 / SI-UBL 2.0.3.12, by hand"
SUPPLIER, BUYER = "cac:AccountingSupplierParty/cac:Party", "cac:AccountingCustomerParty/cac:Party"
_ADDRESS = "cbc:StreetName and cbc:CityName and cbc:PostalZone"
_NUMBERED = "cbc:CompanyID[(@schemeID='0106' or @schemeID='0190') and normalize-space(.)!='']"
_ABROAD = "cac:Country/cbc:IdentificationCode[.!='NL']"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``never`` names a place that should not be there at all: a recommendation, so a warning."""

    id: str
    at: str
    test: str
    text: str
    fatal: bool = True


def _never(rule: str, at: str, what: str) -> Rule:
    return Rule(rule, at, "false()", f"{what} is not recommended.", fatal=False)


RULES: tuple[Rule, ...] = (
    Rule(
        "BR-NL-1", SUPPLIER, f"cac:PartyLegalEntity/{_NUMBERED}", "The supplier needs a KVK number or an OIN."
    ),
    Rule(
        "BR-NL-2",
        "/*",
        "cbc:BuyerReference[normalize-space(.)!=''] or cac:OrderReference/cbc:ID[normalize-space(.)!='']",
        "A buyer reference or an order reference is needed.",
    ),
    Rule(
        "BR-NL-3",
        f"{SUPPLIER}/cac:PostalAddress",
        _ADDRESS,
        "The supplier's address needs street, place and postal code.",
    ),
    Rule(
        "BR-NL-4",
        f"{BUYER}/cac:PostalAddress",
        f"{_ABROAD} or ({_ADDRESS})",
        "The buyer's address needs street, place and postal code.",
    ),
    Rule(
        "BR-NL-5",
        "cac:TaxRepresentativeParty/cac:PostalAddress",
        f"{_ABROAD} or ({_ADDRESS})",
        "The tax representative's address needs street, place and postal code.",
    ),
    Rule(
        "BR-NL-7",
        "cbc:InvoiceTypeCode",
        ".='380' or .='384' or .='389'",
        "The type of an invoice is 380, 384 or 389.",
    ),
    Rule("BR-NL-8", "cbc:CreditNoteTypeCode", ".='381'", "The type of a credit note is 381."),
    Rule(
        "BR-NL-9",
        "cbc:InvoiceTypeCode",
        ".!='384' or /*/cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID",
        "A corrective invoice names the invoice it corrects.",
    ),
    Rule(
        "BR-NL-10",
        BUYER,
        f"cac:PostalAddress/{_ABROAD} or cac:PartyLegalEntity/{_NUMBERED}",
        "A Dutch buyer needs a KVK number or an OIN.",
    ),
    Rule(
        "BR-NL-11",
        "/*[local-name()='Invoice']/cac:LegalMonetaryTotal",
        "number(cbc:PayableAmount)<=0 or /*/cac:PaymentMeans",
        "The means of payment is missing.",
    ),
    Rule(
        "BR-NL-12",
        "cac:PaymentMeans",
        "contains(' 30 48 49 57 58 59 ', concat(' ', normalize-space(cbc:PaymentMeansCode), ' '))",
        "The means of payment is 30, 48, 49, 57, 58 or 59.",
    ),
    Rule(
        "BR-NL-13",
        "//cac:OrderLineReference/cbc:LineID",
        "/*/cac:OrderReference/cbc:ID",
        "A reference to an order line needs the order's reference.",
    ),
    _never("BR-NL-19", "cbc:TaxCurrencyCode", "A currency of its own for VAT"),
    _never("BR-NL-20", "cbc:TaxPointDate", "A tax point date"),
    _never("BR-NL-21", "cac:InvoicePeriod/cbc:DescriptionCode", "A tax point code"),
    _never(
        "BR-NL-24",
        "cac:BillingReference/cac:InvoiceDocumentReference/cbc:IssueDate",
        "The date of the preceding invoice",
    ),
    Rule(
        "BR-NL-25",
        f"{SUPPLIER}/cac:PartyTaxScheme",
        "not(cbc:CompanyID) or cac:TaxScheme/cbc:ID='VAT'",
        "A tax registration other than VAT is not recommended.",
        fatal=False,
    ),
    _never("BR-NL-26", f"{SUPPLIER}/cac:PartyLegalEntity/cbc:CompanyLegalForm", "A legal form"),
    _never("BR-NL-27-1", f"{SUPPLIER}/cac:PostalAddress/cac:AddressLine/cbc:Line", "A third address line"),
    _never("BR-NL-27-2", f"{BUYER}/cac:PostalAddress/cac:AddressLine/cbc:Line", "A third address line"),
    _never(
        "BR-NL-27-3",
        "cac:TaxRepresentativeParty/cac:PostalAddress/cac:AddressLine/cbc:Line",
        "A third address line",
    ),
    _never(
        "BR-NL-27-4",
        "cac:Delivery/cac:DeliveryLocation/cac:Address/cac:AddressLine/cbc:Line",
        "A third address line",
    ),
    _never("BR-NL-28-1", f"{SUPPLIER}/cac:PostalAddress/cbc:CountrySubentity", "A part of the country"),
    _never("BR-NL-28-2", f"{BUYER}/cac:PostalAddress/cbc:CountrySubentity", "A part of the country"),
    _never(
        "BR-NL-28-3",
        "cac:TaxRepresentativeParty/cac:PostalAddress/cbc:CountrySubentity",
        "A part of the country",
    ),
    _never(
        "BR-NL-28-4",
        "cac:Delivery/cac:DeliveryLocation/cac:Address/cbc:CountrySubentity",
        "A part of the country",
    ),
    _never("BR-NL-29", "cac:PaymentMeans/cbc:PaymentMeansCode[@name]", "A text for the means of payment"),
    _never("BR-NL-30", "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:Name", "A name of the account"),
    _never(
        "BR-NL-31",
        "cac:PaymentMeans[cbc:PaymentMeansCode='58' or cbc:PaymentMeansCode='59']"
        "/cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID",
        "A BIC for a SEPA payment",
    ),
    _never("BR-NL-32-1", "cac:AllowanceCharge/cbc:AllowanceChargeReasonCode", "A code for a reason"),
    _never(
        "BR-NL-32-2",
        "cac:InvoiceLine/cac:AllowanceCharge/cbc:AllowanceChargeReasonCode",
        "A code for a reason",
    ),
    _never(
        "BR-NL-32-3",
        "cac:CreditNoteLine/cac:AllowanceCharge/cbc:AllowanceChargeReasonCode",
        "A code for a reason",
    ),
    _never(
        "BR-NL-33",
        "cac:TaxTotal/cbc:TaxAmount[@currencyID!=/*/cbc:DocumentCurrencyCode]",
        "VAT in another currency",
    ),
    _never(
        "BR-NL-35",
        "cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:TaxExemptionReasonCode",
        "A code for an exemption",
    ),
    Rule(
        "SI-UBL-2",
        "//*[not(*) and normalize-space(.)='']",
        "false()",
        "The document holds an empty element.",
        fatal=False,
    ),
)
_EVERYWHERE = frozenset({"BR-NL-13", "SI-UBL-2"})


def findings(document: Document) -> Iterator[Finding]:
    """Yield every Dutch rule that is broken. Nothing for a document that follows another profile."""
    if document.profile is not Profile.NLCIUS:
        return
    country = document.text(f"{SUPPLIER}/cac:PostalAddress/cac:Country/cbc:IdentificationCode")
    for rule in RULES:
        if country.upper() == "NL" or rule.id in _EVERYWHERE:
            for place in document.all(rule.at):
                if not document.holds(rule.test, place):
                    yield Finding(rule.id, rule.text, where=place_of(place), fatal=rule.fatal)
