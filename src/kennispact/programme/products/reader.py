"""Reading a file of products: what each row says, or every reason why it cannot be read.

Knows no Django: what opens a stranger's file runs in the sandbox of the kit.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kennispact.ground.kit import sandbox, sheets
from kennispact.ground.kit.refusal import Refusal, Refused
from kennispact.ground.kit.words import N_
from kennispact.programme.products.rules import (
    PARTIES,
    PUBLIC,
    Facts,
    Known,
    clean,
    fact_refusals,
    key_refusals,
)

MOST_BYTES = 25 * 1024 * 1024
MOST_ROWS = 20_000
COLUMNS = {
    "key": ("key", "id", "code"),
    "title": ("title", "titel"),
    "kind": ("kind", "soort", "type"),
    "year": ("year", "jaar"),
    "url": ("url", "adres", "link", "webadres"),
    "summary": ("summary", "samenvatting", "excerpt", "omschrijving"),
    "themes": ("themes", "thema", "themas", "thema's", "theme"),
    "audience": ("audience", "voor wie", "doelgroep"),
    "source": ("source", "bron"),
}
NEEDED = ("title", "kind", "year")
_AUDIENCES = {
    "": PARTIES,
    "parties": PARTIES,
    "partijen": PARTIES,
    "deelnemers": PARTIES,
    "public": PUBLIC,
    "openbaar": PUBLIC,
    "iedereen": PUBLIC,
}
NOT_JSON = N_("This file is no list of products in JSON: %(where)s cannot be read.")


@dataclass(frozen=True, slots=True)
class Line:
    """What one row says: its place (1 is the first row of the file), its key or nothing, and the facts."""

    row: int
    key: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Reading:
    """Rows that are right, every reason why others are not, and headings that were left alone."""

    lines: tuple[Line, ...]
    refusals: tuple[Refusal, ...]
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A file as cells: columns by name, rows with their place in the file."""

    headings: Mapping[str, str]
    rows: Sequence[tuple[int, Mapping[str, str]]]
    ignored: tuple[str, ...]


def read(payload: bytes, known: Known, names: Mapping[str, str]) -> Reading:
    """Read a CSV, Excel, OpenDocument or JSON file of products; ``names`` gives keys of kinds and themes.

    :raises Refused: when the file is too big, damaged, no table, or lacks a column
    """
    table = _from_json(payload) if payload.lstrip()[:1] in {b"[", b"{"} else _from_sheet(payload)
    if len(table.rows) > MOST_ROWS:
        raise Refused(
            [
                Refusal(
                    "product.too-many-rows",
                    N_("This file has more than %(most)s rows."),
                    facts={"most": MOST_ROWS},
                    field="file",
                )
            ]
        )
    missing = [column for column in NEEDED if column not in table.headings]
    if missing:
        raise Refused(_missing(column) for column in missing)
    lines: list[Line] = []
    refusals: list[Refusal] = []
    seen: dict[str, int] = {}
    for number, cells in table.rows:
        line = _line(number, cells, names)
        found = [*fact_refusals(line.facts, known), *(key_refusals(line.key) if line.key else ())]
        if line.key and line.key in seen:
            found.append(_twice(line.key, seen[line.key]))
        if line.key:
            seen.setdefault(line.key, number)
        refusals += [_in_row(number, table.headings, one) for one in found]
        if not found:
            lines.append(line)
    return Reading(tuple(lines), tuple(refusals), table.ignored)


def parse_json(payload: bytes) -> list[list[Any]]:
    """Return the objects of a JSON list or of JSON lines: the place and the object. For the sandbox only.

    :raises Refused: when it is neither
    """
    text = payload.decode("utf-8-sig")
    if text.lstrip()[:1] == "[":
        try:
            rows = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise Refused([_not_json("1")]) from error
        numbered = list(enumerate(rows, 1))
    else:
        numbered = []
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                try:
                    numbered.append((number, json.loads(line)))
                except (ValueError, RecursionError) as error:
                    raise Refused([_not_json(str(number))]) from error
    for number, row in numbered:
        if not isinstance(row, dict):
            raise Refused([_not_json(str(number))])
    return [[number, {str(name): _plain(value) for name, value in row.items()}] for number, row in numbered]


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value if not isinstance(one, list | dict))
    return "" if value is None or isinstance(value, dict | bool) else str(value)


def _not_json(where: str) -> Refusal:
    return Refusal("product.not-json", NOT_JSON, facts={"where": where}, field="file")


