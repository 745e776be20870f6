"""Invoices as they were issued, the papers that left, and the dated facts they were made from."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kennispact.ground.acts.models import Act, AppendOnly
from kennispact.ground.kit.money import in_euros


class Setting(Act):
    """A fact that invoices need, from ``happened_on`` on: of the supplier, or of a city.

    ``name`` is one of ``rules.OF_SUPPLIER`` or ``rules.OF_CITY``. Of one name the latest counts; of a city
    one for a ``year`` goes before one for all years.
    """

    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    name = models.CharField(max_length=40)
    value = models.CharField(max_length=200)

    class Meta(Act.Meta):
        indexes = [models.Index(fields=["organisation", "name", "happened_on"], name="setting_of")]


class Series(models.Model):
    """The one row that whoever gives a number holds on to. The numbers themselves are in the invoices."""

    key = models.CharField(max_length=20, primary_key=True)

    def __str__(self) -> str:
        """Return its key."""
        return self.key


class Invoice(AppendOnly):
    """An invoice or credit note, frozen when it got its number. Never changed, never removed: only credited.

    ``number`` counts 1, 2, 3 within a series, invoices and credit notes together; ``text`` is how it is
    written. ``facts`` is everything it says, as e-invoices know it. ``turn`` is 1, or more when a city is
    invoiced again for a year after the whole invoice was credited. ``matter`` is empty for the contribution,
    and names what was agreed apart from it (``extra-3``). ``asked`` names the request, so that asking twice
    does nothing. ``digest`` seals it together with all before it in its series. Amounts are whole cents.
    """

    class Kind(models.TextChoices):
        """What it is."""

        INVOICE = "invoice"
        CREDIT = "credit"

    series = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=7, choices=Kind.choices)
    covenant = models.CharField(max_length=60)
    city = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    turn = models.PositiveSmallIntegerField()
    matter = models.CharField(max_length=40, blank=True, default="")
    credits = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="credited_by")
    asked = models.CharField(max_length=64, unique=True, null=True, blank=True)
    issued_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    net_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()
    gross_cents = models.BigIntegerField()
    facts = models.JSONField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_as = models.CharField(max_length=300)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["series", "number"]
        indexes = [models.Index(fields=["year", "city"], name="invoice_of_city")]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="invoice_number_once"),
            models.UniqueConstraint(fields=["series", "previous"], name="invoice_follows_one"),
            models.UniqueConstraint(
                fields=["covenant", "city", "year", "turn", "matter"],
                condition=Q(kind="invoice"),
                name="invoice_once_a_year",
            ),
            models.CheckConstraint(
                name="invoice_adds_up", condition=Q(gross_cents=F("net_cents") + F("vat_cents"))
            ),
            models.CheckConstraint(
                name="invoice_not_below_zero", condition=Q(net_cents__gte=0, vat_cents__gte=0)
            ),
            models.CheckConstraint(name="invoice_numbered", condition=Q(number__gte=1, turn__gte=1)),
            models.CheckConstraint(
                name="invoice_kind",
                condition=Q(kind="invoice", credits__isnull=True) | Q(kind="credit", credits__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        """Return its number as it is written."""
        return self.text

    @property
    def net(self) -> Decimal:
        """Return the amount without VAT, in EUR."""
        return in_euros(self.net_cents)

    @property
    def vat(self) -> Decimal:
        """Return the VAT, in EUR."""
        return in_euros(self.vat_cents)

    @property
    def gross(self) -> Decimal:
        """Return the amount with VAT, in EUR."""
        return in_euros(self.gross_cents)


class SetOff(Act):
    """An amount that is taken off what a city pays for a year. Source: covenant 7d-2.

    Every invoice of that year that is issued after it carries it as an allowance; what was invoiced before
    is credited for it. ``asked`` names the request: once only. ``net_cents`` is without VAT.
    """

    covenant = models.CharField(max_length=60)
    city = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    net_cents = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    asked = models.CharField(max_length=39, unique=True)

    class Meta(Act.Meta):
        ordering = ["pk"]
        constraints = [
            *Act.Meta.constraints,
            models.CheckConstraint(name="set_off_above_zero", condition=Q(net_cents__gt=0)),
        ]

    def __str__(self) -> str:
        """Return the request it comes from."""
        return self.asked


class Paper(AppendOnly):
    """The e-invoice as it may leave, with the readable PDF inside, and what every check said about it.

    There is no paper that did not pass. ``report`` names the rules with their versions and hashes.
    """

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="papers")
    profile = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)
    xml = models.BinaryField()
    report = models.JSONField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "profile"], name="paper_once_a_profile"),
            models.CheckConstraint(name="paper_of_a_profile", condition=Q(profile__in=["nlcius", "peppol"])),
        ]

    def __str__(self) -> str:
        """Return the invoice's number and the profile."""
        return f"{self.invoice} {self.profile}"
