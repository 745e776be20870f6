"""What was worked out once need not be worked out again."""

from collections.abc import Callable
from typing import TypeVar

V = TypeVar("V")
MOST = 200_000  # words remembered


class Remembered(dict[str, V]):
    """What belongs to a word, worked out when it is first asked for; the first words are kept."""

    def __init__(self, work_out: Callable[[str], V]) -> None:
        """Begin with nothing known."""
        super().__init__()
        self.work_out = work_out

    def __missing__(self, word: str) -> V:
        """Return what is not there yet."""
        value = self.work_out(word)
        if len(self) < MOST:
            self[word] = value
        return value
