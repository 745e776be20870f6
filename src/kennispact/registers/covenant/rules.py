"""What follows from the terms alone: when an obligation comes round, and what looks odd in a definition."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kennispact.ground.kit.calendar import MonthDay

from .definition import Occurrence

STANDING_KEY = "standing"


@dataclass(frozen=True, slots=True)
class Window:
    """The days of a year between which an obligation is kept; both inclusive.

    ``suffix`` tells several windows of one year apart (``07`` makes the key ``2024-07``).
    ``opens_years_before`` puts the opening day in an earlier year than the last day.
    """

    opens: MonthDay
    due: MonthDay | None
    suffix: str = ""
    opens_years_before: int = 0


@dataclass(frozen=True, slots=True)
class Instead:
    """The days of one occurrence that differ from the rhythm; ``None`` leaves a day as it was."""

    opens_on: date | None = None
    due_on: date | None = None


def yearly_occurrences(
    years: Iterable[int], windows: Iterable[Window], exceptions: Mapping[str, Instead] | None = None
) -> tuple[Occurrence, ...]:
    """Write a yearly rhythm out, in the order of the opening days.

    >>> due = Window(opens=MonthDay(10, 1), due=MonthDay(1, 1), opens_years_before=1)
    >>> for one in yearly_occurrences([2023, 2024], [due], {"2023": Instead(due_on=date(2023, 3, 1))}):
    ...     print(one.key, one.opens_on, one.due_on)
    2023 2022-10-01 2023-03-01
    2024 2023-10-01 2024-01-01
    """
    windows = tuple(windows)
    exceptions = exceptions or {}
    found = []
    for year in years:
        for window in windows:
            key = f"{year}-{window.suffix}" if window.suffix else str(year)
            instead = exceptions.get(key, Instead())
            opens_on = instead.opens_on or window.opens.in_year(year - window.opens_years_before)
            due_on = instead.due_on or (window.due.in_year(year) if window.due else None)
            found.append(Occurrence(key, opens_on, due_on))
    return tuple(sorted(found, key=lambda one: (one.opens_on, one.key)))


def standing_occurrence(since: date) -> tuple[Occurrence, ...]:
    """Return the one occurrence of something that must always hold: it opens once and is never due."""
    return (Occurrence(STANDING_KEY, since, None),)


def last_notice_day(before: MonthDay, year: int) -> date:
    """Return the last day of a year on which notice still works for the coming year.

    >>> last_notice_day(MonthDay(9, 1), 2025)
    datetime.date(2025, 8, 31)
    """
    return before.in_year(year) - timedelta(days=1)
