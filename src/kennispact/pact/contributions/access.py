"""Who may see what is owed. A city sees its own; the parties see all. Unknown means denied."""

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Forbidden, Refusal
from kennispact.ground.kit.words import N_


def sees_all(actor: Actor) -> bool:
    """Tell whether the actor sees every city's amounts."""
    return (
        actor.is_system
        or actor.supervises
        or actor.has("financiele-administratie", "directeur", kind="partner")
        or actor.has("voorzitter", "dagelijks-bestuur", kind="network")
    )


def may(actor: Actor, action: str, city_key: str = "") -> bool:
    """Tell whether the actor may ``see_all`` amounts, or ``see`` those of one city."""
    if action == "see_all":
        return sees_all(actor)
    if action == "see":
        return sees_all(actor) or (bool(city_key) and actor.has(kind="city", organisation=city_key))
    return False


def require(actor: Actor, action: str, city_key: str = "") -> None:
    """Refuse unless the actor may.

    :raises Forbidden: if not
    """
    if not may(actor, action, city_key):
        raise Forbidden([Refusal("forbidden", N_("You may not see the contribution of this city."))])
