"""Invariants of what was recorded about the covenant: it fits the definition, and itself."""

from collections.abc import Iterator
from dataclasses import replace

from kennispact.ground.kit.calendar import EVER
from kennispact.pact.agreements import queries as agreements
from kennispact.pact.agreements.rules import Dossier, step_refusals
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.decisions import queries as decisions
from kennispact.registers.decisions.models import Decision
from kennispact.registers.decisions.rules import matter_of
from kennispact.registers.documents import queries as documents
from kennispact.registers.network import queries as network


def lost_files() -> Iterator[str]:
    """Yield every document whose file is missing or was changed."""
    yield from (f"{fault.sha256[:12]} ({fault.what})" for fault in documents.lost_files())


def nameless_files() -> Iterator[str]:
    """Yield every file that no document stands for: left by a change that was not finished. Harmless."""
    yield from (sha256[:12] for sha256 in documents.unclaimed_files())


def strange_mandates() -> Iterator[str]:
    """Yield every mandate for a role the covenant does not know, or cannot be held there."""
    roles = covenants.covenant().role
    for line in network.mandates(EVER, holding=False):
        role = roles.get(line.role)
        if role is None or line.kind not in role.kinds or line.person_id is None:
            yield f"{line.role} @ {line.organisation}"


def strange_decisions() -> Iterator[str]:
    """Yield every decision about a clause, obligation or occurrence that the definition does not have."""
    covenant = covenants.covenant()
    for decision in decisions.decisions(EVER):
        if decision.covenant != covenant.key:
            continue
        obligation = covenant.obligation.get(decision.obligation)
        known = decision.clause in covenant.clauses and (obligation is not None or not decision.obligation)
        # What comes up by itself has no occurrences: there each matter has a name of its own.
        if known and obligation is not None and obligation.occurrences and decision.occurrence:
            known = decision.occurrence in obligation.by_occurrence
        named = matter_of(decision.covenant, decision.obligation, decision.occurrence)
        if not known or decision.matter != named:
            yield _about(decision)


def _about(decision: Decision) -> str:
    return " ".join(part for part in (decision.clause, decision.obligation, decision.occurrence) if part)


def steps_out_of_order() -> Iterator[str]:
    """Yield every step of an agreement that rests on one that is not there or came later."""
    for key, dossier in agreements.dossiers(EVER).items():
        for kind, fact in dossier.steps.items():
            rest = {other: step for other, step in dossier.steps.items() if other != kind}
            before: Dossier = replace(dossier, steps=rest)
            if any(step_refusals(before, kind, fact.happened_on, has_document=fact.document is not None)):
                yield f"agreement {key}: {kind}"


def missing_papers() -> Iterator[str]:
    """Yield every step and notice whose document is not there, or was struck while the act was not."""
    dossiers = agreements.dossiers(EVER)  # first: what comes in meanwhile has its paper already
    present = {line.id for line in documents.documents(EVER)}
    for key, dossier in dossiers.items():
        for kind, fact in dossier.steps.items():
            if fact.document is not None and fact.document not in present:
                yield f"agreement {key}: {kind}"
        for notice in dossier.notices:
            if notice.letter not in present:
                yield f"agreement {key}: notice {notice.id}"


def uncounted_cities() -> Iterator[str]:
    """Yield every member without a population figure on the contribution's reference date. Source: 6b."""
    reference_on = covenants.covenant().contribution.population_on
    known = network.populations(EVER, reference_on)
    yield from (city.name for city in network.members(EVER) if city.pk not in known)
