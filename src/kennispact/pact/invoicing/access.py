"""Who may make, credit and see invoices. A city sees its own. Unknown means denied."""

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Forbidden, Refusal
from kennispact.ground.kit.words import N_
from kennispact.pact.contributions import access as contributions

_ADMINISTRATION = frozenset({"issue", "credit", "set"})


def may(actor: Actor, action: str, city_key: str = "") -> bool:
    """Tell whether the actor may do this.

    ``issue``, ``credit`` and ``set`` (the facts invoices need) are for the partner's financial
    administration; ``see_all`` and ``see`` (one city's) as for contributions.
    """
    if action in {"see_all", "see"}:
        return contributions.may(actor, action, city_key)
    if action in _ADMINISTRATION:
        return actor.is_system or actor.has("financiele-administratie", kind="partner")
    return False


def require(actor: Actor, action: str, city_key: str = "") -> None:
    """Refuse unless the actor may.

    :raises Forbidden: if not
    """
    if not may(actor, action, city_key):
        raise Forbidden([Refusal("forbidden", N_("You may not do this with invoices."))])
