"""Charts as SVG text: bars, stacked bars, lines over time, heat strips; each with its figures as a table.

The drawings have no scripts and no inline styles. Places along the width are percentages, so a chart fills
whatever width it gets while its letters keep their size; colours are classes, with the theme's colours as
presentation attributes for papers, where no style sheet is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from kennispact.ground.look import formatting
from kennispact.ground.look.palette import colours, key_mark, paint, tone_colour
from kennispact.ground.look.states import sign_of
from kennispact.ground.look.tables import Column, Table

Value = Decimal | int
Write = Callable[[Value], str]

_LABEL_PART, _VALUE_PART = Decimal(46), Decimal(20)  # percent of the width for names and figures
_ROW, _TALL_ROW, _BAR, _TOP, _PLOT = 26, 44, 14, 20, 150
_SHORT = 20  # letters that fit beside a bar on a telephone
_MOMENTS = 8
_ROOM_FOR_FIGURE = 8  # percent of the width
_SERIES = 4
_DASHES = ("", ' stroke-dasharray="7 4"', ' stroke-dasharray="2 5"', ' stroke-dasharray="10 3 2 3"')
_HEATS = 5
_SHADES = ("sand", "heat-1", "heat-2", "heat-3", "link", "ink")


def plain_number(value: Value) -> str:
    """Write a figure in the reader's language."""
    return formatting.number(value, formatting.language_of(get_language()))


@dataclass(frozen=True, slots=True)
class Chart:
    """A finished chart. ``{{ chart }}`` writes the figure; ``svg`` is the drawing alone, for papers.

    ``name`` is unique on the page and makes the ids; ``summary`` says in a sentence what one can see.
    ``table`` holds the same figures, for who cannot see the drawing. ``legend`` pairs a piece of SVG with
    a word; ``is_group`` marks a drawing with links in it.
    """

    name: str
    title: str
    summary: str
    height: int
    drawing: str
    table: Table | None
    legend: Sequence[tuple[str, str]] = field(default=())
    view_box: str = ""
    is_group: bool = False
    kind: str = ""

    def without_table(self) -> "Chart":
        """Return the chart for a page that shows the same figures as a table already."""
        return replace(self, table=None)

    @property
    def svg(self) -> SafeString:
        """Return the drawing with its title and description."""
        size = f'viewBox="{self.view_box}"' if self.view_box else f'width="100%" height="{self.height}"'
        role = "group" if self.is_group else "img"
        return mark_safe(  # noqa: S308 - every text in it was escaped
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="{role}" font-size="13"'
            f' aria-labelledby="{self.name}-t {self.name}-d">'
            f'<title id="{self.name}-t">{escape(self.title)}</title>'
            f'<desc id="{self.name}-d">{escape(self.summary)}</desc>{self.drawing}</svg>'
        )

    def __html__(self) -> SafeString:
        """Write figure, legend and table."""
        legend = "".join(f"<li>{mark}{escape(word)}</li>" for mark, word in self.legend)
        lines = f'<ul class="legend">{legend}</ul>' if legend else ""
        return mark_safe(  # noqa: S308 - every text in it was escaped
            f'<figure class="chart {self.kind}" aria-labelledby="{self.name}-c">'
            f'<figcaption id="{self.name}-c" class="chart__title">{escape(self.title)}</figcaption>'
            f'<p class="chart__note">{escape(self.summary)}</p>{lines}'
            f'<div class="chart__canvas">{self.svg}</div>{self._figures}</figure>'
        )

    @property
    def _figures(self) -> str:
        if self.table is None:
            return ""
        offer = escape(gettext("Show the figures as a table"))
        return f'<details class="explain"><summary>{offer}</summary>{self.table}</details>'

    __str__ = __html__


def bars(
    name: str,
    title: str,
    summary: str,
    data: Sequence[tuple[str, Value]],
    *,
    unit: str = "",
    write: Write = plain_number,
) -> Chart:
    """Draw one bar per (label, value). ``unit`` heads the figures of the table.

    Long labels stand above their bars; negative values have no bar.
    """
    most = Decimal(max((value for _, value in data), default=0) or 1)
    tall = any(len(label) > _SHORT for label, _ in data)
    start, down, row = (Decimal(0), 17, _TALL_ROW) if tall else (_LABEL_PART, 0, _ROW)
    room = Decimal(100) - start - (0 if tall else _VALUE_PART)
    names, parts, written = [], [], []
    for place, (label, value) in enumerate(data):
        top, wide = place * row, _percent(max(value, 0) * room / most)
        names.append(f'<text y="{top + 17}">{escape(label)}</text>')
        parts.append(f'<rect x="{start}%" y="{top + 6 + down}" width="{wide}%" height="{_BAR}" rx="2"/>')
        written.append(f'<text x="100%" y="{top + 17}">{escape(write(value))}</text>')
    drawing = (
        f"{''.join(names)}<g {paint('s1', 'series-1')}>{''.join(parts)}</g>"
        f'<g text-anchor="end">{"".join(written)}</g>'
    )
    figures = [(label, write(value)) for label, value in data]
    table = Table(title, (gettext("Name"), Column(unit or gettext("Figure"), numeric=True)), figures)
    return Chart(name, title, summary, max(len(data), 1) * row, drawing, table)


