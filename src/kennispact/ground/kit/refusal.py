"""How a rule says no: every reason at once, each with its clause."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why something may not be done.

    ``reason`` is an English sentence marked with ``N_``; it may hold ``%(name)s`` places that
    ``facts`` fill. ``clause`` names the clause it follows from, or is empty when it follows from
    the kind of thing (a date in the future, a file that is not what it says). ``field`` names the
    form field it belongs to, or is empty.
    """

    code: str
    reason: str
    clause: str = ""
    facts: dict[str, object] = field(default_factory=dict)
    field: str = ""

    def __str__(self) -> str:
        """Return the English sentence with its facts filled in."""
        sentence = self.reason % self.facts if self.facts else self.reason
        return f"{sentence} ({self.clause})" if self.clause else sentence


class Refused(Exception):  # noqa: N818 - it is no error: it is the answer
    """The change was refused. Nothing was written. ``refusals`` holds every reason."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        """Keep every reason; there is at least one."""
        self.refusals = tuple(refusals)
        super().__init__(" ".join(str(refusal) for refusal in self.refusals))


class Forbidden(Refused):
    """The actor may not see or do this. Unknown means denied."""


def refuse_if(refusals: Iterable[Refusal]) -> None:
    """Raise :class:`Refused` with all reasons, or return when there are none."""
    found = tuple(refusals)
    if found:
        raise Refused(found)
