"""What the decisions on knowledge questions say of clause 5b: both parties decide, and in time."""

from collections.abc import Collection
from datetime import date

from kennispact.ground.kit.words import N_
from kennispact.programme.questions.queries import ScopeProof
from kennispact.review.compliance.rules import Finding, State

SCOPE = "scope-decision"  # the obligation of 5b


def scope_finding(proofs: Collection[ScopeProof], on: date) -> Finding:
    """Return how it stands with the decisions on questions: one that waits too long is late. Source: 5b.

    ``kept_on`` is the day of the last decision.
    """
    if not proofs:
        return Finding(State.NOT_APPLICABLE, N_("Only when a question is asked; none was."))
    decided = [one.decided_on for one in proofs if one.decided_on is not None]
    waiting = [one for one in proofs if one.decided_on is None]
    late = [one for one in waiting if one.due_on < on]
    facts: dict[str, object] = {"done": len(decided), "all": len(proofs), "late": len(late)}
    if late:
        reason = N_("Questions that wait too long for a decision of both parties: %(late)s.")
        return Finding(State.OVERDUE, reason, facts)
    if waiting:
        day = min(one.due_on for one in waiting)
        reason = N_(
            "%(done)s of %(all)s questions have a decision of both parties. The next is due on %(day)s."
        )
        return Finding(State.DUE_SOON, reason, {**facts, "day": day})
    reason = N_("%(done)s of %(all)s questions have a decision of both parties.")
    return Finding(State.KEPT, reason, facts, kept_on=max(decided))