def stacked(
    name: str,
    title: str,
    summary: str,
    states: Sequence[str],
    data: Sequence[tuple[str, Sequence[int]]],
    *,
    write: Write = plain_number,
) -> Chart:
    """Draw per label a bar divided over states: counts in the order of ``states``, each bar its own whole."""
    signs = [sign_of(state) for state in states]
    paints = [paint(f"f-{sign.tone}", tone_colour(sign.tone)) for sign in signs]
    rows = [
        f'<text x="0" y="{place * _TALL_ROW + 13}">{escape(label)}</text>'
        f'<text x="100%" y="{place * _TALL_ROW + 13}" text-anchor="end">{escape(write(sum(counts)))}</text>'
        f"{_parts(place * _TALL_ROW, paints, counts, write)}"
        for place, (label, counts) in enumerate(data)
    ]
    words = [gettext(sign.label) for sign in signs]
    columns = [Column(gettext("Name")), *(Column(word, numeric=True) for word in words)]
    table = Table(title, columns, [(label, *map(write, counts)) for label, counts in data])
    legend = [(key_mark(sign.shape, sign.tone), word) for sign, word in zip(signs, words, strict=True)]
    return Chart(name, title, summary, max(len(data), 1) * _TALL_ROW, "".join(rows), table, legend)


def _parts(top: int, paints: Sequence[str], counts: Sequence[int], write: Write) -> str:
    """Draw the parts of one bar side by side, with a figure in each part that is wide enough."""
    whole, left, parts = sum(counts) or 1, Decimal(0), []
    for ink, count in zip(paints, counts, strict=True):
        wide = Decimal(count * 100) / whole
        gap = Decimal("0.4") if wide > 1 else Decimal(0)
        parts.append(
            f'<rect {ink} x="{_percent(left)}%" y="{top + 19}" height="16" width="{_percent(wide - gap)}%"/>'
        )
        if wide >= _ROOM_FOR_FIGURE:
            parts.append(
                f'<text class="heat-label-light" fill="{colours()["on-ink"]}" text-anchor="middle"'
                f' x="{_percent(left + wide / 2)}%" y="{top + 31}">{escape(write(count))}</text>'
            )
        left += wide
    return "".join(parts)


def lines(
    name: str,
    title: str,
    summary: str,
    moments: Sequence[str],
    series: Sequence[tuple[str, Sequence[Value]]],
    *,
    write: Write = plain_number,
) -> Chart:
    """Draw up to four lines over the same moments, from zero; each has its own dashes.

    :raises ValueError: for more than four series
    """
    if len(series) > _SERIES:
        raise ValueError("a chart holds four lines at most")
    most = _round_up(max((value for _, values in series for value in values), default=1) or 1)
    last = max(len(moments) - 1, 1)
    rows, legend = [_grid(most, write), _moments(moments, last)], []
    for place, (label, values) in enumerate(series):
        drawn, mark = _line(place, values, most, last)
        rows.append(drawn)
        legend.append((mark, label))
    columns = [Column(gettext("Moment")), *(Column(label, numeric=True) for label, _ in series)]
    figures = [(moment, *(write(values[n]) for _, values in series)) for n, moment in enumerate(moments)]
    return Chart(name, title, summary, _PLOT + 44, "".join(rows), Table(title, columns, figures), legend)


def _grid(most: int, write: Write) -> str:
    """Draw the ground line, and lines with a figure halfway and on top."""
    rule, foot = colours()["line"], _TOP + _PLOT
    parts = [f'<line class="base" x1="0" x2="100%" y1="{foot}" y2="{foot}" stroke="{rule}"/>']
    for share in (1, 2):
        y = foot - _PLOT * share // 2
        parts.append(
            f'<line class="rule" x1="0" x2="100%" y1="{y}" y2="{y}" stroke="{rule}"/>'
            f'<text class="axis" x="0" y="{y - 4}">{escape(write(_half(most * share)))}</text>'
        )
    return "".join(parts)


