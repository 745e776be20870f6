"""What a bank statement says, in plain values: bookings and the pages they stand on. It knows no Django."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Booking:
    """One transaction that the bank booked. ``cents`` is above zero when we received it.

    ``group`` counts the entries of the file, ``part`` of ``parts`` the transactions within one (a batch).
    ``rest`` marks what an entry has more or less than its transactions, such as costs. ``returned`` marks
    money that comes back, or a booking that undoes one. ``ultimate`` is for whom was paid, when told.
    """

    on: date
    valued_on: date
    cents: int
    group: int
    part: int = 1
    parts: int = 1
    rest: bool = False
    name: str = ""
    iban: str = ""
    ultimate: str = ""
    reference: str = ""
    text: str = ""
    end_to_end: str = ""
    bank_reference: str = ""
    returned: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a statement. Amounts in cents; ``None`` when the page does not say it.

    ``pending`` are the amounts that were announced but not booked: they are no money yet.
    """

    iban: str
    id: str
    version: str
    number: int
    last: bool
    opening: int | None
    closing: int | None
    opens_on: date | None
    closes_on: date | None
    bookings: tuple[Booking, ...]
    pending: tuple[int, ...]


def plain(page: Page) -> dict[str, Any]:
    """Return a page as values that JSON can hold."""
    return {**_undated(asdict(page)), "bookings": [_undated(asdict(one)) for one in page.bookings]}


def page_of(facts: dict[str, Any]) -> Page:
    """Return the page that was made :func:`plain`."""
    bookings = tuple(Booking(**_dated(Booking, one)) for one in facts["bookings"])
    return Page(**{**_dated(Page, facts), "bookings": bookings, "pending": tuple(facts["pending"])})


def _undated(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}


def _dated(kind: type[Page | Booking], facts: dict[str, Any]) -> dict[str, Any]:
    days = {one.name for one in fields(kind)} & {"on", "valued_on", "opens_on", "closes_on"}
    return {**facts, **{day: date.fromisoformat(facts[day]) for day in days if facts[day]}}
