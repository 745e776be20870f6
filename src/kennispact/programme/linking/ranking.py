"""Put candidates in order: what they share with the question in words, concepts, themes and answers."""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeVar

from .comparing import Glass, Statistics, Vector, Weighed, dot, length, unit
from .features import Features, unpack
from .shelf import Row, Shelf
from .vectors import likeness, unpack_numbers
from .weights import BM25_B, BM25_K1, Weights

TOP_CONCEPTS = 12  # of a question, that candidates are fetched by
KEPT_WEIGHED = 20_000  # documents remembered ready to be compared, some 1.5 kB each
AGAIN = 40  # the best candidates, that a question which was taught is compared with once more
PLENTY = 20  # worth of some five telling words: a question of fewer is easily held in full
TYPICAL_LENGTH = 30  # stems of a question; what is not public has no part in the true average
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question ready to be compared."""

    features: Features
    vector: Vector
    answers: Mapping[str, float] = field(default_factory=dict)
    dense: Sequence[float] = ()


@dataclass(slots=True, kw_only=True)
class Closed(Row):
    """A document that is not public, kept in memory only."""

    features: Features


class Scored(NamedTuple):
    """A candidate with its score."""

    key: str
    row: Row
    weighed: Weighed
    fixed: float  # the part of the score that is neither concepts nor themes
    score: float = 0.0
    alike: float = 0.0  # by concepts alone


class Ranker:
    """Ranks the documents of one shelf."""

    def __init__(self, shelf: Shelf, statistics: Statistics, weights: Weights) -> None:
        """Keep what is needed; documents are weighed when first met."""
        self.shelf = shelf
        self.statistics = statistics
        self.weights = weights
        self._weighed: dict[str, Weighed] = {}

    def forget(self) -> None:
        """Forget the documents that were weighed: what stands on the shelves has changed."""
        self._weighed.clear()

    def rank(self, asked: Asked, visible: Callable[[str], bool] | None) -> list[Scored]:
        """Return the visible candidates, best first. What is not visible takes no place among them."""
        if not self.shelf.by_key:
            return []
        terms, whole = self.shelf.worth(asked.features)
        strongest = sorted(asked.vector.concepts.items(), key=lambda pair: (-pair[1], pair[0]))
        limit = self.weights.candidates
        while True:
            lexical = dict(self.shelf.by_words(terms, limit))
            alike = dict(self.shelf.by_concepts(dict(strongest[:TOP_CONCEPTS]), limit))
            rows = [
                (number, row)
                for number in lexical.keys() | alike.keys()
                if (row := self.shelf.rows[number]) is not None
            ]
            seen = rows if visible is None else [pair for pair in rows if visible(pair[1].key)]
            if len(seen) >= self.weights.candidates or len(rows) < limit or limit > len(self.shelf.rows):
                break
            limit *= 4
        shares = {number: self._share(score, whole) for number, score in lexical.items()}
        glass = Glass(asked.vector, self.statistics)
        scored = [self._score(asked, glass, row, shares.get(number, 0.0)) for number, row in seen]
        return sorted(scored, key=order)

    def one(self, asked: Asked, key: str, visible: Callable[[str], bool] | None) -> Scored | None:
        """Return one document of the shelf, found or not, when it is there and may be seen."""
        number = self.shelf.by_key.get(key)
        row = self.shelf.rows[number] if number is not None else None
        if row is None or not (visible is None or visible(key)):
            return None
        return self._score(asked, Glass(asked.vector, self.statistics), row, 0.0)

    def closed(self, asked: Asked, documents: Sequence[Closed]) -> list[Scored]:
        """Rank documents that are not public, all of them, with the counts of the public ones."""
        if not documents:
            return []
        terms, whole = self.shelf.worth(asked.features)
        glass = Glass(asked.vector, self.statistics)
        scored = [
            self._score(asked, glass, one, self._share(self._bm25(terms, one.features), whole))
            for one in documents
        ]
        return sorted(scored, key=order)

    def _score(self, asked: Asked, glass: Glass, row: Row, lexical: float) -> Scored:
        known = self._weighed.get(row.key) or self._weigh(row)
        fixed = self.weights.lexical * lexical
        if row.dense and asked.dense:
            fixed += self.weights.vectors * likeness(asked.dense, unpack_numbers(row.dense))
        if row.answers and asked.answers:
            fixed += self.weights.answers * dot(asked.answers, row.answers)
        return self._together(glass, Scored(row.key, row, known, fixed))

    def _together(self, glass: Glass, one: Scored) -> Scored:
        alike = glass.concepts(one.weighed)
        score = one.fixed + self.weights.concepts * alike + self.weights.themes * glass.themes(one.weighed)
        return Scored(one.key, one.row, one.weighed, one.fixed, round(score, 9), alike)

    def _weigh(self, row: Row) -> Weighed:
        if len(self._weighed) >= KEPT_WEIGHED:
            self._weighed.clear()
        known = self._weighed[row.key] = self.statistics.weighed(unpack(row.packed))
        return known

    def _share(self, score: float, whole: float) -> float:
        """Return what shared words count for: their share, and more when they are many telling ones."""
        return score / whole * (1 + self.weights.many * score / (whole + PLENTY))

    def _bm25(self, terms: Mapping[str, float], features: Features) -> float:
        """Score one document as the index would, without having it count."""
        size = BM25_K1 * (1 - BM25_B + BM25_B * len(features.terms) / TYPICAL_LENGTH)
        counts = Counter(features.terms)
        return sum(
            worth * counts[term] * (1 + BM25_K1) / (counts[term] + size)
            for term, worth in terms.items()
            if term in counts
        )

    def taught(self, asked: Asked, ranked: Sequence[Scored]) -> Asked:
        """Return the question with what its best products say of concepts and theme groups.

        Products about one thing answer together: what the best have in common tells what was meant.
        """
        concepts: dict[int, float] = {}
        themes: dict[str, float] = {}
        for one in ranked[: self.weights.teachers]:
            vector = self.statistics.vector_of(one.weighed)
            for concept, value in vector.concepts.items():
                concepts[concept] = concepts.get(concept, 0.0) + value * one.score
            for slug, value in vector.themes.items():
                themes[slug] = themes.get(slug, 0.0) + value * one.score
        own = asked.vector
        return replace(
            asked,
            vector=Vector(
                _mixed(own.concepts, concepts, self.weights.taught_concepts),
                _mixed(own.themes, themes, self.weights.taught_themes),
                own.mass,
            ),
        )

    def again(self, asked: Asked, ranked: Sequence[Scored]) -> list[Scored]:
        """Put the best in order for a question that was taught; words count as they did, the rest stays."""
        glass = Glass(asked.vector, self.statistics)
        best = [self._together(glass, one) for one in ranked[:AGAIN]]
        return sorted(best + list(ranked[AGAIN:]), key=order)


def order(scored: Scored) -> tuple[float, str]:
    """Best first; equal scores by key, so that the same question gets the same answer."""
    return (-scored.score, scored.key)


def _mixed(own: Mapping[K, float], learned: Mapping[K, float], share: float) -> dict[K, float]:
    size = length(learned.values()) or 1.0
    mixed = dict(own)
    for key, value in learned.items():
        mixed[key] = mixed.get(key, 0.0) + share * value / size
    return unit(mixed)


def profile(ranked: list[Scored], most: int = 15) -> dict[str, float]:
    """Return the products that answer a question best, as a vector of length one."""
    return {
        key: round(value, 6) for key, value in unit({one.key: one.score for one in ranked[:most]}).items()
    }


def confidences(vector: Vector, evidence: float) -> dict[str, float]:
    """Return how sure each theme group is: its share of the evidence, and how much evidence there is."""
    powered = {slug: value**2 for slug, value in vector.themes.items()}
    total = sum(powered.values())
    if not total:
        return {}
    sure = 1 - math.exp(-evidence)
    return {slug: sure * value / total for slug, value in powered.items()}