def _moments(moments: Sequence[str], last: int) -> str:
    """Write the moments under the ground line, at most eight of them."""
    step = -(-len(moments) // _MOMENTS) or 1
    anchors = {0: "start", last: "end"}
    return "".join(
        f'<text class="axis" x="{_along(place, last)}%" y="{_TOP + _PLOT + 18}"'
        f' text-anchor="{anchors.get(place, "middle")}">{escape(moments[place])}</text>'
        for place in range(0, len(moments), step)
    )


def _line(place: int, values: Sequence[Value], most: int, last: int) -> tuple[str, str]:
    """Draw one line with its points; return it and its mark for the legend."""
    colour = colours()[f"series-{place + 1}"]
    heights = [_PLOT - Decimal(value) * _PLOT / most for value in values]
    path = " ".join(f"{_along(n, last) * 10:.0f},{high:.1f}" for n, high in enumerate(heights))
    pen = f'class="line s{place + 1}" fill="none" stroke="{colour}" stroke-width="2.5"{_DASHES[place]}'
    points = "".join(
        f'<circle class="s{place + 1}" fill="{colour}" r="3.5" cx="{_along(n, last)}%"'
        f' cy="{_TOP + high:.1f}"/>'
        for n, high in enumerate(heights)
    )
    drawn = (
        f'<svg x="0" y="{_TOP}" width="100%" height="{_PLOT}" viewBox="0 0 1000 {_PLOT}" overflow="visible"'
        f' preserveAspectRatio="none"><polyline {pen} points="{path}" vector-effect="non-scaling-stroke"/>'
        "</svg>"
    )
    return drawn + points, f'<svg viewBox="0 0 24 16" aria-hidden="true"><path {pen} d="M0 8h24"/></svg>'


def heat(
    name: str,
    title: str,
    summary: str,
    moments: Sequence[str],
    data: Sequence[tuple[str, Sequence[int]]],
    *,
    write: Write = plain_number,
) -> Chart:
    """Draw small multiples: per label a strip of cells, darker for more, with the count in each cell."""
    most = max((count for _, counts in data for count in counts), default=1) or 1
    wide = (100 - _LABEL_PART) / max(len(moments), 1)
    rows = [
        f'<text class="axis" x="{_percent(_LABEL_PART + wide * n + wide / 2)}%" y="12" text-anchor="middle">'
        f"{escape(moment)}</text>"
        for n, moment in enumerate(moments)
    ]
    for place, (label, counts) in enumerate(data):
        top = 20 + place * 28
        rows.append(f'<text x="0" y="{top + 17}">{escape(label)}</text>')
        for n, count in enumerate(counts):
            step = -(-count * _HEATS // most)
            left = _LABEL_PART + wide * n
            tone = "light" if step > 3 else "dark"  # noqa: PLR2004 - from here on the cells are dark
            shade = colours()["on-ink" if tone == "light" else "ink"]
            rows.append(
                f'<rect {paint(f"heat-{step}", _SHADES[step])} x="{_percent(left)}%" y="{top}" rx="2"'
                f' width="{_percent(wide - Decimal("0.5"))}%" height="24"/>'
                f'<text class="heat-label-{tone}" fill="{shade}" text-anchor="middle"'
                f' x="{_percent(left + wide / 2)}%" y="{top + 16}">{escape(write(count))}</text>'
            )
    columns = [Column(gettext("Name")), *(Column(moment, numeric=True) for moment in moments)]
    table = Table(title, columns, [(label, *map(write, counts)) for label, counts in data])
    return Chart(name, title, summary, 20 + max(len(data), 1) * 28, "".join(rows), table)


def _percent(share: Decimal | int) -> str:
    return f"{Decimal(share):.2f}"


def _along(place: int, last: int) -> Decimal:
    return round(Decimal(1) + Decimal(98 * place) / last, 2)


def _half(value: Value) -> Value:
    half = Decimal(value) / 2
    return int(half) if half == half.to_integral_value() else half


def _round_up(value: Value) -> int:
    """Return the nearest 1, 2, 4, 6, 8 or 10 times a power of ten that is not below the value."""
    power = int("1".ljust(len(str(int(value))), "0"))
    return next(step * power for step in (1, 2, 4, 6, 8, 10, 20) if step * power >= value)
