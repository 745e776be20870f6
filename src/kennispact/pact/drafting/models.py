"""What a city changed in its proposal, how often it used the products, and whose Word template is used."""

from django.db import models

from kennispact.ground.acts.models import Act


class SectionChange(Act):
    """A city's own version of one part of its proposal: its last one counts. Source: nota.

    ``section`` is a key of the standard parts; ``text`` the city's own words, empty for the standard ones.
    """

    covenant = models.CharField(max_length=60)
    city = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    section = models.CharField(max_length=30)
    title = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()
    is_on = models.BooleanField()
    text = models.TextField(blank=True)

    class Meta(Act.Meta):
        indexes = [models.Index(fields=["covenant", "city", "section"], name="section_of_city")]


class UsageFigure(Act):
    """How often a city used the partner's products in ``year``, as stated on ``happened_on``.

    Of several figures for the same kind and year the last one counts.
    """

    class Kind(models.TextChoices):
        """What was used."""

        PROJECTS = "projects"
        MEETINGS = "meetings"
        DOWNLOADS = "downloads"

    city = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    source = models.CharField(max_length=300)

    class Meta(Act.Meta):
        indexes = [models.Index(fields=["city", "year", "kind"], name="usage_of_city")]
        constraints = [
            *Act.Meta.constraints,
            models.CheckConstraint(
                name="usage_kind", condition=models.Q(kind__in=["projects", "meetings", "downloads"])
            ),
        ]


class WordTemplate(Act):
    """The parties' own Word template for the agreements; struck, the one before it counts again."""

    covenant = models.CharField(max_length=60)
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")


class Release(Act):
    """A city released its papers for publication, as they stood at ``recorded_at``. Source: Woo 3.3.

    ``sha256`` is that of the package, so that anybody can tell whether a copy is the one released.
    """

    covenant = models.CharField(max_length=60)
    city = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)

    class Meta(Act.Meta):
        indexes = [models.Index(fields=["covenant", "city", "happened_on"], name="release_of_city")]
