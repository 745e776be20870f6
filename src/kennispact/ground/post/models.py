"""Letters and what became of them. Where a letter stands follows from its attempts."""

from django.conf import settings
from django.db import models

from kennispact.ground.acts import attempts
from kennispact.ground.acts.models import Act
from kennispact.ground.post.rules import Result


class Letter(models.Model):
    """A letter to one receiver. ``key`` is what makes it the only one of its sort, for ever.

    ``organisation`` is the key of the organisation it concerns. Address and text are personal data and are
    blanked when they are no longer needed (``forgotten_at``); that a letter was sent stays.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200, unique=True)
    organisation = models.CharField(max_length=40, blank=True)
    receiver = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    queued_at = models.DateTimeField()
    queued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    queued_as = models.CharField(max_length=300)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "kind"], name="post_organisation"),
            models.Index(fields=["receiver"], name="post_receiver"),
        ]

    def __str__(self) -> str:
        """Return what it is, and about whom."""
        return self.key


class Enclosure(models.Model):
    """A file that goes with a letter, under its SHA-256."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="enclosures")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    payload = models.BinaryField()

    def __str__(self) -> str:
        """Return its name."""
        return self.name


class Attempt(attempts.Attempt):
    """Written before the mail server is spoken to."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="attempts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "number"], name="post_one_attempt")]


class Outcome(attempts.Outcome):
    """What the mail server answered. An attempt without an outcome may have arrived."""

    attempt = models.OneToOneField(Attempt, models.PROTECT, related_name="outcome")
    result = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Result])


class Repeat(attempts.Repeat):
    """Somebody decided to send a letter again, after an attempt. It counts from there anew."""

    attempt = models.OneToOneField(Attempt, models.PROTECT, related_name="repeat")


class Bounce(Act):
    """A letter that left came back: the address does not exist, the box is full."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="bounces")
    why = models.CharField(max_length=500)
