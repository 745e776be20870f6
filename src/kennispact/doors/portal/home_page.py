"""The overview as a page."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kennispact.doors.portal import home as shelf
from kennispact.doors.portal.home import Progress
from kennispact.doors.portal.manage import verbs
from kennispact.ground.journal.queries import Line
from kennispact.ground.look.charts import Chart, lines
from kennispact.ground.look.door import Request, page
from kennispact.ground.look.sentences import spoken
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
        "chart": _chart(found.progress) if request.actor.supervises else None,
        "changes": [_change(line, names) for line in found.lines],
    }
    return render(request, "portal/home.html", context)


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
