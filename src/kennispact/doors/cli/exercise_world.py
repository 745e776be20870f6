"""The exercise world: five years of a covenant, made with the same commands as the real one.

It is deterministic: the same acts, days and moments every time. Everybody in it has an address in a domain
that cannot exist, by which every page knows it is an exercise.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from kennispact.doors.cli import (
    exercise_drafting,
    exercise_extras,
    exercise_invoices,
    exercise_payments,
    exercise_questions,
    exercise_settlement,
)
from kennispact.doors.cli.exercise_papers import letter, moment
from kennispact.ground.kit.actor import SYSTEM, Actor
from kennispact.ground.kit.refusal import Refusal, Refused
from kennispact.ground.kit.words import N_
from kennispact.ground.people import commands as people
from kennispact.ground.people import queries as persons
from kennispact.ground.people.rules import EXERCISE_DOMAIN
from kennispact.pact.agreements import commands as agreements
from kennispact.pact.agreements import queries as agreement_queries
from kennispact.pact.agreements import rules as steps
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.decisions import commands as decisions
from kennispact.registers.decisions import queries as decision_queries
from kennispact.registers.decisions.rules import Subject
from kennispact.registers.documents import commands as documents
from kennispact.registers.documents.models import Document
from kennispact.registers.network import queries as network
from kennispact.registers.network.commands import mandates
from kennispact.registers.network.models import Organisation

SIGNED = date(2022, 12, 19)
UNSIGNED = {"GM0505", "GM0141"}  # two of the members never sent theirs back
# Who signs in: name, role, organisation, local part of the address.
CAST = (
    ("Secretaris G40", "secretaris", "g40", "secretaris"),
    ("Relatiemanager Platform31", "relatiemanager", "platform31", "relatiemanager"),
    ("Voorzitter G40", "voorzitter", "g40", "voorzitter"),
    ("Lid dagelijks bestuur G40", "dagelijks-bestuur", "g40", "dagelijks-bestuur"),
    ("Pijlersecretaris Fysiek", "pijlersecretaris", "g40", "pijlersecretaris"),
    ("Themasecretaris Duurzaamheid", "themasecretaris", "g40", "themasecretaris"),
    ("Directeur Platform31", "directeur", "platform31", "directeur"),
    ("Expert Platform31", "expert", "platform31", "expert"),
    ("Financiële administratie Platform31", "financiele-administratie", "platform31", "financien"),
    ("Contactpersoon Deventer", "contactpersoon", "GM0150", "contactpersoon.deventer"),
    ("Contactpersoon Almelo", "contactpersoon", "GM0141", "contactpersoon.almelo"),
    ("Contactpersoon Dordrecht", "contactpersoon", "GM0505", "contactpersoon.dordrecht"),
    ("Burgemeester Deventer", "burgemeester", "GM0150", "burgemeester.deventer"),
    ("Contactpersoon Zwolle", "contactpersoon", "GM0193", "contactpersoon.zwolle"),
    ("Ambtenaar Zwolle", "ambtenaar", "GM0193", "ambtenaar.zwolle"),
)


@dataclass(frozen=True)
class World:
    """What the makers share: the parties, the supervisors, and the moment it is made."""

    g40: Organisation
    platform31: Organisation
    secretary: Actor
    manager: Actor
    at: datetime

    def passed(self, day: date) -> bool:
        """Tell whether a day lies before the moment of making."""
        return moment(day) < self.at


def make(*, at: datetime) -> bool:
    """Make the world, up to the moment ``at``. Return whether anything was made.

    :raises Refused: if real acts are there: an exercise never mixes with them
    """
    if persons.exercise_people():
        return False
    if agreement_queries.any_recorded() or decision_queries.any_recorded():
        raise Refused(
            [Refusal("exercise.real-acts", N_("There are real acts here. An exercise never mixes."))]
        )
    _cast()
    world = World(
        network.organisation("g40"),
        network.organisation("platform31"),
        _actor("secretaris"),
        _actor("relatiemanager"),
        at,
    )
    for act in _plan(world):
        act()
    return True


def _actor(local: str) -> Actor:
    person = persons.by_address(local + EXERCISE_DOMAIN)
    assert person is not None
    return network.actor_for(person, date(2023, 6, 1))


@transaction.atomic
def _cast() -> None:
    roles = {role.key: role.kinds for role in covenants.covenant().roles}
    for name, role, organisation, local in CAST:
        person = people.invite_person(
            email=local + EXERCISE_DOMAIN, name=name, by=SYSTEM, at=moment(SIGNED, 14)
        )
        mandates.appoint(
            person=person,
            organisation=network.organisation(organisation),
            role=role,
            since=SIGNED,
            happened_on=SIGNED,
            roles=roles,
            by=SYSTEM,
            at=moment(SIGNED, 15),
        )


def _plan(world: World) -> Iterator[Callable[[], Any]]:
    for place, city in enumerate(network.organisations("city")):
        yield partial(_agreement, world, city, place)
    for year in range(2023, 2028):
        yield partial(_year, world, year)
    yield partial(_notice_and_change_of_heart, world)
    supervisors = {"manager": world.manager, "secretary": world.secretary}
    yield partial(exercise_extras.extras, actor=_actor, at=world.at, **supervisors)
    yield partial(exercise_settlement.surplus, at=world.at, **supervisors)
    yield from _money(world, by=_actor("financien"))
    cities = (_actor("contactpersoon.deventer"), _actor("contactpersoon.zwolle"))
    cast = exercise_questions.Cast(*cities, world.secretary, world.manager, moment, world.at)
    yield from exercise_questions.plan(cast)
    contact = _actor("contactpersoon.deventer")
    yield from exercise_drafting.plan(manager=world.manager, contact=contact, at=world.at)


def _money(world: World, by: Actor) -> Iterator[Callable[[], Any]]:
    """Invoice every year and bring in what the bank booked, in the order of the days."""
    entered_on = date(2023, 6, 1)
    acts = {entered_on: partial(exercise_invoices.enter, entered_at=moment(entered_on), by=by)}
    for year, (day, _most) in exercise_invoices.RUNS.items():
        acts[day] = partial(exercise_invoices.issue, year=year, at=moment(day))
    for day in (exercise_payments.RIDDLES_ON, *exercise_payments.SILENT):
        acts[day] = partial(exercise_payments.bring, on=day, at=moment(day, 15), by=by)
    return (acts[day] for day in sorted(acts) if world.passed(day))


def _paper(world: World, city: Organisation, title: str, day: date, at: datetime) -> Document:
    return documents.receive(
        file=letter(title, city.name, day),
        name=f"{title} {city.name}.pdf",
        organisation=city.key,
        happened_on=day,
        by=world.manager,
        at=at,
    )


def _agreement(world: World, city: Organisation, place: int) -> None:
    """Carry one agreement along: most in January and February 2023, every seventh too late."""
    sent_on = date(2022, 12, 21)
    late = place % 7 == 6  # noqa: PLR2004
    decided_on = date(2023, 1, 10) + timedelta(days=(place * 5) % 42 + (50 if late else 0))
    by, at = world.manager, moment(sent_on)
    agreement = agreements.draft(city=city, happened_on=sent_on, by=by, at=at)
    take = partial(agreements.take_step, agreement=agreement, by=by)
    take(kind=steps.SENT, happened_on=sent_on, at=moment(sent_on, 16))
    if city.key in UNSIGNED:
        return
    entered_on = decided_on + timedelta(days=place % 3 + 1)
    number = f"B&W 2023-{100 + place}"
    take(kind=steps.COLLEGE_DECIDED, happened_on=decided_on, reference=number, at=moment(entered_on))
    take(
        kind=steps.SIGNED_BY_CITY,
        happened_on=decided_on,
        by_role="burgemeester",
        place=city.name,
        at=moment(entered_on, 11),
    )
    done_on = entered_on + timedelta(days=2)
    file = _paper(world, city, "Overeenkomst", done_on, moment(done_on))
    take(
        kind=steps.SIGNED_BY_PARTNER,
        happened_on=done_on,
        by_role="directeur",
        place="Den Haag",
        at=moment(done_on),
    )
    take(kind=steps.REGISTERED, happened_on=done_on, document=file, at=moment(done_on, 12))


def _year(world: World, year: int) -> None:
    """Make a plan ready, adopt it (in 2025 too late) and evaluate it twice (not in November 2024)."""
    ready_on = date(2023, 2, 24) if year == SIGNED.year + 1 else date(year - 1, 12, 12)
    adopted_on = {2025: date(2025, 4, 7)}.get(year, date(year, 3, 14))
    plan = Subject("2d", "plan-ready", str(year))
    if world.passed(ready_on):
        for party, role, by in (
            (world.g40, "secretaris", world.secretary),
            (world.platform31, "relatiemanager", world.manager),
        ):
            decisions.consent(
                party=party,
                role=role,
                subject=plan,
                title=f"Jaarplan {year} is klaar",
                happened_on=ready_on,
                by=by,
                at=moment(ready_on),
            )
    if world.passed(adopted_on):
        decisions.decide(
            body=world.g40,
            role="dagelijks-bestuur",
            subject=Subject("4f", "plan-adopted", str(year)),
            title=f"Jaarplan {year} vastgesteld",
            happened_on=adopted_on,
            by=world.secretary,
            at=moment(adopted_on + timedelta(days=1)),
        )
    for key, day in ((f"{year}-07", date(year, 7, 11)), (f"{year}-11", date(year, 11, 14))):
        if world.passed(day) and key != "2024-11":
            decisions.state(
                body=world.platform31,
                role="relatiemanager",
                subject=Subject("7c", "plan-evaluation", key),
                title=f"Jaarplan geëvalueerd, {key}",
                happened_on=day,
                by=world.manager,
                at=moment(day + timedelta(days=2)),
            )


def _notice_and_change_of_heart(world: World) -> None:
    """Enter a letter too late for what was known then, and its withdrawal: both clocks at work."""
    city = network.organisation("GM0193")
    received_on, entered_on, withdrawn_on = date(2025, 8, 28), date(2025, 9, 5), date(2025, 11, 20)
    if not world.passed(withdrawn_on):
        return
    agreement = agreement_queries.agreement_of(city.key)
    given = _paper(world, city, "Opzegging", received_on, moment(entered_on))
    agreements.give_notice(
        agreement=agreement,
        received_on=received_on,
        giver=city,
        letter=given,
        by=world.manager,
        at=moment(entered_on),
    )
    back = _paper(world, city, "Intrekking van de opzegging", withdrawn_on, moment(withdrawn_on))
    agreements.withdraw_notice(
        agreement=agreement,
        happened_on=withdrawn_on,
        letter=back,
        by=world.manager,
        at=moment(withdrawn_on, 12),
    )
