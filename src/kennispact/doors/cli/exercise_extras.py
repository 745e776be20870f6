"""The exercise world's extra contributions: one asked of four cities with some answers, one arrangement."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from kennispact.doors.cli.exercise_papers import moment
from kennispact.ground.kit.actor import Actor
from kennispact.pact.supplementary import commands, rules

PROPOSED_ON, AGREED_ON, ANSWERED_ON = date(2026, 10, 6), date(2026, 10, 13), date(2026, 11, 3)
ASKED = ("GM0150", "GM0193", "GM0153", "GM0034")  # Deventer, Zwolle, Enschede, Almere


def extras(*, manager: Actor, secretary: Actor, actor: Callable[[str], Actor], at: datetime) -> None:
    """Ask four cities for an extra network day, as far as the moment ``at`` allows: two of them answer."""
    if at < moment(ANSWERED_ON):
        return
    asked = commands.propose(
        terms=rules.Terms(
            rules.EXTRA,
            "Extra netwerkdag wonen",
            "Een extra netwerkdag over wonen in het voorjaar, met een gids achteraf.",
            2026,
            Decimal("2500.00"),
            rules.PER_CITY,
        ),
        cities=ASKED,
        happened_on=PROPOSED_ON,
        by=manager,
        at=moment(PROPOSED_ON),
    )
    for by in (manager, secretary):
        commands.agree(extra=asked, happened_on=AGREED_ON, by=by, at=moment(AGREED_ON))
    zwolle = actor("contactpersoon.zwolle")
    commands.reply(
        extra=asked,
        city_key="GM0193",
        outcome="yes",
        happened_on=ANSWERED_ON,
        by=zwolle,
        at=moment(ANSWERED_ON),
    )
    apart = commands.propose(
        terms=rules.Terms(
            rules.ARRANGEMENT,
            "Onderzoek leegstand binnenstad",
            "Een eigen onderzoek voor Zwolle. Het valt buiten het convenant.",
            2026,
            Decimal("7800.00"),
            rules.PER_CITY,
        ),
        cities=("GM0193",),
        reference="Kennisvraag over leegstand in de binnenstad",
        happened_on=PROPOSED_ON,
        by=manager,
        at=moment(PROPOSED_ON),
    )
    commands.reply(
        extra=apart,
        city_key="GM0193",
        outcome="no",
        reason="Wij wachten op het besluit over de begroting.",
        happened_on=ANSWERED_ON,
        by=zwolle,
        at=moment(ANSWERED_ON),
    )
