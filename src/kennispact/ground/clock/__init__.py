"""The clock: the one place that reads the time. Doors read it; commands are told."""

from datetime import date, datetime

from django.utils import timezone

from kennispact.ground.kit.calendar import day_of


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """Return today's date in Amsterdam."""
    return day_of(now())
