"""Invariants of money hold after a run, and each broken twin is found. Source: performance 9.5, 1, 2, 6 and 7."""

from decimal import Decimal

import pytest
from django.db import connection

from kennispact.ground.acts import guard
from kennispact.pact.invoicing import numbering
from kennispact.pact.invoicing.models import Invoice, Paper
from kennispact.pact.invoicing.tests import make
from kennispact.pact.ledger.models import Movement, Posting
from kennispact.review.integrity import of_the_money as money
from kennispact.review.integrity.queries import check

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    make.world(2)
    make.run()
    make.credited(net=Decimal("100.00"))


def unguarded(change):
    """Change what nobody can change: with the triggers off for that moment."""
    guard.remove(connection)
    change()
    guard.install(connection)


def all_found():
    checks = (
        money.broken_series,
        money.wrong_sums,
        money.credited_too_much,
        money.unbooked_invoices,
        money.out_of_balance,
        money.broken_seals,
    )
    return {one.__name__ for one in checks if list(one())}


def test_after_a_run_and_a_credit_note_everything_holds(world):
    assert all_found() == set()
    told = {one.invariant for one in check() if not one.holds}
    assert not told & {"invoices-numbered", "invoices-add-up", "invoices-booked", "ledger-unbroken"}


def test_a_gap_in_the_numbers_is_found(world):
    unguarded(lambda: Invoice.objects.filter(number=2).update(number=9))
    assert "broken_series" in all_found()


def test_a_changed_e_invoice_is_found(world):
    unguarded(lambda: Paper.objects.filter(invoice__number=1).update(xml=b"<Invoice/>"))
    assert all_found() == {"broken_series"}


def test_a_changed_amount_is_found_also_when_the_seals_were_made_again(world):
    def change():
        for one in Invoice.objects.order_by("number"):
            if one.number == 1:
                one.net_cents, one.gross_cents = one.net_cents + 1, one.gross_cents + 1
            before = Invoice.objects.filter(number=one.number - 1).first()
            one.previous = before.digest if before else numbering.BEGINNING
            one.digest = numbering.seal(one)
            Invoice.objects.filter(pk=one.pk).update(
                net_cents=one.net_cents,
                gross_cents=one.gross_cents,
                previous=one.previous,
                digest=one.digest,
            )

    unguarded(change)
    assert all_found() == {"wrong_sums", "unbooked_invoices"}


def test_more_credited_than_asked_is_found(world):
    unguarded(
        lambda: Invoice.objects.filter(kind="credit").update(net_cents=90_000_000, gross_cents=90_002_100)
    )
    assert "credited_too_much" in all_found()


def test_a_changed_or_lost_booking_is_found(world):
    unguarded(lambda: Movement.objects.filter(pk=Movement.objects.first().pk).update(cents=1))
    assert all_found() == {"unbooked_invoices", "broken_seals"}


def test_a_booking_taken_out_of_the_middle_is_found(world):
    def take_out():
        first = Posting.objects.first()
        first.movements.all().delete()
        first.delete()

    unguarded(take_out)
    assert all_found() == {"unbooked_invoices", "broken_seals"}
