"""Files as they were received: kept under their SHA-256, never changed."""

from django.db import models

from kennispact.ground.acts.models import Act


class Document(Act):
    """A file that came in on ``happened_on``. Its bytes live under their SHA-256 beside the database.

    ``name`` is how the sender called it, for people only: it is never a path. ``media_type`` follows from
    the content. ``organisation`` is the key of the organisation whose file it is; empty for the covenant's
    own papers. ``openness`` says who may read it until a :class:`Disclosure` decides otherwise.
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


class Disclosure(Act):
    """Somebody decided, for the day it counts for, who may read a document. Source: Woo 3.3.

    ``ground`` says why it is not, or not wholly, public (``Woo 5.1.2e``). ``public_version`` is the document
    that the public gets instead, such as one without signatures: it is then partly public. Who decided is
    in ``recorded_by`` and ``recorded_as``.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="disclosures")
    openness = models.CharField(max_length=8, choices=Document.Openness.choices)
    ground = models.CharField(max_length=300, blank=True)
    public_version = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Act.Meta):
        indexes = [models.Index(fields=["document", "happened_on"], name="disclosure_of_document")]
