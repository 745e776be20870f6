"""Tables that people send and get: CSV, Excel and OpenDocument in, CSV out. Every cell is text.

Reading happens in the :mod:`.sandbox`. A workbook is checked (:mod:`.archives`, :mod:`.grids`) and packed
anew from exactly what was checked before the reader sees it, so that both see the same file.
"""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from . import archives, grids, sandbox
from .refusal import Refusal, Refused
from .words import N_

MOST_BYTES = 25 * 1024 * 1024
_ZIP, _OLD_OFFICE = b"PK", bytes.fromhex("d0cf11e0")
_SNIFF_ROWS = 25
_PLAIN_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*%?")
_FORMULA = re.compile(r"(^|[;\t\r\n])(\s*)([=+\-@＝＋－＠])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

Rows = list[list[str]]


def read_rows(payload: bytes, *, most_bytes: int = MOST_BYTES, seconds: int = 15) -> Rows:
    """Return the rows of a CSV file, or of the first sheet of an Excel or OpenDocument workbook, as text.

    Row ``n`` of the file is ``rows[n - 1]``: empty rows stay, but for those at the end. Formulas come as
    their last value, whole numbers without a decimal point, dates as ``YYYY-MM-DD``. CSV may be UTF-8 or
    Windows-1252, with ``;``, ``,`` or tab.

    :raises Refused: if it is too big, empty, damaged, protected, or no table; all with field ``file``
    """
    if len(payload) > most_bytes:
        megabytes = most_bytes // (1024 * 1024)
        raise _refused("file.too-big", N_("This file is bigger than %(megabytes)s MB."), megabytes=megabytes)
    rows: Rows = sandbox.call(f"{__name__}:parse", payload, seconds=seconds, megabytes=768)
    return rows


def parse(payload: bytes) -> Rows:
    """Do the work of :func:`read_rows`. Only ever called inside the sandbox.

    :raises Refused: see there
    """
    if payload[:2] == _ZIP:
        rows = _workbook(payload)
    elif payload[:4] == _OLD_OFFICE:
        raise _refused("sheet.old", N_("Save this workbook as .xlsx, .ods or .csv first."))
    else:
        rows = _separated(payload)
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise _refused("sheet.empty", N_("There is nothing in this file."))
    return rows


def _workbook(payload: bytes) -> Rows:
    with archives.opened(payload) as archive:
        clean = io.BytesIO()
        with zipfile.ZipFile(clean, "w", zipfile.ZIP_STORED) as copy:
            for name, content in archives.unpacked(archive, _is_needed):
                _check_reach(name, content)
                copy.writestr(name, content)
    clean.seek(0)
    try:
        workbook = CalamineWorkbook.from_filelike(clean)
        if not workbook.sheet_names:
            return []
        cells = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except PasswordError as error:
        raise _refused(
            "file.password", N_("This file is protected with a password. Save it without one.")
        ) from error
    except (CalamineError, OSError, ValueError) as error:
        raise Refused([archives.damaged()]) from error
    return [[_text(cell) for cell in row] for row in cells]


def _is_needed(name: str) -> bool:
    return name == "mimetype" or name.endswith((".xml", ".rels"))


def _check_reach(name: str, content: bytes) -> None:
    if name == "content.xml":
        grids.reach_of_ods(content)
    elif name.startswith("xl/worksheets/") and name.endswith(".xml"):
        grids.reach_of_xlsx_sheet(content)


def _separated(payload: bytes) -> Rows:
    text = _decoded(payload)
    return _records(text, max(";,\t", key=lambda sign: _fields(text, sign)))


def _decoded(payload: bytes) -> str:
    not_text = _refused("file.not-a-table", N_("This file is no table: no CSV, Excel or OpenDocument sheet."))
    if b"\0" in payload:
        raise not_text
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = payload.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            raise not_text
        return text
    raise not_text


def _fields(text: str, separator: str) -> tuple[int, int]:
    """Return how many fields the first rows agree on, and how many rows do: the best separator has most."""
    widths: list[int] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            widths += [len(record)] if record else []
            if len(widths) == _SNIFF_ROWS:
                break
    except csv.Error:
        return (0, 0)
    width = widths[0] if widths else 0
    return (width, widths.count(width)) if width > 1 else (1, 0)


def _records(text: str, separator: str) -> Rows:
    rows: Rows = []
    reach = grids.Reach()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for record in reader:
            reach.stretch(len(rows) + 1, len(record))
            rows.append([cell.strip() for cell in record])
    except csv.Error as error:
        raise _refused(
            "sheet.broken-row",
            N_("Line %(line)s of this file is broken: look at its quotation marks."),
            line=reader.line_num,
        ) from error
    return rows


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else format(Decimal(repr(cell)), "f")
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell).strip()


def _refused(code: str, reason: str, **facts: object) -> Refused:
    return Refused([Refusal(code, reason, facts=facts, field="file")])


def safe_cell(text: str) -> str:
    """Return text that no spreadsheet program takes for a formula; what people read stays the same.

    An apostrophe goes before ``= + - @``, also after a separator inside the cell (another program may
    split there). A plain number keeps its sign. Control signs, which no sheet can hold, are dropped.

    >>> safe_cell("=1+1"), safe_cell("-12,50"), safe_cell("a;@b"), safe_cell("'s-Hertogenbosch")
    ("'=1+1", '-12,50', "a;'@b", "'s-Hertogenbosch")
    """
    plain = _CONTROL.sub("", text)
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
