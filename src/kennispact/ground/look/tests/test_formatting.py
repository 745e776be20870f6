"""How money, numbers and days are written, in both languages, through real templates."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import engines
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kennispact.ground.kit.money import NotAnAmount, parse_amount
from kennispact.ground.look import formatting

AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False)


def written(template: str, language: str, **context) -> str:
    with translation.override(language):
        return engines["django"].from_string("{% load look %}" + template).render(context)


@pytest.mark.parametrize(
    ("template", "value", "dutch", "english"),
    [
        ("{{ v|euro }}", Decimal("15216.90"), "€\xa015.216,90", "€15,216.90"),
        ("{{ v|euro }}", Decimal("784643.1"), "€\xa0784.643,10", "€784,643.10"),
        ('{{ v|euro:"plain" }}', Decimal("20000.00"), "€\xa020.000", "€20,000"),
        ('{{ v|euro:"plain" }}', Decimal("20000.05"), "€\xa020.000,05", "€20,000.05"),
        ("{{ v|euro }}", Decimal("-0.005"), "€\xa0-0,01", "-€0.01"),
        ("{{ v|euro }}", None, "–", "–"),
        ("{{ v|number }}", 101446, "101.446", "101,446"),
        ("{{ v|number:1 }}", Decimal("2.25"), "2,3", "2.3"),
        ("{{ v|percent }}", Decimal("0.153846"), "15,38%", "15.38%"),
        ("{{ v|percent:0 }}", Decimal("0.875"), "88%", "88%"),
        ("{{ v|day }}", date(2023, 3, 1), "1 maart 2023", "1 March 2023"),
        ("{{ v|shortday }}", date(2023, 3, 1), "01-03-2023", "2023-03-01"),
        ("{{ v|day }}", datetime(2025, 8, 31, 22, 30, tzinfo=UTC), "1 september 2025", "1 September 2025"),
        (
            "{{ v|moment }}",
            datetime(2025, 9, 5, 12, 5, tzinfo=UTC),
            "5 september 2025, 14.05 uur",
            "5 September 2025, 14:05",
        ),
        ("{{ v|file_size }}", 999_600, "1,0 MB", "1.0 MB"),
        ("{{ v|clause_name }}", "6c", "art. 6c", "art. 6c"),
        ("{{ v|clause_name }}", "O1.2", "overeenkomst 1.2", "agreement 1.2"),
        ("{{ v|clause_name }}", "B1", "bijlage 1", "annex 1"),
    ],
)
def test_each_language_writes_its_own_way(template, value, dutch, english):
    assert written(template, "nl", v=value) == dutch
    assert written(template, "en", v=value) == english


@pytest.mark.parametrize("language", ["nl", "en"])
def test_years_and_numbers_of_documents_get_no_thousand_points(language):
    assert written("{{ year }} {{ pk }}", language, year=2023, pk=101446) == "2023 101446"


@pytest.mark.parametrize("value", [1.5, "1.5", True])
def test_a_float_a_text_or_a_yes_is_no_number(value):
    with pytest.raises(TypeError):
        formatting.euro(value)


@given(AMOUNTS, st.sampled_from(["nl", "en"]))
def test_an_amount_that_was_written_reads_back_as_itself(amount, language):
    text = formatting.euro(amount, language).replace("-€", "€-")
    assert parse_amount(text) == amount


@given(st.integers(min_value=1000, max_value=999_999), st.sampled_from(["nl", "en"]))
def test_a_single_thousand_point_is_never_guessed(count, language):
    with pytest.raises(NotAnAmount):
        parse_amount(formatting.number(count, language))
