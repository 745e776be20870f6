"""Who may see which dates. Unknown means denied."""

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Forbidden, Refusal
from kennispact.ground.kit.words import N_


def may(actor: Actor, action: str, city_key: str = "") -> bool:
    """Tell whether the actor may ``see`` the covenant's dates, ``see_city`` its own, or have a ``feed``."""
    if action == "see":
        return actor.is_system or actor.takes_part
    if action == "see_city":
        return actor.is_system or actor.supervises or actor.has(kind="city", organisation=city_key)
    if action == "feed":
        return actor.takes_part and actor.person_id is not None
    return False


def require(actor: Actor, action: str) -> None:
    """Refuse unless the actor may.

    :raises Forbidden: if not
    """
    if not may(actor, action):
        raise Forbidden(
            [Refusal("forbidden", N_("The calendar is for those who take part in the covenant."))]
        )
