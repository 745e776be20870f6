"""Who may open the supervisors' tools. Unknown means denied."""

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Forbidden, Refusal
from kennispact.ground.kit.words import N_

SUPERVISING = frozenset({"manage", "see_check", "see_journal"})


def may(actor: Actor, action: str) -> bool:
    """Tell whether the actor may.

    The daily supervisors open everything. The contact person of a city reads the journal's lines about that
    city (``see_own_journal``). Source: covenant 7a.
    """
    if action == "see_own_journal":
        return actor.supervises or bool(own_organisations(actor))
    return action in SUPERVISING and actor.supervises


def own_organisations(actor: Actor) -> frozenset[str]:
    """Return the keys of the cities that the actor is the contact person of."""
    return frozenset(
        one.organisation for one in actor.capacities if (one.role, one.kind) == ("contactpersoon", "city")
    )


def require(actor: Actor, action: str) -> None:
    """Return when the actor may.

    :raises Forbidden: when not
    """
    if not may(actor, action):
        raise Forbidden(
            [Refusal("manage.forbidden", N_("Only the secretary and the relation manager may do this."))]
        )
