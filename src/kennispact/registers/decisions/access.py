"""Who may record and read decisions. Unknown means denied."""

from collections.abc import Iterable

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Forbidden, Refusal
from kennispact.ground.kit.words import N_
from kennispact.registers.covenant.definition import Covenant
from kennispact.registers.decisions.queries import DecisionLine
from kennispact.registers.documents import access as documents

# Who can give a party's consent, by kind of party.
GIVERS = {
    "network": ("secretaris", "voorzitter"),
    "partner": ("relatiemanager", "directeur"),
}


def may(actor: Actor, action: str, organisation: str = "", kind: str = "") -> bool:
    """Tell whether the actor may do this.

    ``see`` reads decisions: all who take part. ``see_city`` reads those about the city that ``organisation``
    names: the parties, and the city itself. ``record`` and ``strike`` are the supervisors'.
    ``consent`` is given by a party's own people only: name the party and its kind.
    """
    if action == "see":
        return actor.is_system or actor.takes_part
    if action == "see_city":
        parties = actor.has(kind="network") or actor.has(kind="partner")
        return actor.is_system or parties or actor.has(kind="city", organisation=organisation)
    if action in {"record", "strike"}:
        return actor.is_system or actor.supervises
    if action == "consent":
        return actor.has(*GIVERS.get(kind, ("",)), kind=kind, organisation=organisation)
    return False


def may_record(actor: Actor, covenant: Covenant) -> bool:
    """Tell whether the actor may record anything: what a body decided, or the consent of a party."""
    return may(actor, "record") or any(
        may(actor, "consent", party.key, party.kind) for party in covenant.parties
    )


def readable(actor: Actor, lines: Iterable[DecisionLine]) -> frozenset[int]:
    """Return the ids of the documents of these decisions that the actor may read."""
    papers = (line.act.document for line in lines if line.act.document)
    return frozenset(paper.pk for paper in papers if documents.may(actor, "read", paper))


def require(actor: Actor, action: str, organisation: str = "", kind: str = "") -> None:
    """Refuse unless the actor may.

    :raises Forbidden: if not
    """
    if not may(actor, action, organisation, kind):
        raise Forbidden([Refusal("forbidden", N_("You have no mandate for this decision."))])
