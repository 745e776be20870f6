"""What was said about each city, read once for all cells. Two queries, whatever the number of cities."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from kennispact.ground.kit.calendar import AsOf
from kennispact.registers.covenant.definition import Covenant, Evidence, Obligation, Occurrence
from kennispact.registers.decisions import queries as decisions
from kennispact.registers.decisions.queries import Said
from kennispact.review.compliance.rules import Facts

BY_DECISION = frozenset({Evidence.CONSENT_OF_BOTH, Evidence.DECISION, Evidence.STATEMENT})
NOTHING = Facts()

# What is known per obligation and occurrence, and there per city's id. Who is not in it said nothing.
Words = Mapping[tuple[str, str], Mapping[int, Facts]]


def words_about(
    covenant: Covenant, chosen: Iterable[tuple[Obligation, Occurrence]], cities: list[int], view: AsOf
) -> Words:
    """Return what was said about each city on the chosen occurrences. Two queries, or none."""
    cells = [
        (one.key, when.key, when.due_on or date.max) for one, when in chosen if one.evidence in BY_DECISION
    ]
    if not cells:
        return {}
    passed = [cell for cell in cells if cell[2] < view.on]
    now = decisions.city_words(covenant.key, [(*cell[:2], view.on) for cell in cells], cities, view)
    then = decisions.city_words(covenant.key, passed, cities, view) if passed else []
    on_last_day = {cell[:2]: said for cell, said in zip(passed, then, strict=True)}
    return {
        cell[:2]: _per_city(said, on_last_day.get(cell[:2], {}))
        for cell, said in zip(cells, now, strict=True)
    }


def _per_city(now: Mapping[int, Said], then: Mapping[int, Said]) -> Mapping[int, Facts]:
    return {city: _facts(said, then.get(city)) for city, said in now.items()}


@lru_cache(maxsize=8192)
def _facts(last: Said, on_last_day: Said | None) -> Facts:
    """Kept when the last word is yes; in time when it was yes on the last day too."""
    day, yes = last
    if not yes:
        return Facts(denied_on=day)
    return Facts(kept_on=on_last_day[0] if on_last_day and on_last_day[1] else day)
