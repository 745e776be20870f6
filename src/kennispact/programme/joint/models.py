"""A joint question, where it comes from, who was asked to join, what they said, and its end. Source: B1."""

from django.db import models
from django.db.models import Q

from kennispact.ground.acts.models import Act


class JointQuestion(Act):
    """One question in the place of several. ``organisation`` proposes it; every origin stays as it was."""

    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    text = models.TextField()

    def __str__(self) -> str:
        """Return the beginning of its words."""
        return self.text[:80]


class Origin(Act):
    """A question that a joint question comes from."""

    joint = models.ForeignKey(JointQuestion, models.PROTECT, related_name="origins")
    question = models.ForeignKey("questions.Question", models.PROTECT, related_name="+")

    class Meta(Act.Meta):
        constraints = [
            *Act.Meta.constraints,
            models.UniqueConstraint(
                fields=["joint", "question"], condition=Q(struck_at__isnull=True), name="origin_once"
            ),
        ]


class Invitation(Act):
    """A city is asked to join."""

    joint = models.ForeignKey(JointQuestion, models.PROTECT, related_name="invitations")
    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")

    class Meta(Act.Meta):
        constraints = [
            *Act.Meta.constraints,
            models.UniqueConstraint(
                fields=["joint", "organisation"], condition=Q(struck_at__isnull=True), name="invited_once"
            ),
        ]


class Ending(Act):
    """A joint question was withdrawn, or closed. Struck: it goes on."""

    class Kind(models.TextChoices):
        """What happened."""

        WITHDRAWN = "withdrawn"
        CLOSED = "closed"

    joint = models.ForeignKey(JointQuestion, models.PROTECT, related_name="endings")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    why = models.CharField(max_length=500)

    class Meta(Act.Meta):
        constraints = [
            *Act.Meta.constraints,
            models.UniqueConstraint(
                fields=["joint"], condition=Q(struck_at__isnull=True), name="joint_ended_once"
            ),
        ]


class Reply(Act):
    """A city joins, or does not. The last counts."""

    joint = models.ForeignKey(JointQuestion, models.PROTECT, related_name="replies")
    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    joins = models.BooleanField()

    class Meta(Act.Meta):
        indexes = [models.Index(fields=["joint", "organisation", "-id"], name="reply_of_city")]
