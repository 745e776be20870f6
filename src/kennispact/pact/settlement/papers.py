"""Shares as plain rows: the same for CSV and tables."""

from typing import Any

from kennispact.pact.settlement.queries import ShareLine

CSV_COLUMNS = ("code", "city", "year", "contribution", "share", "after", "left", "credit_note", "invoice")


def share_row(line: ShareLine) -> dict[str, Any]:
    """Return one city's share; amounts in EUR without VAT."""
    share, settled = line.share, line.settled
    return {
        "code": line.city.key,
        "city": line.city.name,
        "year": share.year,
        "contribution": share.weight,
        "share": share.amount,
        "after": share.weight - share.amount,
        "left": share.has_left,
        "credit_note": settled.credit if settled else "",
        "invoice": settled.invoice if settled else "",
    }
