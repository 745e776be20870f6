"""Who may see and do what with the papers of the agreements. Unknown means denied."""

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Forbidden, Refusal
from kennispact.ground.kit.words import N_

_SUPERVISORS = frozenset(
    {
        "draft",
        "see_all",
        "remind",
        "read_papers",
        "edit_nota",
        "enter_usage",
        "set_template",
        "read_template",
    }
)
_OWN_CITY = frozenset({"read_papers", "edit_nota", "release"})
_SYSTEM = _SUPERVISORS | _OWN_CITY


def may(actor: Actor, action: str, city_key: str = "") -> bool:
    """Tell whether the actor may do this, for the city named by its key.

    ``read_papers`` are a city's agreement, proposal and package. ``release`` is the city's alone: the duty to
    publish is its own (Woo 2.1), so the supervisors cannot do it. ``read_annex`` is annex 3.
    """
    if actor.is_system:
        return action in _SYSTEM | {"read_annex"}
    if action == "read_annex":
        return actor.takes_part
    if actor.supervises and action in _SUPERVISORS:
        return True
    if action == "see_all":
        return actor.has("voorzitter", kind="network") or actor.has("directeur", kind="partner")
    return (
        bool(city_key)
        and action in _OWN_CITY
        and actor.has("contactpersoon", kind="city", organisation=city_key)
    )


def require(actor: Actor, action: str, city_key: str = "") -> None:
    """Refuse unless the actor may.

    :raises Forbidden: if not
    """
    if not may(actor, action, city_key):
        raise Forbidden([Refusal("forbidden", N_("You may not do this with the papers of this city."))])
