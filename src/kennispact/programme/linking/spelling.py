"""Read a word that is met nowhere as the known word it was meant to be, or is becoming while it is typed."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping

SHORTEST = 5
NEAR = 8  # known words with most letter groups in common that are looked at closely
_LONG = 10  # letters; from here on two may be wrong
_SHORT = 8  # letters; below this the first one must be right


class Speller:
    """Knows a list of words with how often each is met."""

    def __init__(self, known: Mapping[str, int]) -> None:
        """Keep the words; the letter groups are made when the first unknown word comes."""
        self.known = {
            word: count for word, count in known.items() if len(word) >= SHORTEST and word.isalpha()
        }
        self._sorted = sorted(self.known)
        self._by_group: dict[str, list[str]] | None = None
        self._seen: dict[str, str | None] = {}

    def read(self, word: str, unfinished: bool = False) -> str | None:
        """Return the known word, or nothing when none is near. ``unfinished`` tries to complete it first."""
        if len(word) < SHORTEST or not word.isalpha() or len(word) > 60:  # noqa: PLR2004
            return None
        if unfinished and (longer := self._complete(word)):
            return longer
        if word not in self._seen:
            if len(self._seen) > 10_000:  # noqa: PLR2004 - keeps memory bounded
                self._seen.clear()
            self._seen[word] = self._nearest(word)
        return self._seen[word]

    def _complete(self, word: str) -> str | None:
        place = bisect_left(self._sorted, word)
        found: list[str] = []
        while place < len(self._sorted) and self._sorted[place].startswith(word) and len(found) < 50:  # noqa: PLR2004
            found.append(self._sorted[place])
            place += 1
        return min(found, key=lambda longer: (-self.known[longer], len(longer), longer)) if found else None

    def _nearest(self, word: str) -> str | None:
        if self._by_group is None:
            self._by_group = defaultdict(list)
            for known in self._sorted:
                for group in _groups(known):
                    self._by_group[group].append(known)
        shared: Counter[str] = Counter()
        for group in _groups(word):
            shared.update(self._by_group.get(group, ()))
        allowed = 2 if len(word) >= _LONG else 1
        near = sorted(shared.items(), key=lambda pair: (-pair[1] / (len(pair[0]) + len(word)), pair[0]))[
            :NEAR
        ]
        ranked = [
            (distance, -self.known[known], known)
            for known, _ in near
            if (known[0] == word[0] or len(word) >= _SHORT)
            and (distance := edits(word, known, allowed)) <= allowed
        ]
        return min(ranked)[2] if ranked else None


def _groups(word: str) -> set[str]:
    padded = f"^{word}$"
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


def edits(left: str, right: str, most: int) -> int:
    """Return how many letters to add, drop, change or swap; more than ``most`` is said as ``most + 1``.

    >>> edits("energiearmoede", "enregiearmoede", 2)
    1
    """
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        current = [i]
        for j, b in enumerate(right, 1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return most + 1
        before, row = row, current
    return row[-1]
