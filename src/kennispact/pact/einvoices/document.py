"""An e-invoice as a tree that answers questions: for the rules we check ourselves."""

import re
from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from kennispact.pact.einvoices.facts import CUSTOMIZATION, Profile
from kennispact.pact.einvoices.ubl import CAC, CBC, UBL

SPACES = {"cac": CAC, "cbc": CBC}
_DECIMAL = re.compile(r"[+-]?\d{1,18}(\.\d{1,18})?")


class Document:
    """A parsed invoice or credit note."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.is_invoice = root.tag == f"{{{UBL}Invoice-2}}Invoice"
        self.is_credit = root.tag == f"{{{UBL}CreditNote-2}}CreditNote"

    def all(self, path: str, start: etree._Element | None = None) -> list[etree._Element]:
        """Return the elements at a path, such as ``cac:TaxTotal/cbc:TaxAmount``."""
        found = (self.root if start is None else start).xpath(path, namespaces=SPACES)
        return [one for one in found if etree.iselement(one)] if isinstance(found, list) else []

    def holds(self, expression: str, start: etree._Element | None = None) -> bool:
        """Tell whether an XPath expression is true."""
        place = self.root if start is None else start
        return bool(place.xpath(f"boolean({expression})", namespaces=SPACES))

    def text(self, path: str, start: etree._Element | None = None) -> str:
        """Return the trimmed text of the first element at a path, or nothing."""
        found = self.all(path, start)
        return (found[0].text or "").strip() if found else ""

    def amount(self, path: str, start: etree._Element | None = None) -> Decimal | None:
        """Return the number at a path, or ``None`` when it is absent or no number."""
        return number(self.text(path, start))

    def lines(self) -> Iterator[etree._Element]:
        """Give the lines."""
        yield from self.all("cac:InvoiceLine | cac:CreditNoteLine")

    @property
    def profile(self) -> Profile | None:
        """Return which of the two profiles it says to follow, or nothing."""
        said = self.text("cbc:CustomizationID")
        return next((profile for profile, name in CUSTOMIZATION.items() if said == name), None)


def number(text: str) -> Decimal | None:
    """Return a plain decimal number, or ``None``; nothing with an exponent."""
    return Decimal(text) if _DECIMAL.fullmatch(text) else None


def place_of(element: etree._Element) -> str:
    """Return where an element stands, without namespaces."""
    names = (etree.QName(one).localname for one in reversed([element, *element.iterancestors()]))
    return "/" + "/".join(names)
