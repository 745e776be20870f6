"""What people taught the program: which links are right, and which words speak of what."""

from django.db import models
from django.db.models import Q

from kennispact.ground.acts.models import Act


class Judgement(Act):
    """Somebody confirmed or rejected the link of a question with a product or another question."""

    question = models.ForeignKey("questions.Question", models.PROTECT, related_name="+")
    product = models.ForeignKey("products.Product", models.PROTECT, null=True, blank=True, related_name="+")
    other = models.ForeignKey("questions.Question", models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    is_right = models.BooleanField()

    class Meta(Act.Meta):
        constraints = [
            *Act.Meta.constraints,
            models.CheckConstraint(
                name="judgement_of_one_link",
                condition=Q(product__isnull=True, other__isnull=False)
                | Q(product__isnull=False, other__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["question", "product", "other"], name="judgement_of_link")]


class Term(Act):
    """Words that speak of a concept, on top of the thesaurus that comes with the program.

    ``concept`` is the key of a concept that is there, or of a new one. ``words`` are words and phrases
    parted by commas; ``themes`` keys between commas.
    """

    concept = models.CharField(max_length=60)
    words = models.CharField(max_length=600)
    themes = models.CharField(max_length=600, blank=True)

    def __str__(self) -> str:
        """Return the concept and its words."""
        return f"{self.concept}: {self.words}"
