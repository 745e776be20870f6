"""The state of the covenant as plain data: the same for JSON and tables."""

from collections.abc import Callable
from typing import Any

from kennispact.ground.look import sentences
from kennispact.registers.covenant.definition import Obligation
from kennispact.review.compliance.queries import ClauseState, CovenantState, OccurrenceState

Sees = Callable[[Obligation, str], bool]


def _everything(_obligation: Obligation, _city_key: str) -> bool:
    return True


def covenant_state(found: CovenantState, sees: Sees = _everything) -> dict[str, Any]:
    """Return the state of every clause with every occurrence; only the cities that ``sees`` lets through."""
    return {
        "covenant": found.covenant.key,
        "on": found.view.on,
        "known": found.view.known,
        "clauses": [_clause(clause, sees) for clause in found.clauses],
    }


def _clause(one: ClauseState, sees: Sees) -> dict[str, Any]:
    return {
        "clause": one.clause.key,
        "article": one.clause.article,
        "summary": sentences.spoken(one.clause.summary, one.clause.summary_en),
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
                "occurrences": [_occurrence(occurrence, sees) for occurrence in obligation.occurrences],
            }
            for obligation in one.obligations
        ],
    }


def _title(one: OccurrenceState) -> str:
    return sentences.spoken(one.obligation.title, one.obligation.title_en)


def _occurrence(one: OccurrenceState, sees: Sees = _everything) -> dict[str, Any]:
    return {
        "key": one.occurrence.key if one.occurrence else None,
        "opens_on": one.occurrence.opens_on if one.occurrence else None,
        "due_on": one.occurrence.due_on if one.occurrence else None,
        "state": one.finding.state.value,
        "kept_on": one.finding.kept_on,
        "reason": sentences.told(one.finding.reason, one.finding.facts),
        "waits_for": list(one.finding.waits_for),
        "decisions": list(one.finding.proofs),
        "cities": {
            city.city.key: city.finding.state.value
            for city in one.cities
            if sees(one.obligation, city.city.key)
        },
    }


def state_rows(found: CovenantState) -> list[dict[str, Any]]:
    """Return one line per occurrence, and one for a clause that asks nothing by a day."""
    rows: list[dict[str, Any]] = []
    for clause in found.clauses:
        if not clause.obligations:
            rows.append(
                {"clause": clause.clause.key, "title": clause.clause.summary, "state": clause.state.value}
            )
        for obligation in clause.obligations:
            rows += [
                {
                    **_occurrence(one),
                    "clause": clause.clause.key,
                    "title": _title(one),
                    "occurrence": _key(one),
                }
                for one in obligation.occurrences
            ]
    return rows


def _key(one: OccurrenceState) -> str | None:
    return one.occurrence.key if one.occurrence else None
