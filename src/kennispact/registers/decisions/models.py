"""Who agreed to what: consents of the parties, decisions of bodies, statements of the supervisors."""

from django.db import models

from kennispact.ground.acts.models import Act


class Decision(Act):
    """A party agreed, a body decided, or a supervisor stated that something was done.

    ``obligation`` and ``occurrence`` name what it is about in the covenant's definition (``plan-adopted``,
    ``2024``); both may be empty for a decision about something else under ``clause``. ``about`` is the city
    it concerns, or empty. ``by_role`` is the mandate it was given in, ``body`` the organisation that speaks.
    ``matter`` is covenant, obligation and occurrence in one number (``rules.matter_of``), for the index.
    """

    class Kind(models.TextChoices):
        """How strong it is."""

        CONSENT = "consent"
        DECISION = "decision"
        STATEMENT = "statement"

    class Outcome(models.TextChoices):
        """Yes or no."""

        YES = "yes"
        NO = "no"

    covenant = models.CharField(max_length=60)
    clause = models.CharField(max_length=20)
    obligation = models.CharField(max_length=60, blank=True)
    occurrence = models.CharField(max_length=20, blank=True)
    matter = models.BigIntegerField(editable=False)
    kind = models.CharField(max_length=9, choices=Kind.choices)
    outcome = models.CharField(max_length=3, choices=Outcome.choices, default=Outcome.YES)
    body = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    by_role = models.CharField(max_length=40)
    about = models.ForeignKey("network.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    subject = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    document = models.ForeignKey(
        "documents.Document", models.PROTECT, null=True, blank=True, related_name="+"
    )
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")

    class Meta(Act.Meta):
        indexes = [
            # Holds all that ``queries.city_words`` reads, so that one seek answers one cell.
            models.Index(
                fields=["about", "matter", "happened_on", "recorded_at", "struck_at", "outcome"],
                name="decision_evidence",
            ),
            models.Index(fields=["covenant", "clause", "happened_on"], name="decision_clause"),
        ]

    def __str__(self) -> str:
        """Return what it is about."""
        return self.subject