def _from_json(payload: bytes) -> Table:
    if len(payload) > MOST_BYTES:
        raise Refused([too_big()])
    rows = sandbox.call(f"{__name__}:parse_json", payload, seconds=20, megabytes=768)
    headings: dict[str, str] = {}
    ignored: dict[str, None] = {}
    read_rows: list[tuple[int, Mapping[str, str]]] = []
    for number, cells in rows:
        named = {}
        for name, value in cells.items():
            column = sheets.column_of(name, COLUMNS)
            if column:
                headings.setdefault(column, name)
                named[column] = value
            else:
                ignored[name] = None
        read_rows.append((int(number), named))
    return Table(headings, read_rows, tuple(ignored))


def _from_sheet(payload: bytes) -> Table:
    rows = sheets.read_rows(payload, most_bytes=MOST_BYTES)
    start = next((place for place, row in enumerate(rows) if any(row)), 0)
    columns = [sheets.column_of(cell, COLUMNS) for cell in rows[start]]
    headings = {column: cell for cell, column in zip(rows[start], columns, strict=True) if column}
    ignored = tuple(cell for cell, column in zip(rows[start], columns, strict=True) if cell and not column)
    read_rows = [
        (number, {column: cell for column, cell in zip(columns, row, strict=False) if column})
        for number, row in enumerate(rows[start + 1 :], start + 2)
        if any(row)
    ]
    return Table(headings, read_rows, ignored)


def too_big() -> Refusal:
    """Return the refusal of a file that is too big to open."""
    return Refusal(
        "file.too-big",
        N_("This file is bigger than %(megabytes)s MB."),
        facts={"megabytes": MOST_BYTES // (1024 * 1024)},
        field="file",
    )


def _missing(column: str) -> Refusal:
    return Refusal(
        "product.column-missing",
        N_("The column %(column)s is missing. It may be called: %(names)s."),
        facts={"column": column, "names": ", ".join(COLUMNS[column])},
        field="file",
    )


def _twice(key: str, before: int) -> Refusal:
    return Refusal(
        "product.row-twice",
        N_("the code %(key)s stands in row %(before)s too."),
        facts={"key": key, "before": str(before)},
        field="key",
    )


def _line(number: int, cells: Mapping[str, str], names: Mapping[str, str]) -> Line:
    def cell(column: str) -> str:
        return clean(cells.get(column, ""))

    year = re.sub(r"\.0+$", "", cell("year"))
    audience = cell("audience").casefold()
    facts = Facts(
        kind=_named(cell("kind"), names),
        title=cell("title"),
        year=int(year) if re.fullmatch(r"\d{4}", year, re.ASCII) else 0,
        summary=cell("summary"),
        url=cell("url"),
        themes=tuple(
            dict.fromkeys(_named(one, names) for one in re.split(r"[,;|\n]", cell("themes")) if one.strip())
        ),
        audience=_AUDIENCES.get(audience, audience),
        source=cell("source"),
    )
    return Line(number, cell("key"), facts)


def _named(text: str, names: Mapping[str, str]) -> str:
    plain = text.strip()
    return names.get(plain.casefold(), plain)


def _in_row(number: int, headings: Mapping[str, str], one: Refusal) -> Refusal:
    """Return the refusal with its row and its column, as the sender calls it."""
    facts = {**one.facts, "row": str(number), "column": headings.get(one.field, one.field)}
    return replace(one, reason=ROWS.get(one.code, one.reason), facts=facts, field="file")


ROWS = {
    "product.no-title": N_("Row %(row)s, column %(column)s: give the product a title."),
    "product.too-long": N_("Row %(row)s, column %(column)s: this is longer than %(most)s signs."),
    "product.unknown-kind": N_("Row %(row)s, column %(column)s: there is no kind called %(value)s."),
    "product.unknown-themes": N_("Row %(row)s, column %(column)s: there is no theme called %(value)s."),
    "product.unknown-audience": N_("Row %(row)s, column %(column)s: write public or parties, not %(value)s."),
    "product.too-many-themes": N_("Row %(row)s, column %(column)s: choose at most %(most)s themes."),
    "product.year": N_("Row %(row)s, column %(column)s: give the year in four digits, from %(first)s on."),
    "product.url": N_("Row %(row)s, column %(column)s: this is no address of the web."),
    "product.key": N_("Row %(row)s, column %(column)s: %(value)s is no code."),
    "product.row-twice": N_("Row %(row)s, column %(column)s: %(key)s stands in row %(before)s too."),
}


def named(kinds: Mapping[str, Sequence[str]], themes: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return every name people use, in small letters, with the key it stands for."""
    return {
        name.casefold(): key
        for one in (kinds, themes)
        for key, names in one.items()
        for name in (key, *names)
    }
