"""A surplus comes off what the cities pay for the last year: agreed by both, exact to the cent, once. Clause 7d-2."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from kennispact.ground.acts.tests.drill import FaultAt
from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.calendar import EVER
from kennispact.ground.kit.refusal import Forbidden, Refused
from kennispact.pact.agreements import queries as agreement_queries
from kennispact.pact.agreements.tests import make as agreements
from kennispact.pact.invoicing import commands as invoicing
from kennispact.pact.invoicing import numbering
from kennispact.pact.invoicing import queries as invoices
from kennispact.pact.invoicing.models import Invoice, SetOff
from kennispact.pact.ledger import queries as ledger
from kennispact.pact.settlement import commands, queries
from kennispact.pact.settlement.models import Share, Surplus
from kennispact.pact.settlement.tests import make

pytestmark = pytest.mark.django_db
PARTS = {Decimal("10144.60"), Decimal("6000.00"), Decimal("3855.40")}


def invoiced(at=make.AT):
    return invoicing.issue(year=make.YEAR, by=SYSTEM, at=at).issued


def open_amount():
    return sum((one.open for one in ledger.open_items(EVER)), Decimal(0))


def codes(refused):
    return [one.code for one in refused.value.refusals]


def test_the_shares_are_exact_and_known_before_anybody_agrees(tmp_path):
    make.world(tmp_path)
    found = queries.settlement(make.proposed())
    assert {line.share.amount for line in found.lines} == PARTS
    assert {line.share.weight for line in found.lines} == {
        Decimal("15216.90"),
        Decimal("9000.00"),
        Decimal("5783.10"),
    }
    assert not found.is_agreed
    assert queries.faults() == []


def test_it_takes_both_parties(quick):
    make.world()
    surplus = make.proposed()
    with pytest.raises(Refused) as refused:
        make.carried_out(surplus)
    assert codes(refused) == ["settlement.not-agreed"]
    for stranger in (make.supervisor("financiele-administratie", "platform31"), SYSTEM):
        with pytest.raises(Forbidden):
            commands.agree(surplus=surplus, happened_on=make.ON, by=stranger, at=make.AT)
    make.agreed(surplus, without="platform31")
    with pytest.raises(Refused):
        make.carried_out(surplus)
    make.agreed(surplus)
    assert queries.settlement(surplus).is_agreed
    said = [word.decision.pk for word in queries.settlement(surplus).words]
    make.agreed(surplus)
    assert [word.decision.pk for word in queries.settlement(surplus).words] == said
    assert make.carried_out(surplus).done == 3


def test_a_party_can_say_no_and_change_its_mind_until_it_is_carried_out():
    make.world()
    surplus = make.proposed()
    make.agreed(surplus)
    commands.agree(
        surplus=surplus, happened_on=make.ON, outcome="no", reason="Te hoog", by=make.supervisor(), at=make.AT
    )
    with pytest.raises(Refused):
        make.carried_out(surplus)
    make.agreed(surplus)
    assert queries.settlement(surplus).is_agreed


def test_before_the_last_invoices_it_is_an_allowance_that_passes_every_check(tmp_path):
    make.world(tmp_path)
    surplus = make.proposed()
    make.agreed(surplus)
    assert make.carried_out(surplus).done == 3
    assert make.carried_out(surplus).done == 0
    assert Invoice.objects.count() == 0
    made = invoiced()
    assert sum(one.net for one in made) == Decimal("10000.00")
    assert {invoices.facts_of(one).allowances[0].amount for one in made} == PARTS
    assert all(invoices.papers_of(one)[0].report["passed"] for one in made)
    found = queries.settlement(surplus)
    assert found.is_done
    assert {line.settled.invoice for line in found.lines} == {one.text for one in made}
    assert found.settled == Decimal("20000.00")
    assert queries.faults() == []


def test_after_the_last_invoices_it_is_a_credit_note_and_a_second_run_does_nothing(tmp_path):
    make.world(tmp_path)
    invoiced()
    surplus = make.proposed()
    make.agreed(surplus)
    assert make.carried_out(surplus).done == 3
    notes = Invoice.objects.filter(kind="credit")
    assert {one.net for one in notes} == PARTS
    before = open_amount()
    again = make.carried_out(surplus)
    assert (again.done, again.refused) == (0, {})
    assert (notes.count(), open_amount()) == (3, before)
    assert before == sum(one.gross for one in Invoice.objects.filter(kind="invoice")) - sum(
        one.gross for one in notes
    )
    assert invoiced() == []
    assert not list(numbering.faults())
    assert queries.faults() == []


def test_one_way_for_all(quick):
    make.world()
    surplus = make.proposed()
    make.agreed(surplus)
    invoicing.set_value(
        organisation=queries.basis(EVER).cities["GM0150"], name="profile", value="peppol",
        since=make.ON, by=SYSTEM, at=make.AT,
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as only_one:
        only_one.setattr(
            numbering,
            "prepared",
            lambda facts, *_: prepared(facts, *_) if "Deventer" in facts.note else refuse(),
        )
        invoiced()
    with pytest.raises(Refused) as refused:
        make.carried_out(surplus)
    assert codes(refused) == ["settlement.mixed"]
    assert SetOff.objects.count() == 0
    invoiced()
    assert make.carried_out(surplus).done == 3


prepared = numbering.prepared


def refuse():
    raise Refused([])


def test_killed_half_way_nothing_is_doubled_and_the_rest_follows(quick):
    make.world()
    invoiced()
    surplus = make.proposed()
    make.agreed(surplus)

    place = 1
    while True:
        clean = transaction.savepoint()
        try:
            with connection.execute_wrapper(FaultAt(place)):
                make.carried_out(surplus)
        except OperationalError:
            make.carried_out(surplus)
            found = queries.settlement(surplus)
            assert (found.settled, queries.faults()) == (surplus.amount, []), place
            assert Invoice.objects.filter(kind="credit").count() == SetOff.objects.count() == 3
            transaction.savepoint_rollback(clean)
        else:
            break
        place += 17
    assert place > 60, "the fault never came"


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("0.00", "settlement.no-amount"),
        ("-5.00", "settlement.no-amount"),
        ("1.001", "settlement.no-amount"),
        ("9999999.00", "settlement.above-contributions"),
    ],
)
def test_what_is_no_surplus_is_refused(amount, code):
    make.world(number=2)
    with pytest.raises(Refused) as refused:
        make.proposed(amount)
    assert codes(refused) == [code]
    assert Surplus.objects.count() == Share.objects.count() == 0


def test_only_one_proposal_waits_and_what_is_carried_out_stands(quick):
    make.world(number=2)
    surplus = make.proposed()
    with pytest.raises(Refused) as refused:
        make.proposed()
    assert codes(refused) == ["settlement.pending"]
    make.agreed(surplus)
    make.carried_out(surplus)
    with pytest.raises(Refused) as refused:
        commands.strike_surplus(surplus=surplus, why="Toch niet", by=SYSTEM, at=make.AT)
    assert codes(refused) == ["settlement.carried-out"]
    with pytest.raises(Refused):
        commands.agree(
            surplus=surplus, happened_on=make.ON, outcome="no", reason="Nee", by=make.supervisor(), at=make.AT
        )


def test_shares_in_contributions_that_changed_cannot_be_agreed_to():
    make.world()
    surplus = make.proposed()
    agreements.notice(agreement_queries.agreement_of("GM0034"), date(2025, 8, 1), date(2025, 12, 10))
    with pytest.raises(Refused) as refused:
        make.agreed(surplus)
    assert codes(refused) == ["settlement.changed"]


def test_who_may_not_propose_or_carry_out_cannot():
    make.world(number=2)
    city = make.supervisor("contactpersoon", "GM0150")
    with pytest.raises(Forbidden):
        make.proposed(by=city)
    surplus = make.proposed()
    make.agreed(surplus)
    for actor in (city, make.supervisor(), make.supervisor("relatiemanager", "platform31")):
        with pytest.raises(Forbidden):
            commands.carry_out(surplus=surplus, by=actor, at=datetime(2025, 12, 11, tzinfo=UTC))


def test_shares_are_never_changed():
    make.world(number=2)
    make.proposed()
    with pytest.raises(DatabaseError), transaction.atomic():
        Share.objects.update(cents=1)
