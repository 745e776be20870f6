"""Builds worlds of this room through its commands. Other rooms' tests may use it."""

from datetime import UTC, date, datetime

from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.calendar import AsOf
from kennispact.pact.drafting import commands, papers, queries
from kennispact.pact.drafting.models import SectionChange, UsageFigure
from kennispact.registers.network import queries as network
from kennispact.registers.network.tests import make as network_make

ON = date(2023, 1, 5)
VIEW = AsOf(ON)
DRAFTED_ON = date(2022, 12, 21)
SOURCE = "opgave van Platform31"


def at(day: date = ON, hour: int = 12) -> datetime:
    """Return a moment of a day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def world(number: int = 3) -> None:
    """Bring in some cities, Deventer and Almere first, known since the covenant was signed."""
    network_make.baseline(number, at=network_make.SIGNED_AT)


def drafted(**facts: object) -> commands.DraftRun:
    """Draft what is missing."""
    given = {"happened_on": DRAFTED_ON, "by": SYSTEM, "at": at(DRAFTED_ON), **facts}
    return commands.draft_missing(**given)  # type: ignore[arg-type]


def used(kind: str, number: int, year: int = 2021, city: str = "GM0150") -> UsageFigure:
    """Enter a figure of use."""
    return commands.enter_usage(
        city=network.organisation(city),
        kind=kind,
        year=year,
        number=number,
        source=SOURCE,
        happened_on=date(2022, 12, 1),
        by=SYSTEM,
        at=at(DRAFTED_ON),
    )


def starting_line() -> None:
    """Enter what Deventer used in 2021."""
    for kind, number in (("projects", 3), ("meetings", 10), ("downloads", 21)):
        used(kind, number)


def section(key: str, city: str = "GM0150", day: date = DRAFTED_ON, **changed: object) -> SectionChange:
    """Change one part of a city's proposal; what is not given stays standard."""
    found = queries.one(city, AsOf(day))
    now = {one.key: one for one in commands.nota.standard(found)}[key]
    given = {"title": now.title, "position": now.position, "is_on": True, "text": "", **changed}
    given |= {"city": network.organisation(city), "section": key, "happened_on": day}
    return commands.change_section(**given, by=SYSTEM, at=at(day))  # type: ignore[arg-type]


def file(kind: str, form: str, city: str = "GM0150", view: AsOf = VIEW) -> bytes:
    """Make one paper of a city."""
    return papers.make(papers.Kind(kind), papers.Form(form), queries.one(city, view), view).payload
