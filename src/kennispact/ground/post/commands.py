"""Every write about letters: queue, send, send again, mark as returned, forget."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from django.db import transaction

from kennispact.ground.acts.models import recorded
from kennispact.ground.acts.rules import date_refusals
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Refusal, refuse_if
from kennispact.ground.kit.retries import due_at
from kennispact.ground.post import access, gateway, queries, rules
from kennispact.ground.post.models import Attempt, Bounce, Enclosure, Letter, Outcome, Repeat
from kennispact.ground.post.rules import Enclosed, Result, State

Clock = Callable[[], datetime]


@transaction.atomic
def queue(
    *,
    kind: str,
    key: str,
    receiver: str,
    subject: str,
    text: str,
    by: Actor,
    at: datetime,
    organisation: str = "",
    enclosures: Sequence[Enclosed] = (),
) -> bool:
    """Queue a letter, in the caller's transaction. The caller has asked its own ``access`` before.

    Return whether it is new: a letter with the same ``key`` is never queued twice, whatever it says.

    :raises Refused: if the address or subject cannot be right, or the enclosures are over 10 MB together
    """
    receiver = receiver.strip()
    refuse_if(rules.letter_refusals(receiver, subject, text, enclosures))
    facts = {
        "kind": kind,
        "organisation": organisation,
        "receiver": receiver,
        "subject": subject,
        "text": text,
        "queued_at": at,
        "queued_by_id": by.person_id,
        "queued_as": by.mandate[:300],
    }
    letter, is_new = Letter.objects.get_or_create(key=key, defaults=facts)
    if not is_new:
        return False
    Enclosure.objects.bulk_create(
        Enclosure(
            letter=letter,
            name=one.name,
            media_type=one.media_type,
            sha256=hashlib.sha256(one.payload).hexdigest(),
            payload=one.payload,
        )
        for one in enclosures
    )
    journal.write("post.queued", letter, by=by, at=at, organisation=organisation, kind=kind)
    return True


def send_waiting(
    *, by: Actor, now: Clock, carrier: gateway.Carrier = gateway.hand_over, most: int = 500
) -> dict[str, int]:
    """Try every letter that is due, once; return how many had which result.

    Each letter is claimed in a transaction of its own before the server hears of it, so that several may run
    at once and a kill at any moment sends nothing twice: a claimed letter without an answer is *uncertain*,
    and waits for a person. When the server cannot be reached the run stops.
    Letters to one receiver leave in the order in which they were queued.
    Must not be called within a transaction.
    """
    access.require(by, "send_waiting")
    done: Counter[str] = Counter()
    for pk in _due(now())[:most]:
        attempt = _claim(pk, now)
        if attempt is None:
            continue
        enclosed = [
            Enclosed(one.name, one.media_type, bytes(one.payload))
            for one in attempt.letter.enclosures.order_by("pk")
        ]
        delivery = carrier(attempt.letter, enclosed)
        _settle(attempt, delivery, by=by, at=now())
        done[delivery.result.value] += 1
        if not delivery.reached:
            break
    return dict(done)


def _due(at: datetime) -> list[int]:
    """Return the letters to try now: of every receiver the first that waits, and what follows it in order."""
    found: list[int] = []
    held: set[str] = set()
    for letter in queries.unsettled().defer("text"):
        course = queries.course(letter)
        state = rules.state(course, at)
        is_due = state is State.WAITING and due_at(course, letter.queued_at) <= at
        if is_due and letter.receiver not in held:
            found.append(letter.pk)
        elif state in {State.WAITING, State.UNDER_WAY}:
            held.add(letter.receiver)
    return found


@transaction.atomic(durable=True)
def _claim(pk: int, now: Clock) -> Attempt | None:
    """Write down that this letter is going to be tried, unless somebody else was first."""
    Letter.objects.select_for_update().get(pk=pk)
    at = now()
    letter = queries.unsettled().filter(pk=pk).first()
    if letter is None:
        return None
    course = queries.course(letter)
    if rules.state(course, at) is not State.WAITING or due_at(course, letter.queued_at) > at:
        return None
    earlier = queries.unsettled().filter(receiver=letter.receiver, pk__lt=pk)
    if any(rules.state(queries.course(one), at) in {State.WAITING, State.UNDER_WAY} for one in earlier):
        return None
    number: int = letter.last_number + 1  # type: ignore[attr-defined]
    return Attempt.objects.create(letter=letter, number=number, began_at=at)


@transaction.atomic(durable=True)
def _settle(attempt: Attempt, delivery: gateway.Delivery, *, by: Actor, at: datetime) -> None:
    Outcome.objects.create(attempt=attempt, ended_at=at, result=delivery.result, reply=delivery.reply)
    letter = attempt.letter
    verbs = {State.SENT: "post.sent", State.GIVEN_UP: "post.given-up", State.UNCERTAIN: "post.uncertain"}
    state = rules.state(queries.course(queries.standing(Letter.objects.filter(pk=letter.pk)).get()), at)
    if state in verbs:
        organisation, why = letter.organisation, delivery.reply
        journal.write(
            verbs[state], letter, by=by, at=at, organisation=organisation, kind=letter.kind, why=why
        )


@transaction.atomic
def send_again(*, letter: Letter, by: Actor, at: datetime) -> None:
    """Let a letter that failed, came back or is uncertain leave once more, with all its attempts anew.

    It is the one way in which a receiver may get a letter twice, so a person decides it.

    :raises Refused: if it was sent, or waits already
    """
    access.require(by, "send_again")
    last = _last_attempt(letter, at, rules.again_refusals)
    Repeat.objects.create(attempt=last, asked_at=at, asked_by_id=by.person_id)
    journal.write("post.sent-again", letter, by=by, at=at, organisation=letter.organisation, kind=letter.kind)


@transaction.atomic
def mark_bounced(*, letter: Letter, happened_on: date, why: str, by: Actor, at: datetime) -> Bounce:
    """Enter that a letter came back, and why.

    :raises Refused: if it never left, came back before, without a reason, or on a day that has not come
    """
    access.require(by, "mark_bounced")
    refuse_if(date_refusals(happened_on, at))
    last = _last_attempt(letter, at, lambda state: rules.bounce_refusals(state, why))
    bounce = Bounce.objects.create(attempt=last, happened_on=happened_on, why=why.strip(), **recorded(by, at))
    journal.write(
        "post.bounced",
        letter,
        by=by,
        at=at,
        organisation=letter.organisation,
        kind=letter.kind,
        why=why.strip(),
    )
    return bounce


@transaction.atomic
def strike_bounce(*, letter: Letter, why: str, by: Actor, at: datetime) -> None:
    """Strike that a letter came back: it did not.

    :raises Refused: if it did not come back, or without a reason
    """
    access.require(by, "strike_bounce")
    last = _last_attempt(letter, at, rules.strike_bounce_refusals)
    bounce = Bounce.objects.get(attempt=last, struck_at=None)
    journal.strike(bounce, verb="post.bounce-struck", why=why, by=by, at=at, organisation=letter.organisation)


def _last_attempt(letter: Letter, at: datetime, refusals: Callable[[State], Iterator[Refusal]]) -> Attempt:
    Letter.objects.select_for_update().get(pk=letter.pk)
    found = queries.standing(Letter.objects.filter(pk=letter.pk)).get()
    refuse_if(refusals(rules.state(queries.course(found), at)))
    return Attempt.objects.filter(letter=letter).latest("number")


@transaction.atomic
def forget_letters(*, before: datetime, by: Actor, at: datetime) -> int:
    """Blank address, text and enclosures of letters queued before a moment that wait for nothing any more.

    Return how many. That there was a letter, its subject and its attempts stay. Source: AVG, minimal storage.
    """
    access.require(by, "forget_letters")
    old = queries.standing(Letter.objects.filter(queued_at__lt=before, forgotten_at=None))
    done = [one.pk for one in old if rules.state(queries.course(one), at) is not State.WAITING]
    Enclosure.objects.filter(letter__in=done).delete()
    Letter.objects.filter(pk__in=done).update(receiver="", text="", forgotten_at=at)
    if done:
        journal.write("post.forgotten", None, by=by, at=at, letters=len(done))
    return len(done)


__all__ = [
    "Enclosed",
    "Result",
    "forget_letters",
    "mark_bounced",
    "queue",
    "send_again",
    "send_waiting",
    "strike_bounce",
]
