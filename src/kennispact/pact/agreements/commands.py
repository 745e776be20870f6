"""Every change to an agreement: may I - lock - is it allowed - change - write it down."""

from datetime import date, datetime

from django.db import transaction

from kennispact.ground.acts.models import recorded
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import refuse_if
from kennispact.pact.agreements import access, dossiers, queries, rules
from kennispact.pact.agreements.models import Agreement, Notice, Step, Withdrawal
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.documents.models import Document
from kennispact.registers.network.models import Organisation


@transaction.atomic
def draft(*, city: Organisation, happened_on: date, by: Actor, at: datetime) -> Agreement:
    """Draft the agreement of a city.

    :raises Refused: if it was drafted before, or the day has not come
    """
    access.require(by, "draft", city.key)
    agreement, _ = Agreement.objects.get_or_create(covenant=covenants.covenant().key, city=city)
    take_step(agreement=agreement, kind=rules.DRAFTED, happened_on=happened_on, by=by, at=at)
    return agreement


@transaction.atomic
def take_step(
    *,
    agreement: Agreement,
    kind: str,
    happened_on: date,
    by: Actor,
    at: datetime,
    reference: str = "",
    by_role: str = "",
    place: str = "",
    document: Document | None = None,
) -> Step:
    """Record one step of an agreement; ``kind`` is one of ``rules.STEPS``.

    :raises Refused: if a step it rests on is missing, it was taken before, or the day has not come
    """
    access.require(by, access.STEP_ACTIONS[kind], agreement.city.key)
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    refuse_if(dossiers.step_refusals(agreement, kind, happened_on, at, has_document=document is not None))
    step = Step.objects.create(
        agreement=agreement,
        kind=kind,
        happened_on=happened_on,
        reference=reference,
        by_role=by_role,
        place=place,
        document=document,
        **recorded(by, at),
    )
    journal.write(
        f"agreement.{kind}",
        step,
        by=by,
        at=at,
        clause="8d",
        organisation=agreement.city.key,
        reference=reference,
    )
    return step


@transaction.atomic
def give_notice(
    *,
    agreement: Agreement,
    received_on: date,
    giver: Organisation,
    letter: Document,
    by: Actor,
    at: datetime,
) -> Notice:
    """Enter a written notice of termination, given by the city or the partner. Source: 6c, O1.2-1.3.

    :raises Refused: if no agreement was registered on that day, or notice was given before
    """
    access.require(by, "give_notice", agreement.city.key)
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    refuse_if(dossiers.notice_refusals(agreement, received_on, at))
    notice = Notice.objects.create(
        agreement=agreement, happened_on=received_on, by=giver, letter=letter, **recorded(by, at)
    )
    journal.write(
        "agreement.notice-given", notice, by=by, at=at, clause="6c", organisation=agreement.city.key
    )
    return notice


@transaction.atomic
def withdraw_notice(
    *, agreement: Agreement, happened_on: date, by: Actor, at: datetime, letter: Document | None = None
) -> Withdrawal:
    """Enter that both sides agreed to withdraw a notice, while the agreement still holds.

    :raises Refused: if there is no notice, or the agreement has ended by it
    """
    access.require(by, "withdraw_notice", agreement.city.key)
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    given = queries.dossier(agreement, AsOf(date.max)).notice
    refuse_if(dossiers.withdrawal_refusals(agreement, happened_on, at))
    assert given is not None
    withdrawal = Withdrawal.objects.create(
        notice_id=given.id, happened_on=happened_on, letter=letter, **recorded(by, at)
    )
    journal.write(
        "agreement.notice-withdrawn", withdrawal, by=by, at=at, clause="O1.2", organisation=agreement.city.key
    )
    return withdrawal


@transaction.atomic
def strike_step(*, step: Step, why: str, by: Actor, at: datetime) -> None:
    """Strike a step that was entered wrongly.

    :raises Refused: if a later step rests on it, or without a reason
    """
    city = step.agreement.city.key
    access.require(by, "strike", city)
    agreement = Agreement.objects.select_for_update().get(pk=step.agreement_id)
    refuse_if(rules.strike_step_refusals(queries.dossier(agreement, AsOf(date.max)), step.kind))
    journal.strike(step, verb="agreement.step-struck", why=why, by=by, at=at, organisation=city)


@transaction.atomic
def strike_notice(*, notice: Notice, why: str, by: Actor, at: datetime) -> None:
    """Strike a notice that was entered wrongly. For a notice that was taken back: ``withdraw_notice``.

    :raises Refused: if it was struck before, or without a reason
    """
    city = notice.agreement.city.key
    access.require(by, "strike", city)
    journal.strike(
        notice, verb="agreement.notice-struck", why=why, by=by, at=at, clause="6c", organisation=city
    )
