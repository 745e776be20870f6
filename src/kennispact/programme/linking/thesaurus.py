"""The thesaurus: which words of the field speak of one thing, and of which theme groups.

A concept has words and phrases; :mod:`.matcher` finds them in a text.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from . import wordlists

# What a concept counts for by its stars: *monitoring* stands in every second text, *geld* says hardly more.
STARS = {"": 1.0, "*": 0.5, "**": 0.1}


class Malformed(ValueError):  # noqa: N818 - it speaks of the text
    """The text is no thesaurus. The message names the line."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing the field speaks of. ``themes`` are slugs, ``broader`` keys of concepts, ``terms`` phrases.

    ``weight`` is less than one for what every second text touches upon.
    """

    key: str
    themes: tuple[str, ...]
    broader: tuple[str, ...]
    terms: tuple[str, ...]
    weight: float = 1.0

    @property
    def label(self) -> str:
        """Return the name shown to readers."""
        return self.terms[0].rstrip("?") if self.terms else self.key


class Thesaurus:
    """Concepts by key. ``version`` changes with the content."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        """Keep the concepts; broader concepts that do not exist are refused.

        :raises Malformed: for a key that stands twice or a broader concept that does not exist
        """
        self.concepts: dict[str, Concept] = {}
        for concept in concepts:
            if concept.key in self.concepts:
                raise Malformed(f"{concept.key} stands twice")
            self.concepts[concept.key] = concept
        for concept in self.concepts.values():
            missing = [key for key in concept.broader if key not in self.concepts]
            if missing:
                raise Malformed(f"{concept.key} names {missing[0]}, which does not exist")
        rows = sorted((c.key, c.themes, c.broader, c.terms, c.weight) for c in self.concepts.values())
        self.version = hashlib.sha256(repr(rows).encode()).hexdigest()[:16]

    @classmethod
    def parse(cls, text: str) -> "Thesaurus":
        """Read ``concept | themes | broader | terms`` lines; ``@ code = slug`` lines shorten theme slugs.

        A star among the themes marks a general concept, two stars one that says hardly anything.

        :raises Malformed: when a line cannot be read
        """
        slugs: dict[str, str] = {}
        concepts = []
        for line in wordlists.lines(text):
            if line.startswith("@"):
                code, _, slug = line[1:].partition("=")
                slugs[code.strip()] = slug.strip()
                continue
            cells = [cell.strip() for cell in line.split("|")]
            if len(cells) != 4 or not cells[0]:  # noqa: PLR2004
                raise Malformed(f"four cells expected: {line[:60]}")
            codes = cells[1].split()
            stars = next((code for code in codes if code in STARS), "")
            themes = tuple(slugs.get(code, code) for code in codes if code not in STARS)
            terms = tuple(term.strip() for term in cells[3].split(",") if term.strip())
            concepts.append(Concept(cells[0], themes, tuple(cells[2].split()), terms, STARS[stars]))
        return cls(concepts)

    @classmethod
    @cache
    def shipped(cls) -> "Thesaurus":
        """Return the thesaurus that comes with the program."""
        return cls.parse(wordlists.read("thesaurus.txt"))

    def texts(self) -> list[str]:
        """Return the phrases of every concept as one text, for counting words."""
        return [", ".join(term.rstrip("?") for term in concept.terms) for concept in self.concepts.values()]


def spread(found: Mapping[str, float], thesaurus: Thesaurus, damping: float) -> dict[str, float]:
    """Return the concepts with their broader ones added, each step up damped."""
    result = dict(found)
    layer = dict(found)
    while layer:
        above: dict[str, float] = {}
        for key, strength in layer.items():
            for broader in thesaurus.concepts[key].broader:
                value = strength * damping
                if value > result.get(broader, 0.0) and value > 0.05:  # noqa: PLR2004
                    result[broader] = value
                    above[broader] = value
        layer = above
    return result
