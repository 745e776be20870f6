"""Worlds of people, made through commands."""

from datetime import UTC, date, datetime

from kennispact.ground.kit.actor import Actor, Capacity
from kennispact.ground.people import commands
from kennispact.ground.people.models import Person

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SUPERVISOR = Actor(
    person_id=None,
    name="Relatiemanager",
    capacities=(Capacity("relatiemanager", "platform31", "partner", date(2023, 1, 1)),),
)
CONTACT = Actor(
    person_id=None,
    name="Contactpersoon",
    capacities=(Capacity("contactpersoon", "GM0150", "city", date(2023, 1, 1)),),
)
PASSWORD = "kantoor-vol-dossiers-7"


def invited(
    email: str = "contact@deventer.example", name: str = "Contactpersoon Deventer", **facts
) -> Person:
    return commands.invite_person(email=email, name=name, by=SUPERVISOR, at=AT, **facts)


def with_password(person: Person, password: str = PASSWORD) -> Person:
    person.set_password(password)
    person.save()
    return person


def as_person(person: Person, *capacities: Capacity) -> Actor:
    return Actor(person_id=person.pk, name=person.name, capacities=capacities)
