"""Who may propose a joint question and who may join. Unknown means denied."""

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Forbidden, Refusal
from kennispact.ground.kit.words import N_

PROPOSERS = ("themasecretaris", "pijlersecretaris", "thematrekker", "expert")


def may(actor: Actor, action: str, organisation: str = "") -> bool:
    """Tell whether the actor may ``see`` or ``propose`` joint questions, or ``reply`` for a city (key).

    ``end`` asks about the key of the organisation that made the joint question: it ends its own, and the
    supervisors any.
    """
    if action == "see":
        return actor.is_system or actor.takes_part
    if action == "propose":
        return actor.supervises or actor.has(*PROPOSERS)
    if action == "reply":
        return actor.takes_part and actor.has(kind="city", organisation=organisation)
    if action == "end":
        own = organisation in actor.organisations
        return actor.supervises or (own and (may(actor, "propose") or may(actor, "reply", organisation)))
    return False


def require(actor: Actor, action: str, organisation: str = "") -> None:
    """Return when the actor may.

    :raises Forbidden: when not
    """
    if not may(actor, action, organisation):
        raise Forbidden([Refusal("joint.forbidden", N_("You may not do this."))])
