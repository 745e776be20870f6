"""Who and what exists: organisations, members of the network, mandates, how many people live there."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kennispact.ground.acts.models import Act


class Organisation(models.Model):
    """A network, a partner, a city or a third party.

    ``key`` is stable and public: the CBS code for a city (``GM0150``), a slug for others (``g40``). A city
    that merged keeps its code. Facts about it (address, website) may be corrected; the journal keeps what
    they were.
    """

    class Kind(models.TextChoices):
        """What an organisation is in the covenant."""

        NETWORK = "network"
        PARTNER = "partner"
        CITY = "city"
        THIRD = "third"

    key = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=120)
    province = models.CharField(max_length=40, blank=True)
    oin = models.CharField(max_length=20, blank=True)
    rsin = models.CharField(max_length=9, blank=True)
    kvk = models.CharField(max_length=8, blank=True)
    website = models.CharField(max_length=120, blank=True)
    domain = models.CharField(max_length=80, blank=True)
    visiting_address = models.CharField(max_length=200, blank=True)
    postal_address = models.CharField(max_length=200, blank=True)
    latitude = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    longitude = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    source = models.TextField(blank=True)
    notes = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="organisation_kind", condition=Q(kind__in=["network", "partner", "city", "third"])
            ),
        ]

    def __str__(self) -> str:
        """Return its name."""
        return self.name


class Membership(Act):
    """A city joined or left the network, on the day it counts for. Source: covenant 8d."""

    class Change(models.TextChoices):
        """What happened."""

        JOINED = "joined"
        LEFT = "left"

    network = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    city = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    change = models.CharField(max_length=6, choices=Change.choices)

    class Meta(Act.Meta):
        indexes = [models.Index(fields=["network", "city", "happened_on"], name="membership_of_city")]
        constraints = [
            *Act.Meta.constraints,
            models.CheckConstraint(name="membership_change", condition=Q(change__in=["joined", "left"])),
        ]


class Mandate(Act):
    """A person got a role at an organisation from ``since`` on, by an appointment on ``happened_on``.

    Nobody is appointed for days gone by, so ``happened_on`` is never after ``since``. ``theme``
    or pillar names what a secretary or expert is for. Source: covenant 4g, 7a.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mandates")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="mandates")
    role = models.CharField(max_length=40)
    theme = models.CharField(max_length=60, blank=True)
    since = models.DateField()

    class Meta(Act.Meta):
        indexes = [models.Index(fields=["person", "since"], name="mandate_of_person")]
        constraints = [
            *Act.Meta.constraints,
            models.CheckConstraint(
                name="mandate_since_appointment", condition=Q(since__gte=models.F("happened_on"))
            ),
        ]


class MandateEnd(Act):
    """A mandate ends after ``last_day``; ``happened_on`` is the day that was decided, never a later one.

    Of several ends the earliest counts: a longer stay is a new appointment.
    """

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="ends")
    last_day = models.DateField()

    class Meta(Act.Meta):
        constraints = [
            *Act.Meta.constraints,
            models.CheckConstraint(
                name="mandate_end_decided_before", condition=Q(last_day__gte=models.F("happened_on"))
            ),
        ]


class Population(Act):
    """How many people lived in a city on ``happened_on``, the reference date, with its source.

    A final figure goes before a provisional one; among equals the one recorded last.
    """

    class Status(models.TextChoices):
        """How sure the statistics office was."""

        PROVISIONAL = "provisional"
        FINAL = "final"

    city = models.ForeignKey(Organisation, models.PROTECT, related_name="populations")
    inhabitants = models.PositiveIntegerField()
    status = models.CharField(max_length=11, choices=Status.choices)
    source = models.CharField(max_length=300)
    table = models.CharField(max_length=40, blank=True)
    measure = models.CharField(max_length=40, blank=True)

    class Meta(Act.Meta):
        indexes = [models.Index(fields=["happened_on", "city"], name="population_on")]
        constraints = [
            *Act.Meta.constraints,
            models.CheckConstraint(name="population_positive", condition=Q(inhabitants__gt=0)),
            models.CheckConstraint(
                name="population_status", condition=Q(status__in=["provisional", "final"])
            ),
        ]
