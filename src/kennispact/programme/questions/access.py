"""Who may see, ask and change questions. Unknown means denied."""

from typing import Protocol

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Forbidden, Refusal
from kennispact.ground.kit.words import N_


class Guarded(Protocol):
    """What access looks at: who asks, and whether in confidence (still)."""

    @property
    def organisation(self) -> str:
        """Return the key of the organisation that asks."""

    @property
    def in_confidence(self) -> bool:
        """Tell whether other cities may not know of it."""


# Who speaks for a party about the covenant's bounds. Source: 7a.
VOICES = {"network": "secretaris", "partner": "relatiemanager"}
SHARPENERS = ("expert", "themasecretaris", "pijlersecretaris", "thematrekker")
OWNERS = frozenset({"withdraw", "open", "judge", "agree_wording"})
SHARED = frozenset({"choose_themes", "attach", "close", "read_letter"})


def may(actor: Actor, action: str, subject: Guarded | str | None = None) -> bool:
    """Tell whether the actor may do this.

    ``ask`` asks about the key of the organisation that asks; ``list`` about nothing; ``give_voice`` about the
    kind of party; everything else about a question. What is asked in confidence is for whoever asked and
    for the two supervisors.
    """
    if action == "list":
        return actor.is_system or actor.takes_part
    if isinstance(subject, str):
        return _may_for(actor, action, subject)
    return subject is not None and sees(actor, subject) and _may_with(actor, action, subject)


def _may_for(actor: Actor, action: str, key: str) -> bool:
    if action == "ask":
        return actor.takes_part and key in actor.organisations
    return action == "give_voice" and actor.has(VOICES.get(key, ""), kind=key)


def _may_with(actor: Actor, action: str, question: Guarded) -> bool:
    own = actor.takes_part and question.organisation in actor.organisations
    if action == "sharpen":
        return own or actor.supervises or actor.has(*SHARPENERS)
    if action in OWNERS:
        return own
    if action in SHARED:
        return own or actor.supervises
    if action == "send_letter":
        return actor.supervises
    return action == "see" or (action == "answer" and not actor.is_system)


def may_strike(actor: Actor, recorded_by: int | None) -> bool:
    """Tell whether the actor may strike an answer: who gave it may, and a supervisor."""
    return actor.supervises or (actor.person_id is not None and actor.person_id == recorded_by)


def sees(actor: Actor, question: Guarded) -> bool:
    """Tell whether the actor may know of a question at all."""
    if actor.is_system or actor.supervises:
        return True
    if not actor.takes_part:
        return False
    return not question.in_confidence or question.organisation in actor.organisations


def require_strike(actor: Actor, recorded_by: int | None) -> None:
    """Return when the actor may strike an answer.

    :raises Forbidden: when not
    """
    if not may_strike(actor, recorded_by):
        raise Forbidden([Refusal("answer.not-yours", N_("You may not strike this answer."))])


def require(actor: Actor, action: str, subject: Guarded | str | None = None) -> None:
    """Return when the actor may.

    :raises Forbidden: when not
    """
    if not may(actor, action, subject):
        raise Forbidden([Refusal("question.forbidden", N_("You may not do this with this question."))])
