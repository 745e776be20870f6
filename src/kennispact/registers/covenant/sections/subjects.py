"""Pillars, themes, named programmes, and what touches what."""

from dataclasses import dataclass
from typing import TypeVar

from kennispact.ground.kit.words import N_
from kennispact.registers.covenant.definition import Pillar, Programme, Theme, Touch
from kennispact.registers.covenant.reader import Table

from .known import Known, take_key

_Named = TypeVar("_Named", Pillar, Programme)


@dataclass(frozen=True, slots=True)
class Subjects:
    """What this section yields."""

    pillars: tuple[Pillar, ...]
    themes: tuple[Theme, ...]
    programmes: tuple[Programme, ...]
    touches: tuple[Touch, ...]


def read(root: Table, known: Known) -> Subjects:
    """Read the section; touches last, because they may point both ways."""
    pillars = tuple(_named(one, Pillar, known) for one in root.tables("pillar"))
    programmes = tuple(_named(one, Programme, known) for one in root.tables("programme"))
    pillar_keys = {pillar.key for pillar in pillars}
    themes = tuple(_theme(one, known, pillar_keys) for one in root.tables("theme", required=True))
    touches: dict[tuple[str, str], Touch] = {}
    for one in root.tables("touch"):
        for touch in _touches(one, known, themes, pillar_keys):
            if (touch.origin, touch.target) in touches:
                one.fault(
                    "targets",
                    N_("“%(origin)s” touches “%(target)s” twice."),
                    origin=touch.origin,
                    target=touch.target,
                )
            touches[touch.origin, touch.target] = touch
    return Subjects(pillars, themes, programmes, tuple(touches.values()))


def _named(table: Table, kind: type[_Named], known: Known) -> _Named:
    one = kind(
        key=take_key(table, known.subjects),
        name=table.text("name"),
        name_en=table.text("name_en"),
        summary=table.text("summary"),
        summary_en=table.text("summary_en"),
        source=table.reference("source", known.sources, "source"),
    )
    table.close()
    return one


def _theme(table: Table, known: Known, pillars: set[str]) -> Theme:
    theme = Theme(
        key=take_key(table, known.subjects),
        name=table.text("name"),
        name_en=table.text("name_en"),
        pillar=table.reference("pillar", pillars, "pillar", required=False),
        other_names=table.texts("other_names"),
        summary=table.text("summary"),
        summary_en=table.text("summary_en"),
        priorities=table.texts("priorities"),
        results=table.texts("results"),
        listed=table.flag("listed", default=True),
        source=table.reference("source", known.sources, "source"),
        priorities_en=table.texts("priorities_en"),
        results_en=table.texts("results_en"),
    )
    for key, dutch, english in (
        ("priorities_en", theme.priorities, theme.priorities_en),
        ("results_en", theme.results, theme.results_en),
    ):
        if len(dutch) != len(english):
            table.fault(key, N_("There must be as many English sentences as Dutch ones."))
    for name in theme.names:
        _take_name(table, name, known)
    table.close()
    return theme


def _take_name(table: Table, name: str, known: Known) -> None:
    """Note a name that leads to two themes: whoever looks for it would find only one."""
    if name.lower() in known.names:
        table.fault(
            "name",
            N_("“%(name)s” is already the name of the theme on line %(line)s."),
            name=name,
            line=known.names[name.lower()],
        )
    elif name:
        known.names[name.lower()] = table.line


def _touches(table: Table, known: Known, themes: tuple[Theme, ...], pillars: set[str]) -> list[Touch]:
    """Read one table of touches; ``other_themes_of`` stands for every other listed theme of a pillar."""
    origin = table.reference("origin", known.subjects, "subject")
    targets = list(table.references("targets", known.subjects, "subject", required=False))
    for pillar in table.references("other_themes_of", pillars, "pillar", required=False):
        group = (theme.key for theme in themes if theme.pillar == pillar and theme.listed)
        targets += [key for key in group if key != origin]
    source = table.reference("source", known.sources, "source")
    if origin in targets:
        table.fault("targets", N_("“%(origin)s” cannot touch itself."), origin=origin)
    if not targets:
        table.fault("targets", N_("“%(origin)s” touches nothing."), origin=origin)
    table.close()
    return [Touch(origin, target, source) for target in targets]
