"""Days, months and the two clocks. Dates are dates; the zone of the covenant is Europe/Amsterdam."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True, slots=True, order=True)
class MonthDay:
    """A day of every year, such as 1 September.

    >>> MonthDay(9, 1).in_year(2025)
    datetime.date(2025, 9, 1)
    >>> MonthDay(2, 29).in_year(2025)
    datetime.date(2025, 2, 28)
    """

    month: int
    day: int

    def __post_init__(self) -> None:
        """Refuse a day that no year has.

        :raises ValueError: for 31 April and the like
        """
        date(2024, self.month, self.day)

    @classmethod
    def parse(cls, text: str) -> "MonthDay":
        """Read ``MM-DD``.

        :raises ValueError: if the text is not such a day
        """
        month, _, day = text.partition("-")
        return cls(int(month), int(day))

    def in_year(self, year: int) -> date:
        """Return this day in the given year; 29 February becomes 28 February where there is none."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return date(year, self.month, self.day - 1)

    def __str__(self) -> str:
        """Return ``MM-DD``."""
        return f"{self.month:02d}-{self.day:02d}"


def day_of(moment: datetime) -> date:
    """Return the calendar day in Amsterdam on which an aware moment falls.

    >>> day_of(datetime(2025, 8, 31, 22, 30, tzinfo=UTC))
    datetime.date(2025, 9, 1)
    """
    return moment.astimezone(AMSTERDAM).date()


def end_of(day: date) -> datetime:
    """Return the last moment of a day in Amsterdam, as UTC.

    >>> end_of(date(2025, 9, 1)).isoformat()
    '2025-09-01T21:59:59.999999+00:00'
    """
    return datetime.combine(day, time.max, tzinfo=AMSTERDAM).astimezone(UTC)


def parse_moment(text: str) -> datetime:
    """Read an ISO moment; a bare date means the end of that day in Amsterdam.

    :raises ValueError: if the text is neither
    """
    try:
        return end_of(date.fromisoformat(text))
    except ValueError:
        moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=AMSTERDAM)


@dataclass(frozen=True, slots=True)
class AsOf:
    """The question's two clocks: for which day, and with the knowledge of which moment.

    ``known`` is ``None`` for everything known today (*true then*). ``AsOf.known_then(day)`` asks
    what could have been known at the end of that day (*known then*).
    """

    on: date
    known: datetime | None = None

    @classmethod
    def known_then(cls, on: date) -> "AsOf":
        """Return the view of someone who asked at the end of that day."""
        return cls(on, end_of(on))

    def sees(self, happened_on: date, recorded_at: datetime, struck_at: datetime | None) -> bool:
        """Tell whether an act with these dates counts in this view."""
        if happened_on > self.on:
            return False
        if self.known is None:
            return struck_at is None
        return recorded_at <= self.known and (struck_at is None or struck_at > self.known)


# No act counts for a day to come: everything that is known now, whatever day it counts for.
EVER = AsOf(date.max)
