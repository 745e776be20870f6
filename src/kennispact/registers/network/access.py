"""Who may see and do what with organisations, mandates and figures. Unknown means denied."""

from collections.abc import Sequence
from dataclasses import replace

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Forbidden, Refusal
from kennispact.ground.kit.words import N_
from kennispact.registers.network.models import Organisation
from kennispact.registers.network.queries import MandateLine

SEEING = frozenset({"see_organisations", "see_roles", "see_populations"})
SEEING_PEOPLE = frozenset({"see_people"})
DOING = frozenset(
    {
        "register_organisation",
        "correct_organisation",
        "join_network",
        "leave_network",
        "appoint",
        "end_mandate",
        "record_population",
        "import_baseline",
        "import_populations",
        "strike_membership",
        "strike_mandate",
        "strike_mandate_end",
        "strike_population",
        "see_history",
    }
)
ACTIONS = SEEING | SEEING_PEOPLE | DOING


def may(actor: Actor, action: str, subject: Organisation | str | None = None) -> bool:
    """Tell whether the actor may. ``subject`` is the organisation, or its key.

    Whoever has a mandate at the network, the partner or a city sees organisations, roles and figures. Names
    and addresses of people are for the daily supervisors and for colleagues at the same organisation.
    """
    if action in SEEING:
        return actor.is_system or actor.takes_part
    if action in SEEING_PEOPLE:
        key = subject.key if isinstance(subject, Organisation) else subject
        return actor.is_system or actor.supervises or (actor.takes_part and key in actor.organisations)
    return action in DOING and (actor.is_system or actor.supervises)


def require(actor: Actor, action: str, subject: Organisation | str | None = None) -> None:
    """Return when the actor may.

    :raises Forbidden: when not
    """
    if not may(actor, action, subject):
        raise Forbidden([Refusal("network.forbidden", N_("You may not do this."))])


def shown(actor: Actor, lines: Sequence[MandateLine]) -> tuple[MandateLine, ...]:
    """Return the mandates with the people left out whom the actor may not see."""
    return tuple(
        line
        if may(actor, "see_people", line.organisation)
        else replace(line, person_id=None, person="", email="")
        for line in lines
    )
