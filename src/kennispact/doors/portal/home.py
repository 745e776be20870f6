"""The overview: is the covenant kept, what comes, what waits for whom, what changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from kennispact.doors.portal.manage import access as manage_access
from kennispact.ground.journal import queries as journal
from kennispact.ground.journal.queries import Line, Wanted
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf
from kennispact.pact.agreements.queries import RegisterRow
from kennispact.pact.contributions import access as contribution_access
from kennispact.pact.contributions import queries as contributions
from kennispact.pact.contributions.queries import Contribution
from kennispact.programme.questions import access as question_access
from kennispact.programme.questions import queries as questions
from kennispact.programme.questions.queries import QuestionLine
from kennispact.programme.questions.rules import due_on as due
from kennispact.registers.covenant.definition import Covenant, Scope
from kennispact.registers.decisions import access as decision_access
from kennispact.registers.decisions.rules import PROVES
from kennispact.review.calendar import queries as calendar
from kennispact.review.calendar.queries import Day
from kennispact.review.compliance import queries as compliance
from kennispact.review.compliance.overview import Choice, Overview, overview
from kennispact.review.compliance.queries import CovenantState, OccurrenceState
from kennispact.review.compliance.question_words import SCOPE
from kennispact.review.compliance.rules import Verdict, verdict

NEXT_DATES, LINES, MOMENTS, MOST_UNDECIDED = 5, 8, 12, 10
# What the supervisors want to read about; signing in and the like stay in the journal.
TOLD = ("agreement.", "decision.", "document.struck", "network.", "question.")


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits. ``may_record`` tells whether the reader can record now that it was done."""

    found: OccurrenceState
    may_record: bool

    @property
    def place(self) -> str:
        """Return where it stands on its clause's page."""
        when = self.found.occurrence.key if self.found.occurrence else "los"
        return f"{self.found.obligation.key}-{when}"


@dataclass(frozen=True, slots=True)
class OwnerTasks:
    """What waits for the same roles together."""

    roles: tuple[str, ...]
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class OwnCity:
    """The reader's city: its agreement, and its contribution of the year if the covenant asks one."""

    row: RegisterRow
    contribution: Contribution | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How many agreements are registered, of how many cities, and how many were before some moments."""

    done: int
    all: int
    taking_part: int
    moments: tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class Undecided:
    """A question that waits for the parties. ``is_late``: no decision in time; ``is_own``: for the reader."""

    line: QuestionLine
    due_on: date
    is_late: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class Home:
    """The overview for one reader. ``lines`` is empty for who may not read the journal."""

    verdict: Verdict
    overview: Overview
    own: tuple[Task, ...]
    others: tuple[OwnerTasks, ...]
    dates: tuple[Day, ...]
    cities: tuple[OwnCity, ...]
    progress: Progress
    lines: tuple[Line, ...]
    undecided: tuple[Undecided, ...] = ()


def home(view: AsOf, by: Actor, verbs: Iterable[str]) -> Home:
    """Return the overview. A constant number of queries: a few more for a city's people."""
    found = compliance.state(view)
    own, others = _tasks(found, by)
    return Home(
        verdict=verdict(one.finding.state for one in found.occurrences),
        overview=overview(found, Choice()),
        own=own,
        others=others if by.supervises else (),
        dates=_dates(found, by),
        cities=_cities(found, by),
        progress=progress(found.register, view.on),
        lines=_lines(view, verbs) if manage_access.may(by, "see_journal") else (),
        undecided=_undecided(view, by) if by.supervises else (),
    )


def _undecided(view: AsOf, by: Actor) -> tuple[Undecided, ...]:
    """Return the questions that wait for a decision of both parties, the longest first. Source: 5b."""
    waiting = questions.questions(view, by, questions.Wanted(undecided=True))
    found = []
    for line in reversed(waiting):
        due_on = due(line.happened_on, settings.KENNISPACT_SCOPE_DAYS)
        silent = {*line.scope.waiting_for} if line.scope.waiting_for else {*question_access.VOICES}
        is_own = any(question_access.may(by, "give_voice", party) for party in silent)
        found.append(Undecided(line, due_on, due_on < view.on, is_own))
    return tuple(found[:MOST_UNDECIDED])


