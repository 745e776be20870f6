"""All cities as list and map."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kennispact.doors.portal.cities import queries
from kennispact.doors.portal.cities.forms import CityFilter
from kennispact.doors.portal.cities.queries import CityList, CityRow
from kennispact.ground.look.charts import Chart
from kennispact.ground.look.door import Request, page
from kennispact.ground.look.exports import csv_answer
from kennispact.ground.look.tables import Column, Table
from kennispact.ground.look.templatetags.look import NOTHING, day, euro, number, state_badge
from kennispact.ground.look.tile_map import Place, tile_map
from kennispact.pact.agreements import access as agreement_access
from kennispact.pact.agreements.rules import Standing
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.network import access
from kennispact.registers.network.rules import name_key

CSV_COLUMNS = ("code", "city", "province", "inhabitants", "standing", "participates", "year", "amount")


@page
@require_safe
def list_cities(request: Request) -> HttpResponse:
    """Show the cities of the network as they stand in the view, on the map and in a list."""
    found, form, rows = _asked(request)
    amounts = any(row.tells_amount for row in rows)
    taking = sum(row.register.participates for row in found.rows)
    context = {
        "title": _("Cities"),
        "lead": _("%(count)s cities in the network. %(taking)s of them take part.")
        % {"count": number(len(found.rows)), "taking": number(taking)},
        "breadcrumbs": [
            {"label": _("Overview"), "url": reverse("home") + request.bar.query},
            {"label": _("Cities"), "url": ""},
        ],
        "form": form,
        "rows": rows,
        "table": _table(request, found, rows, amounts=amounts),
        "counts": _counts(request, found.rows),
        "map": _map(request, found.rows),
        "all_url": reverse("list_cities") + request.bar.query,
        "sees_register": agreement_access.may(request.actor, "see_register"),
    }
    return render(request, "portal/cities.html", context)


@page
@require_safe
def export_cities(request: Request) -> HttpResponse:
    """Give the list as CSV, with the same filter and order as the page."""
    found, _form, rows = _asked(request)
    plain = [
        {
            "code": row.city.key,
            "city": row.city.name,
            "province": row.city.province,
            "inhabitants": row.figure.inhabitants if row.figure else None,
            "standing": row.register.state.standing.value,
            "participates": row.register.participates,
            "year": found.year if row.tells_amount else None,
            "amount": row.amount,
        }
        for row in rows
    ]
    return csv_answer(_("cities-%(day)s") % {"day": request.bar.on}, CSV_COLUMNS, plain)


def _asked(request: Request) -> tuple[CityList, CityFilter, Sequence[CityRow]]:
    access.require(request.actor, "see_organisations")
    found = queries.cities(request.bar.as_of, request.actor)
    provinces = sorted({row.city.province for row in found.rows if row.city.province})
    form = CityFilter(provinces, request.GET or None)
    asked: dict[str, str] = form.cleaned_data if form.is_valid() else {}
    rows = [row for row in found.rows if _fits(row, asked)]
    if asked.get("sort") == "inhabitants":
        rows.sort(key=lambda row: -(row.figure.inhabitants if row.figure else 0))
    elif asked.get("sort") == "state":
        rows.sort(key=lambda row: list(Standing).index(row.register.state.standing))
    return found, form, rows


def _fits(row: CityRow, asked: dict[str, str]) -> bool:
    state = asked.get("state", "")
    return (
        name_key(asked.get("q", ""))[0] in name_key(row.city.name)[0]
        and asked.get("province", "") in {"", row.city.province}
        and (
            state in {"", row.register.state.standing.value}
            or (state in {"participates", "missing"} and row.register.participates == (state != "missing"))
        )
    )


def _table(request: Request, found: CityList, rows: Sequence[CityRow], *, amounts: bool) -> Table:
    columns: list[Column | str] = [
        _("City"),
        _("Province"),
        Column(_("Inhabitants"), numeric=True),
        _("Agreement"),
        _("Takes part"),
    ]
    if amounts:
        columns.append(Column(_("Contribution %(year)s") % {"year": found.year}, numeric=True))
    return Table(
        _("Cities of the network"),
        columns,
        [_cells(request, row, amounts=amounts) for row in rows],
        note=_("Inhabitants on %(day)s.") % {"day": day(covenants.covenant().contribution.population_on)},
    )


def _cells(request: Request, row: CityRow, *, amounts: bool) -> tuple[object, ...]:
    url = reverse("show_city", args=[row.city.key]) + request.bar.query
    return (
        format_html('<a href="{}">{}</a>', url, row.city.name),
        row.city.province,
        number(row.figure.inhabitants) if row.figure else NOTHING,
        state_badge(row.register.state.standing),
        _("yes") if row.register.participates else _("no"),
        *((euro(row.amount) if row.tells_amount else "",) if amounts else ()),
    )


def _counts(request: Request, rows: Sequence[CityRow]) -> list[tuple[Standing, int, str]]:
    """Return how many agreements are in which state, with the address of the list of those."""
    counted = Counter(row.register.state.standing for row in rows)
    start = reverse("list_cities") + request.bar.query + ("&" if request.bar.query else "?")
    return [
        (one, counted[one], f"{start}state={one.value}#list") for one in reversed(Standing) if counted[one]
    ]


def _map(request: Request, rows: Sequence[CityRow]) -> Chart:
    places: list[Any] = [
        Place(
            row.city.key,
            row.city.name,
            float(row.city.latitude),
            float(row.city.longitude),
            row.register.state.standing.value,
            reverse("show_city", args=[row.city.key]) + request.bar.query,
        )
        for row in rows
        if row.city.latitude is not None and row.city.longitude is not None
    ]
    return tile_map(
        "map",
        _("Agreements on the map"),
        _("Every city is one tile, near where it lies. The list on this page holds the same."),
        places,
    ).without_table()
