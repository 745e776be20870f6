"""The papers and the moments of the exercise world; a paper is one page that says what it is."""

import json
from datetime import UTC, date, datetime, time

import typst

from kennispact.ground.kit.calendar import AMSTERDAM
from kennispact.ground.look import formatting

_PAGE = """
#let d = json(bytes(sys.inputs.data))
#set document(title: d.title, date: none)
#set page(width: 148mm, height: 105mm, margin: 18mm)
#set text(lang: "nl", size: 11pt)
= #d.title
#d.city, #d.day
#v(1em)
Dit stuk hoort bij de oefenwereld van Kennispact. Het is geen echte overeenkomst of brief.
"""


def moment(day: date, hour: int = 10) -> datetime:
    """Return an hour of a day in Amsterdam."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=AMSTERDAM).astimezone(UTC)


def letter(title: str, city: str, day: date) -> bytes:
    """Return a small PDF, the same bytes for the same facts."""
    facts = json.dumps({"title": title, "city": city, "day": formatting.day(day)})
    stamp = int(datetime.combine(day, time(), tzinfo=UTC).timestamp())
    return bytes(typst.compile(_PAGE.encode(), sys_inputs={"data": facts}, timestamp=stamp))
