"""What can be wrong with a definition, and how it is said: all of it at once, each with its line."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kennispact.ground.kit.refusal import Refusal, Refused


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a definition file.

    ``message`` is an English sentence marked with ``N_``; ``facts`` fill its ``%(name)s`` places.
    """

    file: str
    line: int
    message: str
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Return ``file:line``."""
        return f"{self.file}:{self.line}"

    def __str__(self) -> str:
        """Return ``file:line: sentence``, in English."""
        sentence = self.message % self.facts if self.facts else self.message
        return f"{self.place}: {sentence}"


class DefinitionFaults(Refused):
    """A definition was not read. ``faults`` holds everything that is wrong with it, by line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep every fault, in the order of the file."""
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.file, fault.line)))
        super().__init__(
            Refusal("covenant.definition", fault.message, facts=fault.facts, field=fault.place)
            for fault in self.faults
        )

    def __str__(self) -> str:
        """Return one line per fault."""
        return "\n".join(str(fault) for fault in self.faults)
