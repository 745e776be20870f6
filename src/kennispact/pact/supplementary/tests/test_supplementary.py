"""Asked apart from the contribution: both parties agree to ask, each city answers, only a yes is owed. Clause 6d."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as some

from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Forbidden, Refused
from kennispact.pact.contributions import queries as contributions
from kennispact.pact.supplementary import commands, queries, rules
from kennispact.pact.supplementary.models import Ask, Extra, Reply
from kennispact.pact.supplementary.tests import make
from kennispact.registers.network.tests import make as network

pytestmark = pytest.mark.django_db


def codes(refused):
    return {one.code for one in refused.value.refusals}


def test_a_city_answers_only_after_both_parties_agreed_to_ask():
    keys = make.cities()
    extra = make.proposed(*keys)
    with pytest.raises(Refused) as refused:
        make.replied(extra, "GM0150")
    assert codes(refused) == {"extra.not-agreed"}
    make.agreed(extra)
    make.replied(extra, "GM0150")
    make.replied(extra, "GM0034", "no", reason="Geen budget")
    found = queries.proposal(extra)
    assert [line.city.key for line in found.consented] == ["GM0150"]
    assert (found.amount, found.promised) == (Decimal("5000.00"), Decimal("2500.00"))


def test_an_arrangement_is_with_one_city_and_needs_no_network():
    keys = make.cities()
    with pytest.raises(Refused) as refused:
        make.proposed(*keys, kind="arrangement")
    assert codes(refused) == {"extra.one-city"}
    extra = make.proposed("GM0150", kind="arrangement")
    make.replied(extra, "GM0150")
    assert queries.proposal(extra).promised == Decimal("2500.00")


def test_per_inhabitant_it_is_worked_out_exactly_and_frozen():
    make.cities()
    extra = make.proposed("GM0150", "GM0034", amount="0.05", per="inhabitant")
    amounts = {
        line.city.key: (line.ask.inhabitants, line.ask.amount) for line in queries.proposal(extra).lines
    }
    assert amounts["GM0150"] == (101446, Decimal("5072.30"))
    with pytest.raises(DatabaseError), transaction.atomic():
        Ask.objects.update(cents=1)


def test_the_ordinary_contribution_stays_what_it_is():
    make.cities()
    before = contributions.contributions(2025, AsOf(make.ON))
    extra = make.proposed("GM0150")
    make.agreed(extra)
    make.replied(extra, "GM0150")
    assert contributions.contributions(2025, AsOf(make.ON)) == before


def test_a_yes_stands_and_a_no_can_become_a_yes_and_twice_is_once():
    make.cities()
    extra = make.proposed("GM0150")
    make.agreed(extra)
    first = make.replied(extra, "GM0150", "no", reason="Eerst overleggen")
    assert make.replied(extra, "GM0150", "no", reason="Nog steeds") == first
    yes = make.replied(extra, "GM0150")
    assert make.replied(extra, "GM0150") == yes
    assert make.replied(extra, "GM0150", "no", reason="Toch niet") == first
    assert queries.proposal(extra).promised == Decimal("2500.00")
    other = make.proposed("GM0034")
    make.agreed(other)
    make.replied(other, "GM0034")
    with pytest.raises(Refused) as refused:
        make.replied(other, "GM0034", "no", reason="Toch niet")
    assert codes(refused) == {"extra.consented"}


def test_nobody_answers_for_another_city_and_the_parties_not_for_any():
    make.cities()
    extra = make.proposed("GM0150", "GM0034")
    make.agreed(extra)
    strangers = [make.somebody("contactpersoon", "GM0034"), make.somebody("ambtenaar", "GM0150"), SYSTEM]
    for stranger in (*strangers, make.somebody("relatiemanager", "platform31")):
        with pytest.raises(Forbidden):
            make.replied(extra, "GM0150", by=stranger)
    with pytest.raises(Forbidden):
        make.proposed("GM0150", by=make.somebody("contactpersoon", "GM0150"))
    assert Reply.objects.count() == 0


def test_what_a_city_consented_to_is_not_struck():
    make.cities()
    extra = make.proposed("GM0150")
    make.agreed(extra)
    make.replied(extra, "GM0150")
    with pytest.raises(Refused) as refused:
        commands.strike_extra(extra=extra, why="Vergissing", by=SYSTEM, at=make.AT)
    assert codes(refused) == {"extra.consented-to"}
    with pytest.raises(Refused):
        commands.agree(
            extra=extra, happened_on=make.ON, outcome="no", reason="Nee", at=make.AT,
            by=make.somebody("secretaris", "g40"),
        )  # fmt: skip


def test_after_striking_nobody_is_asked_any_more():
    make.cities()
    extra = make.proposed("GM0150")
    make.agreed(extra)
    commands.strike_extra(extra=extra, why="Vergissing", by=SYSTEM, at=make.AT)
    with pytest.raises(Refused) as refused:
        make.replied(extra, "GM0150")
    assert "extra.struck" in codes(refused)
    assert queries.proposals() == ()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"amount": "0.00"}, "extra.no-amount"),
        ({"amount": "0.001"}, "extra.no-amount"),
        ({"title": " "}, "extra.no-purpose"),
        ({"purpose": ""}, "extra.no-purpose"),
        ({"year": 2028}, "extra.no-such-year"),
    ],
)
def test_what_says_too_little_is_refused(wrong, code):
    make.cities(1)
    with pytest.raises(Refused) as refused:
        make.proposed("GM0034", **wrong)
    assert codes(refused) == {code}
    assert Extra.objects.count() == 0


def test_only_cities_that_take_part_are_asked_and_all_reasons_come_at_once():
    network.baseline(2)
    with pytest.raises(Refused) as refused:
        make.proposed("GM0150", amount="-1.00")
    assert codes(refused) == {"extra.takes-no-part", "extra.no-amount"}
    with pytest.raises(Refused) as refused:
        make.proposed()
    assert codes(refused) == {"extra.no-city"}


@given(some.integers(1, 2_000_000), some.integers(1, 10_000))
def test_what_is_asked_per_inhabitant_has_no_cent_of_rounding(inhabitants, rate):
    terms = rules.Terms("extra", "", "", 2025, Decimal(rate) / 100, rules.PER_INHABITANT)
    assert rules.asked(terms, inhabitants) * 100 == inhabitants * rate
