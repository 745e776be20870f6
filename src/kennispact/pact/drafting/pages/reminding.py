"""Remind the cities whose turn it is: look at every letter first, then send it once."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kennispact.ground import clock
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.look.door import Request, carried_out, page, read_or_write
from kennispact.pact.drafting import access, queries, reminders
from kennispact.pact.drafting.forms import RemindForm
from kennispact.pact.drafting.pages import frame


@page
@read_or_write
def remind_cities(request: Request) -> HttpResponse:
    """Show the letter to each city, and let those that are chosen leave. Once a week for the same step."""
    access.require(request.actor, "remind")
    at = clock.now()
    found = reminders.round_of(queries.members(AsOf(request.bar.today)), at)
    by_city = {one.city.key: one.city.name for one in found.due}
    open_now = {one.city.key for one in found.to_send}
    typed = request.POST if request.method == "POST" else None
    form = RemindForm(list(by_city.items()), typed, initial={"cities": sorted(open_now)})
    if done := carried_out(request, form, partial(reminders.remind, by=request.actor, at=at)):
        said = ngettext(
            "%(count)s letter leaves within a few minutes.",
            "%(count)s letters leave within a few minutes.",
            done.made,
        )
        messages.success(request, said % {"count": done.made})
        return redirect("list_papers")
    chosen = set(form["cities"].value() or ())
    context = {
        "title": _("Remind cities"),
        "breadcrumbs": frame.crumbs(
            request, (_("Progress of the agreements"), reverse("list_papers")), (_("Remind cities"), "")
        ),
        "form": form,
        "letters": [(one, one.city.key in chosen, found.sent.get(one.key)) for one in found.due],
        "nobody": found.nobody,
        "open": len(open_now),
        "cancel": reverse("list_papers"),
    }
    return render(request, "drafting/remind_cities.html", context)
