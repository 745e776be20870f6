"""What is linked, and what an answer looks like."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Document:
    """A product, or a question that was asked. ``key`` is unique within its kind.

    What is not ``public`` never reaches the index of words, its counts or its file: it is compared only
    with a question whose reader may see it.
    """

    key: str
    title: str
    body: str = ""
    public: bool = True


@dataclass(frozen=True, slots=True)
class ThemeText:
    """A theme group as the covenant names it. ``names`` are its name and its other names."""

    slug: str
    names: tuple[str, ...] = ()


class Because(StrEnum):
    """Why something is suggested."""

    SUBJECT = "subject"  # a concept of the thesaurus both speak of; values: its label
    WORD = "word"  # words both hold; values: the words as the question has them
    THEME = "theme"  # a theme group both belong to; values: slug
    NEIGHBOUR = "neighbour"  # it is much like another product that answers; values: key of that product
    ANSWERS = "answers"  # two questions that the same products answer; values: keys of products
    JUDGED = "judged"  # readers confirmed this link for a like question; values: key of that question


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, strongest first in a suggestion."""

    because: Because
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A document with its score (0 is nothing; scores of one answer can be compared) and the reasons."""

    key: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ThemeGuess:
    """A theme group and how sure that is, from 0 to 1."""

    slug: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Links:
    """The answer. ``unknown`` says that nothing is known about the subject: then no theme is guessed.

    ``read_as`` holds the words that were taken for another: what was written, how it was read.
    """

    items: tuple[Suggestion, ...]
    questions: tuple[Suggestion, ...]
    themes: tuple[ThemeGuess, ...]
    unknown: bool
    read_as: tuple[tuple[str, str], ...] = ()


MaySee = Callable[[str], bool] | Collection[str] | None
Judgements = Mapping[str, Mapping[str, int]]


def sees(may_see: MaySee, document_is_public: bool, key: str) -> bool:
    """Return whether the reader may see a document. Without a word about it, only what is public."""
    if may_see is None:
        return document_is_public
    return bool(may_see(key)) if callable(may_see) else key in may_see
