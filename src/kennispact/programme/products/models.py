"""Products, and what was said of them: registered, corrected (struck and entered again), withdrawn."""

from django.db import models
from django.db.models import Q

from kennispact.ground.acts.models import Act


class Product(models.Model):
    """A product, known by its ``key`` for ever. What it is, its last registration says. Source: 2e-2f."""

    key = models.CharField(max_length=40, unique=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        """Return its key."""
        return self.key


class Registration(Act):
    """What a product is. A correction strikes this one and enters another.

    ``kind`` is a key of :data:`.rules.KINDS` or of a :class:`Kind`. ``themes`` holds theme keys between
    commas (``,europa,veiligheid,``), so that both engines can look for one. ``organisation`` is the key of
    who made it known, empty for the parties together. ``source`` says where the facts come from.
    """

    class Audience(models.TextChoices):
        """Who it is for. Source: 3a-3b, annex 1-3."""

        PARTIES = "parties"
        PUBLIC = "public"

    product = models.ForeignKey(Product, models.PROTECT, related_name="registrations")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    url = models.CharField(max_length=500, blank=True)
    document = models.ForeignKey(
        "documents.Document", models.PROTECT, null=True, blank=True, related_name="+"
    )
    themes = models.CharField(max_length=600, blank=True)
    year = models.PositiveSmallIntegerField()
    audience = models.CharField(max_length=7, choices=Audience.choices, default=Audience.PARTIES)
    source = models.CharField(max_length=300, blank=True)
    organisation = models.CharField(max_length=40, blank=True)

    class Meta(Act.Meta):
        constraints = [
            *Act.Meta.constraints,
            models.UniqueConstraint(
                fields=["product"], condition=Q(struck_at__isnull=True), name="product_registered_once"
            ),
            models.CheckConstraint(name="product_audience", condition=Q(audience__in=["parties", "public"])),
        ]
        indexes = [
            models.Index(fields=["year", "kind"], name="product_year_kind"),
            # what follows the tables asks at every answer what was struck last, see :mod:`.marks`
            models.Index(
                fields=["struck_at"], condition=Q(struck_at__isnull=False), name="product_struck_at"
            ),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Withdrawal(Act):
    """A product is no longer offered from ``happened_on`` on. Striking this offers it again."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="withdrawals")
    why = models.CharField(max_length=500)

    class Meta(Act.Meta):
        constraints = [
            *Act.Meta.constraints,
            models.UniqueConstraint(
                fields=["product"], condition=Q(struck_at__isnull=True), name="product_withdrawn_once"
            ),
        ]


class Kind(Act):
    """A kind of product that the parties added to those of the covenant. Source: annex 1-2."""

    key = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)

    class Meta(Act.Meta):
        constraints = [
            *Act.Meta.constraints,
            models.UniqueConstraint(
                fields=["key"], condition=Q(struck_at__isnull=True), name="product_kind_once"
            ),
        ]

    def __str__(self) -> str:
        """Return the Dutch name."""
        return self.name
