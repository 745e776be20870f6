"""The calendar as rows, and as an iCalendar file. Source: RFC 5545."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from icalendar import Calendar, Event

from kennispact.ground.look import sentences
from kennispact.review.calendar.queries import Day


def day_row(day: Day) -> dict[str, Any]:
    """Return one line of the calendar."""
    return {
        "uid": day.uid,
        "on": day.on,
        "title": sentences.spoken(day.title, day.title_en),
        "clause": day.clause,
        "owners": list(day.owners),
        "state": day.state.value if day.state else None,
    }


def ics(days: Iterable[Day], *, name: str, host: str, stamp: datetime, language: str) -> bytes:
    """Return an iCalendar file of whole-day events with stable UIDs.

    ``stamp`` is when the facts were read; ``host`` makes the UIDs unique in the world.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Kennispact//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval;value=duration", "PT12H")
    for day in days:
        event = Event()
        event.add("uid", f"{day.uid}@{host}")
        event.add("dtstamp", stamp)
        event.add("sequence", 0)
        event.add("summary", day.title_en if language == "en" else day.title)
        event.add("dtstart", day.on)
        event.add("dtend", day.on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        event.add("categories", [day.clause])
        calendar.add_component(event)
    return bytes(calendar.to_ical())
