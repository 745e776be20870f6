"""What the definition has so far, so that references can be checked and nothing is named twice."""

from dataclasses import dataclass, field
from re import Pattern

from kennispact.ground.kit.words import N_
from kennispact.registers.covenant.reader import SLUG, Table


@dataclass
class Known:
    """Keys by kind, each with the line it stands on."""

    sources: dict[str, int] = field(default_factory=dict)
    articles: dict[str, int] = field(default_factory=dict)
    clauses: dict[str, int] = field(default_factory=dict)
    roles: dict[str, int] = field(default_factory=dict)
    parties: dict[str, int] = field(default_factory=dict)
    subjects: dict[str, int] = field(default_factory=dict)  # pillars, themes and programmes
    names: dict[str, int] = field(default_factory=dict)  # of themes, in lower case
    obligations: dict[str, int] = field(default_factory=dict)
    key_dates: dict[str, int] = field(default_factory=dict)
    doubts: dict[str, int] = field(default_factory=dict)


def take_key(table: Table, taken: dict[str, int], shape: Pattern[str] = SLUG) -> str:
    """Read the key of a table, which must be new, and remember it."""
    key = table.text("key", shape=shape)
    if key in taken:
        table.fault("key", N_("“%(key)s” is already used on line %(line)s."), key=key, line=taken[key])
    elif key:
        taken[key] = table.line
    return key
