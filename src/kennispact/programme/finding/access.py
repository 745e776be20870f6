"""Who may search, judge links and add words. Unknown means denied."""

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Forbidden, Refusal
from kennispact.ground.kit.words import N_

WORD_KEEPERS = ("themasecretaris", "pijlersecretaris")


def may(actor: Actor, action: str) -> bool:
    """Tell whether the actor may do this: ``search``, ``judge`` a link, ``keep_words`` of the thesaurus.

    What a search finds is what its reader may see; see the rooms of questions and products.
    """
    if action == "search":
        return actor.is_system or actor.takes_part
    if action == "judge":
        return actor.takes_part
    if action == "keep_words":
        return actor.supervises or actor.has(*WORD_KEEPERS) or actor.has("expert", kind="partner")
    return False


def require(actor: Actor, action: str) -> None:
    """Return when the actor may.

    :raises Forbidden: when not
    """
    if not may(actor, action):
        raise Forbidden([Refusal("finding.forbidden", N_("You may not do this."))])
