"""What stands in the way of a surplus: every reason with its clause, its facts and the field it is about."""

from decimal import Decimal

import pytest

from kennispact.pact.settlement import rules
from kennispact.pact.settlement.rules import Weight


def told(refusals):
    return [(one.code, one.clause, one.facts, one.field) for one in refusals]


WEIGHTS = [Weight("A", 2027, Decimal("100.00")), Weight("B", 2027, Decimal("200.00"))]


@pytest.mark.parametrize("amount", ["0.00", "-0.01", "1.001"])
def test_a_surplus_is_an_amount_above_zero(amount):
    assert told(rules.amount_refusals(Decimal(amount), WEIGHTS)) == [
        ("settlement.no-amount", "", {}, "amount")
    ]


def test_a_surplus_is_less_than_what_it_is_set_off_against():
    above = ("settlement.above-contributions", "7d-2", {"total": Decimal("300.00")}, "amount")
    assert told(rules.amount_refusals(Decimal("300.00"), WEIGHTS)) == [above]
    nothing = ("settlement.above-contributions", "7d-2", {"total": Decimal("0.00")}, "amount")
    (found,) = told(rules.amount_refusals(Decimal("0.01"), []))
    assert (found, str(found[2]["total"])) == (nothing, "0.00")
    assert told(rules.amount_refusals(Decimal("299.99"), WEIGHTS)) == [
        ("settlement.above-contribution", "7d-2", {}, "amount")
    ]
    assert told(rules.amount_refusals(Decimal("0.01"), WEIGHTS)) == []


def test_a_city_that_left_is_chosen_for_and_a_contribution_that_is_not_known_is_not_guessed():
    left = {"A": "Almere", "B": "Breda", "C": "Delft"}
    found = rules.choice_refusals(
        left, {"A": rules.SHARES, "B": rules.LEAVES_OUT, "C": "perhaps"}, ["Zwolle", "Ede"]
    )
    assert told(found) == [
        ("settlement.choose", "7d-2", {"city": "Delft"}, "left_C"),
        ("settlement.unknown", "", {"cities": "Ede, Zwolle"}, ""),
    ]
    assert told(rules.choice_refusals(left, dict.fromkeys(left, rules.SHARES), [])) == []


def test_one_proposal_waits_and_what_stands_stands():
    assert told(rules.pending_refusals(pending=True)) == [("settlement.pending", "7d-2", {}, "")]
    assert told(rules.pending_refusals(pending=False)) == []
    both = [("settlement.struck", "", {}, ""), ("settlement.carried-out", "", {}, "")]
    assert told(rules.standing_refusals(is_struck=True, is_carried_out=True)) == both
    assert told(rules.standing_refusals(is_struck=False, is_carried_out=False)) == []


def test_shares_are_agreed_to_as_long_as_the_contributions_are_the_same():
    assert told(rules.changed_refusals(WEIGHTS, reversed(WEIGHTS))) == []
    assert told(rules.changed_refusals(WEIGHTS, WEIGHTS[:1])) == [("settlement.changed", "7d-2", {}, "")]


def test_it_is_carried_out_when_all_agree_and_in_one_way_for_all():
    assert told(rules.carry_out_refusals({"G40": True, "Platform31": True}, [])) == []
    assert told(rules.carry_out_refusals({"G40": False, "P31": True, "X": False}, ["Ede", "Zwolle"])) == [
        ("settlement.not-agreed", "7d-2", {"parties": "G40, X"}, ""),
        ("settlement.mixed", "7d-2", {"cities": "Ede, Zwolle"}, ""),
    ]


def test_a_request_has_the_same_name_for_ever():
    assert rules.occurrence_of(7) == "surplus-7"
    assert rules.request_of(7, "GM0150") == "surplus-7 GM0150"
    assert rules.request_of(7) == "surplus-7 "
