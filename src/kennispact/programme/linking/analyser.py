"""One Dutch analyser, for what is indexed and for what is asked."""

import html
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from . import wordlists
from .compounds import Splitter
from .remembered import Remembered
from .stems import stem

VERSION = 4
LONGEST_TEXT = 20_000  # characters; what comes after is not read
SHORTEST_VERB = 6  # letters of a verb whose other forms are looked for
_TAG = re.compile(r"<[^<>]{0,500}>")
_UNSEEN = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]+")  # accents apart, and joiners
_APART = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) != "'"}
_WORD = re.compile(r"[^\W_]+(?:'[^\W\d_]+)?")


def normalise(text: str) -> str:
    """Return lower case without accents, mark-up, soft hyphens and other signs that are not seen."""
    text = text[:LONGEST_TEXT]
    if text.isascii() and "<" not in text and "&" not in text:
        return text.lower()  # says the same as all that follows, sooner
    text = html.unescape(_TAG.sub(" ", text))
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = _UNSEEN.sub("", text)
    return text.replace("\u2019", "'")


def words(text: str) -> list[str]:
    """Return the words of a text, in order. A hyphen separates; *zzp'er* is one word."""
    text = normalise(text)
    if not text.isascii():
        return _WORD.findall(text)
    pieces = text.translate(_APART).split()  # says the same, sooner
    if "'" not in text:
        return pieces
    return [word for piece in pieces for word in (_WORD.findall(piece) if "'" in piece else (piece,))]


@dataclass(slots=True)  # not frozen: that takes three times as long to make
class Token:
    """A word of the text. ``parts`` are the stems of its parts, or its own stem when it is no compound.

    ``terms`` are what it can be found by: its parts, and the whole of a compound.
    """

    word: str
    stem: str
    parts: tuple[str, ...]
    terms: tuple[str, ...]
    grammar: bool  # carries nothing
    filler: bool  # carries nothing by itself


class Analyser:
    """Turns text into :class:`Token`. ``vocabulary`` counts the words that compounds may be made of."""

    def __init__(self, vocabulary: Mapping[str, int] | None = None) -> None:
        """Read the word lists. The lists count as met once; the vocabulary adds to that."""
        self.exceptions = {normalise(left): normalise(right) for left, right in wordlists.pairs("stems.txt")}
        self.function_words = frozenset(map(normalise, wordlists.words("function-words.txt")))
        self.filler_words = frozenset(map(normalise, wordlists.words("filler-words.txt")))
        known = Counter(map(normalise, wordlists.words("compound-words.txt")))
        for word, count in (vocabulary or {}).items():
            known[normalise(word)] += count
        whole = map(normalise, wordlists.words("whole-words.txt"))
        self.splitter = Splitter(known, whole, self.function_words)
        self.verbs = frozenset(
            stem(word, self.exceptions)
            for word in self.splitter.known
            if word.endswith("en") and len(word) >= SHORTEST_VERB
        )
        self._tokens = Remembered(self._token)
        self._pieces = Remembered(lambda word: self._apart(word, self.stem(word)))

    def stem(self, word: str) -> str:
        """Return the stem of one normalised word; *splitst* and *gesplitst* are forms of *splitsen*."""
        bare = word[:-1] if word.endswith(("de", "te")) else word
        if len(bare) >= SHORTEST_VERB and bare[-1] in "dt" and not self._is_noun(word, bare):
            for verb in (bare[:-1], bare[2:-1] if bare.startswith("ge") else ""):
                form = stem(verb, self.exceptions) if verb else ""
                if form in self.verbs:
                    return sys.intern(form)
        return sys.intern(stem(word, self.exceptions))

    def _is_noun(self, word: str, bare: str) -> bool:
        """Return whether a word that looks like the form of a verb is known for another."""
        return (
            word in self.exceptions
            or f"{bare}en" in self.splitter.known
            or f"{bare}es" in self.splitter.known
        )

    def token(self, word: str) -> Token:
        """Return one normalised word analysed."""
        return self._tokens[word]

    def all_tokens(self, text: str) -> list[Token]:
        """Return every word of the text."""
        tokens = self._tokens
        return [tokens[word] for word in words(text)]

    def _token(self, word: str) -> Token:
        own = self.stem(word)
        parts, terms = self._apart(word.removesuffix("'s"), own)
        grammar = word in self.function_words or len(word) < 2 or word.isdigit()  # noqa: PLR2004
        return Token(word, own, parts, terms, grammar, word in self.filler_words)

    def _apart(self, word: str, own: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the stems of the parts of a word, and of every word inside it, the whole last."""
        halves = self.splitter.cut(word)
        pieces = [
            self._pieces[half]  # which come back in other words
            for half in halves or self.splitter.loosely(word)
            if half not in self.function_words
        ]
        if not pieces:
            alone = (own,)
            return alone, alone  # one object: what a hundred thousand words keep, a build has to carry
        parts = tuple([part for stems, _ in pieces for part in stems]) if halves else (own,)
        return parts, (*[term for _, terms in pieces for term in terms], own)


def count_words(texts: Iterable[str], least: int = 1) -> dict[str, int]:
    """Return in how many of the texts a word stands, for words that stand in at least ``least``."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(words(text)))
    return {word: count for word, count in counts.items() if count >= least and word.isalpha()}
