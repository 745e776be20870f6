"""What is asked of cities apart from the contribution, and what each of them said to it."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from kennispact.ground.acts.models import Act, AppendOnly
from kennispact.ground.kit.money import in_euros


class Extra(Act):
    """An extra contribution asked of cities (covenant 6d), or an arrangement with one city (agreement 2.2).

    ``purpose`` says what it is for, ``reference`` the question outside the covenant's scope it came from.
    That both parties agree to asking it is in their consents (``rules.subject_of``), not here.
    """

    class Kind(models.TextChoices):
        """What it is."""

        EXTRA = "extra"
        ARRANGEMENT = "arrangement"

    covenant = models.CharField(max_length=60)
    kind = models.CharField(max_length=11, choices=Kind.choices)
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    purpose = models.TextField()
    reference = models.CharField(max_length=200, blank=True)
    document = models.ForeignKey(
        "documents.Document", models.PROTECT, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        """Return its title."""
        return self.title


class Ask(AppendOnly):
    """What one city would pay, frozen when it was proposed. ``cents`` is without VAT.

    With an amount per inhabitant, ``inhabitants`` and ``rate_cents`` say how it was worked out.
    """

    extra = models.ForeignKey(Extra, models.PROTECT, related_name="asks")
    city = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    inhabitants = models.PositiveIntegerField(null=True, blank=True)
    rate_cents = models.PositiveIntegerField(null=True, blank=True)
    cents = models.BigIntegerField()

    class Meta:
        ordering = ["extra", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["extra", "city"], name="ask_once_a_city"),
            models.CheckConstraint(name="ask_above_zero", condition=Q(cents__gt=0)),
        ]

    def __str__(self) -> str:
        """Return what it is and of whom it is asked."""
        return f"{self.extra} {self.city}"

    @property
    def amount(self) -> Decimal:
        """Return the amount without VAT, in EUR."""
        return in_euros(self.cents)

    @property
    def rate(self) -> Decimal | None:
        """Return the amount per inhabitant without VAT, in EUR, if it was asked that way."""
        return None if self.rate_cents is None else in_euros(self.rate_cents)


class Reply(Act):
    """What a city said: it consents to pay, or it does not. A yes stands; after a no a yes can follow."""

    class Outcome(models.TextChoices):
        """Yes or no."""

        YES = "yes"
        NO = "no"

    ask = models.ForeignKey(Ask, models.PROTECT, related_name="replies")
    outcome = models.CharField(max_length=3, choices=Outcome.choices)
    reason = models.CharField(max_length=1000, blank=True)

    class Meta(Act.Meta):
        constraints = [
            *Act.Meta.constraints,
            models.UniqueConstraint(
                fields=["ask", "outcome"], condition=Q(struck_at__isnull=True), name="reply_once"
            ),
        ]

    def __str__(self) -> str:
        """Return what was said to what."""
        return f"{self.ask} {self.outcome}"
