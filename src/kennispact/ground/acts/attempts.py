"""Handing something over to somebody outside: every attempt, what came of it, and deciding to try again.

A room makes these its own, each with a key to what it is about.
"""

from django.conf import settings
from django.db import models

from kennispact.ground.acts.models import AppendOnly
from kennispact.ground.kit.retries import LONGEST_REPLY


class Attempt(AppendOnly):
    """Written before anybody outside is spoken to. Two hands can never make the same attempt.

    That ``number`` is the only one of what is tried, is up to the room.
    """

    number = models.PositiveIntegerField()
    began_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Return which attempt it was."""
        return f"{self.number}"


class Outcome(AppendOnly):
    """What came of an attempt: the evidence. The room adds ``result``, with its own choices."""

    ended_at = models.DateTimeField()
    reply = models.CharField(max_length=LONGEST_REPLY, blank=True)
    result: str

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Return what came of it."""
        return self.result


class Repeat(AppendOnly):
    """Somebody decided to try again after an attempt. It counts from there anew."""

    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Return when it was asked."""
        return f"{self.asked_at:%Y-%m-%d %H:%M}"
