"""What was said about each city, read once for all cells. Two queries, whatever the number of cities."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from kennispact.ground.kit.calendar import AsOf
from kennispact.registers.covenant.definition import Covenant, Evidence, Obligation, Occurrence, Scope
from kennispact.registers.decisions import queries as decisions
from kennispact.registers.decisions.queries import Said
from kennispact.review.compliance.rules import Facts

BY_DECISION = frozenset({Evidence.CONSENT_OF_BOTH, Evidence.DECISION, Evidence.STATEMENT})

Words = Mapping[tuple[str, str, int], Said]


def city_words(covenant: Covenant, cities: list[int], view: AsOf) -> tuple[Words, Words]:
    """Return the last word on every city cell now, and as it was on its last day. Two queries, or none."""
    cells = [
        (one.key, occurrence.key, occurrence.due_on or date.max)
        for one in covenant.obligations
        if one.scope is Scope.CITY and one.evidence in BY_DECISION
        for occurrence in one.occurrences
    ]
    if not cells:
        return {}, {}
    now = decisions.city_words(covenant.key, [(key, when, view.on) for key, when, _ in cells], cities, view)
    passed = [cell for cell in cells if cell[2] < view.on]
    then = decisions.city_words(covenant.key, passed, cities, view) if passed else {}
    return now, then


def facts_of_words(words: tuple[Words, Words], key: str, one: Occurrence, city: int) -> Facts:
    """Return what the words about one cell come to."""
    now, then = words
    cell = key, one.key, city
    return _facts(now.get(cell), then.get(cell))


@lru_cache(maxsize=8192)
def _facts(last: Said | None, on_last_day: Said | None) -> Facts:
    """Kept when the last word is yes; in time when it was yes on the last day too."""
    if last is None:
        return Facts()
    day, yes = last
    if not yes:
        return Facts(denied_on=day)
    return Facts(kept_on=on_last_day[0] if on_last_day and on_last_day[1] else day)


def chosen_words(
    covenant: Covenant, chosen: Iterable[tuple[Obligation, Occurrence]], cities: list[int], view: AsOf
) -> tuple[Words, Words]:
    """Return the last words on chosen occurrences only. Two queries, or none."""
    cells = [(one.key, when.key, when.due_on) for one, when in chosen if one.evidence in BY_DECISION]
    if not cells:
        return {}, {}
    now = decisions.city_words(covenant.key, [(key, when, view.on) for key, when, _ in cells], cities, view)
    passed = [(key, when, due) for key, when, due in cells if due and due < view.on]
    return now, decisions.city_words(covenant.key, passed, cities, view) if passed else {}
