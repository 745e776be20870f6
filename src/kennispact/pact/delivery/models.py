"""Invoices on their way: what was asked, every attempt with its answer, and what a provider told later."""

from django.conf import settings
from django.db import models

from kennispact.ground.acts import attempts
from kennispact.ground.acts.models import AppendOnly
from kennispact.pact.delivery.rules import News, Result
from kennispact.pact.invoicing.models import Paper


class Dispatch(AppendOnly):
    """An e-invoice that has to go to its city. ``key`` is what it is known by, for ever, also elsewhere."""

    key = models.CharField(max_length=36, unique=True)
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10)
    receiver = models.CharField(max_length=254, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_as = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper"], name="dispatch_once_a_paper")]

    def __str__(self) -> str:
        """Return its key."""
        return self.key


class Handover(attempts.Attempt):
    """An attempt to hand an e-invoice over."""

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="handovers")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dispatch", "number"], name="handover_once")]


class Answer(attempts.Outcome):
    """What came of an attempt. ``receipt`` is how the receiver of it calls the invoice."""

    handover = models.OneToOneField(Handover, models.PROTECT, related_name="answer")
    result = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Result])
    receipt = models.CharField(max_length=200, blank=True)


class Retry(attempts.Repeat):
    """Somebody decided to try again after an attempt that failed. It counts from there anew."""

    handover = models.OneToOneField(Handover, models.PROTECT, related_name="retry")


class Report(AppendOnly):
    """What a provider told later: that the invoice arrived, or did not. ``event`` is its number for it."""

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="reports")
    event = models.CharField(max_length=100, unique=True)
    news = models.CharField(max_length=10, choices=[(one.value, one.value) for one in News])
    told_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    why = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        """Return what was told."""
        return self.news
