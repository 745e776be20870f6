"""The journal: one line for every change, refusal and sign-in, in the same transaction as what it tells."""

from django.conf import settings
from django.db import models

from kennispact.ground.acts.models import AppendOnly


class Entry(AppendOnly):
    """One line. ``verb`` is what happened (``agreement.notice-given``), ``subject`` the row it is about.

    ``result`` is ``done``, ``refused`` or ``forbidden``. ``organisation`` is the key of the organisation
    it concerns, empty when it concerns all. ``facts`` holds no secrets and no personal data beyond what
    the act itself says. Source: BIO2 8.15.01.
    """

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    mandate = models.CharField(max_length=300)
    origin = models.CharField(max_length=100, blank=True)
    verb = models.CharField(max_length=80)
    result = models.CharField(max_length=10, default="done")
    clause = models.CharField(max_length=20, blank=True)
    subject = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    organisation = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="journal_organisation"),
            models.Index(fields=["subject", "subject_id"], name="journal_subject"),
        ]

    def __str__(self) -> str:
        """Return the moment and what happened."""
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"
