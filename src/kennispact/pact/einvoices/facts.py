"""What an invoice says: the facts that are frozen when it gets its number, and everything made of them.

Plain Python. Amounts are EUR with two decimals; quantities and prices may have more.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Profile(StrEnum):
    """The two kinds of e-invoice that Dutch public bodies read."""

    NLCIUS = "nlcius"
    PEPPOL = "peppol"


CUSTOMIZATION: Mapping[Profile, str] = {
    Profile.NLCIUS: "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0",
    Profile.PEPPOL: "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
}
PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"


class Kind(StrEnum):
    """What the document is."""

    INVOICE = "invoice"
    CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two parties. ``endpoint`` and ``company_id`` are written ``scheme:number``."""

    name: str
    legal_name: str
    endpoint: str
    company_id: str
    street: str
    postcode: str
    place: str
    vat_number: str = ""
    email: str = ""
    country: str = "NL"


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One line. ``price`` is never below zero: what lowers the total has a quantity below zero."""

    name: str
    description: str
    quantity: Decimal
    unit: str  # UN/ECE Recommendation 20
    price: Decimal
    net: Decimal


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is taken off the total, before VAT, and why: a share in a surplus. Source: covenant 7d-2.

    ``asked`` names the request it comes from; it is not written on the invoice.
    """

    reason: str
    amount: Decimal
    asked: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """Everything an invoice or credit note says. ``credits`` is the number of the credited invoice."""

    kind: Kind
    number: str
    issued_on: date
    due_on: date | None
    year: int
    note: str
    buyer_reference: str
    order_number: str
    contract: str
    period_from: date
    period_until: date
    supplier: Side
    buyer: Side
    lines: tuple[InvoiceLine, ...]
    vat_category: str
    vat_rate: Decimal
    net: Decimal
    vat: Decimal
    gross: Decimal
    reference: str
    iban: str
    terms: str
    credits: str = ""
    allowances: tuple[Allowance, ...] = field(default=())


def to_plain(facts: InvoiceFacts) -> dict[str, Any]:
    """Return the facts as plain values that JSON holds without loss: amounts and days as text."""
    plain: dict[str, Any] = _plain(asdict(facts))
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return value


def from_plain(plain: Mapping[str, Any]) -> InvoiceFacts:
    """Return the facts that :func:`to_plain` wrote down."""
    found = dict(plain)
    for name in ("net", "vat", "gross", "vat_rate"):
        found[name] = Decimal(found[name])
    for name in ("issued_on", "due_on", "period_from", "period_until"):
        found[name] = date.fromisoformat(found[name]) if found[name] else None
    found["kind"] = Kind(found["kind"])
    found["supplier"], found["buyer"] = Side(**found["supplier"]), Side(**found["buyer"])
    found["lines"] = tuple(
        InvoiceLine(**{**line, **{name: Decimal(line[name]) for name in ("quantity", "price", "net")}})
        for line in found["lines"]
    )
    found["allowances"] = tuple(
        Allowance(**{**one, "amount": Decimal(one["amount"])}) for one in found["allowances"]
    )
    return InvoiceFacts(**{one.name: found[one.name] for one in fields(InvoiceFacts)})
