"""From text to what can be compared: stems, parts, concepts and themes."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from .analyser import Analyser, Token
from .documents import Document
from .matcher import Matcher
from .thesaurus import Thesaurus, spread
from .weights import Weights

SCALE = 200  # strengths are kept as whole numbers, so that sums do not depend on their order
MOST_TERMS = 60  # of a question; the rarest are kept


@dataclass(frozen=True, slots=True)
class Features:
    """An analysed text. ``concepts`` holds strengths after the broader concepts were added."""

    terms: tuple[str, ...]
    concepts: Mapping[int, int]
    spelled: Mapping[str, str] = field(default_factory=dict)  # stem -> word as it was written; of a question
    telling: Sequence[str] = ()  # stems of words that carry something by themselves, once; of a document


def pack(concepts: Mapping[int, int]) -> bytes:
    """Return the concepts and strengths in a few bytes."""
    keys = sorted(concepts)
    return array("H", keys + [concepts[key] for key in keys]).tobytes()


def unpack(packed: bytes) -> dict[int, int]:
    """Return what :func:`pack` was given."""
    numbers = array("H")
    numbers.frombytes(packed)
    half = len(numbers) // 2
    return dict(zip(numbers[:half], numbers[half:], strict=True))


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
        self.labels = [thesaurus.concepts[key].label for key in self.keys]

    def document(self, document: Document) -> Features:
        """Read a document; a concept in the title counts for more."""
        title = self.analyser.all_tokens(document.title)
        tokens = title + self.analyser.all_tokens(document.body)
        terms, concepts = self._read(tokens, len(title))
        telling = chain.from_iterable(
            [token.terms for token in tokens if not (token.grammar or token.filler)]
        )
        return Features(terms, concepts, telling=tuple(dict.fromkeys(telling)))

    def question(self, tokens: Sequence[Token]) -> Features:
        """Read the words of a question."""
        spelled: dict[str, str] = {}
        for token in tokens:
            if not (token.grammar or token.filler):
                for term in token.terms:
                    spelled.setdefault(term, token.word)
        return Features(*self._read(tokens, 0), spelled=spelled)

    def _read(self, tokens: Sequence[Token], title: int) -> tuple[tuple[str, ...], dict[int, int]]:
        """Return what a text can be found by, and what it is about."""
        found = self.matcher.find(tokens, title, self.weights.title)
        number = self.number
        concepts = {
            number[key]: round(strength * SCALE)
            for key, strength in spread(found, self.thesaurus, self.weights.broader).items()
        }
        terms = chain.from_iterable([token.terms for token in tokens if not token.grammar])
        return tuple(terms), concepts
