"""Who may look in the ledger, and who may book. Unknown means denied."""

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Forbidden, Refusal
from kennispact.ground.kit.words import N_
from kennispact.pact.contributions import access as contributions


def may(actor: Actor, action: str, city_key: str = "") -> bool:
    """Tell whether the actor may ``see_all``, ``see`` the account of one city, ``post`` or ``hand_over``."""
    if action in {"see_all", "see"}:
        return contributions.may(actor, action, city_key)
    if action in {"post", "hand_over"}:
        return actor.is_system or actor.has("financiele-administratie", kind="partner")
    return False


def require(actor: Actor, action: str, city_key: str = "") -> None:
    """Refuse unless the actor may.

    :raises Forbidden: if not
    """
    if not may(actor, action, city_key):
        raise Forbidden([Refusal("forbidden", N_("You may not do this with the ledger."))])
