"""Decisions as plain rows: the same for CSV and tables."""

from typing import Any

from kennispact.registers.decisions.queries import DecisionLine

CSV_COLUMNS = (
    "happened_on",
    "clause",
    "obligation",
    "occurrence",
    "city",
    "kind",
    "outcome",
    "body",
    "role",
    "title",
    "recorded_at",
    "recorded_as",
    "struck_at",
    "struck_why",
)


def decision_row(line: DecisionLine) -> dict[str, Any]:
    """Return one decision; what was struck later than the view is not struck in it."""
    act = line.act
    return {
        "happened_on": act.happened_on,
        "clause": act.clause,
        "obligation": act.obligation,
        "occurrence": act.occurrence,
        "city": act.about.key if act.about else "",
        "kind": act.kind,
        "outcome": act.outcome,
        "body": act.body.key,
        "role": act.by_role,
        "title": act.subject,
        "recorded_at": act.recorded_at.isoformat(timespec="seconds"),
        "recorded_as": act.recorded_as,
        "struck_at": act.struck_at.isoformat(timespec="seconds") if line.is_struck and act.struck_at else "",
        "struck_why": act.struck_why if line.is_struck else "",
    }
