"""Who may see bank statements, match and remind: the partner's financial administration only."""

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Forbidden, Refusal
from kennispact.ground.kit.words import N_

_ADMINISTRATION = frozenset({"see", "import", "match", "remind"})


def may(actor: Actor, action: str) -> bool:
    """Tell whether the actor may ``see``, ``import``, ``match`` or ``remind``."""
    return action in _ADMINISTRATION and (
        actor.is_system or actor.has("financiele-administratie", kind="partner")
    )


def require(actor: Actor, action: str) -> None:
    """Refuse unless the actor may.

    :raises Forbidden: if not
    """
    if not may(actor, action):
        raise Forbidden([Refusal("forbidden", N_("Only the financial administration may do this."))])
