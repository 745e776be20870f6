"""How alike a question and a document are: cosines of concepts, and of the themes these belong to.

Every concept is weighted by how rare it is among the public products. Of a document its plain strengths, its
length and its themes are remembered; the weighted vector itself is made for the few that need one.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from .features import SCALE, Reader

K = TypeVar("K")
SUBJECT = 50  # a concept that one of so many products holds is a clear subject
TELLING = 0.85  # power of the rarity of a concept, when it has to prove that a subject is known


@dataclass(frozen=True, slots=True)
class Vector:
    """Weighted concepts and themes, both of length one when there are any. ``mass`` is the length before."""

    concepts: Mapping[int, float]
    themes: Mapping[str, float]
    mass: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """A document ready to be compared: strengths of its concepts, the mass of its vector, and its themes.

    ``themes`` is empty or of length one, with a number for each of :attr:`Statistics.slugs`.
    """

    concepts: Mapping[int, int]
    mass: float
    themes: tuple[float, ...]


class Statistics:
    """How often every concept stands in the public products. ``total`` is how many products there are."""

    def __init__(self, reader: Reader) -> None:
        """Begin with nothing counted."""
        self.reader = reader
        self.counts = [0] * len(reader.keys)
        self.total = 0
        concepts = [reader.thesaurus.concepts[key] for key in reader.keys]
        self._general = [concept.weight for concept in concepts]
        self._themes = [_theme_shares(concept.themes, reader.weights.second_theme) for concept in concepts]
        self.slugs = tuple(sorted({slug for concept in concepts for slug in concept.themes}))
        self._worth: list[float] = []

    def count(self, concepts: Mapping[int, int], times: int = 1) -> None:
        """Count one public product, or take it off with ``times`` -1."""
        self.total += times
        for concept, strength in concepts.items():
            self.counts[concept] += times * min(strength, SCALE)
        self._worth = []

    def worth(self) -> Sequence[float]:
        """Return what sharing each concept is worth, in full strength."""
        if not self._worth:
            power = self.reader.weights.rarity
            self._worth = [
                self._rarity(concept) ** power * general for concept, general in enumerate(self._general)
            ]
        return self._worth

    def evidence(self, concepts: Mapping[int, int]) -> float:
        """Return how clearly a text has a subject: 1 for one concept that one of fifty products holds."""
        told = [
            strength / SCALE * self._rarity(concept) ** TELLING * self._general[concept]
            for concept, strength in concepts.items()
        ]
        typical: float = rarity(self.total / SUBJECT, self.total) ** TELLING
        return length(told) / typical if typical else 0.0

    def _rarity(self, concept: int) -> float:
        """Return how telling a concept is: what hardly any product holds no more than a clear subject."""
        return rarity(max(self.total / SUBJECT, min(self.counts[concept] / SCALE, self.total)), self.total)

    def vector(self, concepts: Mapping[int, int]) -> Vector:
        """Return the weighted concepts and what they say about the themes."""
        worth = self.worth()
        weighted = {concept: strength / SCALE * worth[concept] for concept, strength in concepts.items()}
        themes: dict[str, float] = {}
        for concept, weight in weighted.items():
            for slug, share in self._themes[concept]:
                themes[slug] = themes.get(slug, 0.0) + weight * share
        return Vector(unit(weighted), unit(themes), length(weighted.values()))

    def weighed(self, concepts: Mapping[int, int]) -> Weighed:
        """Return a document ready to be compared, until the counts change."""
        vector = self.vector(concepts)
        return Weighed(concepts, vector.mass, self.in_a_row(vector.themes))

    def in_a_row(self, themes: Mapping[str, float]) -> tuple[float, ...]:
        """Return a number for every theme there is; nothing for no themes."""
        return tuple([themes.get(slug, 0.0) for slug in self.slugs]) if themes else ()

    def vector_of(self, known: Weighed) -> Vector:
        """Return the vector of a document, sooner than :meth:`vector` would."""
        worth = self.worth()
        concepts = {
            concept: strength / SCALE * worth[concept] / known.mass
            for concept, strength in known.concepts.items()
        }
        themes = {slug: value for slug, value in zip(self.slugs, known.themes, strict=False) if value}
        return Vector(concepts, themes, known.mass)


class Glass:
    """A question as hundreds of documents are looked at through it: what is the same for all is done once."""

    def __init__(self, vector: Vector, statistics: Statistics) -> None:
        """Work the rarity of the concepts into the question."""
        worth = statistics.worth()
        self._concepts = {
            concept: weight * worth[concept] / SCALE for concept, weight in vector.concepts.items()
        }
        self._themes = statistics.in_a_row(vector.themes)

    def concepts(self, known: Weighed) -> float:
        """Return the cosine of the concepts."""
        shared = dot(self._concepts, known.concepts)
        return shared / known.mass if shared else 0.0

    def themes(self, known: Weighed) -> float:
        """Return the cosine of the themes."""
        return cosine(self._themes, known.themes)


def cosine(left: Sequence[float], right: Sequence[float]) -> float:
    """Return the cosine of two vectors of length one, or 0 when there is none.

    Their distance says it, and the standard library works that out without a loop in Python.
    """
    return max(0.0, 1 - math.dist(left, right) ** 2 / 2) if left and right else 0.0


def rarity(documents: float, total: int) -> float:
    """Return how telling something is that stands in ``documents`` of ``total``, as BM25 has it."""
    return math.log(1 + (total - documents + 0.5) / (documents + 0.5))


def length(values: Iterable[float]) -> float:
    """Return the length of a vector."""
    return math.sqrt(sum(value * value for value in values))


def unit(vector: Mapping[K, float]) -> dict[K, float]:
    """Return the vector with length one; nothing stays nothing."""
    size = length(vector.values())
    return {key: value / size for key, value in vector.items()} if size else {}


def dot(left: Mapping[K, float], right: Mapping[K, float]) -> float:
    """Return the sum of the products of what both have."""
    if len(left) > len(right):
        left, right = right, left
    return sum([value * right[key] for key, value in left.items() if key in right])


def _theme_shares(themes: Sequence[str], second: float) -> tuple[tuple[str, float], ...]:
    size = math.sqrt(len(themes)) or 1.0
    return tuple((slug, (1.0 if place == 0 else second) / size) for place, slug in enumerate(themes))
