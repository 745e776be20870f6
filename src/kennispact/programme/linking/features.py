"""From text to what can be compared: stems, parts, concepts and themes."""

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from .analyser import Analyser, Token
from .documents import Document
from .matcher import Matcher
from .thesaurus import Thesaurus, spread
from .weights import Weights

K = TypeVar("K")
SCALE = 200  # strengths are kept as whole numbers, so that sums do not depend on their order
MOST_TERMS = 60  # of a question; the rarest are kept


@dataclass(frozen=True, slots=True)
class Features:
    """An analysed text. ``concepts`` holds strengths after the broader concepts were added."""

    terms: tuple[str, ...]
    concepts: Mapping[int, int]
    spelled: Mapping[str, str] = field(default_factory=dict)  # stem -> word as it was written


def pack(concepts: Mapping[int, int]) -> bytes:
    """Return the concepts and strengths in a few bytes."""
    return array("H", [number for pair in sorted(concepts.items()) for number in pair]).tobytes()


def unpack(packed: bytes) -> dict[int, int]:
    """Return what :func:`pack` was given."""
    numbers = array("H")
    numbers.frombytes(packed)
    return dict(zip(numbers[::2], numbers[1::2], strict=True))


class Reader:
    """Reads texts with one analyser and one thesaurus."""

    def __init__(self, analyser: Analyser, thesaurus: Thesaurus, weights: Weights) -> None:
        """Analyse the thesaurus with the analyser."""
        self.analyser = analyser
        self.thesaurus = thesaurus
        self.weights = weights
        self.matcher = Matcher(thesaurus, analyser)
        self.keys = sorted(thesaurus.concepts)
        self.number = {key: number for number, key in enumerate(self.keys)}

    def document(self, document: Document) -> Features:
        """Read a document; a concept in the title counts for more."""
        title = self.analyser.all_tokens(document.title)
        return self._read(title + self.analyser.all_tokens(document.body), len(title))

    def question(self, tokens: Sequence[Token]) -> Features:
        """Read the words of a question."""
        spelled: dict[str, str] = {}
        for token in tokens:
            if not (token.grammar or token.filler):
                for term in token.terms:
                    spelled.setdefault(term, token.word)
        return replace(self._read(tokens, 0), spelled=spelled)

    def _read(self, tokens: Sequence[Token], title: int) -> Features:
        found = self.matcher.find(tokens, title, self.weights.title)
        concepts = {
            self.number[key]: round(strength * SCALE)
            for key, strength in spread(found, self.thesaurus, self.weights.broader).items()
        }
        terms = [term for token in tokens if not token.grammar for term in token.terms]
        return Features(tuple(terms), concepts)


@dataclass(frozen=True, slots=True)
class Vector:
    """Weighted concepts and themes, both of length one when there are any. ``mass`` is the length before."""

    concepts: Mapping[int, float]
    themes: Mapping[str, float]
    mass: float


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
        self._rarity: dict[int, float] = {}

    def count(self, concepts: Mapping[int, int], times: int = 1) -> None:
        """Count one public product, or take it off with ``times`` -1."""
        self.total += times
        for concept, strength in concepts.items():
            self.counts[concept] += times * min(strength, SCALE)
        self._rarity.clear()

    def rarity(self, concept: int) -> float:
        """Return what sharing this concept is worth."""
        known = self._rarity.get(concept)
        if known is None:
            share = rarity(min(self.counts[concept] / SCALE, self.total), self.total)
            known = share**self.reader.weights.rarity * self._general[concept]
            self._rarity[concept] = known
        return known

    def typical_mass(self) -> float:
        """Return the mass of one concept that stands in one of fifty products: a clear sign of a subject."""
        return float(rarity(self.total / 50, self.total) ** self.reader.weights.rarity)

    def vector(self, concepts: Mapping[int, int]) -> Vector:
        """Return the weighted concepts and what they say about the themes."""
        weighted = {
            concept: strength / SCALE * self.rarity(concept) for concept, strength in concepts.items()
        }
        themes: dict[str, float] = {}
        for concept, weight in weighted.items():
            for slug, share in self._themes[concept]:
                themes[slug] = themes.get(slug, 0.0) + weight * share
        mass = length(weighted.values())
        return Vector(unit(weighted), unit(themes), mass)


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