def _tasks(found: CovenantState, by: Actor) -> tuple[tuple[Task, ...], tuple[OwnerTasks, ...]]:
    """Return what waits for the reader, and what waits for others by their roles; worst and soonest first."""
    own, others = [], dict[tuple[str, ...], list[Task]]()
    for one in found.attention:
        task = Task(one, _may_record(found.covenant, one, by))
        if any(_is_owner(one, role, by) for role in _owners(one)):
            own.append(task)
        else:
            others.setdefault(_owners(one), []).append(task)
    return tuple(own), tuple(OwnerTasks(roles, tuple(tasks)) for roles, tasks in others.items())


def _owners(one: OccurrenceState) -> tuple[str, ...]:
    return one.finding.waits_for or one.obligation.owners


def _is_owner(one: OccurrenceState, role: str, by: Actor) -> bool:
    """Tell whether it waits for the reader in this role; for a city's people only what their city owes."""
    if one.obligation.scope is Scope.CITY and not by.supervises:
        late = {city.city.key for city in one.cities if city.finding.waits_for}
        return any(by.has(role, kind="city", organisation=key) for key in late)
    return by.has(role)


def _may_record(covenant: Covenant, one: OccurrenceState, by: Actor) -> bool:
    kind = PROVES.get(one.obligation.evidence)
    if kind is None or one.obligation.key == SCOPE:  # 5b is decided at the question itself
        return False
    return (
        decision_access.may_record(by, covenant) if kind == "consent" else decision_access.may(by, "record")
    )


def _dates(found: CovenantState, by: Actor) -> tuple[Day, ...]:
    """Return the next dates: all for the supervisors, for others those of their roles and of everybody."""
    ahead = calendar.days(found.view, by, since=found.view.on, state=found)
    own = ahead if by.supervises else tuple(day for day in ahead if not day.owners or by.has(*day.owners))
    return own[:NEXT_DATES]


def _cities(found: CovenantState, by: Actor) -> tuple[OwnCity, ...]:
    own = [row for row in found.register if by.has(kind="city", organisation=row.city.key)]
    return tuple(OwnCity(row, _contribution(row, found, by)) for row in own)


def _contribution(row: RegisterRow, found: CovenantState, by: Actor) -> Contribution | None:
    if not contribution_access.may(by, "see", row.city.key):
        return None
    years = contributions.of_city(row.city.key, found.view)
    return next((one for one in years if one.year == found.view.on.year), None)


def progress(rows: Iterable[RegisterRow], on: date) -> Progress:
    """Return how the registration of agreements went: before the first days of at most twelve months."""
    listed = list(rows)
    days = sorted(day for row in listed if (day := row.dossier.on("registered")))
    taking_part = sum(row.participates for row in listed)
    if not days:
        return Progress(0, len(listed), taking_part, ())
    months = (days[-1].year - days[0].year) * 12 + days[-1].month - days[0].month + 1
    step = -(-months // (MOMENTS - 1))
    firsts = [_month(days[0], place) for place in range(0, months + step, step)]
    counted = tuple((min(first, on), sum(day < first and day <= on for day in days)) for first in firsts)
    return Progress(len(days), len(listed), taking_part, counted)


def _month(day: date, months: int) -> date:
    """Return the first day of the month that comes so many months later."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def _lines(view: AsOf, verbs: Iterable[str]) -> tuple[Line, ...]:
    told = tuple(verb for verb in verbs if verb.startswith(TOLD))
    wanted = Wanted(verbs=told, result="done", until=view.on, known=view.known)
    return tuple(sorted(journal.lines(wanted, most=LINES), key=lambda line: line.at, reverse=True))
