"""Files as they were received: kept under their SHA-256, never changed."""

from django.db import models

from kennispact.ground.acts.models import Act


class Document(Act):
    """A file that came in on ``happened_on``. Its bytes live under their SHA-256 beside the database.

    ``name`` is how the sender called it, for people only: it is never a path. ``media_type`` follows from
    the content. ``organisation`` is the key of the organisation whose file it is; empty for the covenant's
    own papers. ``openness`` says who may read it; closed until somebody decides otherwise (Woo 3.3).
    """

    class Openness(models.TextChoices):
        """Who may read it."""

        CLOSED = "closed"
        PARTIES = "parties"
        PUBLIC = "public"

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    organisation = models.CharField(max_length=40, blank=True)
    openness = models.CharField(max_length=8, choices=Openness.choices, default=Openness.CLOSED)

    class Meta(Act.Meta):
        ordering = ["-id"]

    def __str__(self) -> str:
        """Return the sender's name for it."""
        return self.name
