"""Put candidates in order: what they share with the question in words, concepts, themes and answers."""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .features import Features, Statistics, Vector, dot, unit, unpack
from .shelf import Row, Shelf
from .vectors import likeness, unpack_numbers
from .weights import BM25_B, BM25_K1, Weights

TOP_CONCEPTS = 12  # of a question, that candidates are fetched by
BEST = 20  # products that support each other
NEAREST = 10  # of those
KEPT_VECTORS = 20_000
PLENTY = 20  # worth of some five telling words: a question of fewer is easily held in full
TYPICAL_LENGTH = 30  # stems of a question; what is not public has no part in the true average


@dataclass(frozen=True, slots=True)
class Asked:
    """A question ready to be compared."""

    features: Features
    vector: Vector
    answers: Mapping[str, float] = field(default_factory=dict)
    dense: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Closed:
    """A document that is not public, kept in memory only."""

    key: str
    features: Features
    text: str
    dense: bytes = b""


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score. ``number`` is its place on the shelf, or none for a closed document."""

    key: str
    score: float
    vector: Vector
    number: int | None
    text: str = ""
    answers: Mapping[str, float] = field(default_factory=dict)
    beside: str = ""  # the product most like it among the best


class Ranker:
    """Ranks the documents of one shelf."""

    def __init__(self, shelf: Shelf, statistics: Statistics, weights: Weights) -> None:
        """Keep what is needed; vectors are made when first asked for."""
        self.shelf = shelf
        self.statistics = statistics
        self.weights = weights
        self._vectors: dict[int, Vector] = {}

    def forget(self) -> None:
        """Forget the vectors: the counts they rest on have changed."""
        self._vectors.clear()

    def rank(self, asked: Asked, visible: Callable[[str], bool] | None) -> list[Scored]:
        """Return the visible candidates, best first. What is not visible takes no place among them."""
        terms, whole = self.shelf.worth(asked.features)
        limit = self.weights.candidates
        while True:
            lexical = dict(self.shelf.by_words(terms, limit))
            strongest = sorted(asked.vector.concepts.items(), key=lambda pair: (-pair[1], pair[0]))[
                :TOP_CONCEPTS
            ]
            numbers = lexical.keys() | {
                number for number, _ in self.shelf.by_concepts(dict(strongest), limit)
            }
            rows = [
                (number, row) for number in sorted(numbers) if (row := self.shelf.rows[number]) is not None
            ]
            seen = [(number, row) for number, row in rows if visible is None or visible(row.key)]
            if len(seen) >= self.weights.candidates or len(rows) < limit or limit > len(self.shelf.rows):
                break
            limit *= 4
        scored = [
            self._score(asked, number, row, self._share(lexical.get(number, 0.0), whole))
            for number, row in seen
        ]
        return sorted(scored, key=order)

    def one(self, asked: Asked, key: str, visible: Callable[[str], bool] | None) -> Scored | None:
        """Return one document of the shelf, found or not, when it is there and may be seen."""
        number = self.shelf.by_key.get(key)
        row = self.shelf.rows[number] if number is not None else None
        if number is None or row is None or not (visible is None or visible(key)):
            return None
        return self._score(asked, number, row, 0.0)

    def closed(self, asked: Asked, documents: list[Closed]) -> list[Scored]:
        """Rank documents that are not public, all of them, with the counts of the public ones."""
        terms, whole = self.shelf.worth(asked.features)
        scored = []
        for document in documents:
            vector = self.statistics.vector(document.features.concepts)
            lexical = self._share(self._bm25(terms, document.features), whole)
            score = self.together(asked, vector, lexical, {}, document.dense)
            scored.append(Scored(document.key, score, vector, None, document.text))
        return sorted(scored, key=order)

    def together(
        self, asked: Asked, vector: Vector, lexical: float, answers: Mapping[str, float], dense: bytes
    ) -> float:
        """Return the score of one document."""
        weights = self.weights
        score = (
            weights.lexical * lexical
            + weights.concepts * dot(asked.vector.concepts, vector.concepts)
            + weights.themes * dot(asked.vector.themes, vector.themes)
        )
        if dense and asked.dense:
            score += weights.vectors * likeness(asked.dense, unpack_numbers(dense))
        if answers and asked.answers:
            score += weights.answers * dot(asked.answers, answers)
        return round(score, 9)

    def _share(self, score: float, whole: float) -> float:
        """Return what shared words count for: their share, and more when they are many telling ones."""
        return score / whole * (1 + self.weights.many * score / (whole + PLENTY))

    def _score(self, asked: Asked, number: int, row: Row, lexical: float) -> Scored:
        vector = self._vectors.get(number)
        if vector is None:
            if len(self._vectors) >= KEPT_VECTORS:
                self._vectors.clear()
            vector = self._vectors[number] = self.statistics.vector(unpack(row.packed))
        score = self.together(asked, vector, lexical, row.answers, row.dense)
        return Scored(row.key, score, vector, number, answers=row.answers)

    def _bm25(self, terms: Mapping[str, float], features: Features) -> float:
        """Score one document as the index would, without having it count."""
        size = BM25_K1 * (1 - BM25_B + BM25_B * len(features.terms) / TYPICAL_LENGTH)
        counts = Counter(features.terms)
        return sum(
            worth * counts[term] * (1 + BM25_K1) / (counts[term] + size)
            for term, worth in terms.items()
            if term in counts
        )


def supported(ranked: list[Scored], weights: Weights) -> list[Scored]:
    """Let the best products raise what is like them, as products about one thing answer together."""
    best, rest = ranked[:BEST], ranked[BEST:]
    like = [[0.0] * len(best) for _ in best]
    for one in range(len(best)):
        for other in range(one):
            left, right = best[one].vector, best[other].vector
            value = dot(left.concepts, right.concepts) + weights.themes * dot(left.themes, right.themes)
            like[one][other] = like[other][one] = value
    raised = []
    for place, scored in enumerate(best):
        near = sorted(range(len(best)), key=lambda other: (-like[place][other], other))[:NEAREST]
        total = sum(like[place][other] for other in near)
        if total:
            mean = sum(like[place][other] * best[other].score for other in near) / total
            score = round(scored.score + weights.neighbours * mean, 9)
            scored = replace(scored, score=score, beside=best[near[0]].key)  # noqa: PLW2901
        raised.append(scored)
    return sorted(raised + rest, key=order)


def order(scored: Scored) -> tuple[float, str]:
    """Best first; equal scores by key, so that the same question gets the same answer."""
    return (-scored.score, scored.key)


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
