"""Builds worlds of this room through its commands. Other rooms' tests may use it."""

from datetime import UTC, date, datetime

from kennispact.ground.kit.actor import Actor
from kennispact.programme.questions import commands
from kennispact.programme.questions.models import Question
from kennispact.registers.network import queries as network
from kennispact.registers.network.tests import make

DAY = date(2025, 6, 3)
AT = datetime(2025, 6, 3, 9, tzinfo=UTC)
LATER = datetime(2025, 6, 20, 9, tzinfo=UTC)
TEXT = "Hoe bereiken we inwoners met schulden voordat zij uit hun huis worden gezet?"


def actors() -> dict[str, Actor]:
    """Bring in two cities and return who acts in these tests, by a short name."""
    make.baseline(2)
    return {
        "deventer": make.actor("contactpersoon", "GM0150"),
        "almere": make.actor("contactpersoon", "GM0034"),
        "secretary": make.actor("secretaris", "g40"),
        "manager": make.actor("relatiemanager", "platform31"),
        "director": make.actor("directeur", "platform31"),
    }


def question(by: Actor, text: str = TEXT, *, happened_on: date = DAY, **more) -> Question:
    """Ask a question for the first organisation somebody acts for."""
    organisation = network.organisation(min(by.organisations))
    more.setdefault("themes", ("armoede_schuldhulpverlening",))
    return commands.ask(
        organisation=organisation, text=text, happened_on=happened_on, by=by, at=more.pop("at", AT), **more
    )


def voice(question: Question, by: Actor, outcome: str = "inside", **more):
    """Speak for the party somebody acts for."""
    party = network.organisation(min(by.organisations))
    usual = {"clauses": ["5b"], "happened_on": DAY, "at": AT}
    if outcome == "outside":
        usual |= {"route": "own-account", "reason": "Alleen voor deze stad."}
    return commands.give_voice(question=question, party=party, outcome=outcome, by=by, **{**usual, **more})
