"""How often a city used the partner's products: a starting line, with year and source."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kennispact.ground import clock
from kennispact.ground.look.door import Request, carried_out, page, read_or_write
from kennispact.ground.look.striking import confirm_striking
from kennispact.ground.look.tables import Column, Table
from kennispact.ground.look.templatetags.look import number, shortday
from kennispact.pact.drafting import commands, queries, rules
from kennispact.pact.drafting.forms import UsageForm
from kennispact.pact.drafting.models import UsageFigure
from kennispact.pact.drafting.pages import frame


@page
@read_or_write
def enter_usage(request: Request, key: str) -> HttpResponse:
    """Enter a figure of use, and see what was entered before."""
    found = frame.papers_of(request, key, "enter_usage")
    form = UsageForm(request.POST or None, initial={"happened_on": request.bar.today})
    enter = partial(commands.enter_usage, city=found.city, by=request.actor, at=clock.now())
    if carried_out(request, form, enter):
        messages.success(request, _("The figure was entered. It stands in the proposal now."))
        return redirect("enter_usage", key=found.city.key)
    acts = queries.usage_acts(found.city, request.bar.as_of)
    context = {
        "title": _("Use by %(city)s") % {"city": found.city.name},
        "breadcrumbs": frame.of_city(request, found, (_("Figures of use"), "")),
        "lead": _("How often the city used the partner's products. The last figure of a year counts."),
        "form": form,
        "table": _table(found.city.key, acts) if acts else None,
        "cancel": reverse("show_papers", args=[found.city.key]),
    }
    return render(request, "drafting/enter_usage.html", context)


def _names() -> dict[str, str]:
    return {
        rules.PROJECTS: _("Projects"),
        rules.MEETINGS: _("Meetings"),
        rules.DOWNLOADS: _("Downloads of publications"),
    }


def _table(key: str, acts: tuple[UsageFigure, ...]) -> Table:
    columns = (
        _("What was used"),
        _("Year"),
        Column(_("How often"), numeric=True),
        _("Source"),
        _("Known on"),
        _("Wrong?"),
    )
    names = _names()
    rows = [
        (
            names[one.kind],
            str(one.year),
            number(one.number),
            one.source,
            shortday(one.happened_on),
            _strike(key, one, names[one.kind]),
        )
        for one in acts
    ]
    return Table(_("Figures of use"), columns, rows)


def _strike(key: str, one: UsageFigure, name: str) -> SafeString:
    url = reverse("strike_usage", args=[key, one.pk])
    return format_html('<a href="{}">{}<span class="sr"> {} {}</span></a>', url, _("Strike"), name, one.year)


@page
@read_or_write
def strike_usage(request: Request, key: str, pk: int) -> HttpResponse:
    """Strike a figure of use that was entered wrongly."""
    found = frame.papers_of(request, key, "enter_usage")
    figure = queries.usage_figure(found.city, pk)
    if figure is None:
        raise Http404
    title, back = _("Strike this figure"), reverse("enter_usage", args=[found.city.key])
    return confirm_striking(
        request,
        partial(commands.strike_usage, figure=figure),
        done=_("The figure was struck."),
        back=back,
        title=title,
        breadcrumbs=frame.of_city(request, found, (_("Figures of use"), back), (title, "")),
        lead=f"{_names()[figure.kind]}, {figure.year}: {number(figure.number)}",
        consequences=[
            _("The figure no longer stands in the proposal."),
            _("The record keeps what was entered, that it was struck, and why."),
        ],
    )
