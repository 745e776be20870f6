"""Who may see and change products. Unknown means denied."""

from typing import Protocol

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Forbidden, Refusal
from kennispact.ground.kit.words import N_


class Guarded(Protocol):
    """What access looks at."""

    @property
    def audience(self) -> str:
        """Return ``parties`` or ``public``."""

    @property
    def organisation(self) -> str:
        """Return the key of who made it known, or nothing."""


WRITERS = ("expert", "themasecretaris", "pijlersecretaris", "thematrekker")


def may(actor: Actor, action: str, subject: Guarded | str | None = None) -> bool:
    """Tell whether the actor may do this.

    ``see`` asks about a product. ``register`` asks about the organisation that makes it known (its key;
    empty for the parties): a city brings in its own knowledge (2f). ``correct`` and ``withdraw`` ask about
    a product; ``import`` and ``add_kind`` about nothing.
    """
    if action == "see":
        return _may_see(actor, subject)
    if actor.is_system or actor.supervises:
        return action in {"register", "correct", "withdraw", "import", "add_kind"}
    if action == "register":
        owner = subject if isinstance(subject, str) else ""
        return actor.has(*WRITERS) or (actor.takes_part and owner in actor.organisations)
    if action == "correct" and subject is not None and not isinstance(subject, str):
        own = bool(subject.organisation) and subject.organisation in actor.organisations
        return actor.takes_part and (own or actor.has("expert", kind="partner"))
    return False


def _may_see(actor: Actor, subject: Guarded | str | None) -> bool:
    if subject is None or isinstance(subject, str):
        return False
    return subject.audience == "public" or actor.is_system or actor.takes_part


def audiences(actor: Actor) -> tuple[str, ...]:
    """Return the audiences whose products the actor may see."""
    return ("public", "parties") if actor.is_system or actor.takes_part else ("public",)


def require(actor: Actor, action: str, subject: Guarded | str | None = None) -> None:
    """Return when the actor may.

    :raises Forbidden: when not
    """
    if not may(actor, action, subject):
        raise Forbidden([Refusal("product.forbidden", N_("You may not do this with products."))])
