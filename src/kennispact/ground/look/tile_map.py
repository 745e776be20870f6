"""A map of equal tiles: every municipality one square, near where it lies, none on top of another.

Big and small cities weigh the same in a covenant, so they get the same room on its map.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from math import ceil, cos, radians, sqrt

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from kennispact.ground.look.charts import Chart
from kennispact.ground.look.palette import colours, key_mark, tone_colour
from kennispact.ground.look.states import SHAPES, Sign, sign_of
from kennispact.ground.look.tables import Table

_TILE, _GAP = 44, 4
_SPARE = 2.4  # cells of the grid per place: the country does not fill its own rectangle
_NAMED = 100  # above this many places the tiles are too small for letters

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality on the map: ``state`` is a code of ``look.states``, ``url`` the page behind the tile."""

    key: str
    name: str
    lat: float
    lon: float
    state: str = ""
    url: str = ""
    note: str = ""


@lru_cache(maxsize=16)
def layout(points: tuple[tuple[float, float], ...]) -> tuple[Cell, ...]:
    """Give every (lat, lon) its own cell (column, row), close to its place; north is row 0.

    First everyone takes the nearest free cell, those furthest from the middle first; then pairs change
    places, and single ones move to a free cell, as long as that brings the whole nearer. The same points
    always give the same map.
    """
    if not points:
        return ()
    targets, columns, rows = _spread(points)
    middle = (columns / 2, rows / 2)
    order = sorted(range(len(points)), key=lambda n: (-_distance(targets[n], middle), n))
    cells: list[Cell] = [(0, 0)] * len(points)
    free = {(column, row) for column in range(columns) for row in range(rows)}
    for n in order:
        cells[n] = min(free, key=lambda cell: (_distance(targets[n], cell), cell))
        free.remove(cells[n])
    for _ in range(12):
        if not _improve(targets, cells, free):
            break
    left, top = min(column for column, _ in cells), min(row for _, row in cells)
    return tuple((column - left, row - top) for column, row in cells)


def _spread(points: Sequence[tuple[float, float]]) -> tuple[list[tuple[float, float]], int, int]:
    """Scale the points to a grid with room to spare; return targets, columns and rows."""
    squeeze = cos(radians(sum(lat for lat, _ in points) / len(points)))
    xs, ys = [lon * squeeze for _, lon in points], [-lat for lat, _ in points]
    width, height = (max(xs) - min(xs)) or 1.0, (max(ys) - min(ys)) or 1.0
    side = sqrt(width * height / (len(points) * _SPARE))
    columns, rows = ceil(width / side) + 1, ceil(height / side) + 1
    targets = [((x - min(xs)) / side, (y - min(ys)) / side) for x, y in zip(xs, ys, strict=True)]
    return targets, columns, rows


def _distance(target: tuple[float, float], cell: tuple[float, float]) -> float:
    return (target[0] - cell[0]) ** 2 + (target[1] - cell[1]) ** 2


def _improve(targets: Sequence[tuple[float, float]], cells: list[Cell], free: set[Cell]) -> bool:
    """Make one round of moves and exchanges; tell whether anything became better."""
    better = False
    for n, target in enumerate(targets):
        nearest = min(free, key=lambda cell: (_distance(target, cell), cell), default=cells[n])
        if _distance(target, nearest) < _distance(target, cells[n]) - 1e-9:
            free.add(cells[n])
            free.remove(nearest)
            cells[n], better = nearest, True
        for m in range(n):
            now = _distance(target, cells[n]) + _distance(targets[m], cells[m])
            if _distance(target, cells[m]) + _distance(targets[m], cells[n]) < now - 1e-9:
                cells[n], cells[m], better = cells[m], cells[n], True
    return better


