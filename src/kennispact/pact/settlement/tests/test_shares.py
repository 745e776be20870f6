"""The parts are the whole, to the cent, in whatever order the cities are named."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some

from kennispact.pact.settlement.rules import Weight, amount_refusals, parts

AMOUNTS = some.integers(1, 10_000_000).map(lambda cents: Decimal(cents) / 100)
WEIGHTS = some.dictionaries(
    some.text("ABCDEFGHIJ", min_size=1, max_size=4),
    some.integers(1, 15_000_000).map(lambda cents: Decimal(cents) / 100),
    min_size=1,
    max_size=41,
).map(lambda found: [Weight(key, 2027, amount) for key, amount in found.items()])


@given(AMOUNTS, WEIGHTS)
def test_the_parts_are_the_whole_and_none_is_a_cent_from_its_claim(amount, weights):
    found, whole = parts(amount, weights), sum(one.amount for one in weights)
    assert sum(one.amount for one in found) == amount
    assert {one.weight for one in found} == set(weights)
    for one in found:
        assert one.amount >= 0
        assert abs(one.amount - amount * one.weight.amount / whole) < Decimal("0.01")


@given(AMOUNTS, WEIGHTS, some.randoms())
def test_the_order_of_the_cities_makes_no_difference(amount, weights, chance):
    shuffled = list(weights)
    chance.shuffle(shuffled)
    assert parts(amount, shuffled) == parts(amount, weights)


@given(AMOUNTS, WEIGHTS)
def test_a_larger_contribution_never_gets_less(amount, weights):
    by_weight = sorted(parts(amount, weights), key=lambda one: one.weight.amount)
    for small, large in pairwise(by_weight):
        if small.weight.amount < large.weight.amount:
            assert small.amount <= large.amount


@given(AMOUNTS, WEIGHTS)
def test_what_is_not_refused_leaves_every_city_something_to_pay(amount, weights):
    if not list(amount_refusals(amount, weights)):
        assert all(one.amount < one.weight.amount for one in parts(amount, weights))


def test_cents_that_cannot_be_divided_go_to_the_lowest_codes():
    found = parts(Decimal("0.05"), [Weight(key, 2027, Decimal("100.00")) for key in "CBA"])
    assert [(one.weight.city_key, one.amount) for one in found] == [
        ("A", Decimal("0.02")),
        ("B", Decimal("0.02")),
        ("C", Decimal("0.01")),
    ]


def test_as_much_as_all_contributions_or_as_one_is_refused_to_the_cent():
    def codes(amount, *weights):
        found = [Weight(str(key), 2027, Decimal(one)) for key, one in enumerate(weights)]
        return [one.code for one in amount_refusals(Decimal(amount), found)]

    assert codes("300.00", "100.00", "200.00") == ["settlement.above-contributions"]
    assert codes("299.99", "100.00", "200.00") == ["settlement.above-contribution"]
    assert codes("0.02", "0.01", "0.02") == ["settlement.above-contribution"]
    assert codes("299.00", "100.00", "200.00") == []
