"""Who may do what with people. Unknown means denied."""

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Forbidden, Refusal
from kennispact.ground.kit.words import N_
from kennispact.ground.people.models import Person

MANAGING = frozenset(
    {
        "see_people",
        "see_person",
        "invite_person",
        "correct_person",
        "correct_address",
        "deactivate_person",
        "reactivate_person",
        "end_sessions",
        "erase_person",
        "reset_second_factor",
        "export_person",
    }
)
OWN = frozenset({"see_person", "correct_person", "end_sessions", "export_person", "link_identity"})


def may(actor: Actor, action: str, subject: Person | None = None) -> bool:
    """Tell whether the actor may.

    The daily supervisors of the covenant manage people. Everybody sees and corrects their own details, but
    not their own address: who you are is not for yourself to say. Source: covenant 7a.
    """
    if action in MANAGING and (actor.is_system or actor.supervises):
        return True
    return (
        action in OWN
        and subject is not None
        and actor.person_id is not None
        and actor.person_id == subject.pk
        and subject.is_active
    )


def require(actor: Actor, action: str, subject: Person | None = None) -> None:
    """Return when the actor may.

    :raises Forbidden: when not
    """
    if not may(actor, action, subject):
        raise Forbidden([Refusal("person.forbidden", N_("You may not do this."))])


def themselves(person: Person) -> Actor:
    """Return somebody as an actor without any mandate, as they are at the moment of signing in."""
    return Actor(person_id=person.pk, name=person.name)
