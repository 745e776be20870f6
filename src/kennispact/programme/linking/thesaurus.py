"""The thesaurus: which words of the field speak of one thing, and of which theme groups.

A concept has words and phrases. Compounds are taken apart on both sides and the order of the words is free
within a short distance: *leegstaande winkels*, *leegstand van winkels*, *winkelleegstand* are one phrase.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from . import wordlists
from .analyser import Analyser, Token

HINT = 0.4  # what a word marked as a mere hint counts for
SLACK = 4  # words that may stand between the words of a phrase
TIGHT = 1  # the same for a phrase that leans on words of grammar, such as *niet rondkomen*
NOT = frozenset({"geen", "niet", "zonder", "te", "weinig", "minder"})  # grammar that turns a phrase around
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


@dataclass(frozen=True, slots=True)
class Found:
    """A concept met in a text: how surely (0 to 1), the words that said so, and whether the title did."""

    concept: str
    strength: float
    words: tuple[str, ...]
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class _Phrase:
    atoms: tuple[str, ...]
    concept: str
    strength: float
    reach: int  # how far apart its words may stand
    needs: frozenset[str]


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


class Matcher:
    """Finds the concepts of a thesaurus in analysed text."""

    def __init__(self, thesaurus: Thesaurus, analyser: Analyser) -> None:
        """Analyse every phrase once and file it under its rarest word."""
        self.thesaurus = thesaurus
        phrases = [
            phrase
            for concept in thesaurus.concepts.values()
            for term in concept.terms
            if (phrase := _phrase(term, concept.key, analyser)) is not None
        ]
        self.words = frozenset(atom for phrase in phrases for atom in phrase.atoms)
        counts: Counter[str] = Counter()
        for word, count in analyser.splitter.known.items():
            for atom in analyser.token(word).parts:
                counts[atom] += count
        # rarest word -> next rarest word (none for a single one) -> phrases
        self._by_atom: dict[str, dict[str, list[_Phrase]]] = defaultdict(lambda: defaultdict(list))
        self._reach: dict[str, dict[str, int]] = defaultdict(dict)  # of the phrase that reaches furthest
        grammar = analyser.function_words
        for phrase in phrases:
            rarest = sorted(phrase.needs, key=lambda atom: (atom in grammar, counts[atom], atom))
            first, second = rarest[0], rarest[1] if len(rarest) > 1 else ""
            self._by_atom[first][second].append(phrase)
            self._reach[first][second] = max(phrase.reach, self._reach[first].get(second, 0))

    def find(self, tokens: Sequence[Token], title: int = 0) -> dict[str, Found]:
        """Return the concepts of a text, strongest evidence each. The first ``title`` are the title."""
        atoms: list[str] = []
        owner: list[Token] = []
        for token in tokens:
            atoms.extend(token.parts)
            owner.extend([token] * len(token.parts))
        title_ends = sum(len(token.parts) for token in tokens[:title])
        places: dict[str, list[int]] = {}
        for place, atom in enumerate(atoms):
            places.setdefault(atom, []).append(place)
        best: dict[str, Found] = {}
        for phrase, here in self._candidates(places):
            known = best.get(phrase.concept)
            if known is not None and known.strength >= phrase.strength:
                continue
            met = _meet(phrase, places) if len(phrase.atoms) > 1 else _single(here, owner)
            if met is None:
                continue
            strength = phrase.strength * _coverage(met, owner)
            if known is None or strength > known.strength:
                words = tuple(dict.fromkeys(owner[place].word for place in met))
                best[phrase.concept] = Found(phrase.concept, strength, words, met[-1] < title_ends)
        return dict(sorted(best.items()))

    def _candidates(self, places: Mapping[str, Sequence[int]]) -> Iterator[tuple[_Phrase, Sequence[int]]]:
        """Return the phrases whose words all stand in the text, in the order of the text."""
        for atom, here in places.items():
            filed = self._by_atom.get(atom)
            if filed is None:
                continue
            for phrase in filed.get("", ()):
                yield phrase, here
            reach = self._reach[atom]
            both = filed.keys() & places.keys()
            for second in sorted(one for one in both if _near(here, places[one], reach[one])):
                for phrase in filed[second]:
                    if phrase.needs <= places.keys():
                        yield phrase, here


def _phrase(term: str, concept: str, analyser: Analyser) -> _Phrase | None:
    """Analyse one term. Words of grammar are left out unless hardly anything else is there."""
    strength = HINT if term.endswith("?") else 1.0
    tokens = analyser.all_tokens(term.rstrip("?"))
    bare = tuple(part for token in tokens if token.word in NOT or not token.grammar for part in token.parts)
    whole = tuple(part for token in tokens for part in token.parts)
    if len(bare) < 2 <= len(whole):  # noqa: PLR2004
        return _Phrase(whole, concept, strength, len(whole) - 1 + TIGHT, frozenset(whole))
    return _Phrase(bare, concept, strength, len(bare) - 1 + SLACK, frozenset(bare)) if bare else None


def _coverage(met: Sequence[int], owner: Sequence[Token]) -> float:
    """Return which share of the words it stands in a phrase takes up: *jeugd* is half of *jeugdwerk*."""
    if len(met) == 1:
        return 1 / len(owner[met[0]].parts)
    tokens = {owner[place].word: len(owner[place].parts) for place in met}
    share = min(1.0, len(met) / sum(tokens.values()))
    return share * share


def _near(here: Sequence[int], there: Sequence[int], reach: int) -> bool:
    """Return whether two words stand within reach of each other somewhere."""
    if len(here) == 1 and len(there) == 1:
        return -reach <= here[0] - there[0] <= reach
    return any(-reach <= one - other <= reach for one in here for other in there)


def _single(places: Sequence[int], owner: Sequence[Token]) -> list[int] | None:
    """Return where a single word stands, by itself if it does anywhere."""
    compound = None
    for place in places:
        if not owner[place].grammar:
            if len(owner[place].parts) == 1:
                return [place]
            compound = place if compound is None else compound
    return None if compound is None else [compound]


def _meet(phrase: _Phrase, places: Mapping[str, Sequence[int]]) -> list[int] | None:
    """Return where the words of a phrase stand near each other, or nothing when they nowhere do."""
    wanted = [places[atom] for atom in phrase.atoms]
    reach = phrase.reach
    if len(wanted) == 2 and len(wanted[0]) == 1 and len(wanted[1]) == 1:  # noqa: PLR2004 - most, and quicker
        one, other = wanted[0][0], wanted[1][0]
        return [min(one, other), max(one, other)] if 0 < abs(one - other) <= reach else None
    for first in wanted[0]:
        used = [first]
        for found in wanted[1:]:
            near = [at for at in found if abs(at - first) <= reach and at not in used]
            if not near:
                break
            used.append(min(near, key=lambda at: (abs(at - first), at)))
        else:
            if max(used) - min(used) <= reach:
                return sorted(used)
    return None


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
