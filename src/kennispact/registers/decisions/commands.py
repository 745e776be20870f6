"""Recording what was agreed and decided."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from kennispact.ground.acts.models import recorded
from kennispact.ground.acts.rules import date_refusals
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import refuse_if
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.decisions import access, queries, rules
from kennispact.registers.decisions.models import Decision
from kennispact.registers.documents.models import Document
from kennispact.registers.network import queries as network
from kennispact.registers.network.models import Organisation


@transaction.atomic
def consent(
    *,
    party: Organisation,
    role: str,
    subject: rules.Subject,
    title: str,
    happened_on: date,
    by: Actor,
    at: datetime,
    **facts: Any,
) -> Decision:
    """Record that a party agrees (or, with ``outcome="no"``, does not). Only its own people can.

    :raises Refused: if the subject is unknown or the day has not come
    """
    access.require(by, "consent", party.key, party.kind)
    return _write(rules.CONSENT, party, role, subject, title, happened_on, by, at, **facts)


@transaction.atomic
def decide(
    *,
    body: Organisation,
    role: str,
    subject: rules.Subject,
    title: str,
    happened_on: date,
    by: Actor,
    at: datetime,
    **facts: Any,
) -> Decision:
    """Record what a body decided, such as the daily board. Source: covenant 4f.

    :raises Refused: if the subject is unknown, another body decides it, or the day has not come
    """
    access.require(by, "record")
    return _write(rules.DECISION, body, role, subject, title, happened_on, by, at, **facts)


@transaction.atomic
def state(
    *,
    body: Organisation,
    role: str,
    subject: rules.Subject,
    title: str,
    happened_on: date,
    by: Actor,
    at: datetime,
    **facts: Any,
) -> Decision:
    """Record a supervisor's statement that something was done (or was not). Source: covenant 7a, 7c.

    :raises Refused: if the subject is unknown or the day has not come
    """
    access.require(by, "record")
    return _write(rules.STATEMENT, body, role, subject, title, happened_on, by, at, **facts)


def _write(
    kind: str,
    body: Organisation,
    role: str,
    subject: rules.Subject,
    title: str,
    happened_on: date,
    by: Actor,
    at: datetime,
    *,
    outcome: str = "yes",
    reason: str = "",
    about: Organisation | None = None,
    document: Document | None = None,
    replaces: Decision | None = None,
) -> Decision:
    covenant = covenants.covenant()
    network.hold(body.pk)  # one word of a body at a time: two clicks at once are one decision
    matter = rules.matter_of(covenant.key, subject.obligation, subject.occurrence)
    last = queries.last_word(
        covenant.key, body=body, kind=kind, clause=subject.clause, matter=matter, about=about
    )
    replaced = (
        rules.Subject(
            replaces.clause,
            replaces.obligation,
            replaces.occurrence,
            replaces.about.key if replaces.about else "",
        )
        if replaces
        else None
    )
    refuse_if(
        [
            *date_refusals(happened_on, at),
            *rules.subject_refusals(subject, covenant),
            *rules.kind_refusals(subject, kind, role, covenant),
            *rules.replace_refusals(
                happened_on, replaces.happened_on if replaces else None, replaced, subject
            ),
            *rules.twice_refusals(
                (happened_on, outcome, title, replaces),
                (last.happened_on, last.outcome, last.subject, last.replaces) if last else None,
            ),
        ]
    )
    decision = Decision.objects.create(
        covenant=covenant.key,
        clause=subject.clause,
        obligation=subject.obligation,
        occurrence=subject.occurrence,
        matter=matter,
        kind=kind,
        outcome=outcome,
        body=body,
        by_role=role,
        about=about,
        subject=title,
        reason=reason,
        document=document,
        replaces=replaces,
        happened_on=happened_on,
        **recorded(by, at),
    )
    journal.write(
        f"decision.{kind}",
        decision,
        by=by,
        at=at,
        clause=subject.clause,
        organisation=subject.about,
        outcome=outcome,
        obligation=subject.obligation,
        occurrence=subject.occurrence,
    )
    return decision


@transaction.atomic
def strike_decision(*, decision: Decision, why: str, by: Actor, at: datetime) -> None:
    """Strike a decision that was entered wrongly.

    :raises Refused: if it was struck before, or without a reason
    """
    access.require(by, "strike")
    journal.strike(decision, verb="decision.struck", why=why, by=by, at=at, clause=decision.clause)
