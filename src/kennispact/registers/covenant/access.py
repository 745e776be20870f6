"""Who may see the themes of the covenant. Unknown means denied."""

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Forbidden, Refusal
from kennispact.ground.kit.words import N_


def may(actor: Actor, action: str) -> bool:
    """Tell whether the actor may ``see`` the definition: all who take part."""
    return action == "see" and (actor.is_system or actor.takes_part)


def require(actor: Actor, action: str) -> None:
    """Refuse unless the actor may.

    :raises Forbidden: if not
    """
    if not may(actor, action):
        raise Forbidden([Refusal("forbidden", N_("The themes are for those who take part in the covenant."))])
