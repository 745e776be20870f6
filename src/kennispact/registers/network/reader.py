"""Reading rows of a population file: what each row says, or every reason why it cannot be read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kennispact.ground.kit.refusal import Refusal, refuse_if
from kennispact.ground.kit.sheets import column_of
from kennispact.ground.kit.words import N_

MOST_ROWS = 5_000
LONGEST_SOURCE = 300
COLUMNS = {
    "code": ("code", "gemeentecode", "regios"),
    "name": ("name", "naam", "gemeente", "stad", "city", "municipality"),
    "inhabitants": ("inhabitants", "inwoners", "inwonertal", "aantal inwoners", "population", "bevolking"),
    "reference_on": ("reference date", "peildatum", "datum", "reference on"),
    "status": ("status",),
    "source": ("source", "bron"),
}
STATUS_WORDS = {
    "provisional": "provisional",
    "voorlopig": "provisional",
    "nadervoorlopig": "provisional",
    "final": "final",
    "definitief": "final",
}
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([.,' \u00a0\u2009\u202f])\d{3})(?:\1\d{3})*", re.ASCII)
_PLAIN = re.compile(r"[1-9]\d{0,8}", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_DUTCH = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """What one row says. ``code`` or ``name`` may be empty, not both.

    ``row`` counts from 1, the first row of the file; 0 when it stands in none.
    """

    row: int
    code: str
    name: str
    inhabitants: int
    reference_on: date
    status: str
    source: str
    table: str = ""
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Every row that could be read, the reasons for the others, and the columns that were left alone.

    ``headings`` says per column how the file itself calls it, so that sentences use the sender's words.
    """

    lines: tuple[Line, ...]
    refusals: tuple[Refusal, ...]
    ignored: tuple[str, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)

    def heading(self, *columns: str) -> str:
        """Return how the file calls the first of these columns that it has."""
        return next((self.headings[column] for column in columns if column in self.headings), "")


def parse_inhabitants(text: str) -> int:
    """Read a whole number, with or without one kind of thousands separator.

    >>> [parse_inhabitants(text) for text in ("101446", "101.446", "101,446", "1 234 567")]
    [101446, 101446, 101446, 1234567]
    >>> parse_inhabitants("101.44")
    Traceback (most recent call last):
    ...
    ValueError: 101.44

    :raises ValueError: for anything else; a separator without three digits after it is a slip
    """
    plain = text.strip()
    if _PLAIN.fullmatch(plain):
        return int(plain)
    if _GROUPED.fullmatch(plain):
        return int(re.sub(r"\D", "", plain))
    raise ValueError(text)


def parse_day(text: str) -> date:
    """Read ``YYYY-MM-DD`` or ``DD-MM-YYYY``; a slash could mean two days and is refused.

    :raises ValueError: for anything else
    """
    if found := _ISO.fullmatch(text.strip()):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DUTCH.fullmatch(text.strip()):
        return date(int(found[3]), int(found[2]), int(found[1]))
    raise ValueError(text)


def read(rows: Sequence[Sequence[str]]) -> Reading:
    """Read the rows of a file; the first one that is not empty names the columns. Empty rows are skipped.

    :raises Refused: when the header misses a column or names one twice, or there are too many rows
    """
    start = next((place for place, row in enumerate(rows) if any(row)), len(rows))
    header = [column_of(cell, COLUMNS) for cell in rows[start]] if start < len(rows) else []
    refuse_if(_header_refusals(header, len(rows)))
    headings = {column: cell for cell, column in zip(rows[start], header, strict=True) if column}
    lines: list[Line] = []
    refusals: list[Refusal] = []
    for number, row in enumerate(rows[start + 1 :], start=start + 2):
        if not any(row):
            continue
        read_line = _line(number, headings, header, row)
        if isinstance(read_line, Line):
            lines.append(read_line)
        else:
            refusals += read_line
    ignored = tuple(cell for cell, known in zip(rows[start], header, strict=True) if cell and not known)
    return Reading(tuple(lines), tuple(refusals), ignored, headings)


def _header_refusals(header: Sequence[str], number_of_rows: int) -> Iterator[Refusal]:
    for column in ("inhabitants", "reference_on", "status", "source"):
        if column not in header:
            yield _missing(column)
    if "code" not in header and "name" not in header:
        yield _missing("code")
    for column in COLUMNS:
        if header.count(column) > 1:
            yield Refusal(
                "population.column-twice",
                N_("The column %(column)s stands in this file twice."),
                facts={"column": COLUMNS[column][0]},
                field="file",
            )
    if number_of_rows > MOST_ROWS:
        yield Refusal(
            "population.too-many-rows",
            N_("This file has more than %(most)s rows."),
            facts={"most": MOST_ROWS},
            field="file",
        )


