"""The cockpit: every member with how far its agreement is, what is missing, and who must act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.post.queries import Line, letters
from kennispact.pact.agreements import queries as agreements
from kennispact.pact.agreements.dossiers import OWNERS
from kennispact.pact.agreements.queries import RegisterRow
from kennispact.pact.agreements.rules import REGISTERED, Dossier
from kennispact.pact.drafting import queries, reminders
from kennispact.pact.drafting.queries import CityPapers
from kennispact.registers.covenant import queries as covenants


@dataclass(frozen=True, slots=True)
class Row:
    """One member. ``step`` is the next one, empty when the agreement is registered; ``owners`` are role keys.

    ``reminder`` is the last letter about it.
    """

    papers: CityPapers
    step: str
    owners: tuple[str, ...]
    reminder: Line | None

    @property
    def register(self) -> RegisterRow:
        """Return the city's row of the register."""
        return self.papers.row

    @property
    def is_ready(self) -> bool:
        """Tell whether nothing is missing."""
        return not self.step

    @property
    def waits_for_city(self) -> bool:
        """Tell whether it is the city's turn."""
        return bool(reminders.step_of(self.papers))


@dataclass(frozen=True, slots=True)
class Cockpit:
    """All members in a view. ``days`` to the target day from the day of the view: negative after it."""

    rows: tuple[Row, ...]
    register: tuple[RegisterRow, ...]
    target_on: date
    days: int

    @property
    def undrafted(self) -> int:
        """Return how many agreements were not drafted."""
        return sum(row.register.agreement is None for row in self.rows)


def cockpit(view: AsOf, at: datetime) -> Cockpit:
    """Return all members. A fixed number of queries, however many there are."""
    register = agreements.register(view)
    members = queries.members(view, register)
    last = _last_letters(view, at)
    target_on = covenants.covenant().agreement.target_on
    rows = tuple(_row(one, last) for one in members)
    rows = tuple(sorted(rows, key=lambda row: row.is_ready))  # what asks for attention first
    return Cockpit(rows, register, target_on, (target_on - view.on).days)


def _row(papers: CityPapers, last: dict[str, Line]) -> Row:
    step = next_step(papers.row.dossier)
    return Row(papers, step, OWNERS.get(step, ()), last.get(papers.city.key))


def next_step(dossier: Dossier) -> str:
    """Return the first step that is missing; none once the agreement was registered."""
    if REGISTERED in dossier.steps:
        return ""
    return next((step for step in OWNERS if step not in dossier.steps), "")


def _last_letters(view: AsOf, at: datetime) -> dict[str, Line]:
    found: dict[str, Line] = {}
    for line in letters(at, kind=reminders.KIND, known=view.known):
        found.setdefault(line.organisation, line)
    return found


def chosen(rows: Sequence[Row], word: str, show: str) -> tuple[Row, ...]:
    """Return the rows that a filter asks for; ``word`` is part of a name, in small letters."""
    return tuple(row for row in rows if _wanted(row, show) and word in row.papers.city.name.lower())


def _wanted(row: Row, show: str) -> bool:
    if show in {"missing", "ready"}:
        return row.is_ready == (show == "ready")
    if show in {"city", "partner"}:
        return not row.is_ready and row.waits_for_city == (show == "city")
    return True
