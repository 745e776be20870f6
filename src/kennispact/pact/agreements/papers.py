"""Agreements as plain rows: the same for JSON, CSV and tables."""

from typing import Any

from kennispact.ground.look import sentences
from kennispact.pact.agreements.queries import RegisterRow
from kennispact.pact.agreements.rules import NoticeOutcome

CSV_COLUMNS = ("code", "city", "standing", "participates", "since", "ends_before", "notice_received_on")


def register_row(row: RegisterRow) -> dict[str, Any]:
    """Return one city with the state of its agreement."""
    notice = row.dossier.notice
    return {
        "code": row.city.key,
        "city": row.city.name,
        "standing": row.state.standing.value,
        "participates": row.participates,
        "since": row.state.since,
        "ends_before": row.state.ends_before,
        "notice_received_on": notice.received_on if notice else None,
        "missing": list(row.state.missing),
        "steps": {kind: fact.happened_on for kind, fact in row.dossier.steps.items()},
    }


def notice_answer(outcome: NoticeOutcome) -> dict[str, Any]:
    """Return what a notice leads to. ``ends_on`` is the first day without agreement."""
    return {
        "received_on": outcome.received_on,
        "ends_on": outcome.ends_before,
        "last_day": outcome.last_day,
        "by_notice": outcome.by_notice,
        "last_contribution_year": outcome.last_year,
        "rule": sentences.told(outcome.rule, outcome.facts),
        "clauses": list(outcome.clauses),
    }
