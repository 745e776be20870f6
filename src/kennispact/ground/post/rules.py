"""Where a letter stands, when it is tried again, and what stands in the way of queueing or repeating it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kennispact.ground.kit.refusal import Refusal
from kennispact.ground.kit.retries import MOST_TRIES, Tried
from kennispact.ground.kit.words import N_

LONGEST_ADDRESS = 254  # RFC 5321
MOST_BYTES = 10 * 1024 * 1024  # what mail servers of municipalities usually take
LONGEST_TRY = timedelta(minutes=15)  # far beyond every time-out of one delivery
_ADDRESS = re.compile(r"[^@\s,;<>\"]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,187}[A-Za-z0-9])?")


class Result(StrEnum):
    """What the mail server made of one attempt.

    ``uncertain``: the letter was handed over and no answer came, so that it may have arrived.
    """

    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    REJECTED = "rejected"
    UNCERTAIN = "uncertain"


class State(StrEnum):
    """Where a letter stands."""

    WAITING = "queued"
    UNDER_WAY = "under-way"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    GIVEN_UP = "given-up"
    BOUNCED = "bounced"


UNHAPPY = (State.UNCERTAIN, State.GIVEN_UP, State.BOUNCED)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that goes with a letter."""

    name: str
    media_type: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Course(Tried):
    """What happened to a letter so far. ``result`` is ``None`` while (or if) the last try has no answer."""

    result: Result | None = None
    bounced: bool = False


def state(course: Course, at: datetime) -> State:
    """Return where a letter stands. An attempt without an answer is never repeated by itself.

    >>> from datetime import UTC
    >>> noon = datetime(2025, 9, 1, 12, tzinfo=UTC)
    >>> state(Course(), noon), state(Course(1, noon), noon), state(Course(1, noon), noon + LONGEST_TRY)
    (<State.WAITING: 'queued'>, <State.UNDER_WAY: 'under-way'>, <State.UNCERTAIN: 'uncertain'>)
    """
    if course.bounced:
        return State.BOUNCED
    if course.tries == 0 or course.began_at is None:
        return State.WAITING
    if course.result is None:
        return State.UNDER_WAY if at - course.began_at < LONGEST_TRY else State.UNCERTAIN
    if course.result is Result.DEFERRED:
        return State.WAITING if course.tries < MOST_TRIES else State.GIVEN_UP
    settled = {Result.ACCEPTED: State.SENT, Result.REJECTED: State.GIVEN_UP}
    return settled.get(course.result, State.UNCERTAIN)


def letter_refusals(
    receiver: str, subject: str, text: str, enclosures: Sequence[Enclosed]
) -> Iterator[Refusal]:
    """Refuse a letter that no mail server could bring."""
    if not _ADDRESS.fullmatch(receiver) or len(receiver) > LONGEST_ADDRESS or ".." in receiver:
        yield Refusal(
            "post.no-address",
            N_("“%(receiver)s” is not an e-mail address."),
            facts={"receiver": receiver},
            field="receiver",
        )
    if not subject.strip() or not subject.isprintable():
        yield Refusal("post.no-subject", N_("A letter needs a subject on one line."), field="subject")
    if not text.strip():
        yield Refusal("post.no-text", N_("A letter needs a text."), field="text")
    if sum(len(one.payload) for one in enclosures) > MOST_BYTES:
        yield Refusal("post.too-big", N_("The enclosures are more than 10 MB together: too big for e-mail."))


def again_refusals(found: State) -> Iterator[Refusal]:
    """Refuse to send a letter again that arrived, or that will be tried anyway."""
    if found not in UNHAPPY:
        yield Refusal(
            "post.not-failed",
            N_("This letter was sent, or will be tried again by itself. Nothing to repeat."),
        )


def bounce_refusals(found: State, why: str) -> Iterator[Refusal]:
    """Refuse to mark a letter as returned that never left, or without a reason."""
    if found not in {State.SENT, State.UNCERTAIN}:
        yield Refusal("post.never-left", N_("Only a letter that left can come back."))
    if not why.strip():
        yield Refusal("post.no-reason", N_("Say why the letter came back."), field="why")


def strike_bounce_refusals(found: State) -> Iterator[Refusal]:
    """Refuse to strike a return that is not there."""
    if found is not State.BOUNCED:
        yield Refusal("post.not-bounced", N_("It was not entered that this letter came back."))
