"""A contribution is exact, line by line, whatever the terms: a rate, classes, a fixed amount, a minimum, a maximum."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kennispact.pact.contributions.rules import against_previous, at_rate, calculate, increase, year_refusals
from kennispact.registers.covenant.definition import ContributionTerms, SizeClass

RATE = ContributionTerms(2023, 2027, "EUR", date(2022, 1, 1), "CBS", ("6b",), rate=Decimal("0.15"))


def told(inhabitants, **terms):
    """Return the amount and each line: its sentence, facts and amount, all as they are written."""
    found = calculate(inhabitants, replace(RATE, **{name: _decimal(one) for name, one in terms.items()}))
    return str(found.amount), [(line.text, line.facts, str(line.amount)) for line in found.lines]


def _decimal(one):
    return Decimal(one) if isinstance(one, str) else one


def by_size(inhabitants, amount, rate="0.15"):
    return (
        "%(inhabitants)s inhabitants x %(rate)s",
        {"inhabitants": inhabitants, "rate": Decimal(rate)},
        amount,
    )


def test_a_rate_per_inhabitant_rounded_half_up_once():
    assert told(101_446) == ("15216.90", [by_size(101_446, "15216.90")])
    assert told(3, rate="0.125") == ("0.38", [by_size(3, "0.38", "0.125")])


def test_a_fixed_amount_comes_first():
    assert told(100, base="10.005") == ("25.01", [("fixed amount", {}, "10.01"), by_size(100, "15.00")])


def test_a_minimum_and_a_maximum_are_lines_of_their_own():
    least = ("up to the minimum", {"minimum": Decimal("20.00")}, "5.00")
    most = ("down to the maximum", {"maximum": Decimal("12.00")}, "-3.00")
    assert told(100, minimum="20.00") == ("20.00", [by_size(100, "15.00"), least])
    assert told(100, maximum="12.00") == ("12.00", [by_size(100, "15.00"), most])
    assert told(100, minimum="15.00", maximum="15.00") == ("15.00", [by_size(100, "15.00")])
    assert told(100, minimum="1.00", maximum="99.00") == ("15.00", [by_size(100, "15.00")])


CLASSES = (
    SizeClass(above=0, up_to=100, amount=Decimal("50.00")),
    SizeClass(above=100, up_to=200, rate=Decimal("0.40")),
    SizeClass(above=200, up_to=None, amount=Decimal("90.00")),
)


@pytest.mark.parametrize(
    ("inhabitants", "amount"), [(1, "50.00"), (100, "50.00"), (101, "40.40"), (200, "80.00"), (201, "90.00")]
)
def test_a_class_counts_above_its_lower_bound_up_to_and_including_its_upper(inhabitants, amount):
    assert told(inhabitants, rate=None, classes=CLASSES)[0] == amount


def test_a_class_tells_its_bounds():
    facts = {"inhabitants": 201, "above": 200, "up_to": None}
    assert told(201, rate=None, classes=CLASSES)[1] == [
        ("class for %(inhabitants)s inhabitants", facts, "90.00")
    ]
    assert told(150, rate=None, classes=CLASSES)[1] == [by_size(150, "60.00", "0.40")]


def test_without_a_class_or_a_rate_nothing_is_guessed():
    with pytest.raises(ValueError, match=r"^no size class for 0 inhabitants$"):
        told(0, rate=None, classes=CLASSES)
    assert told(0, classes=CLASSES)[0] == "0.00"


def test_a_year_outside_the_terms_is_refused():
    assert list(year_refusals(2023, RATE, "6b")) == list(year_refusals(2027, RATE, "6b")) == []
    (refusal,) = year_refusals(2028, RATE, "6b")
    assert (refusal.code, refusal.clause, refusal.field) == ("contribution.no-such-year", "6b", "year")
    assert refusal.facts == {"first": "2023", "last": "2027", "year": "2028"}


def test_the_increase_against_the_rate_before():
    assert increase(Decimal(300), Decimal(200)) == (100, 50, Decimal("33.33"))
    assert against_previous(100, RATE) is None
    found = against_previous(101_446, replace(RATE, previous_rate=Decimal("0.13")))
    assert (found.old_rate, found.before, found.now) == (
        Decimal("0.13"),
        Decimal("13187.98"),
        Decimal("15216.90"),
    )
    assert (found.more, found.of_old, found.of_new) == (
        Decimal("2028.92"),
        Decimal("15.38"),
        Decimal("13.33"),
    )


def test_another_rate_leaves_the_rest_and_the_classes_out():
    found = at_rate(replace(RATE, classes=CLASSES, base=Decimal(1)), Decimal("0.20"))
    assert found == replace(RATE, rate=Decimal("0.20"), base=Decimal(1))
