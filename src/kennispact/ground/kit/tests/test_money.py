"""Amounts are read as people write them and divided to the cent, or refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kennispact.ground.kit.money import NotAnAmount, cents, parse_amount, share_out


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", "0.00"),
        ("-1", "-1.00"),
        ("7,5", "7.50"),
        ("7.5", "7.50"),
        ("€ 15.216,90", "15216.90"),
        ("EUR\N{NO-BREAK SPACE}15,216.90", "15216.90"),
        ("-1.234.567,8", "-1234567.80"),
        ("-1,234,567.8", "-1234567.80"),
        ("1.234.567", "1234567.00"),
        ("1,234,567", "1234567.00"),
        ("1234567", "1234567.00"),
        (" 12,34 EUR ", "12.34"),
    ],
)
def test_an_amount_is_read_as_either_language_writes_it(text, amount):
    found = parse_amount(text)
    assert (found, str(found)) == (Decimal(amount), amount)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "15.216",
        "15,216",
        "1.2.3",
        "1,2,3",
        "12.34,5.6",
        "1,234.567",
        "1.234,567",
        "1 234",
        "١٢",
        "--1",
        "1,",
        ".5",
    ],
)
def test_what_is_no_amount_or_could_be_two_is_refused_with_the_text_itself(text):
    with pytest.raises(NotAnAmount) as refused:
        parse_amount(text)
    assert refused.value.args == (text,)


@pytest.mark.parametrize(
    ("exact", "rounded"), [("0.005", "0.01"), ("0.0049", "0.00"), ("-0.005", "-0.01"), ("2.675", "2.68")]
)
def test_a_half_cent_is_rounded_away_from_nothing(exact, rounded):
    assert str(cents(Decimal(exact))) == rounded


def test_cents_that_cannot_be_divided_go_to_the_largest_remainder_and_then_to_the_first():
    shares = [str(one) for one in share_out(Decimal("0.10"), [1, 1, 4])]
    assert shares == ["0.02", "0.02", "0.06"]
    assert [str(one) for one in share_out(Decimal("0.02"), [1, 1, 1])] == ["0.01", "0.01", "0.00"]
    assert [str(one) for one in share_out(Decimal("0.01"), [1, 2])] == ["0.00", "0.01"]
    assert share_out(Decimal(0), [0, Decimal("2.5")]) == [Decimal(0), Decimal(0)]


@given(some.integers(0, 10**9), some.lists(some.integers(0, 10**7), min_size=1, max_size=50).filter(any))
def test_the_parts_are_the_whole(total, weights):
    parts = share_out(Decimal(total) / 100, weights)
    assert sum(parts) == Decimal(total) / 100
    assert all(
        abs(part * sum(weights) * 100 - total * weight) < sum(weights)
        for part, weight in zip(parts, weights, strict=True)
    )


@pytest.mark.parametrize(
    ("total", "weights"), [("1.00", []), ("1.00", [0, 0]), ("-0.01", [1]), ("1.00", [3, -1])]
)
def test_there_must_be_something_to_divide_by(total, weights):
    with pytest.raises(ValueError, match=r"^total and weights must be positive$"):
        share_out(Decimal(total), weights)
