"""A table as data: caption, columns, rows. ``{{ table }}`` writes it, with cards on small screens."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_CLASSES = "utrecht-table utrecht-table--html-table"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; a ``numeric`` one is set to the right."""

    label: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of finished texts: cells are written with the filters of ``formatting``, or are safe HTML.

    The first cell of a row names the row. ``total`` is a last row that sums up. ``cards`` turns rows into
    cards below 640 px; without it the table scrolls inside its own box.
    """

    caption: str
    columns: Sequence[Column | str]
    rows: Iterable[Sequence[object]]
    total: Sequence[object] = ()
    note: str = ""
    cards: bool = True

    def __html__(self) -> SafeString:
        """Write the table."""
        columns = [column if isinstance(column, Column) else Column(column) for column in self.columns]
        head = "".join(_heading(column) for column in columns)
        cells = [_cell_tags(column) for column in columns[1:]]
        body = "".join(_row(row, cells) for row in self.rows)
        foot = f"<tfoot>{_row(self.total, cells)}</tfoot>" if self.total else ""
        caption, note = escape(self.caption), escape(self.note)
        classes = f"{_CLASSES} utrecht-table--cards" if self.cards else _CLASSES
        return mark_safe(  # noqa: S308 - every cell was escaped
            f'<div class="table-box" role="region" aria-label="{caption}" tabindex="0">'
            f'<table class="{classes}">'
            f"<caption><b>{caption}</b>{note}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody>{foot}</table></div>"
        )

    __str__ = __html__


def unbroken(text: str) -> SafeString:
    """Return a short day or number for a cell; it is not broken at its hyphens."""
    return format_html('<span class="nowrap">{}</span>', text)


def _shown(cell: object) -> str:
    safe = getattr(cell, "__html__", None)
    return safe() if safe else escape(str(cell))


def _heading(column: Column) -> str:
    kind = ' class="num"' if column.numeric else ""
    return f'<th scope="col"{kind}>{escape(column.label)}</th>'


def _cell_tags(column: Column) -> str:
    kind = ' class="num"' if column.numeric else ""
    return f'<td data-label="{escape(column.label)}"{kind}>'


def _row(row: Sequence[object], cells: Sequence[str]) -> str:
    rest = "".join(f"{tag}{_shown(cell)}</td>" for tag, cell in zip(cells, row[1:], strict=True))
    return f'<tr><th scope="row">{_shown(row[0])}</th>{rest}</tr>\n'
