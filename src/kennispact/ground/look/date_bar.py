"""The date bar: which day is asked for, and with the knowledge of when.

A page reads it from the query string and asks every question with ``bar.as_of``::

    bar = DateBar.read(request.GET, clock.today())
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from kennispact.ground.kit.calendar import AsOf, parse_moment
from kennispact.ground.kit.words import N_
from kennispact.ground.look.fields import NotADay, parse_day

NOT_A_DAY = N_("This is not a date. Write it as day-month-year, such as 01-09-2025. You now see today.")
NOT_A_MOMENT = N_("We do not know this moment. You now see what we know today.")
THEN = "then"


@dataclass(frozen=True, slots=True)
class DateBar:
    """One reading of the two clocks.

    ``on`` is the day; ``known`` is ``""`` (true then), ``"then"`` (known then) or an ISO moment. ``typed`` is
    what the reader wrote, ``problem`` an English msgid or empty, ``others`` the other fields of the query.
    """

    on: date
    today: date
    known: str = ""
    moment: datetime | None = None
    typed: str = ""
    problem: str = ""
    others: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, query: Mapping[str, str], today: date) -> "DateBar":
        """Read ``on`` (ISO or dd-mm-yyyy) and ``known`` (``then``, ``true`` or an ISO moment) from a query.

        What cannot be read is answered with today and a problem, never with an error page.
        """
        others = tuple((key, query[key]) for key in query if key not in {"on", "known", "page"})
        typed, known = query.get("on", "").strip(), query.get("known", "").strip()
        known = "" if known in {"true", "now", "today"} else known
        problem, on, moment = "", today, None
        try:
            on = parse_day(typed) if typed else today
        except NotADay:
            problem, known = NOT_A_DAY, ""
        if known not in {"", THEN}:
            try:
                moment = parse_moment(known.replace(" ", "+"))
            except (ValueError, OverflowError):
                problem, known = NOT_A_MOMENT, ""
        return cls(on, today, known, moment, typed, problem, others)

    @property
    def as_of(self) -> AsOf:
        """Return the question's two clocks."""
        if self.known == THEN:
            return AsOf.known_then(self.on)
        return AsOf(self.on, self.moment)

    @property
    def is_today(self) -> bool:
        """Tell whether this is the ordinary view: today, with what is known today."""
        return self.on == self.today and self.moment is None

    @property
    def is_known_then(self) -> bool:
        """Tell whether later knowledge is left out."""
        return self.known == THEN

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return the query fields that keep this view; none for today."""
        if self.is_today:
            return ()
        known = (("known", self.known),) if self.known else ()
        return (("on", self.on.isoformat()), *known)

    @property
    def query(self) -> str:
        """Return ``?on=...&known=...``, or nothing for today."""
        return f"?{urlencode(self.pairs)}" if self.pairs else ""

    @property
    def back(self) -> str:
        """Return the query of the same page today."""
        return f"?{urlencode(self.others)}" if self.others else "?"
