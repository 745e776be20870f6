"""Who may ask cities for more, and who answers for a city. Unknown means denied."""

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Forbidden, Refusal
from kennispact.ground.kit.words import N_
from kennispact.pact.contributions import access as contributions


def may(actor: Actor, action: str, city_key: str = "") -> bool:
    """Tell whether the actor may do this.

    ``see_all`` and ``see`` (what is asked of one city) are as for contributions; ``propose`` and ``strike``
    are for the supervisors and the financial administration; ``reply`` is for a city's own administrators
    and contact.
    """
    if action in {"see_all", "see"}:
        return contributions.may(actor, action, city_key)
    if action in {"propose", "strike"}:
        finance = actor.has("financiele-administratie", kind="partner")
        return actor.is_system or actor.supervises or finance
    if action == "reply":
        roles = ("burgemeester", "bestuurder", "contactpersoon")
        return bool(city_key) and actor.has(*roles, kind="city", organisation=city_key)
    return False


def require(actor: Actor, action: str, city_key: str = "") -> None:
    """Refuse unless the actor may.

    :raises Forbidden: if not
    """
    if not may(actor, action, city_key):
        raise Forbidden([Refusal("forbidden", N_("You may not do this with an extra contribution."))])
