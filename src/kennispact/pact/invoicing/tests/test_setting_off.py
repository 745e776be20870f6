"""What is set off goes once: on the invoice to come as an allowance, or with a credit note on the one that was there."""

from decimal import Decimal

import pytest

from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.calendar import EVER, AsOf
from kennispact.ground.kit.refusal import Refused
from kennispact.pact.einvoices.facts import Profile
from kennispact.pact.invoicing import commands, numbering, queries
from kennispact.pact.invoicing.models import Invoice, SetOff
from kennispact.pact.invoicing.queries import Standing
from kennispact.pact.invoicing.setting_off import set_off, settled
from kennispact.pact.invoicing.tests import make
from kennispact.pact.ledger import queries as ledger
from kennispact.registers.network import queries as network

pytestmark = pytest.mark.django_db
SHARE = Decimal("731.42")


def asked(net=SHARE, **other):
    facts = {
        "city": network.organisation("GM0150"),
        "year": 2023,
        "net": net,
        "reason": "Aandeel in het overschot",
    }
    return set_off(**{**facts, "asked": "surplus-1 GM0150", "by": SYSTEM, "at": make.AT, **other})


def owed():
    return sum((one.open for one in ledger.open_items(EVER, "GM0150")), Decimal(0))


@pytest.mark.parametrize("profile", ["nlcius", "peppol"])
def test_an_invoice_to_come_carries_it_as_an_allowance_and_passes_every_check(profile):
    make.world(2, profile=profile)
    assert asked() is None
    assert len(make.run().issued) == 2
    found = make.deventer()
    assert (found.net, found.vat, found.gross) == (
        Decimal("14485.48"),
        Decimal("3041.95"),
        Decimal("17527.43"),
    )
    (allowance,) = queries.facts_of(found).allowances
    assert (allowance.amount, allowance.reason) == (SHARE, "Aandeel in het overschot")
    paper = queries.paper(found, Profile(profile))
    assert paper.report["passed"] is True
    assert b"PrepaidAmount" not in bytes(paper.xml)
    assert asked() is None
    assert Invoice.objects.count() == 2
    assert owed() == Decimal("17527.43")


def test_an_invoice_that_was_there_is_credited_once():
    make.world(2)
    make.run()
    note = asked()
    assert (note.net, note.vat, note.gross) == (SHARE, Decimal("153.60"), Decimal("885.02"))
    assert asked() == note
    assert (Invoice.objects.count(), SetOff.objects.count()) == (3, 1)
    assert owed() == Decimal("17527.43")
    assert not list(numbering.faults())


def test_stopped_between_writing_and_crediting_asking_again_does_the_rest(monkeypatch):
    make.world(2)
    make.run()
    with monkeypatch.context() as broken:
        broken.setattr(commands, "credit", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            asked()
    assert settled("surplus-1") == {}
    note = asked()
    assert note.net == SHARE
    assert settled("surplus-1")["surplus-1 GM0150"].credit == note.text
    assert (Invoice.objects.filter(kind="credit").count(), SetOff.objects.count()) == (1, 1)


def test_a_city_invoiced_again_keeps_what_was_set_off_and_gets_it_once():
    make.world(2)
    make.run()
    asked()
    make.credited()
    assert owed() == 0
    commands.issue(year=2023, by=SYSTEM, at=make.AT, again=["GM0150"])
    assert owed() == Decimal("17527.43")
    assert asked() is None
    assert owed() == Decimal("17527.43")


def test_what_is_set_off_while_a_year_is_being_invoiced_is_not_forgotten(monkeypatch):
    make.world(2)
    real, done = numbering.prepared, []

    def meanwhile(facts, profile, agreed):
        if not done and facts.buyer.name == "Gemeente Deventer":
            done.append(asked())
        return real(facts, profile, agreed)

    monkeypatch.setattr(numbering, "prepared", meanwhile)
    make.run()
    assert make.deventer().net == Decimal("14485.48")
    assert Invoice.objects.count() == 2


def test_the_same_request_with_another_content_and_more_than_is_left_are_refused():
    make.world(2)
    for wrong in ({"net": Decimal(0)}, {"net": Decimal("0.001")}, {"net": Decimal(-1)}):
        with pytest.raises(Refused):
            asked(**wrong)
    asked()
    with pytest.raises(Refused) as refused:
        asked(net=Decimal("731.43"))
    assert [one.code for one in refused.value.refusals] == ["credit.asked-before"]
    make.run()
    with pytest.raises(Refused) as refused:
        asked(net=Decimal("20000.00"), asked="surplus-2 GM0150")
    assert [one.code for one in refused.value.refusals] == ["credit.above-invoice"]
    assert SetOff.objects.count() == 1


def test_an_invoice_of_nothing_is_not_made():
    make.world(2)
    asked(net=Decimal("15216.90"))
    (row,) = (
        one
        for one in queries.proposal(2023, AsOf(make.ISSUED_ON)).rows
        if one.contribution.city.key == "GM0150"
    )
    assert row.standing is Standing.INCOMPLETE
    assert [one.code for one in row.refusals] == ["invoicing.set-off-above"]
    assert [one.city.key for one in make.run().issued] == ["GM0034"]
