"""Lists as files: the rows of a page for spreadsheets (CSV) and programs (JSON)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.http import content_disposition_header

from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.sheets import csv_text


def csv_answer(name: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> HttpResponse:
    """Return rows as a CSV file to save: UTF-8, days in ISO, amounts with a point, no cell a formula."""
    cells = [[_cell(row.get(column)) for column in columns] for row in rows]
    answer = HttpResponse(csv_text([list(columns), *cells], bom=True), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{name}.csv")
    return answer


def file_answer(name: str, payload: bytes, media_type: str) -> HttpResponse:
    """Return a file to save. It is never shown in the page, and never kept by a proxy."""
    answer = HttpResponse(payload, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["Cache-Control"] = "private, no-store"
    return answer


def json_answer(view: AsOf, rows: Sequence[Mapping[str, Any]], **more: Any) -> JsonResponse:
    """Return rows as an object with ``items``, the view they hold for, and ``more``; amounts as text."""
    as_of = {"on": view.on, "known": view.known}
    return JsonResponse({"as_of": as_of, **more, "items": list(rows)}, json_dumps_params={"indent": 1})


def _cell(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return value
