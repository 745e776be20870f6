"""A city's own agreement with the partner: the agreement itself, and the acts that carry it along."""

from django.db import models

from kennispact.ground.acts.models import Act


class Agreement(models.Model):
    """The agreement of one city under one covenant. It holds no state: that follows from its acts."""

    covenant = models.CharField(max_length=60)
    city = models.ForeignKey("network.Organisation", models.PROTECT, related_name="agreements")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["covenant", "city"], name="one_agreement_per_city")]
        ordering = ["city__name"]

    def __str__(self) -> str:
        """Return the city and the covenant."""
        return f"{self.city} - {self.covenant}"


class Step(Act):
    """One step of an agreement, from draft to register. Source: agreement, covenant 3b, 8d-e.

    ``reference`` is the number of the college's decision; ``by_role`` who signed; ``place`` where.
    """

    class Kind(models.TextChoices):
        """The steps, in the order they come."""

        DRAFTED = "drafted"
        SENT = "sent"
        COLLEGE_DECIDED = "college-decided"
        SIGNED_BY_CITY = "signed-by-city"
        SIGNED_BY_PARTNER = "signed-by-partner"
        REGISTERED = "registered"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=17, choices=Kind.choices)
    reference = models.CharField(max_length=80, blank=True)
    by_role = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=80, blank=True)
    document = models.ForeignKey(
        "documents.Document", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Act.Meta):
        indexes = [models.Index(fields=["agreement", "kind", "happened_on"], name="step_of_agreement")]
        constraints = [
            *Act.Meta.constraints,
            models.UniqueConstraint(
                fields=["agreement", "kind"],
                condition=models.Q(struck_at__isnull=True),
                name="one_step_of_a_kind",
            ),
        ]


class Notice(Act):
    """A written notice, received on ``happened_on``; ``by`` is who gave it. Source: 6c, O1.2-1.3."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="notices")
    by = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    letter = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")


class Withdrawal(Act):
    """A notice was withdrawn by mutual consent, on ``happened_on``."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="withdrawals")
    letter = models.ForeignKey("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Act.Meta):
        constraints = [
            *Act.Meta.constraints,
            models.UniqueConstraint(
                fields=["notice"], condition=models.Q(struck_at__isnull=True), name="one_withdrawal"
            ),
        ]
