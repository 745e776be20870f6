"""The papers of the exercise world: figures of use, a proposal made a city's own, reminders on their way."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

from kennispact.ground.kit.actor import SYSTEM, Actor
from kennispact.ground.kit.calendar import AsOf, day_of
from kennispact.ground.post import commands as post
from kennispact.ground.post.gateway import Delivery
from kennispact.ground.post.models import Letter
from kennispact.ground.post.rules import Enclosed, Result
from kennispact.pact.drafting import commands, queries, reminders
from kennispact.registers.network import queries as network

CITY = "GM0150"
USED = (("projects", 3), ("meetings", 10), ("downloads", 21))
KNOWN_ON = date(2022, 12, 21)


def moment(day: date) -> datetime:
    """Return noon of a day."""
    return datetime.combine(day, time(12), tzinfo=UTC)


def plan(*, manager: Actor, contact: Actor, at: datetime) -> Iterator[Callable[[], Any]]:
    """Yield the acts about papers, in order; ``at`` is when the world is made."""
    for kind, number in USED:
        yield partial(
            commands.enter_usage,
            city=network.organisation(CITY),
            kind=kind,
            year=2021,
            number=number,
            source="opgave van Platform31",
            happened_on=KNOWN_ON,
            by=manager,
            at=moment(KNOWN_ON),
        )
    yield partial(
        commands.change_section,
        city=network.organisation(CITY),
        section="financien",
        title="Financiële consequenties en dekking",
        position=7,
        is_on=True,
        text="De bijdrage wordt betaald uit het budget voor lidmaatschappen.",
        happened_on=date(2023, 1, 4),
        by=contact,
        at=moment(date(2023, 1, 4)),
    )
    yield partial(_reminded, manager, at - timedelta(days=8))


def _reminded(manager: Actor, at: datetime) -> None:
    """Remind whoever has not signed, in a week that has passed: one letter arrived, one did not."""
    members = queries.members(AsOf(day_of(at)))
    waiting = {one.city.key for one in reminders.round_of(members, at).due}
    if not waiting:
        return
    reminders.remind(cities=waiting, by=manager, at=at)
    post.send_waiting(by=SYSTEM, now=lambda: at, carrier=_carrier)


def _carrier(letter: Letter, enclosures: Iterable[Enclosed]) -> Delivery:  # noqa: ARG001
    if letter.organisation == "GM0141":
        return Delivery(Result.REJECTED, "550 5.1.1 onbekend adres")
    return Delivery(Result.ACCEPTED)
