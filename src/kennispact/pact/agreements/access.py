"""Who may see and do what with agreements. Unknown means denied."""

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Forbidden, Refusal
from kennispact.ground.kit.words import N_
from kennispact.pact.agreements import rules

# Which action each step is.
STEP_ACTIONS = {
    rules.DRAFTED: "draft",
    rules.SENT: "send",
    rules.COLLEGE_DECIDED: "college_decided",
    rules.SIGNED_BY_CITY: "sign_by_city",
    rules.SIGNED_BY_PARTNER: "sign_by_partner",
    rules.REGISTERED: "register",
}
# What a city may do itself with its own agreement; all else is the supervisors'.
_OWN_CITY = frozenset({"college_decided", "sign_by_city", "give_notice"})
_SUPERVISORS = frozenset(
    {
        "draft",
        "send",
        "college_decided",
        "sign_by_city",
        "sign_by_partner",
        "register",
        "give_notice",
        "withdraw_notice",
        "strike",
    }
)


def may(actor: Actor, action: str, city_key: str = "") -> bool:
    """Tell whether the actor may do this, for the city named by its key.

    ``see_register`` is annex 3: part of the covenant, for all who take part. ``see`` is a city's dossier.
    """
    if actor.is_system:
        return action in _SUPERVISORS | {"see", "see_register"}
    if actor.supervises and action in _SUPERVISORS | {"see", "see_register"}:
        return True
    if action == "see_register":
        return actor.takes_part
    own = bool(city_key) and actor.has(kind="city", organisation=city_key)
    if action == "see":
        return own or actor.has("financiele-administratie", "directeur", kind="partner")
    return own and action in _OWN_CITY and actor.has("contactpersoon", organisation=city_key)


def require(actor: Actor, action: str, city_key: str = "") -> None:
    """Refuse unless the actor may.

    :raises Forbidden: if not
    """
    if not may(actor, action, city_key):
        raise Forbidden([Refusal("forbidden", N_("You may not do this with the agreement of this city."))])
