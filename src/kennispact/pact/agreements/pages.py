"""The register: annex 3, as it stands in the view. Writing is in :mod:`.writing`."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kennispact.ground.look.door import Request, page
from kennispact.ground.look.exports import csv_answer, json_answer
from kennispact.ground.look.tables import Column, Table, unbroken
from kennispact.ground.look.templatetags.look import NOTHING, day, number, shortday, state_badge, state_name
from kennispact.pact.agreements import access, papers, queries, rules
from kennispact.pact.agreements.forms import RegisterFilter
from kennispact.pact.agreements.queries import RegisterRow
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.network.rules import name_key


@page
@require_safe
def list_register(request: Request) -> HttpResponse:
    """Show which cities take part, and how far the others are. Source: covenant 8d-e, annex 3."""
    access.require(request.actor, "see_register")
    everyone = queries.register(request.bar.as_of)
    form = RegisterFilter(request.GET or None)
    rows = _chosen(everyone, form)
    context = {
        "title": _("Register of agreements"),
        "breadcrumbs": [
            {"label": _("Overview"), "url": reverse("home") + request.bar.query},
            {"label": _("Register of agreements"), "url": ""},
        ],
        "form": form,
        "rows": rows,
        "table": _table(request, rows),
        "tiles": _tiles(everyone),
        "chart": papers.progress_chart(everyone, request.bar.on),
        "all_url": reverse("list_register") + request.bar.query,
    }
    return render(request, "agreements/register.html", context)


@page
@require_safe
def export_register(request: Request, form: str) -> HttpResponse:
    """Give the register of the view as CSV or JSON, with the same filter as the page."""
    access.require(request.actor, "see_register")
    rows = _chosen(queries.register(request.bar.as_of), RegisterFilter(request.GET or None))
    plain = [papers.register_row(row, whole=access.may(request.actor, "see", row.city.key)) for row in rows]
    if form == "csv":
        return csv_answer(_("register-%(day)s") % {"day": request.bar.on}, papers.CSV_COLUMNS, plain)
    if form == "json":
        return json_answer(request.bar.as_of, plain)
    raise Http404


def _chosen(rows: Sequence[RegisterRow], form: RegisterFilter) -> tuple[RegisterRow, ...]:
    asked = form.cleaned_data if form.is_valid() else {}
    word, show = name_key(asked.get("q", ""))[0], asked.get("show", "")
    return tuple(
        row
        for row in rows
        if word in name_key(row.city.name)[0] and (not show or row.participates == (show == "participates"))
    )


def _table(request: Request, rows: Sequence[RegisterRow]) -> Table:
    columns = (_("City"), _("Agreement"), _("Since"), _("Last day"), _("Still missing"))
    return Table(
        _("Cities and their agreements"),
        [Column(str(column)) for column in columns],
        [_cells(request, row) for row in rows],
        note=_("As of %(day)s. Annex 3 holds the cities that take part.") % {"day": day(request.bar.on)},
    )


def _cells(request: Request, row: RegisterRow) -> tuple[object, ...]:
    url = reverse("show_city", args=[row.city.key]) + request.bar.query
    holds = row.state.standing in rules.HOLDS or row.state.standing is rules.Standing.ENDED
    missing = [state_name(kind) for kind in row.state.missing] if not holds else []
    return (
        format_html('<a href="{}">{}</a>', url, row.city.name),
        state_badge(row.state.standing),
        _day(row.state.since),
        _day(row.state.ends_before - timedelta(days=1)) if holds else NOTHING,
        ", ".join(missing) or NOTHING,
    )


def _day(value: date | None) -> SafeString:
    return unbroken(shortday(value))


def _tiles(rows: Sequence[RegisterRow]) -> list[dict[str, Any]]:
    target_on: date = covenants.covenant().agreement.target_on
    taking = sum(row.participates for row in rows)
    days = [registered for row in rows if (registered := row.dossier.on(rules.REGISTERED))]
    in_time = sum(registered <= target_on for registered in days)
    url = reverse("list_register")
    return [
        {
            "figure": _("%(count)s of %(all)s") % {"count": number(taking), "all": number(len(rows))},
            "label": _("Cities take part"),
            "note": _("their agreement is in force"),
            "tone": "kept",
        },
        {
            "figure": number(len(rows) - taking),
            "label": _("Cities do not take part"),
            "url": f"{url}?show=missing",
            "tone": "soon" if taking < len(rows) else "",
        },
        {
            "figure": number(in_time),
            "label": _("Registered in time"),
            "note": _("on %(day)s at the latest") % {"day": day(target_on)},
        },
        {"figure": number(len(days) - in_time), "label": _("Registered later"), "tone": "unknown"},
    ]
