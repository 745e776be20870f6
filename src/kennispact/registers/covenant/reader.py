"""Reading of one table of a definition, value by value, noting whatever is wrong and going on.

After a fault a stand-in value is returned, so that all faults come at once; what was built with
stand-ins never leaves the loader.
"""

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from kennispact.ground.kit.calendar import MonthDay
from kennispact.ground.kit.words import N_

from .faults import Fault
from .positions import Path, nearest_line

SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
CLAUSE = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")
_AMOUNT = re.compile(r"\d{1,12}(\.\d{1,6})?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
FIRST_YEAR, LAST_YEAR = 1900, 2200

_UNKNOWN = {
    "source": N_("The definition has no source “%(value)s”."),
    "clause": N_("The definition has no clause “%(value)s”."),
    "role": N_("The definition has no role “%(value)s”."),
    "pillar": N_("The definition has no pillar “%(value)s”."),
    "subject": N_("The definition has no theme, pillar or programme “%(value)s”."),
    "occurrence": N_("There is no “%(value)s” in this schedule to make an exception for."),
    "kind of party": N_("“%(value)s” is no kind of party: network or partner."),
    "kind of organisation": N_("“%(value)s” is no kind of organisation: network, partner, city or third."),
}

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass
class Notes:
    """The faults found so far in one file, and where things stand in it."""

    file: str
    lines: Mapping[Path, int]
    faults: list[Fault] = field(default_factory=list)

    def add(self, path: Path, message: str, /, **facts: object) -> None:
        """Note a fault at the line of a path."""
        self.faults.append(Fault(self.file, nearest_line(self.lines, path), message, facts))


class Table:
    """One TOML table: every key is asked for once, and :meth:`close` names those nobody asked for."""

    def __init__(self, data: Mapping[str, Any], path: Path, notes: Notes) -> None:
        """Begin to read ``data``, which stands at ``path``."""
        self.data = data
        self.path = path
        self.notes = notes
        self.asked: set[str] = set()

    @property
    def line(self) -> int:
        """Return the line on which the table begins."""
        return nearest_line(self.notes.lines, self.path)

    def fault(self, key: str, message: str, /, **facts: object) -> None:
        """Note a fault with the value of a key (or, if the key is not there, with the table)."""
        self.notes.add((*self.path, key), message, **facts)

    def has(self, key: str) -> bool:
        """Tell whether the key is there."""
        return key in self.data

    def close(self) -> None:
        """Note every key that means nothing here."""
        for key in self.data:
            if key in self.asked:
                continue
            near = difflib.get_close_matches(key, self.asked, n=1)
            if near:
                self.fault(
                    key, N_("“%(key)s” is not known here. Is “%(near)s” meant?"), key=key, near=near[0]
                )
            else:
                self.fault(key, N_("“%(key)s” is not known here."), key=key)

    def _get(self, key: str, *, required: bool) -> Any:
        self.asked.add(key)
        if key not in self.data and required:
            self.fault(key, N_("“%(key)s” is missing."), key=key)
        return self.data.get(key)

    def _wrong(self, key: str, message: str, **facts: object) -> None:
        self.fault(key, message, key=key, **facts)

    def text(self, key: str, *, required: bool = True, shape: re.Pattern[str] | None = None) -> str:
        """Return a text; an optional one that is not there is empty."""
        value = self._get(key, required=required)
        if value is None:
            return ""
        if not isinstance(value, str):
            self._wrong(key, N_("“%(key)s” must be a text between quotes."))
            return ""
        if (required and not value.strip()) or _CONTROL.search(value):
            self._wrong(key, N_("“%(key)s” must be a text that is not empty, without control characters."))
        elif value and shape is not None and not shape.fullmatch(value):
            self._wrong(key, N_("“%(key)s” must consist of letters and digits, parted by single hyphens."))
            return ""
        return value.strip()

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Return a list of texts, none of them empty."""
        value = self._get(key, required=required)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            self._wrong(key, N_("“%(key)s” must be a list of texts."))
            return ()
        if any(_CONTROL.search(one) for one in value):
            self._wrong(key, N_("“%(key)s” must be a text that is not empty, without control characters."))
        return tuple(one.strip() for one in value)

    def number(self, key: str, *, least: int, most: int, default: int | None = None) -> int:
        """Return a whole number between ``least`` and ``most``, both included."""
        value = self._get(key, required=default is None)
        if value is None:
            return least if default is None else default
        if isinstance(value, bool) or not isinstance(value, int):
            self._wrong(key, N_("“%(key)s” must be a whole number."))
            return least
        if not least <= value <= most:
            self.fault(
                key,
                N_("“%(key)s” must lie between %(least)s and %(most)s."),
                key=key,
                least=least,
                most=most,
            )
            return least
        return value

    def year(self, key: str) -> int:
        """Return a year."""
        return self.number(key, least=FIRST_YEAR, most=LAST_YEAR)

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self._get(key, required=False)
        if value is not None and not isinstance(value, bool):
            self._wrong(key, N_("“%(key)s” must be true or false."))
        return value if isinstance(value, bool) else default

    def day_or_none(self, key: str) -> date | None:
        """Return a date that may be left out."""
        return self._day(key, required=False)

    def day(self, key: str) -> date:
        """Return a date."""
        return self._day(key, required=True) or date(FIRST_YEAR, 1, 1)

    def _day(self, key: str, *, required: bool) -> date | None:
        value = self._get(key, required=required)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            self._wrong(key, N_("“%(key)s” must be a date such as 2023-03-01, without quotes."))
            return None
        if not FIRST_YEAR <= value.year <= LAST_YEAR:
            self.fault(
                key, N_("“%(key)s” names a year that cannot be meant: %(year)s."), key=key, year=value.year
            )
            return None
        return value

    def month_day(self, key: str) -> MonthDay:
        """Return a day of every year, written ``"09-01"``."""
        value = self._get(key, required=True)
        if value is None:
            return MonthDay(1, 1)
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{2}-[0-9]{2}", value):
            self._wrong(key, N_('“%(key)s” must be a month and a day between quotes, such as "09-01".'))
            return MonthDay(1, 1)
        try:
            return MonthDay.parse(value)
        except ValueError:
            self.fault(key, N_("“%(value)s” is a day that no year has."), value=value)
            return MonthDay(1, 1)

    def money(self, key: str) -> Decimal | None:
        """Return an exact amount or rate that may be left out; never through a float."""
        value = self._get(key, required=False)
        if value is None:
            return None
        if not isinstance(value, str) or not _AMOUNT.fullmatch(value) or not value.isascii():
            self._wrong(key, N_('“%(key)s” must be an amount between quotes, such as "0.15".'))
            return None
        return Decimal(value)

    def choice(self, key: str, kind: type[Choice]) -> Choice:
        """Return one of the words of an enumeration."""
        value = self._get(key, required=True)
        if isinstance(value, str) and value in list(kind):
            return kind(value)
        if value is not None:
            self._wrong(key, N_("“%(key)s” must be one of: %(words)s."), words=", ".join(kind))
        return next(iter(kind))

    def reference(self, key: str, known: Collection[str], what: str, *, required: bool = True) -> str:
        """Return a key that must be one of ``known``; ``what`` says of what kind."""
        value = self.text(key, required=required)
        if value:
            self._refer(key, value, known, what)
        return value

    def references(
        self, key: str, known: Collection[str], what: str, *, required: bool = True
    ) -> tuple[str, ...]:
        """Return a list of keys that must each be one of ``known``."""
        values = self.texts(key, required=required)
        for value in values:
            self._refer(key, value, known, what)
        if len(set(values)) < len(values):
            self.fault(key, N_("“%(key)s” names something twice."), key=key)
        return values

    def _refer(self, key: str, value: str, known: Collection[str], what: str) -> None:
        if value not in known:
            self.fault(key, _UNKNOWN[what], value=value)

    def table(self, key: str, *, required: bool = True) -> "Table":
        """Return the table inside; an empty one if it is not there."""
        value = self._get(key, required=required)
        if value is not None and not isinstance(value, dict):
            self._wrong(key, N_("“%(key)s” must be a table."))
        return Table(value if isinstance(value, dict) else {}, (*self.path, key), self.notes)

    def tables(self, key: str, *, required: bool = False) -> list["Table"]:
        """Return the tables of an array of tables."""
        value = self._get(key, required=required)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self._wrong(key, N_("“%(key)s” must be a list of tables."))
            return []
        return [Table(one, (*self.path, key, place), self.notes) for place, one in enumerate(value)]
