"""How the command line answers: tables for people, JSON and CSV for programs, refusals in plain words."""

import json
import os
import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import typer
from django.db import OperationalError, ProgrammingError
from django.utils import translation
from django.utils.translation import gettext
from rich import box
from rich.console import Console
from rich.table import Table

from kennispact.ground.kit.calendar import AsOf, parse_moment
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.kit.sheets import csv_text
from kennispact.ground.look import formatting, sentences
from kennispact.ground.look.fields import NotADay, parse_day


class TableOrJson(StrEnum):
    """The formats of an answer that is not a list."""

    TABLE = "table"
    JSON = "json"


class AnyFormat(StrEnum):
    """The formats of a list."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class CalendarFormat(StrEnum):
    """The formats of the calendar."""

    TABLE = "table"
    JSON = "json"
    ICS = "ics"


@dataclass(frozen=True)
class Column:
    """A column for people: its heading, the key in a row, and whether it is a number."""

    heading: str
    key: str
    number: bool = False


def day(text: str) -> date:
    """Read a day as an option."""
    try:
        return parse_day(text)
    except NotADay:
        raise typer.BadParameter(f"{text}: 2025-09-01 / 01-09-2025") from None


def moment(text: str) -> datetime:
    """Read a moment as an option; a bare day is the end of that day in Amsterdam."""
    try:
        return parse_moment(text)
    except ValueError:
        raise typer.BadParameter(f"{text}: 2025-09-01 / 2025-09-01T12:00") from None


def view_of(on: date | None, known: datetime | None, today: date) -> AsOf:
    """Return the view an answer is asked for."""
    return AsOf(on or today, known)


def language() -> str:
    """Return the language of the messages: ``KENNISPACT_LANGUAGE``, or Dutch."""
    return formatting.language_of(os.environ.get("KENNISPACT_LANGUAGE", "nl"))


def say(text: str) -> None:
    """Write a message for people, beside the answer."""
    sys.stderr.write(f"{text}\n")


def as_json(value: Any) -> None:
    """Write JSON: dates in ISO, money as text with its cents."""
    sys.stdout.write(json.dumps(value, default=_plain, ensure_ascii=False, indent=2) + "\n")


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    raise TypeError(type(value).__name__)


def as_table(title: str, columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write a table for people, as wide as their terminal."""
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    for column in columns:
        table.add_column(column.heading, justify="right" if column.number else "left")
    for row in rows:
        table.add_row(*(written(row.get(column.key)) for column in columns))
    Console(file=sys.stdout, width=None if sys.stdout.isatty() else 160).print(table)


def as_csv(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write CSV with a heading; no cell can become a formula."""
    cells = [["" if row.get(name) is None else _cell(row[name]) for name in columns] for row in rows]
    sys.stdout.write(csv_text([list(columns), *cells]))


def _cell(value: object) -> str:
    return _plain(value) if isinstance(value, date | datetime | Decimal) else str(value)


def written(value: object) -> str:  # noqa: PLR0911 - one line a type
    """Return a value as people read it."""
    shown = language()
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return formatting.moment(value, shown)
    if isinstance(value, date):
        return formatting.shortday(value, shown)
    if isinstance(value, Decimal):
        return formatting.euro(value, shown)
    if isinstance(value, bool):
        return {"nl": "ja" if value else "nee", "en": "yes" if value else "no"}[shown]
    if isinstance(value, int):
        return formatting.number(value, shown)
    return str(value)


@contextmanager
def refusals_as_exit() -> Iterator[None]:
    """Turn a refusal into sentences on stderr and exit 1, in the reader's language."""
    with translation.override(language()):
        try:
            yield
        except Refused as refused:
            for one in refused.refusals:
                clause = f" ({one.clause})" if one.clause else ""
                say(f"{sentences.refusal(one)}{clause}")
            raise SystemExit(1) from None
        except (OperationalError, ProgrammingError, sqlite3.OperationalError) as broken:
            say(gettext("The database is not there, or is older than the program. Run: kennispact setup"))
            say(str(broken).splitlines()[0])
            raise SystemExit(1) from None
