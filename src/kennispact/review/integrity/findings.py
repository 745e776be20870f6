"""What checking an invariant gives: it holds, or it does not and here is where."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """What one invariant gave. ``sentence`` is marked with ``N_`` and filled by ``facts``.

    ``invariant`` is its id and ``room`` the room whose facts it is about. A note ``holds``: it is worth a
    line, but nothing is wrong.
    """

    invariant: str
    room: str
    holds: bool
    sentence: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Invariant:
    """Something that always holds. ``faults`` yields a short name for every place where it does not.

    ``holds`` is the sentence when there are none; ``broken`` when there are: it may use ``%(count)s`` and
    ``%(which)s``. A ``harmless`` invariant gives a note instead of a fault.
    """

    id: str
    room: str
    faults: Callable[[], Iterable[str]]
    holds: str
    broken: str
    harmless: bool = False

    def finding(self) -> Finding:
        """Look, and tell what was found."""
        found = list(self.faults())
        if not found:
            return Finding(self.id, self.room, holds=True, sentence=self.holds)
        more = ", ..." if len(found) > _SHOWN else ""
        facts = {"count": len(found), "which": ", ".join(found[:_SHOWN]) + more}
        return Finding(self.id, self.room, self.harmless, self.broken, facts)
