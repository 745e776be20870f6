"""A question and everything that was done about it. Each is an act; what a question is now, follows."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kennispact.ground.acts.models import Act


class Question(Act):
    """Somebody asked something, in these words. The words never change; see :class:`Wording`.

    ``organisation`` asks: a city or a party. ``on_behalf_of`` is the key of a theme group or pillar, or
    empty. ``token`` is that of the draft it was written in, so that sending twice asks once.
    """

    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    on_behalf_of = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    in_confidence = models.BooleanField(default=False)
    token = models.CharField(max_length=36, blank=True)

    class Meta(Act.Meta):
        constraints = [
            *Act.Meta.constraints,
            models.UniqueConstraint(fields=["token"], condition=~Q(token=""), name="question_sent_once"),
        ]
        indexes = [models.Index(fields=["-happened_on", "-id"], name="question_newest")]

    def __str__(self) -> str:
        """Return the beginning of its words."""
        return self.text[:80]


class Choice(Act):
    """The theme groups a question belongs to, chosen anew. The last counts. Keys between commas."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="choices")
    themes = models.CharField(max_length=600, blank=True)


class Wording(Act):
    """Sharper words for a question, proposed by ``organisation`` (vraagarticulatie, annex 1)."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="wordings")
    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    text = models.TextField()


class WordingConsent(Act):
    """An organisation agrees with sharper words."""

    wording = models.ForeignKey(Wording, models.PROTECT, related_name="consents")
    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)

    class Meta(Act.Meta):
        constraints = [
            *Act.Meta.constraints,
            models.UniqueConstraint(
                fields=["wording", "organisation"],
                condition=Q(struck_at__isnull=True),
                name="wording_agreed_once",
            ),
        ]


class Turn(Act):
    """A question was opened to all cities, withdrawn, or closed."""

    class Kind(models.TextChoices):
        """What happened."""

        OPENED = "opened"
        WITHDRAWN = "withdrawn"
        CLOSED = "closed"

    question = models.ForeignKey(Question, models.PROTECT, related_name="turns")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    why = models.CharField(max_length=500, blank=True)

    class Meta(Act.Meta):
        constraints = [
            *Act.Meta.constraints,
            models.UniqueConstraint(
                fields=["question", "kind"],
                condition=Q(struck_at__isnull=True),
                name="question_turned_once",
            ),
        ]


class Attachment(Act):
    """A document belongs to a question."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="attachments")
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")


class Voice(Act):
    """A party says whether a question falls within the covenant. Both must say the same. Source: 5b, B1-6.

    ``clauses`` are the grounds, parted by spaces. ``route`` says how it goes on outside the covenant.
    """

    class Outcome(models.TextChoices):
        """What the party says."""

        INSIDE = "inside"
        OUTSIDE = "outside"

    question = models.ForeignKey(Question, models.PROTECT, related_name="voices")
    party = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    route = models.CharField(max_length=20, blank=True)
    clauses = models.CharField(max_length=200)
    reason = models.TextField(blank=True)

    class Meta(Act.Meta):
        indexes = [models.Index(fields=["question", "party", "-id"], name="voice_of_party")]


class Answer(Act):
    """An answer: a product, somebody who knows, or a session. ``organisation`` gives it.

    ``text`` says who (by role) or when, or why this product answers.
    """

    class Kind(models.TextChoices):
        """In which shape."""

        PRODUCT = "product"
        PERSON = "person"
        SESSION = "session"

    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    product = models.ForeignKey("products.Product", models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True)

    class Meta(Act.Meta):
        constraints = [
            *Act.Meta.constraints,
            models.CheckConstraint(
                name="answer_with_product",
                condition=Q(kind="product", product__isnull=False)
                | (~Q(kind="product") & Q(product__isnull=True)),
            ),
        ]


class Verdict(Act):
    """Who asked says whether an answer helped. The last counts."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="verdicts")
    helped = models.BooleanField()
    remark = models.TextField(blank=True)


class Draft(models.Model):
    """What somebody is writing and has not sent. One a person; no act: it may change and go."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    token = models.CharField(max_length=36)
    content = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return its token."""
        return self.token
