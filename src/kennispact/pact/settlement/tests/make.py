"""Builds worlds of this room through its commands. Other rooms' tests may use it."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from kennispact.ground.kit.actor import SYSTEM, Actor
from kennispact.pact.agreements.tests import make as agreements
from kennispact.pact.invoicing.tests import make as invoices
from kennispact.pact.settlement import commands
from kennispact.pact.settlement.models import Surplus
from kennispact.registers.network.tests import make as network

YEAR = 2027
ON = date(2025, 12, 10)
AT = datetime(2025, 12, 10, 12, tzinfo=UTC)


def world(folder: Path | None = None, number: int = 3) -> None:
    """Bring in cities with a registered agreement and all that invoices need.

    With a ``folder``: three of them, with 101,446, 60,000 and 38,554 inhabitants.
    """
    data = network.DATA
    if folder is not None:
        data = _three(folder / network.DATA.name)
    made = network.baseline(number, data=data)
    paper = agreements.paper(made[0])
    for city in made:
        agreements.registered(city.key, file=paper)
    invoices.supplier()
    invoices.order_numbers(YEAR)


def _three(path: Path) -> Path:
    with network.DATA.open(encoding="utf-8", newline="") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: (row["code"] not in network.FIRST, row["code"]))
    figures = iter((60000, 101446, 38554))
    for row in rows[:3]:
        row["population_2022_01_01"] = str(next(figures))
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows[:3])
    return path


def proposed(amount: str = "20000.00", by: Actor = SYSTEM, **choices: str) -> Surplus:
    """Propose a surplus."""
    document = agreements.paper(network.queries.organisation("platform31"), ON, "afrekening.pdf")
    return commands.propose(
        amount=Decimal(amount), document=document, happened_on=ON, choices=choices, by=by, at=AT
    )


def agreed(surplus: Surplus, *, without: str = "") -> None:
    """Let both parties agree, or all but one."""
    for role, party in (("secretaris", "g40"), ("relatiemanager", "platform31")):
        if party != without:
            commands.agree(surplus=surplus, happened_on=ON, by=supervisor(role, party), at=AT)


def supervisor(role: str = "secretaris", party: str = "g40") -> Actor:
    """Return one of the two daily supervisors, or somebody else with a role."""
    person = network.person(f"{role}-{party}".lower())
    if not person.mandates.exists():
        network.mandate(role, party)
    return network.queries.actor_for(person, ON)


def carried_out(surplus: Surplus) -> commands.Result:
    """Carry a surplus out."""
    return commands.carry_out(surplus=surplus, by=SYSTEM, at=AT)
