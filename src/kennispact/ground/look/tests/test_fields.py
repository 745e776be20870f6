"""What people type in date and amount boxes, and the form around it."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kennispact.ground.look.fields import AmountField, DayField
from kennispact.ground.look.style_guide import ExampleForm


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("text", ["15216,90", "15.216,90", "15,216.90", "€ 15.216,90", "15216.9"])
def test_an_amount_is_the_same_in_both_languages(text, language):
    with translation.override(language):
        assert AmountField().clean(text) == Decimal("15216.90")


@pytest.mark.parametrize("text", ["15.216", "15,216", "1.000"])
def test_an_amount_with_two_readings_is_refused_with_a_way_out(text):
    with translation.override("en"), pytest.raises(ValidationError, match=r"two ways.*cents"):
        AmountField().clean(text)
    with translation.override("nl"), pytest.raises(ValidationError, match="twee manieren"):
        AmountField().clean(text)


@pytest.mark.parametrize("text", ["abc", "1.2.3", "1e5", "١٢", "12,345,6", "--5"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValidationError):
        AmountField().clean(text)


def test_a_negative_amount_needs_a_field_that_allows_it():
    with pytest.raises(ValidationError):
        AmountField().clean("-5,00")
    assert AmountField(negative=True).clean("-5,00") == Decimal("-5.00")


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_reads_the_same_from_every_spelling(day):
    field = DayField()
    spellings = (f"{day:%d-%m-%Y}", f"{day.day}-{day.month}-{day:%Y}", f"{day:%d/%m/%Y}", day.isoformat())
    assert {field.clean(text) for text in spellings} == {day}


@pytest.mark.parametrize("text", ["31-04-2023", "03-13-2023", "1-3-23", "maart", "2023-3-1", "00-01-2023"])
def test_what_is_no_day_is_refused_and_shown_back(text):
    with pytest.raises(ValidationError, match=text):
        DayField().clean(text)


def test_an_amount_is_shown_back_as_the_reader_writes_it():
    class Form(forms.Form):
        amount = AmountField(initial=Decimal("15216.90"))

    with translation.override("nl"):
        assert 'value="15.216,90"' in str(Form()["amount"])
    with translation.override("en"):
        assert 'value="15,216.90"' in str(Form()["amount"])


def test_every_field_says_its_errors_above_the_input_and_says_required_to_screen_readers():
    form = ExampleForm({})
    for name in ("title", "received_on", "amount", "pillar"):
        html = form[name].as_field_group()
        assert html.index(f'id="id_{name}_error"') < html.index(f'name="{name}"')
        assert 'aria-invalid="true"' in html
        assert 'aria-required="true"' in html
        assert f"id_{name}_error" in html.split("aria-describedby=")[1].split('"')[1]
        assert re.search(r"<(input|select|textarea)[^>]*\srequired", html) is None
        assert f'for="id_{name}"' in html


def test_no_field_asks_the_browser_to_check_or_hints_inside_the_box():
    html = "".join(field.as_field_group() for field in ExampleForm())
    assert re.search(r"<(input|select|textarea)[^>]*\srequired", html) is None
    assert "placeholder" not in html
    assert "disabled" not in html
