"""A surplus as it was put before the parties, each city's share in it, and that it was carried out."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from kennispact.ground.acts.models import Act, AppendOnly
from kennispact.ground.kit.money import in_euros


class Surplus(Act):
    """Money that is left over, proposed to both parties to be set off. Source: covenant 7d-2.

    ``year`` is the last contribution year. ``document`` is what it was worked out in. That the parties
    agree is in their consents (``rules.occurrence_of``), not here.
    """

    covenant = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    amount_cents = models.BigIntegerField()
    explanation = models.TextField(blank=True)
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")

    class Meta(Act.Meta):
        ordering = ["pk"]
        constraints = [
            *Act.Meta.constraints,
            models.CheckConstraint(name="surplus_above_zero", condition=Q(amount_cents__gt=0)),
        ]

    def __str__(self) -> str:
        """Return the year it is set off against."""
        return f"surplus {self.year}"

    @property
    def amount(self) -> Decimal:
        """Return the amount without VAT, in EUR."""
        return in_euros(self.amount_cents)


class Share(AppendOnly):
    """What one city gets of a surplus, frozen when it was proposed: this is what the parties agree to.

    ``weight_cents`` is the contribution it was divided by and ``year`` the year that is lowered: the last
    one, or for a city that left the last year it paid for. ``cents`` is without VAT.
    """

    surplus = models.ForeignKey(Surplus, models.PROTECT, related_name="shares")
    city = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    weight_cents = models.BigIntegerField()
    cents = models.BigIntegerField()
    has_left = models.BooleanField(default=False)

    class Meta:
        ordering = ["surplus", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["surplus", "city"], name="share_once_a_city"),
            models.CheckConstraint(
                name="share_within_contribution",
                condition=Q(cents__gte=0, weight_cents__gt=models.F("cents")),
            ),
        ]

    def __str__(self) -> str:
        """Return whose it is."""
        return f"{self.surplus} {self.city}"

    @property
    def amount(self) -> Decimal:
        """Return the share without VAT, in EUR."""
        return in_euros(self.cents)

    @property
    def weight(self) -> Decimal:
        """Return the contribution it was divided by, in EUR."""
        return in_euros(self.weight_cents)


class CarryingOut(Act):
    """It was decided to carry a surplus out, which both parties agreed to. From here on it stands."""

    surplus = models.OneToOneField(Surplus, models.PROTECT, related_name="carrying_out")

    def __str__(self) -> str:
        """Return what is carried out."""
        return str(self.surplus)
