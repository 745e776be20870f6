"""Who may read, send in, strike and open a document. What is not named here is denied."""

from typing import Protocol

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Forbidden, Refusal
from kennispact.ground.kit.words import N_


class Guarded(Protocol):
    """What access looks at: whose it is, and how open."""

    @property
    def organisation(self) -> str:
        """Return the key of the organisation whose file it is; empty for the covenant's own papers."""

    @property
    def openness(self) -> str:
        """Return ``closed``, ``parties`` or ``public``."""


def may(actor: Actor, action: str, subject: Guarded | str | None = None) -> bool:
    """Tell whether the actor may do this.

    ``read`` asks about a document as :mod:`.queries` gives it (openness is a matter of the view);
    ``receive`` and ``decide_openness`` about the key of an organisation, or a document of it; ``strike``
    about a document; ``list`` is the list of all. A city decides itself what of its own becomes public (Woo).
    """
    if actor.is_system:
        return action in {"list", "read", "receive", "decide_openness", "strike"}
    if action == "list" or subject is None:
        return action == "list" and actor.supervises
    owner = subject if isinstance(subject, str) else subject.organisation
    own = bool(owner) and actor.takes_part and owner in actor.organisations
    if action == "read":
        return not isinstance(subject, str) and _may_read(actor, subject.openness, own=own)
    if action in {"receive", "strike"}:
        return actor.supervises or (own and action == "receive")
    if action == "decide_openness":
        return own or (actor.supervises and not owner)
    return False


def _may_read(actor: Actor, openness: str, *, own: bool) -> bool:
    if openness == "public":
        return True
    return actor.supervises or own or (openness == "parties" and actor.takes_part)


def require(actor: Actor, action: str, subject: Guarded | str | None = None) -> None:
    """Return when the actor may do this.

    :raises Forbidden: when not
    """
    if not may(actor, action, subject):
        raise Forbidden([Refusal("document.forbidden", N_("You may not do this with this document."))])
