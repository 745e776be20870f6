"""The shape of each answer: plain dictionaries, the same for JSON, CSV and tables."""

from typing import Any

from kennispact.doors.cli import answers
from kennispact.ground.look import sentences
from kennispact.pact.agreements.queries import RegisterRow
from kennispact.pact.agreements.rules import NoticeOutcome
from kennispact.pact.contributions.queries import Contribution
from kennispact.review.calendar.queries import Day
from kennispact.review.compliance.queries import ClauseState, CovenantState, OccurrenceState


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
        "calculation": [{"text": _line(line.text, line.facts), "amount": line.amount} for line in lines],
    }


def _line(text: str, facts: dict[str, object]) -> str:
    return sentences.told(text, facts)


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


def day_row(day: Day) -> dict[str, Any]:
    """Return one line of the calendar."""
    return {
        "uid": day.uid,
        "on": day.on,
        "title": day.title_en if answers.language() == "en" else day.title,
        "clause": day.clause,
        "owners": list(day.owners),
        "state": day.state.value if day.state else None,
    }


def covenant_state(found: CovenantState) -> dict[str, Any]:
    """Return the state of every clause with every occurrence."""
    return {
        "covenant": found.covenant.key,
        "on": found.view.on,
        "known": found.view.known,
        "clauses": [_clause(clause) for clause in found.clauses],
    }


def _clause(one: ClauseState) -> dict[str, Any]:
    english = answers.language() == "en"
    return {
        "clause": one.clause.key,
        "article": one.clause.article,
        "summary": one.clause.summary_en if english else one.clause.summary,
        "state": one.state.value,
        "room": one.clause.room,
        "room_exists": one.room_exists,
        "obligations": [
            {
                "key": obligation.obligation.key,
                "title": _title(obligation.now),
                "scope": obligation.obligation.scope.value,
                "note": obligation.obligation.exception_note,
                "now": obligation.now.occurrence.key if obligation.now.occurrence else None,
                "occurrences": [_occurrence(occurrence) for occurrence in obligation.occurrences],
            }
            for obligation in one.obligations
        ],
    }


def _title(one: OccurrenceState) -> str:
    return one.obligation.title_en if answers.language() == "en" else one.obligation.title


def _occurrence(one: OccurrenceState) -> dict[str, Any]:
    return {
        "key": one.occurrence.key if one.occurrence else None,
        "opens_on": one.occurrence.opens_on if one.occurrence else None,
        "due_on": one.occurrence.due_on if one.occurrence else None,
        "state": one.finding.state.value,
        "kept_on": one.finding.kept_on,
        "reason": sentences.told(one.finding.reason, one.finding.facts),
        "waits_for": list(one.finding.waits_for),
        "decisions": list(one.finding.proofs),
        "cities": {city.city.key: city.finding.state.value for city in one.cities},
    }


def state_rows(found: CovenantState) -> list[dict[str, Any]]:
    """Return one line per occurrence, and one for a clause that asks nothing by a day."""
    rows: list[dict[str, Any]] = []
    for clause in found.clauses:
        if not clause.obligations:
            rows.append({"clause": clause.clause.key, "title": clause.clause.summary, "state": clause.state.value})
        for obligation in clause.obligations:
            rows += [
                {**_occurrence(one), "clause": clause.clause.key, "title": _title(one), "occurrence": _key(one)}
                for one in obligation.occurrences
            ]
    return rows


def _key(one: OccurrenceState) -> str | None:
    return one.occurrence.key if one.occurrence else None
