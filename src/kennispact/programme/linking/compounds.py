"""Take Dutch compounds apart: *winkelleegstand* is about *winkel* and about *leegstand*."""

from collections.abc import Collection, Iterable, Mapping

from . import wordlists

LINKS = ("", "s", "en", "e", "n")
SHORTEST_COMPOUND = 8
SHORTEST_PART = 3
SHORTEST_LAST = 4
SHORTEST_PIECE = 4  # of a loose cut
SHORTEST_WITNESS = 5  # letters of the one known piece beside an unknown one


class Splitter:
    """Takes words apart into words of a list.

    ``known`` maps a word (lower case, without accents) to how often it is met; of two ways to cut a word the
    one whose rarer part is met most wins. ``whole`` are words that are never cut, ``grammar`` words that no
    compound is about.
    """

    def __init__(
        self, known: Mapping[str, int], whole: Iterable[str] = (), grammar: Collection[str] = ()
    ) -> None:
        """Keep the list."""
        no_part = wordlists.words("no-parts.txt")
        self._any = {
            word: count for word, count in known.items() if len(word) >= SHORTEST_PART and word.isalpha()
        }
        self.known = {
            word: count for word, count in self._any.items() if word not in no_part and word not in grammar
        }
        self.whole = frozenset(whole)

    def cut(self, word: str) -> tuple[str, ...]:
        """Return the two words a compound is made of, or nothing when it is none of known words."""
        best: tuple[tuple[bool, int], str, str] | None = None
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_LAST + 1) if self._may_be_one(word) else ():
            right = word[cut:]
            if right not in self.known:
                continue
            left = _left(word[:cut], self.known, SHORTEST_PART)
            if left is None:
                continue
            rank = (len(left) > SHORTEST_PART, min(self.known[left], self.known[right]))
            if best is None or rank > best[0]:
                best = (rank, left, right)
        return best[1:] if best else ()

    def loosely(self, word: str) -> tuple[str, ...]:
        """Return two pieces the word may be found by, though they need not say what it is about.

        Words of grammar are pieces too (*tegen* + *stand*); failing that one piece is known and the other
        is whatever is left, as in the compounds of a place, a product or an abbreviation.
        """
        if not self._may_be_one(word):
            return ()
        cuts = range(SHORTEST_PIECE, len(word) - SHORTEST_PIECE + 1)
        known = [
            (min(self._any[left], self._any[word[cut:]]), left, word[cut:])
            for cut in cuts
            if word[cut:] in self._any and (left := _left(word[:cut], self._any, SHORTEST_PIECE))
        ]
        if known:
            return max(known)[1:]
        halves = [
            (len(half), self.known[half], word[:cut], word[cut:])
            for cut in cuts
            for half in (word[:cut], word[cut:])
            if len(half) >= SHORTEST_WITNESS and half in self.known
        ]
        return max(halves)[2:] if halves else ()

    def _may_be_one(self, word: str) -> bool:
        return len(word) >= SHORTEST_COMPOUND and word not in self.whole and word.isalpha()


def _left(head: str, known: Collection[str], least: int) -> str | None:
    """Return the first part as a known word, with its link taken off when that is needed."""
    for link in LINKS:
        if head.endswith(link):
            left = head[: len(head) - len(link)]
            if len(left) >= least and left in known:
                return left
    return None
