"""Form fields that read what people write: amounts and days, the same in both languages."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kennispact.ground.kit.money import NotAnAmount, parse_amount
from kennispact.ground.look import formatting

_DAY = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class NotADay(ValueError):  # noqa: N818 - it is an answer about a text, like NotAnAmount
    """The text is no day of the calendar."""


def parse_day(text: str) -> date:
    """Read a day: ``01-03-2023``, ``1-3-2023`` (day first, always) or ISO ``2023-03-01``.

    >>> parse_day("1-3-2023") == parse_day("01/03/2023") == parse_day("2023-03-01") == date(2023, 3, 1)
    True

    :raises NotADay: for everything else, 31 April and two-digit years too
    """
    plain = text.strip()
    iso, dutch = _ISO.fullmatch(plain), _DAY.fullmatch(plain)
    parts = iso.groups() if iso else dutch.groups()[::-1] if dutch else ()
    if not parts or not plain.isascii():
        raise NotADay(text)
    try:
        return date(*map(int, parts))
    except ValueError as error:
        raise NotADay(text) from error


class DayInput(forms.TextInput):
    """A text box for a day. No date picker of the browser: it follows the browser's language, not ours."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Set keyboard, size and class."""
        usual = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "10", "class": "input-day"}
        super().__init__({**usual, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """Show a date as dd-mm-yyyy, and what was typed as it was typed."""
        if isinstance(value, date):
            return formatting.shortday(value, formatting.language_of(get_language()))
        return None if value in (None, "") else str(value)


class DayField(forms.Field):
    """A day of the calendar. Cleans to a ``date`` or ``None``."""

    widget = DayInput
    default_error_messages = {
        "invalid": _("“%(value)s” is not a date. Write day, month and year, such as 01-03-2023."),
        "required": _("Fill in a date, such as 01-03-2023."),
    }

    def to_python(self, value: Any) -> date | None:
        """Read the text.

        :raises ValidationError: if it is not a day
        """
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return parse_day(str(value))
        except NotADay as error:
            raise ValidationError(
                self.error_messages["invalid"], code="invalid", params={"value": value}
            ) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare days, not spellings."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class AmountInput(forms.TextInput):
    """A text box for an amount in euros."""

    template_name = "look/amount_input.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Set keyboard and class."""
        usual = {
            "inputmode": "decimal",
            "autocomplete": "off",
            "maxlength": "20",
            "class": "input-amount num",
        }
        super().__init__({**usual, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """Show a Decimal as the language writes it, without the sign of the euro; typed text as typed."""
        if isinstance(value, Decimal):
            return formatting.number(value, formatting.language_of(get_language()), 2)
        return None if value in (None, "") else str(value)


class AmountField(forms.Field):
    """An amount in euros. Cleans to a ``Decimal`` in cents or ``None``; what has two readings is refused."""

    widget = AmountInput
    default_error_messages = {
        "invalid": _("“%(value)s” is not an amount. Write it as 15216,90 or 15.216,90."),
        "ambiguous": _(
            "“%(value)s” can be read in two ways. Write the cents too, such as %(whole)s,00, so that we know"
            " what you mean."
        ),
        "required": _("Fill in an amount, such as 15216,90."),
        "negative": _("Fill in an amount of zero or more."),
        "too_big": _("This amount is too big. Check it."),
    }

    def __init__(
        self, *, negative: bool = False, biggest: Decimal = Decimal("999999999.99"), **kw: Any
    ) -> None:
        """Make the field; ``negative`` allows amounts below zero."""
        self.negative, self.biggest = negative, biggest
        super().__init__(**kw)

    def to_python(self, value: Any) -> Decimal | None:
        """Read the text in whichever language it was written.

        :raises ValidationError: if it is no amount, or could be two
        """
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        text = str(value).strip()
        try:
            amount = parse_amount(text)
        except NotAnAmount as error:
            two_ways = re.fullmatch(r"€?\s*-?\d{1,3}[.,]\d{3}", text)
            code = "ambiguous" if two_ways else "invalid"
            facts = {"value": text, "whole": re.sub(r"\D", "", text)}
            raise ValidationError(self.error_messages[code], code=code, params=facts) from error
        if amount < 0 and not self.negative:
            raise ValidationError(self.error_messages["negative"], code="negative")
        if abs(amount) > self.biggest:
            raise ValidationError(self.error_messages["too_big"], code="too_big")
        return amount

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare amounts, not spellings."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


def year_filter(years: Iterable[int]) -> forms.TypedChoiceField:
    """Return a field for one of these years, or for all. Cleans to a number or ``None``."""
    return forms.TypedChoiceField(
        label=_("Year"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("All years")), *((str(one), str(one)) for one in years)],
    )
