"""Builds worlds of this room through its commands. Other rooms' tests may use it."""

from datetime import UTC, date, datetime

from kennispact.ground.kit.actor import Actor
from kennispact.ground.people.models import Person
from kennispact.registers.decisions import commands
from kennispact.registers.decisions.models import Decision
from kennispact.registers.decisions.rules import Subject
from kennispact.registers.network import queries as network
from kennispact.registers.network.tests import make as network_make

CLAUSES = {"plan-ready": "2d", "plan-adopted": "4f", "plan-evaluation": "7c", "covenant-evaluation": "7b"}
TODAY = datetime(2026, 6, 1, 10, tzinfo=UTC)


def supervisors() -> tuple[Actor, Actor]:
    """Return the secretary of the network and the partner's manager; both parties are there."""
    network_make.baseline(2)
    return secretary(), manager()


def secretary() -> Actor:
    """Return the secretary of the network."""
    return acting("secretaris", "g40")


def manager() -> Actor:
    """Return the partner's manager."""
    return acting("relatiemanager", "platform31")


def holder(role: str, organisation: str) -> Person:
    """Return the person with this role, appointed if nobody was yet."""
    person = network_make.person(f"{role}-{organisation}".lower())
    if not person.mandates.exists():
        network_make.mandate(role, organisation)
    return person


def acting(role: str, organisation: str) -> Actor:
    """Return the person with this role as they act."""
    return network.actor_for(holder(role, organisation), TODAY.date())


def adopted(year: str, by: Actor, *, on: date, at: datetime | None = None, **facts: object) -> Decision:
    """Record that the daily board adopted a plan."""
    return commands.decide(
        body=network.organisation("g40"),
        role="dagelijks-bestuur",
        subject=Subject("4f", "plan-adopted", year),
        title=f"Jaarplan {year} vastgesteld",
        happened_on=on,
        by=by,
        at=at or datetime(on.year, on.month, on.day, 12, tzinfo=UTC),
        **facts,
    )


def consented(year: str, party: str, role: str, by: Actor, *, on: date, **facts: object) -> Decision:
    """Record a party's consent to a plan."""
    return commands.consent(
        party=network.organisation(party),
        role=role,
        subject=Subject("2d", "plan-ready", year),
        title=f"Jaarplan {year} is klaar",
        happened_on=on,
        by=by,
        at=datetime(on.year, on.month, on.day, 12, tzinfo=UTC),
        **facts,
    )
