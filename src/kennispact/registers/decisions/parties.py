"""What both parties say about one matter that comes up by itself: each its last word, and saying it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import EVER, AsOf
from kennispact.ground.kit.refusal import Forbidden, Refusal
from kennispact.ground.kit.words import N_
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.covenant.definition import Party
from kennispact.registers.decisions import access, commands, queries
from kennispact.registers.decisions.models import Decision
from kennispact.registers.decisions.queries import DecisionLine
from kennispact.registers.decisions.rules import Subject
from kennispact.registers.documents.models import Document
from kennispact.registers.network import queries as network


@dataclass(frozen=True, slots=True)
class Word:
    """What a party said last; ``decision`` is nothing as long as it said nothing."""

    party: Party
    decision: Decision | None

    @property
    def agrees(self) -> bool:
        """Tell whether it agrees."""
        return self.decision is not None and self.decision.outcome == "yes"


def words(subject: Subject, view: AsOf = EVER) -> tuple[Word, ...]:
    """Return the last word of each party about a subject. One query."""
    return _last(queries.about(view, subject))


def words_of_each(subjects: Sequence[Subject], view: AsOf = EVER) -> dict[str, tuple[Word, ...]]:
    """Return, by occurrence, the last word of each party about subjects of one obligation. One query."""
    if not subjects:
        return {}
    said = queries.under_clause(view, subjects[0].clause, {one.obligation for one in subjects})
    return {
        one.occurrence: _last(
            line
            for line in said
            if (line.act.obligation, line.act.occurrence) == (one.obligation, one.occurrence)
        )
        for one in subjects
    }


def _last(said: Iterable[DecisionLine]) -> tuple[Word, ...]:
    lines = list(said)
    return tuple(
        Word(party, next((line.act for line in lines if line.act.body.key == party.key), None))
        for party in covenants.covenant().parties
    )


def party_of(actor: Actor) -> Party | None:
    """Return the party whose consent the actor can give, or nothing."""
    parties = covenants.covenant().parties
    return next((one for one in parties if access.may(actor, "consent", one.key, one.kind)), None)


def own_party(actor: Actor) -> Party:
    """Return the party whose consent the actor can give.

    :raises Forbidden: if there is none
    """
    party = party_of(actor)
    if party is None:
        raise Forbidden([Refusal("forbidden", N_("You cannot agree for one of the parties."))])
    return party


def say(
    *,
    subject: Subject,
    title: str,
    outcome: str,
    reason: str,
    happened_on: date,
    by: Actor,
    at: datetime,
    document: Document | None = None,
) -> Decision:
    """Record what the actor's party says about a subject, in the role the actor has there.

    :raises Refused: if the day has not come
    """
    party = own_party(by)
    roles = {one.role for one in by.capacities if one.organisation == party.key}
    return commands.consent(
        party=network.organisation(party.key),
        role=next(role for role in access.GIVERS[party.kind] if role in roles),
        subject=subject,
        title=title,
        happened_on=happened_on,
        outcome=outcome,
        reason=reason.strip(),
        document=document,
        by=by,
        at=at,
    )
