"""Invoices as plain rows: the same for JSON, CSV and tables. And the readable PDF out of an e-invoice."""

import base64
from typing import Any

from kennispact.ground.kit.words import N_
from kennispact.ground.look import sentences
from kennispact.pact.einvoices import reading
from kennispact.pact.einvoices.document import Document
from kennispact.pact.invoicing.models import Invoice, Paper
from kennispact.pact.invoicing.queries import Proposed, Standing

CSV_COLUMNS = (
    "number",
    "kind",
    "code",
    "city",
    "year",
    "issued_on",
    "due_on",
    "net",
    "vat",
    "gross",
    "credits",
)

STANDINGS = {
    Standing.READY: N_("ready"),
    Standing.INVOICED: N_("invoiced"),
    Standing.CREDITED: N_("credited as a whole"),
    Standing.INCOMPLETE: N_("something is missing"),
    Standing.NOT_OWED: N_("not owed"),
}


def invoice_row(one: Invoice) -> dict[str, Any]:
    """Return one invoice or credit note; amounts in EUR."""
    return {
        "number": one.text,
        "kind": one.kind,
        "code": one.city.key,
        "city": one.city.name,
        "year": one.year,
        "issued_on": one.issued_on,
        "due_on": one.due_on,
        "net": one.net,
        "vat": one.vat,
        "gross": one.gross,
        "credits": one.credits.text if one.credits else "",
    }


def proposal_row(one: Proposed) -> dict[str, Any]:
    """Return what a run would do for one city; amounts in EUR."""
    return {
        "code": one.contribution.city.key,
        "city": one.contribution.city.name,
        "standing": one.standing.value,
        "net": one.net,
        "vat": one.vat,
        "gross": one.gross,
        "number": one.invoice.text if one.invoice else "",
        "profile": one.buyer["profile"],
        "channel": one.buyer["channel"],
        "missing": [sentences.refusal(refusal) for refusal in one.refusals],
    }


def readable(paper: Paper) -> bytes:
    """Return the PDF that is inside an e-invoice."""
    document = Document(reading.parsed(bytes(paper.xml)))
    return base64.b64decode(document.text("//cbc:EmbeddedDocumentBinaryObject"))
