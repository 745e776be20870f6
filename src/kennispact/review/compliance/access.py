"""Who may see the state of the covenant. Unknown means denied."""

from collections.abc import Callable
from functools import partial

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Forbidden, Refusal
from kennispact.ground.kit.words import N_
from kennispact.pact.agreements import access as agreements
from kennispact.registers.covenant.definition import Evidence, Obligation


def may(actor: Actor, action: str, city_key: str = "") -> bool:
    """Tell whether the actor may ``see`` the covenant's state, or a city's row of the matrix (``see_city``).

    The network and the partner see the rows of all cities, a city its own.
    """
    if action == "see":
        return actor.is_system or actor.takes_part
    if action == "see_city":
        parties = actor.has(kind="network") or actor.has(kind="partner")
        return actor.is_system or parties or actor.has(kind="city", organisation=city_key)
    return False


def may_see_finding(actor: Actor, obligation: Obligation, city_key: str) -> bool:
    """Tell whether the actor may see how one city stands with an obligation.

    Who has an agreement is annex 3, open to all who take part; the rest is between a city and the parties.
    """
    if obligation.evidence is Evidence.AGREEMENT:
        return agreements.may(actor, "see_register")
    return may(actor, "see_city", city_key)


def sees_findings_of(actor: Actor) -> Callable[[Obligation, str], bool]:
    """Return the question whether the actor may see how a city stands with an obligation."""
    return partial(may_see_finding, actor)


def require(actor: Actor, action: str) -> None:
    """Refuse unless the actor may.

    :raises Forbidden: if not
    """
    if not may(actor, action):
        raise Forbidden(
            [Refusal("forbidden", N_("The state of the covenant is for those who take part in it."))]
        )
