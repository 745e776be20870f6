"""Bank statements as they came, what was booked on them, and what each booking turned out to be."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kennispact.ground.acts.models import Act
from kennispact.ground.kit.money import in_euros


class Till(models.Model):
    """The one row that whoever brings in or matches money holds on to, so that it happens one by one."""

    key = models.CharField(max_length=40, primary_key=True)

    def __str__(self) -> str:
        """Return its key."""
        return self.key


class Upload(models.Model):
    """A file that was handed over and waits to be confirmed. Removed when it is, or after a day.

    ``token`` keeps the files of one hand-over together. It is no act: nothing was done yet.
    """

    token = models.CharField(max_length=32, db_index=True)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        """Return the file's name."""
        return self.name


class BankStatement(Act):
    """A statement of the account, on ``happened_on`` its last day. Opening + bookings = closing, in cents.

    ``key`` is what it is known by, in whichever file or version it comes; ``sha256`` is of the file.
    ``known`` bookings came before in another one, ``pending`` ones were no money yet; ``continues`` when its
    opening balance was the closing balance of the one before.
    """

    key = models.CharField(max_length=64)
    iban = models.CharField(max_length=34)
    number = models.CharField(max_length=60)
    version = models.CharField(max_length=2)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    opens_on = models.DateField()
    opening_cents = models.BigIntegerField()
    closing_cents = models.BigIntegerField()
    known = models.PositiveIntegerField()
    pending = models.PositiveIntegerField()
    continues = models.BooleanField()

    class Meta(Act.Meta):
        constraints = [
            *Act.Meta.constraints,
            models.UniqueConstraint(
                fields=["key"], condition=Q(struck_at__isnull=True), name="bank_statement_comes_once"
            ),
        ]

    def __str__(self) -> str:
        """Return its number."""
        return self.number

    @property
    def opening(self) -> Decimal:
        """Return the balance before it, in EUR."""
        return in_euros(self.opening_cents)

    @property
    def closing(self) -> Decimal:
        """Return the balance after it, in EUR."""
        return in_euros(self.closing_cents)


class BankEntry(Act):
    """One transaction that the bank booked on ``happened_on``: above zero when it was received.

    ``key`` and ``part`` tell the same booking in two files. ``parts`` is more than one in a batch. ``rest``
    is what the bank booked more or less than its transactions. ``returned`` is money that came back, or a
    booking that undoes another: never a payment by itself.
    """

    statement = models.ForeignKey(BankStatement, models.PROTECT, related_name="entries")
    key = models.CharField(max_length=64)
    part = models.PositiveIntegerField()
    parts = models.PositiveIntegerField()
    rest = models.BooleanField()
    valued_on = models.DateField()
    cents = models.BigIntegerField()
    name = models.CharField(max_length=140, blank=True)
    iban = models.CharField(max_length=34, blank=True, db_index=True)
    ultimate = models.CharField(max_length=140, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    text = models.CharField(max_length=1000, blank=True)
    end_to_end = models.CharField(max_length=60, blank=True)
    bank_reference = models.CharField(max_length=60, blank=True)
    returned = models.BooleanField()
    reason = models.CharField(max_length=10, blank=True)

    class Meta(Act.Meta):
        ordering = ["happened_on", "pk"]
        constraints = [
            *Act.Meta.constraints,
            models.UniqueConstraint(
                fields=["key", "part"], condition=Q(struck_at__isnull=True), name="bank_entry_comes_once"
            ),
            models.CheckConstraint(name="bank_entry_of_money", condition=~Q(cents=0)),
        ]

    def __str__(self) -> str:
        """Return the amount and who it came from."""
        return f"{self.amount} {self.name}".strip()

    @property
    def amount(self) -> Decimal:
        """Return what was received, or below zero what was paid, in EUR."""
        return in_euros(self.cents)


class Match(Act):
    """What (a part of) an entry turned out to be: on an invoice of a city, or not of the covenant.

    ``cents`` is above zero, in the direction of the entry. ``automatic`` when the reference decided.
    """

    class Kind(models.TextChoices):
        """What it is."""

        PAYMENT = "payment"
        REFUND = "refund"
        ASIDE = "aside"

    entry = models.ForeignKey(BankEntry, models.PROTECT, related_name="matches")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    city = models.ForeignKey("network.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    item = models.CharField(max_length=60, blank=True)
    cents = models.BigIntegerField()
    automatic = models.BooleanField(default=False)

    class Meta(Act.Meta):
        ordering = ["pk"]
        indexes = [models.Index(fields=["city", "item"], name="match_of_city")]
        constraints = [
            *Act.Meta.constraints,
            models.CheckConstraint(name="match_above_zero", condition=Q(cents__gt=0)),
            models.CheckConstraint(
                name="match_whose",
                condition=Q(kind="aside", city__isnull=True, item="")
                | (Q(kind__in=["payment", "refund"], city__isnull=False) & ~Q(item="")),
            ),
        ]

    def __str__(self) -> str:
        """Return the amount and where it went."""
        return f"{self.amount} {self.item}".strip()

    @property
    def amount(self) -> Decimal:
        """Return the amount, above zero, in EUR."""
        return in_euros(self.cents)


class Transfer(Act):
    """What a city paid too much on ``origin``, set off against ``item``: an amount above zero, in cents."""

    city = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    origin = models.CharField(max_length=60)
    item = models.CharField(max_length=60)
    cents = models.BigIntegerField()

    class Meta(Act.Meta):
        ordering = ["pk"]
        constraints = [
            *Act.Meta.constraints,
            models.CheckConstraint(name="transfer_above_zero", condition=Q(cents__gt=0)),
            models.CheckConstraint(name="transfer_goes_somewhere", condition=~Q(origin=F("item"))),
        ]

    def __str__(self) -> str:
        """Return the amount and where it went."""
        return f"{self.amount} {self.origin} -> {self.item}"

    @property
    def amount(self) -> Decimal:
        """Return the amount, above zero, in EUR."""
        return in_euros(self.cents)


class Reminder(Act):
    """A letter to a city about what is open after its last day, left with the post under ``letter_key``.

    ``items`` is what it said, invoice by invoice; ``text`` the letter itself. Who got it, the post knows.
    """

    city = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    items = models.JSONField()
    open_cents = models.BigIntegerField()
    letter_key = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    text = models.TextField()

    class Meta(Act.Meta):
        ordering = ["pk"]

    def __str__(self) -> str:
        """Return the subject."""
        return self.subject

    @property
    def open(self) -> Decimal:
        """Return what was open when it was sent, in EUR."""
        return in_euros(self.open_cents)
