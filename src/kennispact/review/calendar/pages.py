"""The calendar as a list by year and month, as JSON and as an iCalendar file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kennispact.ground import clock
from kennispact.ground.look import formatting
from kennispact.ground.look.door import Request, page
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.covenant.templatetags.covenant import role_names
from kennispact.review.calendar import access, papers, queries
from kennispact.review.calendar.forms import CalendarFilter
from kennispact.review.calendar.queries import Day

ICS = "text/calendar; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Month:
    """The dates of one month; ``today`` is where the day asked for falls, in its own month."""

    name: str
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """The months of one year that hold a date."""

    year: int
    months: tuple[Month, ...]


@page
@require_safe
def show_calendar(request: Request) -> HttpResponse:
    """Show every date of the covenant the reader may see; ``?format=json`` and ``?format=ics`` as data."""
    access.require(request.actor, "see")
    form = CalendarFilter(request.GET or None)
    asked, view = form.asked if form.is_bound else {}, request.bar.as_of
    owner = asked.get("owner", "")
    days = tuple(
        day
        for day in queries.days(view, request.actor, since=asked.get("since"), until=asked.get("until"))
        if not owner or owner in day.owners
    )
    if request.GET.get("format") == "json":
        rows = [papers.day_row(day) for day in days]
        return JsonResponse({"on": view.on, "days": rows}, json_dumps_params={"ensure_ascii": False})
    if request.GET.get("format") == "ics":
        return as_file(days, formatting.language_of(get_language()))
    passed = [day for day in days if day.on < view.on]
    context = {
        "title": _("Calendar"),
        "count": len(days),
        "owners": {owners: role_names(owners) for owners in {day.owners for day in days}},
        "past": _years(passed),
        "past_count": len(passed),
        "ahead": _years(day for day in days if day.on >= view.on),
        "filter_form": form,
        "may_feed": access.may(request.actor, "feed"),
        "feeds": queries.feeds_of(request.actor.person_id) if request.actor.person_id else [],
        "new_feed": request.session.pop("new_feed", ""),
        "breadcrumbs": [
            {"label": _("Overview"), "url": reverse("home") + request.bar.query},
            {"label": _("Calendar"), "url": ""},
        ],
    }
    return render(request, "calendar/show_calendar.html", context)


def as_file(days: Sequence[Day], language: str) -> HttpResponse:
    """Return dates as an iCalendar file in a language."""
    covenant = covenants.covenant()
    payload = papers.ics(
        days,
        name=covenant.title_en if language == "en" else covenant.title,
        host=urlsplit(settings.KENNISPACT_BASE_URL).hostname or "kennispact",
        stamp=clock.now(),
        language=language,
    )
    answer = HttpResponse(payload, content_type=ICS)
    answer["Content-Disposition"] = 'attachment; filename="kennispact.ics"'
    return answer


def _years(days: Iterable[Day]) -> list[Year]:
    months = formatting.MONTHS[formatting.language_of(get_language())]
    return [
        Year(year, tuple(Month(months[month - 1], tuple(some)) for month, some in groupby(those, _month_of)))
        for year, those in groupby(days, lambda day: day.on.year)
    ]


def _month_of(day: Day) -> int:
    on: date = day.on
    return on.month
