"""What has to be done, by whom, by when, and what proves it: the obligations of a covenant, as data."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property


class Scope(StrEnum):
    """For whom an obligation is counted: once for the network, or once for every city."""

    NETWORK = "network"
    CITY = "city"


class Evidence(StrEnum):
    """What proves that an occurrence was kept, and so which room knows it."""

    CONSENT_OF_BOTH = "consent-of-both"  # decisions: both parties agreed
    DECISION = "decision"  # decisions: the body named in ``by_role`` decided
    STATEMENT = "statement"  # decisions: a supervisor stated it, with a document
    AGREEMENT = "agreement"  # agreements: registered and complete
    ANNEX = "annex"  # agreements: derived, always up to date
    PAYMENT = "payment"  # invoicing
    NONE = "none"  # a right or a principle: nothing has to be done by a day


class Rhythm(StrEnum):
    """When an obligation comes round."""

    ONCE = "once"
    YEARLY = "yearly"
    STANDING = "standing"  # always, without a day
    ON_EVENT = "on-event"  # only when something happens, such as a dispute


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time an obligation has to be kept. Both days are inclusive; ``opens_on`` is when it comes up."""

    key: str  # "2024", "2024-07", "once"
    opens_on: date
    due_on: date | None


@dataclass(frozen=True)
class Obligation:
    """Something that must be done, by whom, by when, and what proves it.

    ``owners`` are role keys. ``occurrences`` are written out by the loader from the rhythm, with the
    exceptions applied. ``by_role`` names the body for ``Evidence.DECISION``. ``due_soon_days`` is how
    long before ``due_on`` the page begins to say so.
    """

    key: str
    clause: str
    title: str
    title_en: str
    scope: Scope
    rhythm: Rhythm
    evidence: Evidence
    owners: tuple[str, ...]
    occurrences: tuple[Occurrence, ...]
    by_role: str = ""
    due_soon_days: int = 60
    exception_note: str = ""
    exception_note_en: str = ""
    also: tuple[str, ...] = ()  # other clauses it rests on

    @cached_property
    def by_occurrence(self) -> dict[str, Occurrence]:
        """Return the occurrences by their key."""
        return {occurrence.key: occurrence for occurrence in self.occurrences}


@dataclass(frozen=True, slots=True)
class KeyDate:
    """A date worth a line in the calendar that is not an obligation: a term begins, notice closes."""

    key: str
    on: date
    title: str
    title_en: str
    clause: str
    owners: tuple[str, ...] = ()
