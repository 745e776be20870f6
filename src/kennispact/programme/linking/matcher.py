"""Finding the concepts of a thesaurus in a text: words, and phrases whose words stand near each other.

Compounds are taken apart on both sides and the order of the words is free within a short distance:
*leegstaande winkels*, *leegstand van winkels*, *winkelleegstand* are one phrase.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .analyser import LONGEST_TEXT, Analyser, Token
from .thesaurus import Thesaurus

HINT = 0.4  # what a word marked as a mere hint counts for
SLACK = 4  # words that may stand between the words of a phrase
TIGHT = 1  # the same for a phrase that leans on words of grammar, such as *niet rondkomen*
FAR = LONGEST_TEXT  # places apart: no two words are
NOT = frozenset({"geen", "niet", "zonder", "te", "weinig", "minder"})  # grammar that turns a phrase around

_Places = Mapping[str, Sequence[int]]  # where every word stands
_Said = tuple[tuple[str, float], ...]  # concepts, and how surely a text speaks of them
_Found = tuple[int, float, _Said]  # where it ends, how much of its words says it, and what they say


@dataclass(frozen=True, slots=True)
class _Phrase:
    atoms: tuple[str, ...]
    concept: str
    strength: float
    reach: int  # how far apart its words may stand
    needs: frozenset[str]

    @property
    def says(self) -> tuple[str, float]:
        return self.concept, self.strength


# The phrases that two words stand in: how far the furthest reaches, what those of these two alone say, what
# those of them say that may stand further apart, and the longer ones. Plain, as a text meets many.
_Filed = tuple[int, _Said, _Said, tuple[_Phrase, ...]]


class Matcher:
    """Finds the concepts of a thesaurus in analysed text.

    Phrases are filed under their two rarest words, so that of thousands only those are looked at of which
    both stand in the text, near each other.
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
        grammar = frozenset(map(analyser.stem, analyser.function_words))
        alone: dict[str, list[_Phrase]] = defaultdict(list)
        together: dict[str, dict[str, list[_Phrase]]] = defaultdict(lambda: defaultdict(list))
        for phrase in phrases:
            if len(phrase.atoms) == 1:
                alone[phrase.atoms[0]].append(phrase)
            else:
                rarest = sorted(phrase.needs, key=lambda atom: (atom in grammar, counts[atom], atom))
                together[rarest[0]][rarest[min(1, len(rarest) - 1)]].append(phrase)
        self._alone = {atom: tuple(phrase.says for phrase in some) for atom, some in alone.items()}
        self._filed = {  # rarest word -> next rarest word, phrases
            first: [(second, _file(some)) for second, some in seconds.items()]
            for first, seconds in together.items()
        }

    def find(self, tokens: Sequence[Token], title: int = 0, extra: float = 0.0) -> dict[str, float]:
        """Return the concepts of a text, with how surely it speaks of them.

        ``extra`` is what evidence in the title, the first ``title`` words, counts for more.
        """
        owners = [token for token in tokens for _ in token.parts]
        title_ends = sum([len(token.parts) for token in tokens[:title]])
        places: dict[str, list[int]] = {}
        for place, atom in enumerate([atom for token in tokens for atom in token.parts]):
            if atom in places:
                places[atom].append(place)
            else:
                places[atom] = [place]
        best: dict[str, float] = {}
        for found in (self._by_words(places, owners), self._by_phrases(places, owners)):
            for end, share, said in found:
                if end < title_ends:
                    share *= 1 + extra  # noqa: PLW2901
                for concept, strength in said:
                    if strength * share > best.get(concept, 0.0):
                        best[concept] = strength * share
        return best

    def _by_words(self, places: _Places, owners: Sequence[Token]) -> Iterator[_Found]:
        """Return what words say by themselves; a part of a compound says less."""
        for atom in self._alone.keys() & places.keys():
            for place in places[atom]:
                if not owners[place].grammar:
                    yield place, 1 / len(owners[place].parts), self._alone[atom]

    def _by_phrases(self, places: _Places, owners: Sequence[Token]) -> Iterator[_Found]:
        """Return what words say together that stand near each other."""
        for first in self._filed.keys() & places.keys():
            here = places[first]
            for second, filed in self._filed[first]:
                if second not in places:
                    continue
                reach, near, far, longer = filed
                one, other = _nearest(here, places[second])
                if not 0 < other - one <= reach:
                    continue
                said = near if other - one <= 1 + TIGHT else far
                if said and other - one <= 1 + SLACK:
                    yield other, _coverage((one, other), owners), said
                for phrase in longer:
                    if phrase.needs <= places.keys() and (met := _meet(phrase, places)) is not None:
                        yield met[-1], _coverage(met, owners), (phrase.says,)


def _file(phrases: Sequence[_Phrase]) -> _Filed:
    """File phrases that have their two rarest words in common."""
    pairs = [phrase for phrase in phrases if len(phrase.atoms) == 2]  # noqa: PLR2004
    return (
        max(phrase.reach for phrase in phrases),
        tuple(phrase.says for phrase in pairs),
        tuple(phrase.says for phrase in pairs if phrase.reach > 1 + TIGHT),
        tuple(phrase for phrase in phrases if len(phrase.atoms) > 2),  # noqa: PLR2004
    )


def _phrase(term: str, concept: str, analyser: Analyser) -> _Phrase | None:
    """Analyse one term. Words of grammar are left out unless hardly anything else is there."""
    strength = HINT if term.endswith("?") else 1.0
    tokens = analyser.all_tokens(term.rstrip("?"))
    bare = tuple(part for token in tokens if token.word in NOT or not token.grammar for part in token.parts)
    whole = tuple(part for token in tokens for part in token.parts)
    if len(bare) < 2 <= len(whole):  # noqa: PLR2004
        return _Phrase(whole, concept, strength, len(whole) - 1 + TIGHT, frozenset(whole))
    return _Phrase(bare, concept, strength, len(bare) - 1 + SLACK, frozenset(bare)) if bare else None


def _coverage(met: Sequence[int], owners: Sequence[Token]) -> float:
    """Return which share of the words it stands in a phrase takes up: *jeugd* is half of *jeugdwerk*."""
    one, other = owners[met[0]], owners[met[-1]]
    if len(met) == 2 and one.word != other.word:  # noqa: PLR2004 - most, and quicker
        size = len(one.parts) + len(other.parts)
    else:
        size = sum({owners[place].word: len(owners[place].parts) for place in met}.values())
    share = min(1.0, len(met) / size)
    return share * share


def _nearest(here: Sequence[int], there: Sequence[int]) -> tuple[int, int]:
    """Return the two places, of a word and of another, that are nearest to each other; the first such."""
    if len(here) == 1 == len(there):  # most, and quicker
        one, other = here[0], there[0]
        return (one, other) if one < other else (other, one)
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
    only = sorted({at for found in wanted for at in found})
    if len(only) == len(wanted):  # every word stands once: most, and quicker
        return only if only[-1] - only[0] <= phrase.reach else None
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
