"""Only who consented gets an invoice for something extra: one of its own, beside that for the contribution."""

from datetime import date
from decimal import Decimal

import pytest

from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.refusal import Forbidden
from kennispact.pact.invoicing import commands, numbering, queries
from kennispact.pact.invoicing.extras import issue_extra
from kennispact.pact.invoicing.models import Invoice
from kennispact.pact.invoicing.tests import make
from kennispact.pact.ledger import queries as ledger
from kennispact.pact.ledger.rules import REVENUE, Account
from kennispact.pact.supplementary.tests import make as supplementary

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("profile", ["nlcius", "peppol"])
def test_who_consented_is_invoiced_apart_once(profile):
    make.world(2, year=2025, profile=profile)
    extra = supplementary.proposed("GM0150", "GM0034", amount="0.05", per="inhabitant")
    assert issue_extra(extra=extra, by=SYSTEM, at=supplementary.AT).issued == []
    supplementary.agreed(extra)
    supplementary.replied(extra, "GM0150")
    supplementary.replied(extra, "GM0034", "no", reason="Geen budget")
    (made,) = issue_extra(extra=extra, by=SYSTEM, at=supplementary.AT).issued
    assert (made.city.key, made.net, made.gross) == ("GM0150", Decimal("5072.30"), Decimal("6137.48"))
    assert queries.papers_of(made)[0].report["passed"] is True
    again = issue_extra(extra=extra, by=SYSTEM, at=supplementary.AT)
    assert (again.issued, [one.pk for one in again.present]) == ([], [made.pk])
    ordinary = make.run(2025, supplementary.AT).issued
    assert {one.city.key: one.net for one in ordinary}["GM0150"] == Decimal("15216.90")
    assert queries.invoice_of("GM0150", 2025).net == Decimal("15216.90")
    assert Invoice.objects.count() == 3
    assert revenue() == {Account.CONTRIBUTIONS: sum(one.net for one in ordinary), Account.EXTRAS: made.net}
    assert not list(numbering.faults())


def revenue() -> dict[Account, Decimal]:
    """Return what was brought in, per account."""
    found = ledger.balance(queries.AsOf(date.max))
    assert found.in_balance
    return {one.account: -one.balance for one in found.accounts if one.account in REVENUE}


def test_an_extra_invoice_is_credited_on_its_own():
    make.world(2, year=2025)
    make.run(2025, supplementary.AT)
    extra = supplementary.proposed("GM0150", kind="arrangement")
    supplementary.replied(extra, "GM0150")
    (made,) = issue_extra(extra=extra, by=SYSTEM, at=supplementary.AT).issued
    note = commands.credit(invoice=made, why="Ging niet door", by=SYSTEM, at=supplementary.AT)
    assert (note.net, note.matter) == (Decimal("2500.00"), made.matter)
    assert queries.left(queries.invoice_of("GM0150", 2025)).net == Decimal("15216.90")
    assert revenue()[Account.EXTRAS] == 0


def test_what_was_booked_before_extras_had_an_account_is_credited_where_it_stands(monkeypatch):
    make.world(2, year=2025)
    extra = supplementary.proposed("GM0150", kind="arrangement")
    supplementary.replied(extra, "GM0150")
    with monkeypatch.context() as before:
        before.setattr(numbering, "_revenue", lambda _order: Account.CONTRIBUTIONS)
        (made,) = issue_extra(extra=extra, by=SYSTEM, at=supplementary.AT).issued
    assert revenue() == {Account.CONTRIBUTIONS: made.net, Account.EXTRAS: 0}
    commands.credit(invoice=made, why="Ging niet door", by=SYSTEM, at=supplementary.AT)
    assert revenue() == {Account.CONTRIBUTIONS: 0, Account.EXTRAS: 0}


def test_what_is_missing_is_told_by_city_and_who_may_not_cannot():
    make.world(2, year=2025)
    extra = supplementary.proposed("GM0150", kind="arrangement", year=2026)
    supplementary.replied(extra, "GM0150")
    run = issue_extra(extra=extra, by=SYSTEM, at=supplementary.AT)
    assert [one.code for one in run.refused["GM0150"]] == ["invoicing.missing.reference"]
    with pytest.raises(Forbidden):
        issue_extra(
            extra=extra, by=supplementary.somebody("relatiemanager", "platform31"), at=supplementary.AT
        )