def abbreviations(names: Sequence[str]) -> list[str]:
    """Return the three letters that stand in each tile; where they clash, the last letter tells apart.

    >>> abbreviations(["Deventer", "'s-Hertogenbosch", "Almelo", "Almere"])
    ['Dev', 'Her', 'Alo', 'Ale']
    """
    bare = [name.removeprefix("'s-").removeprefix("Den ").removeprefix("De ") for name in names]
    letters = ["".join(letter for letter in name if letter.isalpha()) for name in bare]
    first = Counter(name[:3] for name in letters)
    return [name[:3] if first[name[:3]] == 1 else name[:2] + name[-1:] for name in letters]


def tile_map(name: str, title: str, summary: str, places: Iterable[Place]) -> Chart:
    """Draw the map: every tile a link with name and state, its state as colour and mark."""
    known = list(places)
    cells = layout(tuple((place.lat, place.lon) for place in known))
    shorts = abbreviations([place.name for place in known]) if len(known) <= _NAMED else [""] * len(known)
    tiles = [_tile(name, *each) for each in zip(known, cells, shorts, strict=True)]
    columns, rows = (max(c for c, _ in cells) + 1, max(r for _, r in cells) + 1) if cells else (1, 1)
    signs = dict.fromkeys(_sign(place) for place in known)
    marks = "".join(_mark(name, sign, 16 if any(shorts) else 24) for sign in signs)
    said = dict.fromkeys(sign_of(place.state) for place in known if place.state)
    legend = [(key_mark(sign.shape, sign.tone), gettext(sign.label)) for sign in said]
    by_name = sorted(known, key=lambda place: place.name.lstrip("'").lower())
    figures = [(_linked(place), _word(place)) for place in by_name]
    side = _TILE + _GAP
    return Chart(
        name=name,
        title=title,
        summary=summary,
        height=rows * side,
        drawing=f'<defs>{marks}</defs><g text-anchor="middle" font-weight="700">{"".join(tiles)}</g>',
        table=Table(title, (gettext("City"), gettext("State")), figures, cards=False),
        legend=legend,
        view_box=f"0 0 {columns * side} {rows * side}",
        is_group=True,
        kind="tilemap",
    )


def _linked(place: Place) -> SafeString | str:
    return format_html('<a href="{}">{}</a>', place.url, place.name) if place.url else place.name


def _word(place: Place) -> str:
    word = gettext(sign_of(place.state).label) if place.state else ""
    return f"{word} ({place.note})" if word and place.note else word or place.note


def _sign(place: Place) -> Sign:
    return sign_of(place.state or "not-applicable")


def _mark(name: str, sign: Sign, size: int) -> str:
    """Draw a state's mark once; the tiles refer to it."""
    colour = colours()[tone_colour(sign.tone)]
    box = f'width="{size}" height="{size}" viewBox="0 0 16 16" color="{colour}"'
    return f'<svg id="{name}-{sign.tone}-{sign.shape}" {box}>{SHAPES[sign.shape]}</svg>'


def _tile(name: str, place: Place, cell: Cell, short: str) -> str:
    x, y = (part * (_TILE + _GAP) + _GAP // 2 for part in cell)
    sign, word = _sign(place), _word(place)
    tint = colours()[f"{tone_colour(sign.tone)}-tint"]
    label = escape(f"{place.name}: {word}" if word else place.name)
    letters = f'<text x="{x + 22}" y="{y + 18}">{escape(short)}</text>' if short else ""
    across, down = (x + 14, y + 24) if short else (x + 10, y + 10)
    tag, link = ("a", f'href="{escape(place.url)}"') if place.url else ("g", 'role="img"')
    return (
        f'<{tag} {link} aria-label="{label}"><title>{label}</title>'
        f'<rect class="tile-{sign.tone}" fill="{tint}" x="{x}" y="{y}" rx="5"'
        f' width="{_TILE}" height="{_TILE}"/>{letters}'
        f'<use href="#{name}-{sign.tone}-{sign.shape}" x="{across}" y="{down}"/></{tag}>'
    )
