"""The ledger: postings and the movements they consist of. Nothing in it is ever changed or removed.

A movement takes one amount from one account to another, so it is in balance by what it is: no row can be
written, not even by hand, that brings the ledger out of balance. Amounts are whole cents, so that the sums
of both database engines are exact.
"""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kennispact.ground.acts.models import AppendOnly
from kennispact.ground.kit.money import in_euros
from kennispact.pact.ledger.rules import Account

_ACCOUNTS = [account.value for account in Account]


class Book(models.Model):
    """The one row that whoever posts holds on to, so that postings come one after the other."""

    key = models.CharField(max_length=40, primary_key=True)

    def __str__(self) -> str:
        """Return its key."""
        return self.key


class Posting(AppendOnly):
    """Something that was booked on ``happened_on``: an invoice, a payment. Corrected by another posting.

    ``source`` names what it was booked for (``invoice G40-2023-0001``): once only. ``digest`` seals it
    together with everything before it, by way of ``previous``.
    """

    source = models.CharField(max_length=120, unique=True)
    text = models.CharField(max_length=200)
    happened_on = models.DateField(db_index=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_as = models.CharField(max_length=300)
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        """Return what it was booked for."""
        return self.source


class Movement(AppendOnly):
    """An amount that went from the ``credit`` account to the ``debit`` account.

    ``party`` is an organisation's key (for debtors), ``item`` what the amount belongs to.
    """

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="movements")
    place = models.PositiveSmallIntegerField()
    debit = models.CharField(max_length=20)
    debit_party = models.CharField(max_length=40, blank=True)
    debit_item = models.CharField(max_length=60, blank=True)
    credit = models.CharField(max_length=20)
    credit_party = models.CharField(max_length=40, blank=True)
    credit_item = models.CharField(max_length=60, blank=True)
    cents = models.BigIntegerField()

    class Meta:
        ordering = ["posting", "place"]
        indexes = [
            models.Index(fields=["debit", "debit_party", "debit_item"], name="movement_debit"),
            models.Index(fields=["credit", "credit_party", "credit_item"], name="movement_credit"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["posting", "place"], name="movement_in_its_place"),
            models.CheckConstraint(name="movement_above_zero", condition=Q(cents__gt=0)),
            models.CheckConstraint(
                name="movement_of_known_accounts", condition=Q(debit__in=_ACCOUNTS, credit__in=_ACCOUNTS)
            ),
            models.CheckConstraint(
                name="movement_goes_somewhere",
                condition=~Q(debit=F("credit"), debit_party=F("credit_party"), debit_item=F("credit_item")),
            ),
            models.CheckConstraint(
                name="movement_debit_whose",
                condition=Q(debit=Account.DEBTORS.value) & ~Q(debit_party="")
                | ~Q(debit=Account.DEBTORS.value) & Q(debit_party=""),
            ),
            models.CheckConstraint(
                name="movement_credit_whose",
                condition=Q(credit=Account.DEBTORS.value) & ~Q(credit_party="")
                | ~Q(credit=Account.DEBTORS.value) & Q(credit_party=""),
            ),
        ]

    def __str__(self) -> str:
        """Return the accounts and the amount."""
        return f"{self.credit} -> {self.debit} {self.amount}"

    @property
    def amount(self) -> Decimal:
        """Return the amount in EUR."""
        return in_euros(self.cents)
