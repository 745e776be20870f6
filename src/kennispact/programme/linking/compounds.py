"""Take Dutch compounds apart: *winkelleegstand* is about *winkel* and about *leegstand*."""

from collections.abc import Iterable, Mapping

from . import wordlists

LINKS = ("", "s", "en", "e", "n")
SHORTEST_COMPOUND = 8
SHORTEST_PART = 3
SHORTEST_LAST = 4
MOST_SEEN = 100_000  # cuts remembered


class Splitter:
    """Takes words apart into words of a list.

    ``known`` maps a word (lower case, without accents) to how often it is met; of two ways to cut a word the
    one whose rarer part is met most wins. ``whole`` are words that are never cut.
    """

    def __init__(self, known: Mapping[str, int], whole: Iterable[str] = ()) -> None:
        """Keep the list; cuts are remembered."""
        no_part = wordlists.words("no-parts.txt")
        self.known = {
            word: count
            for word, count in known.items()
            if len(word) >= SHORTEST_PART and word.isalpha() and word not in no_part
        }
        self.whole = frozenset(whole)
        self._seen: dict[str, tuple[str, ...]] = {}

    def split(self, word: str) -> tuple[str, ...]:
        """Return the parts in order, or nothing when the word is no compound of known words."""
        found = self._seen.get(word)
        if found is None:
            found = self._split(word)
            if len(self._seen) < MOST_SEEN:
                self._seen[word] = found
        return found

    def _split(self, word: str) -> tuple[str, ...]:
        if len(word) < SHORTEST_COMPOUND or word in self.whole or not word.isalpha():
            return ()
        best: tuple[tuple[int, int], str, str] | None = None
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART):
            right = word[cut:]
            if len(right) < SHORTEST_LAST or right not in self.known:
                continue
            left = self._left(word[:cut])
            if left is None:
                continue
            rank = (int(min(len(left), len(right)) > SHORTEST_PART), min(self.known[left], self.known[right]))
            if best is None or rank > best[0]:
                best = (rank, left, right)
        if best is None:
            return ()
        _, left, right = best
        return (self.split(left) or (left,)) + (self.split(right) or (right,))

    def _left(self, head: str) -> str | None:
        """Return the first part as a known word, with its link taken off when that is needed."""
        for link in LINKS:
            if not head.endswith(link):
                continue
            left = head[: len(head) - len(link)] if link else head
            if len(left) >= SHORTEST_PART and left in self.known:
                return left
        return None
