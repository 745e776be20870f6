"""What would become of an occurrence if a decision no longer counted. Nothing is changed by asking."""

from dataclasses import dataclass

from kennispact.ground.kit.calendar import AsOf
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.covenant.definition import Covenant, Evidence, Obligation, Occurrence, Scope
from kennispact.registers.decisions import queries as decisions
from kennispact.registers.decisions.models import Decision
from kennispact.review.compliance.queries import speaker, word
from kennispact.review.compliance.rules import Finding, Word, facts_of_consents, facts_of_decision, judge


@dataclass(frozen=True, slots=True)
class Change:
    """How one occurrence stands, and how it would."""

    obligation: Obligation
    occurrence: Occurrence
    before: Finding
    after: Finding


def after_striking(decision: Decision, view: AsOf) -> Change | None:
    """Return what striking a decision would change; ``None`` if no occurrence of the parties hangs on it.

    One query.
    """
    covenant = covenants.covenant()
    obligation = covenant.obligation.get(decision.obligation)
    occurrence = obligation.by_occurrence.get(decision.occurrence) if obligation else None
    if obligation is None or occurrence is None or obligation.scope is Scope.CITY:
        return None
    proofs = decisions.network_proofs(covenant.key, view).get((obligation.key, occurrence.key), [])
    words = [word(proof) for proof in proofs]
    left = [one for one in words if one.id != decision.pk]
    return Change(
        obligation,
        occurrence,
        _judged(covenant, obligation, occurrence, words, view),
        _judged(covenant, obligation, occurrence, left, view),
    )


def _judged(
    covenant: Covenant, obligation: Obligation, occurrence: Occurrence, words: list[Word], view: AsOf
) -> Finding:
    if obligation.evidence is Evidence.CONSENT_OF_BOTH:
        givers = {party.kind: speaker(covenant, party.kind) for party in covenant.parties}
        return judge(occurrence, facts_of_consents(words, givers), view.on, obligation)
    return judge(occurrence, facts_of_decision(words), view.on, obligation)
