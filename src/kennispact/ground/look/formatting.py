"""How money, numbers, days and sizes are written in Dutch and English. Plain Python, for pages and papers.

Languages are ``"nl"`` and ``"en"``; every other tag is read as Dutch. No function takes or gives a float.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from kennispact.ground.kit.calendar import AMSTERDAM, day_of

MONTHS = {
    "nl": [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_GROUP_AND_POINT = {"nl": (".", ","), "en": (",", ".")}
_SIZES = ("B", "kB", "MB", "GB", "TB")
_STEP = 1000


def language_of(tag: str | None) -> str:
    """Return ``"en"`` for English and its variants, otherwise ``"nl"``.

    >>> language_of("en-gb"), language_of("nl"), language_of(None)
    ('en', 'nl', 'nl')
    """
    return "en" if tag and tag.lower().startswith("en") else "nl"


def number(value: Decimal | int, language: str = "nl", decimals: int | None = None) -> str:
    """Write a quantity. Never give it a year, a code or an identifier.

    ``decimals`` rounds half up; without it the value's own decimals are kept.

    >>> number(101446), number(101446, "en"), number(Decimal("0.15")), number(Decimal("2.5"), decimals=0)
    ('101.446', '101,446', '0,15', '3')

    :raises TypeError: for a float, a text or a yes/no
    """
    exact = _exact(value)
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    group, point = _GROUP_AND_POINT[language]
    text = f"{exact + 0:,f}"
    return text.replace(",", " ").replace(".", point).replace(" ", group)


def euro(amount: Decimal | int, language: str = "nl", *, plain: bool = False) -> str:
    r"""Write an amount in euros, rounded half up to the cent; ``plain`` leaves out a zero number of cents.

    >>> euro(Decimal("15216.90")), euro(Decimal("15216.90"), "en"), euro(Decimal("20000"), plain=True)
    ('€\xa015.216,90', '€15,216.90', '€\xa020.000')
    >>> euro(Decimal("-5.5")), euro(Decimal("-5.5"), "en")
    ('€\xa0-5,50', '-€5.50')

    :raises TypeError: for a float, a text or a yes/no
    """
    exact = _exact(amount)
    whole = plain and exact == exact.to_integral_value()
    written = number(exact, language, 0 if whole else 2)
    if language == "nl":
        return f"€\N{NO-BREAK SPACE}{written}"
    return f"-€{written[1:]}" if written.startswith("-") else f"€{written}"


def percent(share: Decimal | int, language: str = "nl", decimals: int = 2) -> str:
    """Write a share (1 is everything) as a percentage, rounded half up.

    >>> percent(Decimal("0.153846")), percent(Decimal("0.153846"), "en", 1), percent(1, decimals=0)
    ('15,38%', '15.4%', '100%')

    :raises TypeError: for a float, a text or a yes/no
    """
    return f"{number(_exact(share) * 100, language, decimals)}%"


def day(value: date, language: str = "nl") -> str:
    """Write a day in words; a moment is the day it falls on in Amsterdam.

    >>> day(date(2023, 3, 1)), day(date(2023, 3, 1), "en")
    ('1 maart 2023', '1 March 2023')
    """
    value = _day(value)
    return f"{value.day} {MONTHS[language][value.month - 1]} {value.year}"


def shortday(value: date, language: str = "nl") -> str:
    """Write a day in ten characters, never to be mistaken.

    >>> shortday(date(2023, 3, 1)), shortday(date(2023, 3, 1), "en")
    ('01-03-2023', '2023-03-01')
    """
    value = _day(value)
    return f"{value:%d-%m-%Y}" if language == "nl" else value.isoformat()


def moment(value: datetime, language: str = "nl") -> str:
    """Write a moment as the clocks in Amsterdam show it.

    >>> from datetime import UTC
    >>> moment(datetime(2025, 9, 5, 12, 5, tzinfo=UTC)), moment(datetime(2025, 9, 5, 12, 5, tzinfo=UTC), "en")
    ('5 september 2025, 14.05 uur', '5 September 2025, 14:05')

    :raises ValueError: for a moment without a zone
    """
    if value.tzinfo is None:
        raise ValueError("a moment needs a zone")
    local = value.astimezone(AMSTERDAM)
    clock = f"{local:%H.%M} uur" if language == "nl" else f"{local:%H:%M}"
    return f"{day(value, language)}, {clock}"


def file_size(size: int, language: str = "nl") -> str:
    """Write a number of bytes, in steps of a thousand.

    >>> file_size(900), file_size(42_000), file_size(1_400_000), file_size(1_400_000, "en")
    ('900 B', '42 kB', '1,4 MB', '1.4 MB')
    """
    exact = _exact(size)
    unit = next(_units(exact))
    scaled = exact / _STEP**unit
    decimals = 1 if unit > 1 and scaled < 10 else 0  # noqa: PLR2004 - one decimal below ten
    return f"{number(scaled, language, decimals)} {_SIZES[unit]}"


def _units(size: Decimal) -> Iterator[int]:
    """Yield the units in which the size is below a thousand after rounding; the last one always fits."""
    for unit in range(len(_SIZES) - 1):
        if (size / _STEP**unit).quantize(Decimal(1), rounding=ROUND_HALF_UP) < _STEP:
            yield unit
    yield len(_SIZES) - 1


def _exact(value: Decimal | int) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise TypeError(f"a number here is a Decimal or an int, not {type(value).__name__}")
    return Decimal(value)


def _day(value: date) -> date:
    if isinstance(value, datetime):
        return day_of(value) if value.tzinfo else value.date()
    return value
