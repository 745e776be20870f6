"""What if: other assumptions beside what was agreed, per year and per city. The address can be shared."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kennispact.ground.look.charts import Chart, lines
from kennispact.ground.look.door import Request, page
from kennispact.ground.look.exports import csv_answer
from kennispact.ground.look.tables import Column, Table
from kennispact.ground.look.templatetags.look import euro
from kennispact.pact.contributions import access, papers, scenarios
from kennispact.pact.contributions.forms import ScenarioForm
from kennispact.pact.contributions.scenarios import Assumptions, Compared, Scenario
from kennispact.registers.covenant import queries as covenants


@page
@require_safe
def what_if(request: Request) -> HttpResponse:
    """Compare what was agreed with other assumptions. Nothing is changed. Source: 6b, O3.1."""
    form, found = _asked(request)
    sees_all = access.may(request.actor, "see_all")
    title = _("What if?")
    context: dict[str, Any] = {
        "title": title,
        "breadcrumbs": [
            {"label": _("Overview"), "url": reverse("home") + request.bar.query},
            {"label": _("Contributions"), "url": reverse("list_contributions") + request.bar.query},
            {"label": title, "url": ""},
        ],
        "form": form,
        "found": found,
        "sees_all": sees_all,
    }
    if found is not None and found.now[0].rows:
        context |= {
            "tiles": _tiles(found.whole),
            "years": _by_year(found),
            "cities": _by_city(found) if sees_all else None,
            "chart": _chart(found),
        }
    return render(request, "contributions/what_if.html", context)


@page
@require_safe
def export_what_if(request: Request) -> HttpResponse:
    """Give the comparison as CSV, a line for each city and year; a city gets its own."""
    _form, found = _asked(request)
    if found is None or not found.now[0].rows:
        access.require(request.actor, "see_all")
    rows = papers.scenario_rows(found) if found else []
    return csv_answer(_("what-if"), papers.SCENARIO_COLUMNS, rows)


def _asked(request: Request) -> tuple[ScenarioForm, Scenario | None]:
    """Return the form, and the comparison for what the actor may see; none for a form with faults."""
    view = request.bar.as_of
    whole = scenarios.scenario(view, Assumptions())
    keys = frozenset(
        row.city.key for row in whole.now[0].rows if access.may(request.actor, "see", row.city.key)
    )
    cities = [row.city for row in whole.now[0].rows if row.city.key in keys]
    form = ScenarioForm(
        request.GET,
        cities=cities,
        days=scenarios.figure_dates(view),
        years=covenants.covenant().contribution.years,
    )
    if not form.is_valid():
        return form, None
    return form, scenarios.scenario(view, form.assumptions).only(keys)


def _tiles(whole: Compared) -> list[dict[str, Any]]:
    return [
        {"figure": euro(whole.now), "label": _("As agreed"), "note": _("all years, without VAT")},
        {"figure": euro(whole.then), "label": _("What if"), "note": _("all years, without VAT")},
        {
            "figure": euro(whole.difference),
            "label": _("Difference"),
            "tone": "soon" if whole.difference else "",
        },
    ]


def _columns(first: str) -> Sequence[Column | str]:
    amounts = (_("As agreed"), _("What if"), _("Difference"))
    return (first, *(Column(one, numeric=True) for one in amounts))


def _cells(name: str, one: Compared) -> tuple[str, ...]:
    return name, euro(one.now), euro(one.then), euro(one.difference)


def _by_year(found: Scenario) -> Table:
    return Table(
        _("Amounts without VAT"),
        _columns(_("Year")),
        [_cells(str(year), one) for year, one in found.by_year.items()],
        total=_cells(_("Total"), found.whole),
    )


def _by_city(found: Scenario) -> Table:
    return Table(
        _("All years together"),
        _columns(_("City")),
        [_cells(city.name, one) for city, one in found.by_city],
        total=_cells(_("Total"), found.whole),
        note=_("Amounts without VAT."),
    )


def _chart(found: Scenario) -> Chart:
    years = found.by_year
    return lines(
        "scenario",
        _("As agreed and what if"),
        _("Over all years it differs %(difference)s.") % {"difference": euro(found.whole.difference)},
        [str(year) for year in years],
        [
            (_("As agreed"), [one.now for one in years.values()]),
            (_("What if"), [one.then for one in years.values()]),
        ],
        write=lambda amount: euro(amount, "plain"),
    )
