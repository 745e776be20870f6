"""How many people live in a city, by hand: one figure at a time."""

from datetime import date, datetime

from django.db import transaction

from kennispact.ground.acts.models import recorded
from kennispact.ground.acts.rules import date_refusals
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Refusal, refuse_if
from kennispact.ground.kit.words import N_
from kennispact.registers.network import access, queries, rules
from kennispact.registers.network.models import Organisation, Population


@transaction.atomic
def record_population(
    *,
    city: Organisation,
    inhabitants: int,
    reference_on: date,
    status: str,
    source: str,
    by: Actor,
    at: datetime,
    base: rules.Base | None = None,
    for_base: bool = False,
) -> Population:
    """Enter how many people lived in a city on its reference date.

    ``base`` is what the signed contributions are counted from: a figure of it is struck before another
    comes in its place. ``for_base`` means that the figure is meant for them: another reference date is
    refused. Source: covenant 6b.

    :raises Refused: if the figure cannot be one, is of another day, or is known already
    """
    access.require(by, "record_population", city)
    locked = Organisation.objects.select_for_update().get(pk=city.pk)
    refusals = [
        *rules.figure_refusals(inhabitants, status, source, locked.kind),
        *date_refusals(reference_on, at, field="reference_on"),
    ]
    if base and for_base:
        refusals += rules.base_refusals(locked.name, inhabitants, reference_on, base)
    if base and reference_on == base.reference_on:
        known = queries.known_figures([reference_on]).get((locked.pk, reference_on))
        counts = (known.inhabitants, known.status) if known else None
        refusals += rules.replacement_refusals(locked.name, inhabitants, reference_on, counts, base)
    same = Population.objects.filter(
        city=locked, happened_on=reference_on, inhabitants=inhabitants, status=status, struck_at__isnull=True
    )
    if same.exists():
        refusals.append(Refusal("population.known-already", N_("This figure is in the register already.")))
    refuse_if(refusals)
    made = Population.objects.create(
        city=locked,
        inhabitants=inhabitants,
        happened_on=reference_on,
        status=status,
        source=source.strip()[:300],
        **recorded(by, at),
    )
    journal.write(
        "network.population-recorded",
        made,
        by=by,
        at=at,
        clause=base.clause if base else "",
        organisation=locked.key,
        inhabitants=inhabitants,
        reference_on=reference_on.isoformat(),
        status=status,
    )
    return made


@transaction.atomic
def strike_population(*, population: Population, why: str, by: Actor, at: datetime) -> None:
    """Strike a figure that was entered wrongly.

    :raises Refused: if it was struck before, or without a reason
    """
    key = population.city.key
    access.require(by, "strike_population", key)
    journal.strike(population, verb="network.population-struck", why=why, by=by, at=at, organisation=key)
