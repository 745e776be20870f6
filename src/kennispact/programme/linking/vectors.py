"""Word vectors, an addition that an installation may configure and that nothing needs.

The file lies on the installation's own disk, in the plain text form most tools write: a first line with
the number of words and of dimensions, then a word and its numbers on every line. Another model fits in by
offering the same two things as :class:`TextVectors`.
"""

import hashlib
import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from .analyser import Analyser, normalise


class TextVectors(Protocol):
    """What turns a text into numbers. ``name`` changes when the answers change."""

    @property
    def name(self) -> str:
        """Return what an index must have been made with."""

    def embed(self, text: str) -> Sequence[float]:
        """Return the numbers of a text, of length one; none for a text that says nothing to it."""


class BadVectors(ValueError):  # noqa: N818 - it speaks of the file
    """The file holds no word vectors. The message names the line."""


class WordVectors:
    """The mean of the vectors of a text's words."""

    def __init__(self, vectors: Mapping[str, Sequence[float]], name: str) -> None:
        """Keep the vectors of normalised words."""
        self._vectors = vectors
        self.name = name
        self._analyser = Analyser()

    @classmethod
    def load(cls, path: Path, only: Iterable[str] | None = None) -> "WordVectors":
        """Read a file; with ``only`` nothing but those words, which saves memory.

        :raises BadVectors: when a line does not fit the first one
        """
        wanted = None if only is None else {normalise(word) for word in only}
        vectors: dict[str, array[float]] = {}
        digest = hashlib.sha256()
        with path.open("rb") as file:
            try:
                count, dimensions = map(int, file.readline().split())
            except ValueError as error:
                raise BadVectors("line 1: number of words and dimensions expected") from error
            number = 1
            for number, line in enumerate(file, 2):
                digest.update(line)
                word, *cells = line.decode("utf-8", "replace").rstrip("\n ").split(" ")
                if len(cells) != dimensions:
                    raise BadVectors(f"line {number}: {dimensions} numbers expected")
                key = normalise(word)
                if key and key not in vectors and (wanted is None or key in wanted):
                    vectors[key] = _numbers(cells, number)
            if number != count + 1:
                raise BadVectors(f"line 1 speaks of {count} words, there are {number - 1}")
        return cls(vectors, f"{path.name}-{digest.hexdigest()[:16]}")

    def embed(self, text: str) -> Sequence[float]:
        """Return the mean of the words that carry something and are known."""
        tokens = [token for token in self._analyser.all_tokens(text) if not (token.grammar or token.filler)]
        known = [self._vectors[token.word] for token in tokens if token.word in self._vectors]
        return unit_numbers([sum(column) for column in zip(*known, strict=True)]) if known else []


def unit_numbers(numbers: Sequence[float]) -> list[float]:
    """Return the numbers with length one."""
    size = math.sqrt(sum(number * number for number in numbers))
    return [number / size for number in numbers] if size else []


def likeness(left: Sequence[float], right: Sequence[float]) -> float:
    """Return how alike two texts are, from 0 to 1; 0 when one of them says nothing."""
    if len(left) != len(right):
        return 0.0
    return max(0.0, sum(one * other for one, other in zip(left, right, strict=True)))


def pack_numbers(numbers: Sequence[float]) -> bytes:
    """Return the numbers in four bytes each."""
    return array("f", numbers).tobytes()


def unpack_numbers(packed: bytes) -> Sequence[float]:
    """Return what :func:`pack_numbers` was given."""
    numbers = array("f")
    numbers.frombytes(packed)
    return numbers


def _numbers(cells: Sequence[str], line: int) -> "array[float]":
    try:
        numbers = array("f", map(float, cells))
    except ValueError as error:
        raise BadVectors(f"line {line}: no number") from error
    if not all(map(math.isfinite, numbers)):
        raise BadVectors(f"line {line}: a number without end")
    return array("f", unit_numbers(numbers))
