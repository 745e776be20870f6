"""Invoices as plain rows: the same for JSON, CSV and tables. And the readable PDF out of an e-invoice."""

import base64
from typing import Any

from django.utils.translation import gettext as _

from kennispact.ground.kit.words import N_
from kennispact.ground.look import sentences
from kennispact.ground.look.tables import Column, Table
from kennispact.ground.look.templatetags.look import NOTHING, euro, number, state_badge
from kennispact.pact.einvoices import reading
from kennispact.pact.einvoices.document import Document
from kennispact.pact.einvoices.facts import InvoiceFacts, Profile
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

PROFILES = {Profile.NLCIUS: "NLCIUS (SI-UBL 2.0)", Profile.PEPPOL: "Peppol BIS Billing 3.0"}
KINDS = {"xml": "application/xml", "pdf": "application/pdf"}
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


def line_table(facts: InvoiceFacts) -> Table:
    """Return the lines of an invoice with its VAT and total."""
    rows = [
        (
            line.name,
            line.description,
            number(line.quantity),
            euro(line.price),
            euro(line.net),
        )
        for line in facts.lines
    ]
    rows += [(_("Deduction"), one.reason, "", "", euro(-one.amount)) for one in facts.allowances]
    rows.append((_("Without VAT"), "", "", "", euro(facts.net)))
    rows.append((_("VAT %(rate)s%%") % {"rate": number(facts.vat_rate)}, "", "", "", euro(facts.vat)))
    columns = (
        _("What"),
        _("Explanation"),
        Column(_("Quantity"), numeric=True),
        Column(_("Price"), numeric=True),
        Column(_("Amount"), numeric=True),
    )
    return Table(_("What it says"), columns, rows, total=(_("Total with VAT"), "", "", "", euro(facts.gross)))


LAYERS = {
    "exact": N_("Our own check, to the cent"),
    "agreed": N_("What was agreed: inhabitants, price, year"),
    "dutch": N_("Dutch rules (NLCIUS)"),
    "xsd": N_("Form of the file (UBL 2.1)"),
    "en16931": N_("European standard EN 16931"),
    "peppol": N_("Rules of Peppol"),
}
_OUTCOMES = {
    "passed": ("done", N_("Good")),
    "failed": ("overdue", N_("Wrong")),
    "not-run": ("not-applicable", N_("Not run")),
}


def checks_table(paper: Paper) -> Table:
    """Return what every layer of checks said of an e-invoice, with the versions of the rules."""
    rows = []
    for layer in paper.report["layers"]:
        state, said = _OUTCOMES[layer["outcome"]]
        name, why = layer["name"], layer["why"]
        found = ", ".join(dict.fromkeys(one["rule"] for one in layer["findings"]))
        rows.append(
            (
                _(LAYERS.get(name, name)),
                state_badge(state, _(said)),
                layer["rules"] or why or NOTHING,
                found or NOTHING,
            )
        )
    columns = (_("Check"), _("Result"), _("Rules and version"), _("Remarks"))
    return Table(_("Checks of this e-invoice"), columns, rows)
