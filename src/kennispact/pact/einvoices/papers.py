"""The readable invoice as PDF, and the plain rows of lists. The same facts give the same bytes."""

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import segno
from segno import helpers

from kennispact.ground.kit import typesetting
from kennispact.ground.look.formatting import day, euro, number
from kennispact.pact.einvoices.facts import InvoiceFacts, Kind

TEMPLATE = Path(__file__).parent / "data" / "invoice.typ"


def pdf(facts: InvoiceFacts) -> bytes:
    """Return the readable invoice: PDF/A-3a and PDF/UA-1, dated with the day of issue."""
    return typesetting.pdf(TEMPLATE, json.dumps(_page(facts), ensure_ascii=False), facts.issued_on)


def _page(facts: InvoiceFacts) -> Mapping[str, Any]:
    """Return every text of the page, written out. The page is Dutch: it goes to Dutch cities."""
    supplier = facts.supplier
    credit = facts.kind is Kind.CREDIT
    word = "Creditfactuur" if credit else "Factuur"
    allowances = [(one.reason, euro(-one.amount)) for one in facts.allowances]
    return {
        "title": f"{word} {facts.number}",
        "author": supplier.legal_name,
        "footer": f"{supplier.legal_name} · {word} {facts.number}",
        "page_word": "pagina ",
        "from_word": "Van",
        "to_word": "Aan",
        "supplier": _address(facts.supplier),
        "buyer": _address(facts.buyer),
        "supplier_rows": [
            ("KVK-nummer", supplier.company_id.partition(":")[2]),
            ("Btw-nummer", supplier.vat_number),
            *((("E-mail", supplier.email),) if supplier.email else ()),
        ],
        "heading_rows": _heading(facts, word),
        "note": facts.note,
        "columns": ("Omschrijving", "Aantal", "Prijs", "Bedrag"),
        "lines": [
            (line.name, line.description, number(line.quantity), _price(line.price), euro(line.net))
            for line in facts.lines
        ],
        "totals": [
            *allowances,
            ("Totaal zonder btw", euro(facts.net)),
            (f"Btw {number(facts.vat_rate)}% over {euro(facts.net)}", euro(facts.vat)),
        ],
        "total": ("U krijgt terug" if credit else "Te betalen", euro(facts.gross)),
        "pay_word": "Wat u hoeft te doen" if credit else "Betalen",
        "terms": facts.terms,
        "pay_rows": []
        if credit
        else [
            ("Rekening (IBAN)", _spaced(facts.iban)),
            ("Op naam van", supplier.legal_name),
            ("Betalingskenmerk", facts.reference),
        ],
        "qr": "" if credit else _qr(facts),
        "qr_alt": f"QR-code om {euro(facts.gross)} over te maken aan {supplier.legal_name}, "
        f"kenmerk {facts.reference}",
        "qr_word": "Scan met uw bank-app",
    }


def _address(side: Any) -> Mapping[str, str]:
    return {name: getattr(side, name) for name in ("legal_name", "street", "postcode", "place")}


def _heading(facts: InvoiceFacts, word: str) -> list[tuple[str, str]]:
    rows = [(f"{word}nummer", facts.number), (f"{word}datum", day(facts.issued_on))]
    if facts.credits:
        rows.append(("Hoort bij factuur", facts.credits))
    if facts.due_on:
        rows.append(("Betalen vóór of op", day(facts.due_on)))
    rows.append(("Periode", f"{day(facts.period_from)} t/m {day(facts.period_until)}"))
    if facts.order_number:
        rows.append(("Uw ordernummer", facts.order_number))
    if facts.buyer_reference:
        rows.append(("Uw kenmerk", facts.buyer_reference))
    if facts.contract:
        rows.append(("Overeenkomst", facts.contract))
    return rows


def _price(price: Any) -> str:
    return f"€ {number(price, decimals=max(2, -price.as_tuple().exponent))}"


def _spaced(iban: str) -> str:
    return " ".join(iban[place : place + 4] for place in range(0, len(iban), 4))


def _qr(facts: InvoiceFacts) -> str:
    """Return the European payment code (EPC069-12) as SVG."""
    code: segno.QRCode = helpers.make_epc_qr(
        name=facts.supplier.legal_name[:70], iban=facts.iban, amount=facts.gross, reference=facts.reference
    )
    out = io.BytesIO()
    code.save(out, kind="svg", xmldecl=False, svgns=True, border=2)
    return out.getvalue().decode()
