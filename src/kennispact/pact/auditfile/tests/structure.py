"""What XAF 3.2 asks of the elements that we write: order, number, codes and lengths, in our own words."""

import re
from datetime import date
from decimal import Decimal

from lxml import etree

NAMESPACE = "{http://www.auditfiles.nl/XAF/3.2}"
SUMS = "linesCount totalDebit totalCredit"
ADDRESS = "streetname? number? numberExtension? property? city? postalCode? region? country?"
# ? may be left out, * may be more or none, + one or more.
CHILDREN = {
    "auditfile": "header company",
    "header": "fiscalYear startDate endDate curCode dateCreated softwareDesc? softwareVersion?",
    "company": "companyIdent? companyName taxRegistrationCountry taxRegIdent streetAddress* postalAddress*"
    " customersSuppliers? generalLedger? vatCodes? periods? openingBalance? transactions?",
    "streetAddress": ADDRESS,
    "postalAddress": ADDRESS,
    "customersSuppliers": "customerSupplier*",
    "customerSupplier": "custSupID custSupName? eMail? website? commerceNr? taxRegistrationCountry?"
    " taxRegIdent? relationshipID? custSupTp? streetAddress* postalAddress* bankAccount*",
    "generalLedger": "ledgerAccount+",
    "ledgerAccount": "accID accDesc accTp leadCode? leadDescription?",
    "vatCodes": "vatCode*",
    "vatCode": "vatID vatDesc vatToPayAccID? vatToClaimAccID?",
    "periods": "period*",
    "period": "periodNumber periodDesc? startDatePeriod endDatePeriod",
    "openingBalance": f"opBalDate opBalDesc? {SUMS} obLine* obSubledgers?",
    "obLine": "nr accID amnt amntTp",
    "obSubledgers": "obSubledger*",
    "obSubledger": f"sbType sbDesc? {SUMS} obSbLine*",
    "obSbLine": "nr obLineNr desc? amnt amntTp docRef? recRef? matchKeyID? custSupID? invRef? invPurSalTp?"
    " invTp? invDt? invDueDt?",
    "transactions": f"{SUMS} journal*",
    "journal": "jrnID desc jrnTp? offsetAccID? bankAccNr? transaction*",
    "transaction": "nr desc? periodNumber trDt amnt? amntTp? sourceID? userID? trLine*",
    "trLine": "nr accID docRef effDate desc? amnt amntTp recRef? matchKeyID? custSupID? invRef? vat*",
    "vat": "vatID vatPerc vatAmnt vatAmntTp",
}
LONGEST = {
    **dict.fromkeys(
        ("companyIdent", "custSupID", "accID", "vatID", "nr", "obLineNr", "jrnID", "offsetAccID"), 35
    ),
    **dict.fromkeys(("bankAccNr", "vatToPayAccID"), 35),
    **dict.fromkeys(("softwareDesc", "custSupName", "city", "periodDesc"), 50),
    **dict.fromkeys(
        ("companyName", "streetname", "accDesc", "vatDesc", "opBalDesc", "docRef", "recRef"), 999
    ),
    **dict.fromkeys(("commerceNr", "invRef"), 999),
    "fiscalYear": 9,
    "softwareVersion": 20,
    "taxRegIdent": 30,
    "postalCode": 10,
    **dict.fromkeys(("desc", "sbDesc"), 9999),
}
CODES = {
    "curCode": {"EUR"},
    "taxRegistrationCountry": {"NL"},
    "country": {"NL"},
    "custSupTp": set("BCOS"),
    "accTp": set("BMP"),
    "jrnTp": set("BCGMOPSTYZ"),
    "sbType": {"CS", "CU", "SU", "ZZ"},
    "invPurSalTp": set("PS"),
    "amntTp": set("CD"),
    "vatAmntTp": set("CD"),
}
DAYS = ("startDate", "endDate", "dateCreated", "startDatePeriod", "endDatePeriod", "opBalDate", "invDt")
DAYS = (*DAYS, "trDt", "effDate")
SHAPES = {
    **dict.fromkeys(("amnt", "vatAmnt", "totalDebit", "totalCredit"), r"\d{1,18}\.\d\d"),
    "vatPerc": r"\d{1,5}(\.\d{1,3})?",
    "periodNumber": r"\d{1,3}",
    "linesCount": r"\d{1,10}",
}


def faults(root: etree._Element) -> list[str]:
    """Return everything in a file that is not as the standard asks."""
    return [fault for one in root.iter() for fault in _of(one)]


def _of(one):
    name = _name(one)
    if name in CHILDREN:
        order = "".join(_pattern(wanted) for wanted in CHILDREN[name].split())
        found = "".join(f"{_name(child)} " for child in one)
        if not re.fullmatch(order, found):
            yield f"{name}: {found}"
    elif len(one) or not _fits(name, one.text or ""):
        yield f"{name}: {one.text!r}"


def _name(one):
    assert one.tag.startswith(NAMESPACE), one.tag
    return one.tag.removeprefix(NAMESPACE)


def _pattern(wanted):
    name, often = re.fullmatch(r"(\w+)([?*+]?)", wanted).groups()
    return f"({name} ){often}"


def _fits(name, text):
    if name in CODES:
        return text in CODES[name]
    if name in DAYS:
        return date.fromisoformat(text).isoformat() == text
    if name in SHAPES:
        return bool(re.fullmatch(SHAPES[name], text))
    return 0 < len(text) <= LONGEST[name]


def texts(one, *names):
    return tuple(one.findtext(f"{NAMESPACE}{name}") for name in names)


def signed(one, prefix="amnt"):
    """Return an amount, below zero when it is credit."""
    amount, side = texts(one, prefix, f"{prefix}Tp")
    return Decimal(amount) if side == "D" else -Decimal(amount)


def every(root, name):
    return list(root.iter(f"{NAMESPACE}{name}"))
