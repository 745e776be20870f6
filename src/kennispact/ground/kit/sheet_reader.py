"""What reads a table somebody sent. Only ever called inside the :mod:`.sandbox`.

A workbook is checked (:mod:`.archives`, :mod:`.grids`) and packed anew from exactly what was checked before
the reader sees it, so that both see the same file.
"""

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from . import archives, grids
from .refusal import Refused
from .sheets import CONTROL, Rows, refused
from .words import N_

_ZIP, _OLD_OFFICE = b"PK", bytes.fromhex("d0cf11e0")
_SNIFF_ROWS = 25


def parse(payload: bytes) -> Rows:
    """Do the work of :func:`.sheets.read_rows`.

    :raises Refused: see there
    """
    if payload[:2] == _ZIP:
        rows = _workbook(payload)
    elif payload[:4] == _OLD_OFFICE:
        raise refused("sheet.old", N_("Save this workbook as .xlsx, .ods or .csv first."))
    else:
        rows = _separated(payload)
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise refused("sheet.empty", N_("There is nothing in this file."))
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
        raise refused(
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
    not_text = refused("file.not-a-table", N_("This file is no table: no CSV, Excel or OpenDocument sheet."))
    if b"\0" in payload:
        raise not_text
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = payload.decode(encoding)
        except UnicodeDecodeError:
            continue
        if CONTROL.search(text):
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
        raise refused(
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
