"""What the pages about cities show, joined from the rooms below. A constant number of SQL queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kennispact.ground.acts.unchanged import while_unchanged
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf
from kennispact.pact.agreements import access as agreement_access
from kennispact.pact.agreements import dossiers
from kennispact.pact.agreements import queries as agreements
from kennispact.pact.agreements.dossiers import ActLine, NextStep
from kennispact.pact.agreements.queries import RegisterRow
from kennispact.pact.contributions import access as contribution_access
from kennispact.pact.contributions import queries as contributions
from kennispact.pact.contributions.queries import Contribution
from kennispact.pact.contributions.rules import Increase, against_previous
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.documents import access as document_access
from kennispact.registers.documents import queries as documents
from kennispact.registers.documents.queries import DocumentLine
from kennispact.registers.network import access as network_access
from kennispact.registers.network import queries as network
from kennispact.registers.network.models import Organisation
from kennispact.registers.network.queries import Figure, MandateLine
from kennispact.review.calendar import queries as calendar
from kennispact.review.calendar.queries import Day

_DATES = 6  # as many as one can take in at a glance


@dataclass(frozen=True, slots=True)
class CityRow:
    """One city in the list. ``amount`` is ``None`` when it is not known, and when it is not for this reader:
    then ``tells_amount`` is false.
    """

    register: RegisterRow
    figure: Figure | None
    amount: Decimal | None
    tells_amount: bool

    @property
    def city(self) -> Organisation:
        """Return the city."""
        return self.register.city


@dataclass(frozen=True, slots=True)
class CityList:
    """Every city of the network in a view, with the year its amounts are for."""

    year: int
    rows: tuple[CityRow, ...]


@dataclass(frozen=True, slots=True)
class CityDossier:
    """One city as a reader may see it. ``register`` is ``None`` for a city outside the network.

    ``acts``, ``contributions`` and ``increase`` are empty when its dossier is closed to the reader;
    ``next_steps`` holds what the reader may record now.
    """

    city: Organisation
    register: RegisterRow | None
    is_open: bool
    acts: tuple[ActLine, ...]
    next_steps: tuple[NextStep, ...]
    contributions: tuple[Contribution, ...]
    increase: Increase | None
    figures: tuple[Figure, ...]
    mandates: tuple[MandateLine, ...]
    documents: tuple[DocumentLine, ...]
    dates: tuple[Day, ...]


def contribution_year(on: date) -> int:
    """Return the contribution year of a day, or the nearest one."""
    terms = covenants.covenant().contribution
    return min(max(on.year, terms.first_year), terms.last_year)


def cities(view: AsOf, by: Actor) -> CityList:
    """Return every city with its agreement, inhabitants and, for whom it is, what it owes. Six queries."""
    register = agreements.register(view)
    year = contribution_year(view.on)
    owed = {row.city.pk: row for row in contributions.contributions(year, view, register).rows}
    return CityList(year, tuple(_row(row, owed[row.city.pk], by) for row in register))


def _row(row: RegisterRow, owed: Contribution, by: Actor) -> CityRow:
    visible = contribution_access.may(by, "see", row.city.key)
    return CityRow(row, owed.figure, owed.amount if visible else None, visible)


@while_unchanged(most=12)
def city(found: Organisation, view: AsOf, by: Actor, today: date) -> CityDossier:
    """Return all about one city that the reader may see."""
    register = agreements.register(view)
    row = next((row for row in register if row.city.key == found.key), None)
    is_open = agreement_access.may(by, "see", found.key)
    owed = _owed(found.key, view, register) if contribution_access.may(by, "see", found.key) else ()
    figure = owed[0].figure if owed else None
    terms = covenants.covenant().contribution
    papers = documents.documents(view, organisation=found.key)
    return CityDossier(
        city=found,
        register=row,
        is_open=is_open,
        acts=dossiers.acts(row.agreement, view) if is_open and row and row.agreement else (),
        next_steps=_next_steps(found, by, today),
        contributions=owed,
        increase=against_previous(figure.inhabitants, terms) if figure else None,
        figures=network.population_history(found, view),
        mandates=network_access.shown(by, network.mandates(view, found)),
        documents=tuple(one for one in papers if document_access.may(by, "read", one)),
        dates=_dates(found, view, by),
    )


def _owed(key: str, view: AsOf, register: Sequence[RegisterRow]) -> tuple[Contribution, ...]:
    return contributions.of_city(key, view, register)


def _next_steps(found: Organisation, by: Actor, today: date) -> tuple[NextStep, ...]:
    actions = agreement_access.STEP_ACTIONS
    if not any(agreement_access.may(by, action, found.key) for action in actions.values()):
        return ()
    return tuple(
        step
        for step in dossiers.next_steps(dossiers.find(found), today)
        if not step.refusals and agreement_access.may(by, actions[step.kind], found.key)
    )


def _dates(found: Organisation, view: AsOf, by: Actor) -> tuple[Day, ...]:
    """Return the next dates that ask something of a city, or are about this one."""
    asks = {role.key for role in covenants.covenant().roles if "city" in role.kinds}
    days = calendar.days(view, by, since=view.on)
    mine = (
        day
        for day in days
        if day.city == found.name
        or (not day.city and (day.progress is not None or not asks.isdisjoint(day.owners)))
    )
    return tuple(day for _, day in zip(range(_DATES), mine, strict=False))
