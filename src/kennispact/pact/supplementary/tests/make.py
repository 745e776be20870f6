"""Builds worlds of this room through its commands. Other rooms' tests may use it."""

from datetime import UTC, date, datetime
from decimal import Decimal

from kennispact.ground.kit.actor import SYSTEM, Actor
from kennispact.pact.agreements.tests import make as agreements
from kennispact.pact.supplementary import commands, rules
from kennispact.pact.supplementary.models import Extra, Reply
from kennispact.registers.network.tests import make as network

ON = date(2025, 5, 6)
AT = datetime(2025, 5, 6, 12, tzinfo=UTC)


def cities(number: int = 2) -> tuple[str, ...]:
    """Bring in cities that take part; return their codes."""
    made = network.baseline(number)
    paper = agreements.paper(made[0])
    for city in made:
        agreements.registered(city.key, file=paper)
    return tuple(city.key for city in made)


def proposed(
    *keys: str,
    kind: str = "extra",
    amount: str = "2500.00",
    per: str = "city",
    by: Actor = SYSTEM,
    **other: object,
) -> Extra:
    """Propose something extra to cities, by code."""
    facts = {"title": "Netwerkdag wonen", "purpose": "Een extra netwerkdag", "year": 2025, **other}
    terms = rules.Terms(kind=kind, amount=Decimal(amount), per=per, **facts)  # type: ignore[arg-type]
    return commands.propose(terms=terms, cities=keys, happened_on=ON, by=by, at=AT)


def agreed(extra: Extra) -> None:
    """Let both parties agree to asking it."""
    for role, party in (("secretaris", "g40"), ("relatiemanager", "platform31")):
        commands.agree(extra=extra, happened_on=ON, by=somebody(role, party), at=AT)


def somebody(role: str, organisation: str) -> Actor:
    """Return somebody with a role."""
    person = network.person(f"{role}-{organisation}".lower())
    if not person.mandates.exists():
        network.mandate(role, organisation)
    return network.queries.actor_for(person, ON)


def replied(extra: Extra, key: str, outcome: str = "yes", **other: object) -> Reply:
    """Let a city answer."""
    facts = {"happened_on": ON, "by": somebody("contactpersoon", key), "at": AT, **other}
    return commands.reply(extra=extra, city_key=key, outcome=outcome, **facts)  # type: ignore[arg-type]
