"""The surplus of the exercise world: the network agreed to it, and it waits for the partner."""

from datetime import date, datetime
from decimal import Decimal

from kennispact.doors.cli.exercise_papers import letter, moment
from kennispact.ground.kit.actor import Actor
from kennispact.pact.settlement import commands as settlement
from kennispact.registers.documents import commands as documents

PROPOSED_ON, AGREED_ON = date(2026, 11, 10), date(2026, 11, 17)


def surplus(*, manager: Actor, secretary: Actor, at: datetime) -> None:
    """Propose a surplus of 20,000.00 and let the network agree, as far as the moment ``at`` allows."""
    if at < moment(AGREED_ON):
        return
    paper = documents.receive(
        file=letter("Afrekening van het convenant", "Platform31", PROPOSED_ON),
        name="Afrekening van het convenant.pdf",
        organisation="platform31",
        happened_on=PROPOSED_ON,
        by=manager,
        at=moment(PROPOSED_ON),
    )
    made = settlement.propose(
        amount=Decimal("20000.00"),
        document=paper,
        happened_on=PROPOSED_ON,
        explanation="De netwerkdagen kostten minder dan begroot.",
        by=manager,
        at=moment(PROPOSED_ON),
    )
    settlement.agree(surplus=made, happened_on=AGREED_ON, by=secretary, at=moment(AGREED_ON))
