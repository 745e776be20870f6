"""Who may send invoices and see how they went. Unknown means denied."""

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Forbidden, Refusal
from kennispact.ground.kit.words import N_
from kennispact.pact.invoicing import access as invoicing


def may(actor: Actor, action: str) -> bool:
    """Tell whether the actor may ``see`` how invoices went, ``send`` them, or ``note`` news of a provider."""
    if action == "see":
        return invoicing.may(actor, "see_all")
    if action == "send":
        return invoicing.may(actor, "issue")
    return action == "note" and actor.is_system


def require(actor: Actor, action: str) -> None:
    """Refuse unless the actor may.

    :raises Forbidden: if not
    """
    if not may(actor, action):
        raise Forbidden([Refusal("forbidden", N_("You may not send invoices."))])
