"""Who may see, propose, agree to and carry out. A city sees its own share. Unknown means denied."""

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Forbidden, Refusal
from kennispact.ground.kit.words import N_
from kennispact.pact.contributions import access as contributions
from kennispact.pact.invoicing import access as invoicing


def may(actor: Actor, action: str, city_key: str = "") -> bool:
    """Tell whether the actor may do this.

    ``see_all`` and ``see`` (one city's share) are as for contributions. ``propose`` and ``strike`` are for
    the financial administration and the two supervisors, ``carry_out`` for the financial administration.
    Agreeing is each party's own (``decisions.parties.party_of``).
    """
    if action in {"see_all", "see"}:
        return contributions.may(actor, action, city_key)
    if action in {"propose", "strike"}:
        return actor.supervises or invoicing.may(actor, "credit")
    if action == "carry_out":
        return invoicing.may(actor, "credit")
    return False


def require(actor: Actor, action: str, city_key: str = "") -> None:
    """Refuse unless the actor may.

    :raises Forbidden: if not
    """
    if not may(actor, action, city_key):
        raise Forbidden([Refusal("forbidden", N_("You may not do this with the surplus."))])
