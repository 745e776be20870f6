"""Statutory interest for late payment: worked out and shown, never charged. It knows no Django."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from kennispact.ground.kit.money import cents

_FILE = Path(__file__).with_name("statutory_interest.toml")
_DAYS = 365
_JULY = 7


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate in percent a year, from ``since`` to the end of that half year, and where it was found.

    ``read`` tells whether a published figure was read, or it was only worked out.
    """

    since: date
    percent: Decimal
    source: str
    read: bool

    @property
    def until(self) -> date:
        """Return the first day on which another rate holds."""
        year, month = self.since.year, self.since.month
        return date(year, _JULY, 1) if month < _JULY else date(year + 1, 1, 1)


@dataclass(frozen=True, slots=True)
class Interest:
    """Interest in EUR; ``known_until`` is the first day of which the rate is not known, if it was needed."""

    amount: Decimal
    known_until: date | None = None


@cache
def rates() -> tuple[Rate, ...]:
    """Return the rates of the data file, the oldest first."""
    found = tomllib.loads(_FILE.read_text(encoding="utf-8"))["rate"]
    made = (Rate(one["since"], Decimal(one["percent"]), one["source"], one["read"]) for one in found)
    return tuple(sorted(made, key=lambda rate: rate.since))


def interest(amount: Decimal, due_on: date, on: date, known: Sequence[Rate]) -> Interest:
    """Return the interest on an amount from the day after its last day to a day, that day included.

    After each year the interest of that year bears interest too. Source: 6:119b with 6:119a BW.

    >>> rate = Rate(date(2023, 7, 1), Decimal("12.00"), "", read=True)
    >>> interest(Decimal("1000.00"), date(2023, 6, 30), date(2023, 7, 30), [rate])
    Interest(amount=Decimal('9.86'), known_until=None)
    """
    if on <= due_on or amount <= 0:
        return Interest(Decimal("0.00"))
    base, total = amount, Decimal(0)
    first, end = due_on + timedelta(days=1), on + timedelta(days=1)
    for start, stop in _years(first, end):
        year, missing = _within(base, start, stop, known)
        total += year
        base += year
        if missing is not None:
            return Interest(cents(total), missing)
    return Interest(cents(total))


def _years(first: date, end: date) -> Iterator[tuple[date, date]]:
    start, number = first, 1
    while start < end:
        stop = min(_anniversary(first, number), end)
        yield start, stop
        start, number = stop, number + 1


def _anniversary(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _within(base: Decimal, start: date, stop: date, known: Sequence[Rate]) -> tuple[Decimal, date | None]:
    """Return the simple interest from a day up to another, and the first day without a rate if any."""
    total, day = Decimal(0), start
    for rate in known:
        if rate.since <= day < rate.until:
            last = min(stop, rate.until)
            total += base * rate.percent / 100 * (last - day).days / _DAYS
            day = last
        if day >= stop:
            return total, None
    return total, day
