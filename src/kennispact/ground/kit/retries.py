"""Trying again what somebody outside could not take yet: how often, after how long, and what they said."""

from dataclasses import dataclass
from datetime import datetime, timedelta

BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (5, 30, 120, 480, 1440))
MOST_TRIES = len(BACK_OFF) + 1
LONGEST_REPLY = 500


@dataclass(frozen=True, slots=True)
class Tried:
    """How often it was tried since it was asked (again), and when the last attempt began."""

    tries: int = 0
    began_at: datetime | None = None


def as_reply(text: str) -> str:
    """Return what somebody outside said as one printable line, short enough to keep."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:LONGEST_REPLY]


def due_at(tried: Tried, asked_at: datetime) -> datetime:
    """Return from when it may be tried; each time it waits longer.

    >>> asked, began = datetime(2025, 9, 1, 12), datetime(2025, 9, 1, 13)
    >>> due_at(Tried(), asked).hour, due_at(Tried(2, began), asked).minute
    (12, 30)
    """
    if tried.tries == 0 or tried.began_at is None:
        return asked_at
    return tried.began_at + BACK_OFF[min(tried.tries, len(BACK_OFF)) - 1]
