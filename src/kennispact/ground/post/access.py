"""Who may see letters and repeat them. Unknown means denied.

Whether a letter may be written is asked by the room that writes it.
"""

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Forbidden, Refusal
from kennispact.ground.kit.words import N_

SUPERVISING = frozenset({"see_letters", "send_again", "mark_bounced", "strike_bounce"})
OF_THE_SYSTEM = frozenset({"send_waiting", "forget_letters"})


def may(actor: Actor, action: str) -> bool:
    """Tell whether the actor may: the daily supervisors look after the post. Source: covenant 7a."""
    return (action in SUPERVISING and actor.supervises) or (action in OF_THE_SYSTEM and actor.is_system)


def require(actor: Actor, action: str) -> None:
    """Return when the actor may.

    :raises Forbidden: when not
    """
    if not may(actor, action):
        raise Forbidden(
            [
                Refusal(
                    "post.forbidden", N_("Only the secretary and the relation manager look after the post.")
                )
            ]
        )
