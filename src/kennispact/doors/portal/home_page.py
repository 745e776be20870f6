"""The overview as a page."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kennispact.doors.portal import home as shelf
from kennispact.doors.portal.chores import Chore, Kind, chores
from kennispact.doors.portal.home import Progress
from kennispact.doors.portal.manage import verbs
from kennispact.doors.portal.question_chores import question_chores
from kennispact.ground import clock
from kennispact.ground.journal.queries import Line
from kennispact.ground.look.charts import Chart, lines
from kennispact.ground.look.door import Request, page
from kennispact.ground.look.sentences import spoken
from kennispact.ground.look.templatetags.look import euro, number
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.network import queries as network
from kennispact.review.compliance import access


@page
@require_safe
def home(request: Request) -> HttpResponse:
    """Show the reader's overview on the day asked for. Source: covenant 7a for the supervisors' one."""
    access.require(request.actor, "see")
    found = shelf.home(request.bar.as_of, request.actor, verbs.VERBS)
    names = {one.key: one.name for one in network.organisations()} if found.lines else {}
    context = {
        "title": _("Overview"),
        "home": found,
        "chores": _chores(request) if request.bar.is_today else [],
        "chart": _chart(found.progress) if request.actor.supervises else None,
        "changes": [_change(line, names) for line in found.lines],
    }
    return render(request, "portal/home.html", context)


def _chores(request: Request) -> list[dict[str, str]]:
    """Return what waits for the reader around questions and money in words, each with the one thing to do."""
    by, at = request.actor, clock.now()
    return [*question_chores(request.bar.as_of, by, at), *map(_chore, chores(by, at))]


def _chore(one: Chore) -> dict[str, str]:
    facts = {"count": number(one.count), "year": one.year, "amount": euro(one.amount or 0)}
    year = [] if one.year is None else [one.year]
    match one.kind:
        case Kind.FAILED:
            title = ngettext(
                "%(count)s invoice for %(year)s did not arrive",
                "%(count)s invoices for %(year)s did not arrive",
                one.count,
            )
            said, action, name = "", _("See what went wrong"), "list_dispatches"
        case Kind.OVERDUE:
            title = ngettext(
                "%(count)s city is late with paying", "%(count)s cities are late with paying", one.count
            )
            said, action, name = _("%(amount)s is open after its last day."), _("See who"), "list_overdue"
        case Kind.TO_MATCH:
            title = ngettext(
                "%(count)s booking of the bank waits to be matched",
                "%(count)s bookings of the bank wait to be matched",
                one.count,
            )
            said, action, name = _("%(amount)s came in."), _("Match bookings"), "list_payments"
        case Kind.UNSENT:
            title = ngettext(
                "%(count)s invoice for %(year)s was not sent yet",
                "%(count)s invoices for %(year)s were not sent yet",
                one.count,
            )
            said, action, name = "", _("Send them"), "send_invoices"
    sign = "overdue" if one.kind in {Kind.FAILED, Kind.OVERDUE} else "waiting"
    return {
        "title": title % facts,
        "said": said % facts,
        "sign": sign,
        "action": action,
        "url": reverse(name, args=year),
    }


def _before(first: date) -> str:
    """Return the month that ended before this day, in figures."""
    return f"{first - timedelta(days=1):%m-%Y}"


def _change(line: Line, names: dict[str, str]) -> dict[str, object]:
    return {
        "at": line.at,
        "said": verbs.said(line.verb),
        "about": names.get(line.organisation, ""),
        "clause": line.clause,
        "details": _details(line),
    }


def _details(line: Line) -> str:
    """Return what the line is about: an obligation by its title, else the facts that people read."""
    obligation = covenants.covenant().obligation.get(str(line.facts.get("obligation", "")))
    if obligation is None:
        return verbs.details(line.facts)
    title = spoken(obligation.title, obligation.title_en)
    occurrence = line.facts.get("occurrence", "") if len(obligation.occurrences) > 1 else ""
    return f"{title} {occurrence}".strip()


def _chart(found: Progress) -> Chart | None:
    if len(found.moments) < 2:  # noqa: PLR2004 - one point makes no line
        return None
    months = [_before(day) for day, _count in found.moments]
    return lines(
        "progress",
        _("Registered agreements"),
        _("%(done)s of %(all)s cities have a registered agreement.") % {"done": found.done, "all": found.all},
        months,
        [(_("Agreements"), [count for _day, count in found.moments])],
    )
