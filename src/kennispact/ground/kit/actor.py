"""Who acts: a person, in a capacity, for an organisation."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Capacity:
    """One mandate as the access rules see it: a role at an organisation, for a period.

    ``organisation`` is the organisation's key (``GM0150``, ``g40``, ``platform31``); ``kind`` is
    ``network``, ``partner``, ``city`` or ``third``. ``until`` is the last day, or ``None``.
    """

    role: str
    organisation: str
    kind: str
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether the mandate holds on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person (or the system itself) with the capacities that hold today.

    ``person_id`` is ``None`` for the system and for a visitor who is not signed in.
    """

    person_id: int | None = None
    name: str = ""
    capacities: tuple[Capacity, ...] = ()
    is_system: bool = False

    @property
    def is_visitor(self) -> bool:
        """Tell whether nobody is signed in."""
        return self.person_id is None and not self.is_system

    def has(self, *roles: str, kind: str = "", organisation: str = "") -> bool:
        """Tell whether any capacity has one of the roles, of this kind, at this organisation.

        No roles means any role; an empty kind or organisation means any.
        """
        return any(
            (not roles or capacity.role in roles)
            and (not kind or capacity.kind == kind)
            and (not organisation or capacity.organisation == organisation)
            for capacity in self.capacities
        )

    @property
    def supervises(self) -> bool:
        """Tell whether this is one of the two daily supervisors. Source: covenant 7a."""
        return self.has("relatiemanager", kind="partner") or self.has("secretaris", kind="network")

    @property
    def takes_part(self) -> bool:
        """Tell whether the actor has any mandate at the network, the partner or a city."""
        return any(capacity.kind in {"network", "partner", "city"} for capacity in self.capacities)

    @property
    def organisations(self) -> frozenset[str]:
        """Return the keys of the organisations the actor acts for."""
        return frozenset(capacity.organisation for capacity in self.capacities)

    @property
    def mandate(self) -> str:
        """Return the capacity in which something is recorded, such as ``secretaris @ g40``."""
        if self.is_system:
            return "system"
        return " / ".join(f"{c.role} @ {c.organisation}" for c in self.capacities)


SYSTEM = Actor(name="Kennispact", is_system=True)
VISITOR = Actor()