def _missing(column: str) -> Refusal:
    return Refusal(
        "population.column-missing",
        N_("The column %(column)s is missing. It may be called: %(names)s."),
        facts={"column": COLUMNS[column][0], "names": ", ".join(COLUMNS[column])},
        field="file",
    )


def _line(
    number: int, headings: Mapping[str, str], header: Sequence[str], row: Sequence[str]
) -> Line | list[Refusal]:
    """Return what a row says, or every reason why it cannot be read."""
    if any(row[len(header) :]):
        return [fault(number, "", "too-many-cells")]
    cells = {column: cell.strip() for column, cell in zip(header, row, strict=False) if column}
    code, name = cells.get("code", "").upper(), cells.get("name", "")
    source = cells.get("source", "")
    status = STATUS_WORDS.get(re.sub(r"[\s_-]", "", cells.get("status", "").casefold()), "")
    faults: list[Refusal] = []
    inhabitants, reference_on = 0, date.min
    try:
        inhabitants = parse_inhabitants(cells.get("inhabitants", ""))
    except ValueError:
        faults.append(
            fault(number, headings["inhabitants"], "inhabitants", value=cells.get("inhabitants", ""))
        )
    try:
        reference_on = parse_day(cells.get("reference_on", ""))
    except ValueError:
        faults.append(fault(number, headings["reference_on"], "day", value=cells.get("reference_on", "")))
    if not code and not name:
        faults.append(fault(number, headings.get("code") or headings["name"], "no-city"))
    if not status:
        faults.append(fault(number, headings["status"], "status", value=cells.get("status", "")))
    if not source or len(source) > LONGEST_SOURCE or not source.isprintable():
        faults.append(fault(number, headings["source"], "source"))
    return faults or Line(number, code, name, inhabitants, reference_on, status, source)


SENTENCES = {
    "inhabitants": N_(
        "Row %(row)s, column %(column)s: %(value)s is no number of inhabitants. Write 101446 or 101.446."
    ),
    "day": N_("Row %(row)s, column %(column)s: %(value)s is no date. Write 01-01-2022 or 2022-01-01."),
    "status": N_("Row %(row)s, column %(column)s: write provisional or final, not %(value)s."),
    "source": N_("Row %(row)s, column %(column)s: say where the figure comes from, in at most 300 signs."),
    "no-city": N_("Row %(row)s, column %(column)s: there is no code and no name of a city."),
    "twice": N_("Row %(row)s, column %(column)s: this city stands in row %(before)s for the same date."),
    "too-many-cells": N_("Row %(row)s has more cells than there are columns."),
    "unknown-city": N_("Row %(row)s, column %(column)s: there is no city %(value)s in the register."),
    "other-name": N_("Row %(row)s, column %(column)s: %(key)s is %(known)s in the register, not %(value)s."),
}
RULES = {
    "population.impossible": (
        "inhabitants",
        N_("Row %(row)s, column %(column)s: a city has between 1 and %(most)s inhabitants."),
    ),
    "act.in-the-future": (
        "reference_on",
        N_("Row %(row)s, column %(column)s: %(day)s has not come yet."),
    ),
    "population.other-reference-date": (
        "reference_on",
        N_(
            "Row %(row)s, column %(column)s: %(city)s had %(inhabitants)s inhabitants on %(given)s, but the "
            "contribution counts the inhabitants of %(asked)s."
        ),
    ),
    "population.differs": (
        "inhabitants",
        N_(
            "Row %(row)s, column %(column)s: %(city)s has %(known)s inhabitants on %(day)s in the register, "
            "this says %(inhabitants)s. A figure that counts is not replaced like this. Strike it first."
        ),
    ),
}


def in_row(row: int, headings: Mapping[str, str], refusal: Refusal) -> Refusal:
    """Return what a rule says of a figure, in a sentence that names its row and column."""
    column, sentence = RULES.get(refusal.code, ("", refusal.reason))
    return Refusal(
        refusal.code,
        sentence,
        clause=refusal.clause,
        facts={**refusal.facts, "row": row, "column": headings.get(column, "")},
        field="file",
    )


def fault(row: int, heading: str, code: str, clause: str = "", **facts: object) -> Refusal:
    """Return what is wrong with one cell, in a sentence that names its row and the heading of its column."""
    shown = {
        key: (repr(fact[:40]) if key == "value" and isinstance(fact, str) else fact)
        for key, fact in facts.items()
    }
    return Refusal(
        f"population.row-{code}",
        SENTENCES[code],
        clause=clause,
        facts={"row": row, "column": heading, **shown},
        field="file",
    )
