"""How far the cells of a spreadsheet reach, told from its XML before any library makes room for them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

from .archives import damaged
from .refusal import Refusal, Refused, refuse_if
from .words import N_

MOST_ROWS = 200_000
MOST_COLUMNS = 100
MOST_CELLS = 4_000_000
_REFERENCE = re.compile(r"([A-Za-z]{1,7})([0-9]{1,10})")
_NS = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "


@dataclass
class Reach:
    """The last row and the last column in use, counted from 1; 0 when there is none."""

    rows: int = 0
    columns: int = 0

    def stretch(self, row: int, column: int) -> None:
        """Take in a cell, and stop at once when it lies too far out.

        :raises Refused: beyond 200,000 rows, 100 columns or 4,000,000 cells together
        """
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        if self.rows > MOST_ROWS or self.columns > MOST_COLUMNS or self.rows * self.columns > MOST_CELLS:
            refuse_if(_too_wide())


def _too_wide() -> Iterator[Refusal]:
    yield Refusal(
        "sheet.too-large",
        N_(
            "This sheet reaches further than %(rows)s rows, %(columns)s columns or %(cells)s cells. "
            "Remove what is not needed and save it again."
        ),
        facts={"rows": MOST_ROWS, "columns": MOST_COLUMNS, "cells": MOST_CELLS},
        field="file",
    )


def reach_of_xlsx_sheet(xml: bytes) -> Reach:
    """Return how far the cells of one ``xl/worksheets/*.xml`` reach.

    :raises Refused: if too far, or if the XML is damaged or brings its own document type
    """
    reach = Reach()
    row = column = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column
        kind = name.rpartition(" ")[2]
        if kind == "c":
            row, column = _place(attributes.get("r"), row, column + 1)
            reach.stretch(row, column)
        elif kind == "row":
            given = attributes.get("r", "")
            row, column = _number(given) if given else row + 1, 0
            reach.stretch(row, 0)
        elif kind == "dimension":
            for corner in attributes.get("ref", "").split(":")[:2]:
                reach.stretch(*_place(corner or None, 0, 0))

    _parse(xml, start, None)
    return reach


def reach_of_ods(xml: bytes) -> Reach:
    """Return how far the cells of any table in ``content.xml`` reach.

    Rows and cells that are only repeated emptiness at the end do not count: office programs fill the
    sheet with them.

    :raises Refused: if too far, or if the XML is damaged or brings its own document type
    """
    reach = Reach()
    row = column = last = repeat_row = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, last, repeat_row
        if name == f"{_NS}table":
            row = 0
        elif name == f"{_NS}table-row":
            column = last = 0
            repeat_row = _number(attributes.get(f"{_NS}number-rows-repeated", "1"))
        elif name in {f"{_NS}table-cell", f"{_NS}covered-table-cell"}:
            column += _number(attributes.get(f"{_NS}number-columns-repeated", "1"))
            if f"{_OFFICE}value-type" in attributes or f"{_NS}formula" in attributes:
                last = column

    def end(name: str) -> None:
        nonlocal row
        if name == f"{_NS}table-row":
            row += repeat_row
            if last:
                reach.stretch(row, last)

    _parse(xml, start, end)
    return reach


def _parse(xml: bytes, start: object, end: object) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start  # type: ignore[assignment]
    parser.EndElementHandler = end  # type: ignore[assignment]
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError) as error:
        raise Refused([damaged()]) from error


def _refuse_doctype(*_: object) -> None:
    raise Refused([damaged()])


def _place(reference: str | None, row: int, column: int) -> tuple[int, int]:
    if reference is None:
        return row, column
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise Refused([damaged()])
    letters, digits = found.groups()
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(digits), column


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 10):  # noqa: PLR2004 - no sheet counts further
        raise Refused([damaged()])
    return int(text)
