"""Builds worlds of this room through its commands. Other rooms' tests may use it."""

from datetime import UTC, date, datetime

from kennispact.ground.kit.actor import SYSTEM, Actor
from kennispact.pact.agreements import commands, queries, rules
from kennispact.pact.agreements.models import Agreement, Notice
from kennispact.registers.documents import commands as documents
from kennispact.registers.documents.models import Document
from kennispact.registers.documents.tests.make import PDF
from kennispact.registers.network import queries as network
from kennispact.registers.network.models import Organisation
from kennispact.registers.network.tests import make as network_make

SENT_ON = date(2022, 12, 21)
DECIDED_ON = date(2023, 1, 10)
REGISTERED_ON = date(2023, 1, 20)


def at(day: date, hour: int = 12) -> datetime:
    """Return a moment of a day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def paper(city: Organisation, day: date = REGISTERED_ON, name: str = "brief.pdf") -> Document:
    """Receive a small PDF for a city."""
    return documents.receive(
        file=PDF, name=name, organisation=city.key, happened_on=day, by=SYSTEM, at=at(day, 9)
    )


def drafted(city_key: str = "GM0150") -> Agreement:
    """Draft the agreement of a city."""
    return commands.draft(city=network.organisation(city_key), happened_on=SENT_ON, by=SYSTEM, at=at(SENT_ON))


def drafted_everywhere(number: int) -> None:
    """Draft an agreement with each of so many cities."""
    for city in network_make.baseline(number):
        if not city.agreements.exists():
            drafted(city.key)


def registered(
    city_key: str = "GM0150", *, file: Document | None = None, registered_on: date = REGISTERED_ON
) -> Agreement:
    """Carry the agreement of a city along until it is registered."""
    agreement = drafted(city_key)
    file = file or paper(agreement.city)
    for kind, day, document in (
        (rules.SENT, SENT_ON, None),
        (rules.COLLEGE_DECIDED, DECIDED_ON, None),
        (rules.SIGNED_BY_CITY, DECIDED_ON, None),
        (rules.SIGNED_BY_PARTNER, registered_on, None),
        (rules.REGISTERED, registered_on, file),
    ):
        commands.take_step(
            agreement=agreement, kind=kind, happened_on=day, document=document, by=SYSTEM, at=at(day)
        )
    return agreement


def notice(agreement: Agreement, received_on: date, entered_on: date, by: Actor = SYSTEM) -> Notice:
    """Enter a notice of the city itself."""
    return commands.give_notice(
        agreement=agreement,
        received_on=received_on,
        giver=agreement.city,
        letter=paper(agreement.city, received_on),
        by=by,
        at=at(entered_on),
    )


def row(city_key: str, view: object) -> queries.RegisterRow:
    """Return a city's row of the register in a view."""
    return next(row for row in queries.register(view) if row.city.key == city_key)  # type: ignore[arg-type]
