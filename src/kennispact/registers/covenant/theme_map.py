"""The themes as a map: per pillar, and drawn as a graph of what touches what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin
from textwrap import wrap

from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from kennispact.ground.look.charts import Chart
from kennispact.ground.look.palette import colours, paint
from kennispact.ground.look.sentences import spoken
from kennispact.ground.look.tables import Table
from kennispact.registers.covenant.definition import Covenant, Pillar, Programme, Theme

Subject = Pillar | Theme | Programme
_WIDE, _TALL = 1080, 680
_ACROSS, _DOWN = 290, 285  # radii of the ellipse on which the subjects stand
_LETTERS = 24  # of a name on one line
_LINE = 18
_DOT, _GAP = 8, 14
_BEND = 0.45  # how far lines bend towards the middle


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What a subject touches, and what touches it, in the order of the definition."""

    subject: Subject
    touches: tuple[Subject, ...]
    touched_by: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class PillarColumn:
    """A pillar with its theme groups; ``unlisted`` are named by the sources, not listed."""

    pillar: Pillar
    listed: tuple[Theme, ...]
    unlisted: tuple[Theme, ...]


def columns(covenant: Covenant) -> tuple[PillarColumn, ...]:
    """Return the pillars with their themes."""
    return tuple(
        PillarColumn(
            pillar,
            tuple(one for one in covenant.themes if one.pillar == pillar.key and one.listed),
            tuple(one for one in covenant.themes if one.pillar == pillar.key and not one.listed),
        )
        for pillar in covenant.pillars
    )


def neighbours(covenant: Covenant, key: str) -> Neighbours:
    """Return what a subject touches and is touched by."""
    return Neighbours(
        covenant.subject[key],
        tuple(covenant.subject[one.target] for one in covenant.touches if one.origin == key),
        tuple(covenant.subject[one.origin] for one in covenant.touches if one.target == key),
    )


def related(covenant: Covenant) -> tuple[Neighbours, ...]:
    """Return every subject that touches or is touched: by pillar, then the others."""
    found = (neighbours(covenant, key) for key in covenant.subject)
    places = {pillar.key: place for place, pillar in enumerate(covenant.pillars)}
    some = [one for one in found if one.touches or one.touched_by]
    return tuple(sorted(some, key=lambda one: places.get(_pillar_of(one.subject), len(places))))


def _pillar_of(subject: Subject) -> str:
    if isinstance(subject, Theme):
        return subject.pillar
    return subject.key if isinstance(subject, Pillar) else ""


def name_of(subject: Subject) -> str:
    """Return the name in the reader's language."""
    return spoken(subject.name, subject.name_en)


def place_of(subject: Subject) -> str:
    """Return the address of a subject: a theme's page, or the place of a pillar or programme on the map."""
    if isinstance(subject, Theme):
        return reverse("show_theme", args=[subject.key])
    return f"{reverse('show_themes')}#{subject.key}"


def graph(covenant: Covenant) -> Chart:
    """Draw what touches what: subjects on an ellipse, lines with an arrow to what they touch.

    A line is inside the link of the subject it starts from, so pointing at a subject shows its lines.
    """
    nodes = related(covenant)
    places = {one.subject.key: _point(n, len(nodes)) for n, one in enumerate(nodes)}
    ink = {pillar.key: n + 1 for n, pillar in enumerate(covenant.pillars)}
    lines = sum(len(one.touches) for one in nodes)
    facts = {"themes": len(nodes), "lines": lines}
    rows = [
        (name_of(one.subject), ", ".join(map(name_of, one.touches)), ", ".join(map(name_of, one.touched_by)))
        for one in nodes
    ]
    legend = [(_mark(n), spoken(p.name, p.name_en)) for n, p in enumerate(covenant.pillars, 1)]
    return Chart(
        name="touches",
        title=_("What touches what"),
        summary=_("%(themes)s subjects and %(lines)s lines. The same stands in the list below.") % facts,
        height=_TALL,
        drawing=_arrow() + "".join(_node(one, places, ink) for one in nodes),
        table=Table(_("What touches what"), (_("Theme"), _("Touches"), _("Is touched by")), rows),
        legend=[*legend, (_mark(len(legend) + 1), _("Other"))],
        view_box=f"{-_WIDE // 2} {-_TALL // 2} {_WIDE} {_TALL}",
        is_group=True,
        kind="touches",
    )


def _point(place: int, count: int) -> tuple[float, float]:
    angle = 2 * pi * (place + 0.5) / count
    return _ACROSS * sin(angle), -_DOWN * cos(angle)


def _arrow() -> str:
    head = f'<path fill="{colours()["edge"]}" d="M0 0 10 5 0 10z"/>'
    size = 'viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8"'
    return f'<defs><marker id="touches-end" {size} orient="auto">{head}</marker></defs>'


def _mark(series: int) -> str:
    dot = paint(f"s{series}", f"series-{series}")
    return f'<svg viewBox="0 0 16 16" aria-hidden="true"><circle {dot} cx="8" cy="8" r="6"/></svg>'


def _node(one: Neighbours, places: Mapping[str, tuple[float, float]], ink: Mapping[str, int]) -> str:
    """Draw a subject with its name and the lines that start from it, as one link."""
    here = places[one.subject.key]
    series = ink.get(_pillar_of(one.subject), len(ink) + 1)
    lines = "".join(_edge(here, places[target.key]) for target in one.touches)
    ink_of_dot = paint(f"s{series}", f"series-{series}")
    return (
        f'<a href="{escape(place_of(one.subject))}">{lines}'
        f'<circle {ink_of_dot} cx="{here[0]:.0f}" cy="{here[1]:.0f}" r="{_DOT}"/>'
        f"{_name(wrap(name_of(one.subject), _LETTERS), here)}</a>"
    )


def _edge(start: tuple[float, float], end: tuple[float, float]) -> str:
    """Draw a line that bends to the middle and stops short of the dot it points at."""
    bend = [(a + b) / 2 * (1 - _BEND) for a, b in zip(start, end, strict=True)]
    far = hypot(end[0] - bend[0], end[1] - bend[1]) or 1
    stop = [b - (b - m) * (_DOT + 3) / far for b, m in zip(end, bend, strict=True)]
    return (
        f'<path class="edge" fill="none" stroke="{colours()["edge"]}" marker-end="url(#touches-end)"'
        f' d="M{start[0]:.0f} {start[1]:.0f}Q{bend[0]:.0f} {bend[1]:.0f} {stop[0]:.1f} {stop[1]:.1f}"/>'
    )


def _name(lines: Sequence[str], here: tuple[float, float]) -> str:
    right = here[0] >= 0
    x = here[0] + (_GAP if right else -_GAP)
    top = here[1] + 5 - (len(lines) - 1) * _LINE / 2
    spans = "".join(
        f'<tspan x="{x:.0f}" y="{top + n * _LINE:.0f}">{escape(line)}</tspan>' for n, line in enumerate(lines)
    )
    return f'<text text-anchor="{"start" if right else "end"}">{spans}</text>'
