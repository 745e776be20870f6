"""Tables that people send and get: CSV, Excel and OpenDocument in, CSV out. Every cell is text.

Reading happens in the :mod:`.sandbox`, by :mod:`.sheet_reader`.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from . import sandbox
from .refusal import Refusal, Refused
from .words import N_

MOST_BYTES = 25 * 1024 * 1024
_PLAIN_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*%?")
_FORMULA = re.compile(r"(^|[;\t\r\n])(\s*)([=+\-@＝＋－＠])")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

Rows = list[list[str]]


def refused(code: str, reason: str, **facts: object) -> Refused:
    """Return the refusal of a file."""
    return Refused([Refusal(code, reason, facts=facts, field="file")])


def column_of(heading: str, names: Mapping[str, Collection[str]]) -> str:
    """Return the column that a heading means, by the ``names`` of each in lower case; or nothing."""
    plain = re.sub(r"[\s_]+", " ", unicodedata.normalize("NFKC", heading)).strip().casefold()
    return next((column for column, called in names.items() if plain in called), "")


def read_rows(payload: bytes, *, most_bytes: int = MOST_BYTES, seconds: int = 15) -> Rows:
    """Return the rows of a CSV file, or of the first sheet of an Excel or OpenDocument workbook, as text.

    Row ``n`` of the file is ``rows[n - 1]``: empty rows stay, but for those at the end. Formulas come as
    their last value, whole numbers without a decimal point, dates as ``YYYY-MM-DD``. CSV may be UTF-8 or
    Windows-1252, with ``;``, ``,`` or tab.

    :raises Refused: if it is too big, empty, damaged, protected, or no table; all with field ``file``
    """
    if len(payload) > most_bytes:
        megabytes = most_bytes // (1024 * 1024)
        raise refused("file.too-big", N_("This file is bigger than %(megabytes)s MB."), megabytes=megabytes)
    rows: Rows = sandbox.call(f"{__package__}.sheet_reader:parse", payload, seconds=seconds, megabytes=768)
    return rows


def safe_cell(text: str) -> str:
    """Return text that no spreadsheet program takes for a formula; what people read stays the same.

    An apostrophe goes before ``= + - @``, also after a separator inside the cell (another program may
    split there). A plain number keeps its sign. Control signs, which no sheet can hold, are dropped.

    >>> safe_cell("=1+1"), safe_cell("-12,50"), safe_cell("a;@b"), safe_cell("'s-Hertogenbosch")
    ("'=1+1", '-12,50', "a;'@b", "'s-Hertogenbosch")
    """
    plain = CONTROL.sub("", text)
    return plain if _PLAIN_NUMBER.fullmatch(plain) else _FORMULA.sub(r"\1\2'\3", plain)


def csv_text(rows: Iterable[Sequence[object]], *, bom: bool = False) -> str:
    r"""Return rows as RFC 4180 text: commas, lines end in CRLF, every text cell safe. ``None`` is empty.

    ``bom`` puts a byte order mark in front, by which Excel knows that it is UTF-8.

    >>> csv_text([["stad", "bijdrage"], ["Deventer", Decimal("15216.90")]])
    'stad,bijdrage\r\nDeventer,15216.90\r\n'
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([_shown(cell) for cell in row])
    return ("\N{ZERO WIDTH NO-BREAK SPACE}" if bom else "") + out.getvalue()


def _shown(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return safe_cell(str(cell))
