"""What was asked and answered as plain rows: the same for CSV and tables."""

from typing import Any

from kennispact.pact.supplementary.queries import AskLine

CSV_COLUMNS = ("code", "city", "inhabitants", "amount", "answer", "answered_on", "answered_by", "reason")


def ask_row(line: AskLine) -> dict[str, Any]:
    """Return what is asked of one city and what it said; amounts in EUR without VAT."""
    said = line.reply
    return {
        "code": line.city.key,
        "city": line.city.name,
        "inhabitants": line.ask.inhabitants,
        "amount": line.ask.amount,
        "answer": said.outcome if said else "",
        "answered_on": said.happened_on if said else None,
        "answered_by": said.recorded_as if said else "",
        "reason": said.reason if said else "",
    }
