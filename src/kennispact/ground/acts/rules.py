"""What holds for every act, whatever it is."""

from collections.abc import Iterator
from datetime import date, datetime

from kennispact.ground.kit.calendar import day_of
from kennispact.ground.kit.refusal import Refusal
from kennispact.ground.kit.words import N_


def date_refusals(happened_on: date, at: datetime, field: str = "happened_on") -> Iterator[Refusal]:
    """Refuse a day that has not come yet at the moment of recording.

    >>> from datetime import UTC
    >>> [r.code for r in date_refusals(date(2025, 9, 2), datetime(2025, 9, 1, 12, tzinfo=UTC))]
    ['act.in-the-future']
    """
    if happened_on > day_of(at):
        yield Refusal(
            "act.in-the-future",
            N_("%(day)s has not come yet. An act counts for today or for a day before."),
            facts={"day": happened_on},
            field=field,
        )


def strike_refusals(struck_at: datetime | None, why: str) -> Iterator[Refusal]:
    """Refuse to strike twice, or without a reason."""
    if struck_at is not None:
        yield Refusal("act.struck-before", N_("This was struck before."))
    if not why.strip():
        yield Refusal("act.no-reason", N_("Say why this is struck."), field="why")
