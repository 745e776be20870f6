"""Finding the concepts of a thesaurus in a text: words, and phrases whose words stand near each other.

Compounds are taken apart on both sides and the order of the words is free within a short distance:
*leegstaande winkels*, *leegstand van winkels*, *winkelleegstand* are one phrase.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .analyser import LONGEST_TEXT, MOST_SEEN, Analyser, Token
from .thesaurus import Thesaurus

HINT = 0.4  # what a word marked as a mere hint counts for
SLACK = 4  # words that may stand between the words of a phrase
TIGHT = 1  # the same for a phrase that leans on words of grammar, such as *niet rondkomen*
FAR = LONGEST_TEXT  # places apart: no two words are
NOT = frozenset({"geen", "niet", "zonder", "te", "weinig", "minder"})  # grammar that turns a phrase around

_Places = Mapping[str, Sequence[int]]  # where every word stands


@dataclass(frozen=True, slots=True)
class _Phrase:
    atoms: tuple[str, ...]
    concept: str
    strength: float
    reach: int  # how far apart its words may stand
    needs: frozenset[str]


@dataclass(slots=True)
class _Filed:
    """The phrases that two words stand in; those of these two alone as concept and strength."""

    reach: int = 0  # of the phrase that reaches furthest
    near: list[tuple[str, float]] = field(default_factory=list)  # of these two alone
    far: list[tuple[str, float]] = field(default_factory=list)  # those of near that may stand further apart
    longer: list[_Phrase] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Known:
    """What a word brings along whatever text it stands in."""

    size: int  # how many parts it has
    says: tuple[tuple[str, float], ...]  # concepts it is a phrase of by itself, with how surely
    joins: tuple[tuple[int, str], ...]  # its parts that stand in longer phrases, with their place


class Matcher:
    """Finds the concepts of a thesaurus in analysed text.

    What a word says by itself is worked out once per word. Longer phrases are filed under their two rarest
    words, so that of thousands only those are looked at of which both stand in the text, near each other.
    """

    def __init__(self, thesaurus: Thesaurus, analyser: Analyser) -> None:
        """Analyse every phrase once."""
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
        grammar = analyser.function_words
        self._single: dict[str, list[_Phrase]] = defaultdict(list)
        # rarest word -> next rarest word -> phrases
        self._filed: dict[str, dict[str, _Filed]] = defaultdict(lambda: defaultdict(_Filed))
        for phrase in phrases:
            if len(phrase.atoms) == 1:
                self._single[phrase.atoms[0]].append(phrase)
                continue
            rarest = sorted(set(phrase.atoms), key=lambda atom: (atom in grammar, counts[atom], atom))
            filed = self._filed[rarest[0]][rarest[min(1, len(rarest) - 1)]]
            filed.reach = max(filed.reach, phrase.reach)
            if len(phrase.atoms) == 2:  # noqa: PLR2004
                filed.near.append((phrase.concept, phrase.strength))
                if phrase.reach > 1 + TIGHT:
                    filed.far.append((phrase.concept, phrase.strength))
            else:
                filed.longer.append(phrase)
        self._seconds = {first: frozenset(filed) for first, filed in self._filed.items()}
        self._firsts = frozenset(self._filed)
        self._joining = {atom for phrase in phrases if len(phrase.atoms) > 1 for atom in phrase.atoms}
        self._known: dict[str, _Known] = {}

    def find(self, tokens: Sequence[Token], title: int = 0, extra: float = 0.0) -> dict[str, float]:
        """Return the concepts of a text, with how surely it speaks of them.

        ``extra`` is what evidence in the title, the first ``title`` words, counts for more.
        """
        best: dict[str, float] = {}
        places: dict[str, list[int]] = {}  # of the words that longer phrases may be made of
        owner: dict[int, Token] = {}
        place = title_ends = 0
        for number, token in enumerate(tokens):
            known = self._known.get(token.word) or self._know(token)
            for concept, strength in known.says:
                value = strength * (1 + extra) if number < title else strength
                if value > best.get(concept, 0.0):
                    best[concept] = value
            for offset, atom in known.joins:
                places.setdefault(atom, []).append(place + offset)
                owner[place + offset] = token
            place += known.size
            if number < title:
                title_ends = place
        for met, said in self._together(places):
            share = _coverage(met, owner) * (1 + extra if met[-1] < title_ends else 1)
            for concept, strength in said:
                if strength * share > best.get(concept, 0.0):
                    best[concept] = strength * share
        return best

    def _together(self, places: _Places) -> Iterator[tuple[Sequence[int], Iterable[tuple[str, float]]]]:
        """Return where words of longer phrases stand near each other, and what they say together."""
        there = set(places)
        for first in there & self._firsts:
            here, seconds = places[first], self._filed[first]
            for second in self._seconds[first] & there:
                filed = seconds[second]
                one, other = _nearest(here, places[second])
                if not 0 < other - one <= filed.reach:
                    continue
                said = filed.near if other - one <= 1 + TIGHT else filed.far
                if said and other - one <= 1 + SLACK:
                    yield (one, other), said
                for phrase in filed.longer:
                    if phrase.needs <= there and (met := _meet(phrase, places)) is not None:
                        yield met, [(phrase.concept, phrase.strength)]

    def _know(self, token: Token) -> _Known:
        size = len(token.parts)
        says: dict[str, float] = {}
        for atom in () if token.grammar else token.parts:
            for phrase in self._single.get(atom, ()):
                says[phrase.concept] = max(says.get(phrase.concept, 0.0), phrase.strength / size)
        joins = tuple((offset, atom) for offset, atom in enumerate(token.parts) if atom in self._joining)
        known = _Known(size, tuple(says.items()), joins)
        if len(self._known) < MOST_SEEN:
            self._known[token.word] = known
        return known


def _phrase(term: str, concept: str, analyser: Analyser) -> _Phrase | None:
    """Analyse one term. Words of grammar are left out unless hardly anything else is there."""
    strength = HINT if term.endswith("?") else 1.0
    tokens = analyser.all_tokens(term.rstrip("?"))
    bare = tuple(part for token in tokens if token.word in NOT or not token.grammar for part in token.parts)
    whole = tuple(part for token in tokens for part in token.parts)
    if len(bare) < 2 <= len(whole):  # noqa: PLR2004
        return _Phrase(whole, concept, strength, len(whole) - 1 + TIGHT, frozenset(whole))
    return _Phrase(bare, concept, strength, len(bare) - 1 + SLACK, frozenset(bare)) if bare else None


def _coverage(met: Sequence[int], owner: Mapping[int, Token]) -> float:
    """Return which share of the words it stands in a phrase takes up: *jeugd* is half of *jeugdwerk*."""
    one, other = owner[met[0]], owner[met[-1]]
    if len(met) == 2 and one.word != other.word:  # noqa: PLR2004 - most, and quicker
        size = len(one.parts) + len(other.parts)
    else:
        size = sum({owner[place].word: len(owner[place].parts) for place in met}.values())
    share = min(1.0, len(met) / size)
    return share * share


def _nearest(here: Sequence[int], there: Sequence[int]) -> tuple[int, int]:
    """Return the two places, of a word and of another, that are nearest to each other; the first such."""
    best, pair = FAR, (0, FAR)
    left = right = 0
    while left < len(here) and right < len(there):
        one, other = here[left], there[right]
        if one < other:
            if other - one < best:
                best, pair = other - one, (one, other)
            left += 1
        else:
            if 0 < one - other < best:
                best, pair = one - other, (other, one)
            right += 1
    return pair


def _meet(phrase: _Phrase, places: _Places) -> list[int] | None:
    """Return where the words of a phrase stand near each other, or nothing when they nowhere do."""
    wanted = [places[atom] for atom in phrase.atoms]
    for first in wanted[0]:
        used = [first]
        for found in wanted[1:]:
            near = [at for at in found if abs(at - first) <= phrase.reach and at not in used]
            if not near:
                break
            used.append(min(near, key=lambda at: (abs(at - first), at)))
        else:
            if max(used) - min(used) <= phrase.reach:
                return sorted(used)
    return None
