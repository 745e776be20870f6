"""Contributions as plain rows: the same for JSON, CSV and tables."""

from typing import Any

from kennispact.ground.look import sentences
from kennispact.pact.contributions.queries import Contribution
from kennispact.pact.contributions.scenarios import Scenario

CSV_COLUMNS = ("code", "city", "inhabitants", "reference_on", "amount", "ground", "clauses", "source")


def contribution_row(row: Contribution) -> dict[str, Any]:
    """Return one city's contribution with its calculation and source."""
    lines = row.calculation.lines if row.calculation else ()
    return {
        "code": row.city.key,
        "city": row.city.name,
        "year": row.year,
        "inhabitants": row.figure.inhabitants if row.figure else None,
        "reference_on": row.figure.reference_on if row.figure else None,
        "status": row.figure.status if row.figure else None,
        "source": row.figure.source if row.figure else None,
        "amount": row.amount,
        "ground": row.ground.value,
        "clauses": list(row.clauses),
        "calculation": [
            {"text": sentences.told(line.text, line.facts), "amount": line.amount} for line in lines
        ],
    }


SCENARIO_COLUMNS = ("code", "city", "year", "now", "what_if", "difference")


def scenario_rows(found: Scenario) -> list[dict[str, Any]]:
    """Return what each city owes for each year, now and what if; amounts in EUR without VAT."""
    return [
        {
            "code": now.city.key,
            "city": now.city.name,
            "year": now.year,
            "now": now.amount,
            "what_if": then.amount,
            "difference": None if now.amount is None or then.amount is None else then.amount - now.amount,
        }
        for year, other in zip(found.now, found.then, strict=True)
        for now, then in zip(year.rows, other.rows, strict=True)
    ]
