"""Every write about sending invoices: ask, hand over, try again, and note what a provider tells."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.db import transaction

from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf, day_of
from kennispact.ground.kit.refusal import Refusal, refuse_if
from kennispact.ground.kit.retries import due_at
from kennispact.ground.kit.words import N_
from kennispact.pact.delivery import access, queries, rules
from kennispact.pact.delivery.gateway import Delivery, Parcel, Transport
from kennispact.pact.delivery.models import Answer, Dispatch, Handover, Report, Retry
from kennispact.pact.delivery.rules import News, State
from kennispact.pact.invoicing import papers
from kennispact.pact.invoicing.models import Invoice

Clock = Callable[[], datetime]
_SPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")


@transaction.atomic
def ask(*, invoices: Iterable[Invoice], by: Actor, at: datetime) -> int:
    """Ask that invoices are sent, each over its city's own channel. Those asked before are left alone.

    Return how many are new.
    """
    access.require(by, "send")
    done = 0
    for one in queries.to_send(invoices, AsOf(day_of(at))):
        paper, invoice = one.paper, one.paper.invoice
        _, is_new = Dispatch.objects.get_or_create(
            paper=paper,
            defaults={
                "key": str(uuid.uuid5(_SPACE, f"urn:kennispact:{paper.sha256}")),
                "channel": one.channel,
                "receiver": one.receiver,
                "asked_at": at,
                "asked_by_id": by.person_id,
                "asked_as": by.mandate[:300],
            },
        )
        done += is_new
        if is_new:
            journal.write(
                "delivery.asked",
                invoice,
                by=by,
                at=at,
                organisation=invoice.city.key,
                number=invoice.text,
                channel=one.channel,
            )
    return done


def hand_over(
    *,
    transports: Mapping[str, Transport],
    by: Actor,
    now: Clock,
    most: int = 500,
    year: int | None = None,
    city_key: str = "",
) -> dict[str, int]:
    """Try every invoice that is due (of a year, of a city), once; return how many had which result.

    Each attempt is written down before anybody hears of it. A channel that cannot be reached is left alone
    for the rest of the run. Must not be called within a transaction.
    """
    access.require(by, "send")
    done: Counter[str] = Counter()
    silent: set[str] = set()
    at = now()
    due = [one for one in queries.chosen(year, city_key) if _is_due(one, at)]
    for one in due[:most]:
        transport = transports.get(one.channel)
        if transport is None or one.channel in silent:
            continue
        handover = _claim(one.pk, now)
        if handover is None:
            continue
        delivery = transport.submit(_parcel(one))
        _settle(one, handover, delivery, by=by, at=now())
        done[delivery.result.value] += 1
        if not delivery.reached:
            silent.add(one.channel)
    return dict(done)


def _is_due(one: Dispatch, at: datetime) -> bool:
    course = queries.course(one)
    return rules.state(course, at) is State.WAITING and due_at(course, one.asked_at) <= at


@transaction.atomic
def _claim(pk: int, now: Clock) -> Handover | None:
    """Write down that it is going to be tried, unless somebody else was first."""
    Dispatch.objects.select_for_update().get(pk=pk)
    found, at = queries.dispatch(pk), now()
    if found is None or not _is_due(found, at):
        return None
    return Handover.objects.create(dispatch=found, number=found.handovers.count() + 1, began_at=at)


def _parcel(one: Dispatch) -> Parcel:
    paper, invoice = one.paper, one.paper.invoice
    return Parcel(
        key=one.key,
        number=invoice.text,
        kind=invoice.kind,
        profile=paper.profile,
        city=invoice.city.key,
        receiver=one.receiver,
        xml=bytes(paper.xml),
        pdf=papers.readable(paper),
    )


@transaction.atomic
def _settle(one: Dispatch, handover: Handover, delivery: Delivery, *, by: Actor, at: datetime) -> None:
    Answer.objects.create(
        handover=handover,
        ended_at=at,
        result=delivery.result.value,
        receipt=delivery.receipt,
        reply=delivery.reply,
    )
    journal.write(
        "delivery.tried",
        one.paper.invoice,
        by=by,
        at=at,
        organisation=one.paper.invoice.city.key,
        number=one.paper.invoice.text,
        outcome=delivery.result.value,
    )


@transaction.atomic
def send_again(*, dispatch: Dispatch, by: Actor, at: datetime) -> None:
    """Let an invoice that failed be tried once more, with all its attempts anew, under the same key.

    :raises Refused: if it was handed over, or will be tried by itself
    """
    access.require(by, "send")
    Dispatch.objects.select_for_update().get(pk=dispatch.pk)
    found = queries.dispatch(dispatch.pk)
    assert found is not None
    refuse_if(rules.again_refusals(rules.state(queries.course(found), at)))
    last = max(found.handovers.all(), key=lambda one: one.number)
    _, is_new = Retry.objects.get_or_create(
        handover=last, defaults={"asked_at": at, "asked_by_id": by.person_id}
    )
    if is_new:
        invoice = found.paper.invoice
        journal.write(
            "delivery.asked-again", invoice, by=by, at=at, organisation=invoice.city.key, number=invoice.text
        )


@transaction.atomic
def note(
    *, key: str, event: str, news: News, told_at: datetime, why: str, by: Actor, at: datetime
) -> Report | None:
    """Note what a provider tells of an invoice. Told twice, it is noted once; then nothing is returned.

    :raises Refused: if we never sent it
    """
    access.require(by, "note")
    found = queries.full().filter(key=key).first()
    if found is None:
        refuse_if([Refusal("delivery.unknown", N_("No invoice was sent under this key."))])
    assert found is not None
    made, is_new = Report.objects.get_or_create(
        event=event,
        defaults={
            "dispatch": found,
            "news": news.value,
            "told_at": told_at,
            "recorded_at": at,
            "why": why[:500],
        },
    )
    if not is_new:
        return None
    invoice = found.paper.invoice
    journal.write(
        "delivery.noted",
        invoice,
        by=by,
        at=at,
        organisation=invoice.city.key,
        number=invoice.text,
        news=news.value,
    )
    return made
