"""Where an invoice stands on its way, and when handing it over is tried again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kennispact.ground.kit.refusal import Refusal
from kennispact.ground.kit.retries import MOST_TRIES, Tried
from kennispact.ground.kit.words import N_

# Far beyond every time-out of one attempt. Whoever takes an invoice knows it by its key, so that trying
# again after a kill can never deliver it twice.
LONGEST_TRY = timedelta(minutes=5)


class Result(StrEnum):
    """What came of one attempt."""

    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    REJECTED = "rejected"


class News(StrEnum):
    """What a provider tells later, of its own accord."""

    DELIVERED = "delivered"
    FAILED = "failed"


class State(StrEnum):
    """Where an invoice stands on its way."""

    WAITING = "waiting"
    UNDER_WAY = "under-way"
    HANDED_OVER = "handed-over"
    DELIVERED = "delivered"
    FAILED = "failed"
    GIVEN_UP = "given-up"


UNHAPPY = (State.FAILED, State.GIVEN_UP)


@dataclass(frozen=True, slots=True)
class Course(Tried):
    """What happened so far. ``news`` is told by the provider."""

    result: Result | None = None
    news: News | None = None


def latest(events: Iterable[tuple[datetime, News]]) -> News | None:
    """Return the news that counts: by the provider's own clock, in whatever order it came in.

    >>> from datetime import UTC
    >>> day = datetime(2023, 6, 1, tzinfo=UTC)
    >>> latest([(day + timedelta(hours=1), News.DELIVERED), (day, News.FAILED)])
    <News.DELIVERED: 'delivered'>
    """
    return max(events, key=lambda one: (one[0], one[1] is News.DELIVERED), default=(None, None))[1]


def state(course: Course, at: datetime) -> State:
    """Return where an invoice stands at a moment."""
    if course.news is not None:
        return State.DELIVERED if course.news is News.DELIVERED else State.FAILED
    if course.result is Result.ACCEPTED:
        return State.HANDED_OVER
    if course.result is Result.REJECTED:
        return State.GIVEN_UP
    if course.result is None and course.began_at is not None and at - course.began_at < LONGEST_TRY:
        return State.UNDER_WAY
    return State.WAITING if course.tries < MOST_TRIES else State.GIVEN_UP


def again_refusals(found: State) -> Iterator[Refusal]:
    """Refuse to send again what arrived, or what will be tried anyway."""
    if found not in UNHAPPY:
        yield Refusal(
            "delivery.not-failed",
            N_("This invoice was handed over, or will be tried again by itself. Nothing to repeat."),
        )
