"""Numbers, periods, and what must be known before an invoice gets its number."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from kennispact.ground.kit.money import cents
from kennispact.ground.kit.refusal import Refusal
from kennispact.ground.kit.words import N_
from kennispact.pact.einvoices.rules import is_iban, vat_of


def number_text(prefix: str, year: int, number: int) -> str:
    """Return an invoice number as it is written.

    >>> number_text("G40", 2023, 10)
    'G40-2023-0010'
    """
    return f"{prefix}-{year}-{number:04d}"


def period_of(year: int, starts_on: date, ends_on: date) -> tuple[date, date]:
    """Return the days of a contribution year on which the agreement holds.

    >>> period_of(2023, date(2023, 3, 1), date(2027, 12, 31))[0]
    datetime.date(2023, 3, 1)
    """
    return max(date(year, 1, 1), starts_on), min(date(year, 12, 31), ends_on)


# ---- what must be known before a number is given -------------------------------------------------

SUPPLIER: Mapping[str, str] = {
    "legal_name": N_("The registered name of the supplier is missing."),
    "name": N_("The name of the supplier is missing."),
    "kvk": N_("The Chamber of Commerce number of the supplier is missing."),
    "vat_number": N_("The VAT number of the supplier is missing."),
    "iban": N_("The account number (IBAN) of the supplier is missing."),
    "street": N_("The street and number of the supplier is missing."),
    "postcode": N_("The postal code of the supplier is missing."),
    "place": N_("The place of the supplier is missing."),
}
# What has a value to begin with, until somebody sets another.
TERMS: Mapping[str, str] = {
    "vat_category": "S",
    "vat_rate": "21",
    "payment_days": "30",
    "endpoint": "",
    "email": "",
    "prefix": "",
}
BUYER: Mapping[str, str] = {
    "street": N_("The street and number of the city is missing."),
    "postcode": N_("The postal code of the city is missing."),
    "place": N_("The place of the city is missing."),
}
CHANNELS = ("outbox", "email", "provider")
# What a city may have set, for all years or for one.
OF_CITY = frozenset(
    {
        *BUYER,
        "buyer_reference",
        "order_number",
        "oin",
        "kvk",
        "name",
        "legal_name",
        "email",
        "channel",
        "profile",
    }
)
OF_SUPPLIER = frozenset({*SUPPLIER, *TERMS})

LONGEST = 200
_SHAPES: Mapping[str, str] = {
    "kvk": r"\d{8}",
    "oin": r"\d{20}",
    "vat_number": r"NL\d{9}B\d{2}",
    "postcode": r"[1-9]\d{3} [A-Z]{2}",
    "vat_category": r"S|Z|E|AE|O",
    "vat_rate": r"\d{1,2}(\.\d{1,2})?",
    "payment_days": r"[1-9]\d?",
    "profile": r"nlcius|peppol",
    "channel": "|".join(CHANNELS),
    "prefix": r"[A-Z0-9]{1,8}",
    "endpoint": r"\d{4}:\w{1,50}",
    "email": r"[^@\s]+@[^@\s]+",
    "order_number": r"\S{1,100}",
}


def setting_refusals(name: str, value: str, known: frozenset[str]) -> Iterator[Refusal]:
    """Refuse a setting that does not exist here, or a value that cannot be right."""
    if name not in known:
        facts: dict[str, object] = {"name": name}
        yield Refusal(
            "invoicing.unknown-setting", N_("There is no setting %(name)s here."), facts=facts, field=name
        )
    elif not _can_be(name, value):
        yield Refusal(
            "invoicing.wrong-setting",
            N_("%(value)s cannot be right for %(name)s."),
            facts={"value": value[:60], "name": name},
            field=name,
        )


def _can_be(name: str, value: str) -> bool:
    if not value.strip() or not value.isprintable() or len(value) > LONGEST:
        return False
    return is_iban(value) if name == "iban" else bool(re.fullmatch(_SHAPES.get(name, r".+"), value))


def missing_refusals(
    known: Mapping[str, str], wanted: Mapping[str, str], clause: str = ""
) -> Iterator[Refusal]:
    """Refuse with the whole list of what is missing, one refusal each."""
    for name, sentence in wanted.items():
        if not known.get(name):
            yield Refusal(f"invoicing.missing.{name}", sentence, clause=clause, field=name)


def buyer_refusals(known: Mapping[str, str]) -> Iterator[Refusal]:
    """Refuse a city that cannot be invoiced yet: every reason at once."""
    yield from missing_refusals(known, BUYER)
    if not known.get("oin") and not known.get("kvk"):
        yield Refusal(
            "invoicing.missing.company_id",
            N_("The OIN or Chamber of Commerce number of the city is missing."),
            clause="BR-NL-10",
            field="oin",
        )
    if not known.get("buyer_reference") and not known.get("order_number"):
        yield Refusal(
            "invoicing.missing.reference",
            N_("The order number, or the reference that the city asks for, is missing."),
            clause="BR-NL-2",
            field="buyer_reference",
        )


def set_off_refusals(owed: Decimal | None, set_off: Decimal) -> Iterator[Refusal]:
    """Refuse an invoice of nothing, or less: what is set off is as much as what is owed. Source: 7d-2."""
    if owed and set_off >= owed:
        facts: dict[str, object] = {"set_off": set_off, "owed": owed}
        yield Refusal(
            "invoicing.set-off-above",
            N_("%(set_off)s is set off against %(owed)s: there is nothing left to invoice."),
            clause="7d-2",
            facts=facts,
        )


def credit_refusals(
    net: Decimal, left_net: Decimal, left_vat: Decimal, rate: Decimal, why: str
) -> Iterator[Refusal]:
    """Refuse to credit more than is left, nothing, or an amount whose VAT leaves a cent behind."""
    if net <= 0 or net != cents(net):
        yield Refusal("credit.no-amount", N_("Credit an amount above zero."), field="net")
    elif net > left_net:
        facts: dict[str, object] = {"left": left_net}
        yield Refusal(
            "credit.above-invoice",
            N_("Of this invoice only %(left)s is left to credit, without VAT."),
            facts=facts,
            field="net",
        )
    elif net == left_net and vat_of(net, rate) != left_vat:
        yield Refusal(
            "credit.cent-left",
            N_("The VAT on the rest differs a cent from what is left. Credit the rest in two parts."),
            field="net",
        )
    if not why.strip():
        yield Refusal("credit.no-reason", N_("Say why this is credited."), field="why")
