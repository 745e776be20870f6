"""What each city owes in a year, and what another rate would do."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kennispact.ground.kit.refusal import Refused
from kennispact.ground.look import sentences
from kennispact.ground.look.charts import Chart, bars
from kennispact.ground.look.door import Request, page
from kennispact.ground.look.exports import csv_answer, json_answer
from kennispact.ground.look.tables import Column, Table
from kennispact.ground.look.templatetags.look import NOTHING, clause, day, euro, number, state_badge
from kennispact.pact.contributions import access, papers, queries
from kennispact.pact.contributions.forms import WhatIfForm
from kennispact.pact.contributions.queries import Contribution, ContributionYear
from kennispact.pact.contributions.rules import Ground
from kennispact.registers.covenant import queries as covenants


@page
@require_safe
def list_contributions(request: Request) -> HttpResponse:
    """Show what is owed for a year, line by line, and what another rate would do. Source: 6b, O3.1."""
    year = _year(request)
    tabs = _tabs(request, year)
    context: dict[str, Any] = {
        "title": _("Contributions %(year)s") % {"year": year},
        "breadcrumbs": [
            {"label": _("Overview"), "url": reverse("home") + request.bar.query},
            {"label": _("Contributions"), "url": ""},
        ],
        "tabs": tabs,
        "terms": covenants.covenant().contribution,
    }
    try:
        found = _visible(request, queries.contributions(year, request.bar.as_of))
    except Refused as refused:
        context |= {"title": _("Contributions"), "refusals": refused.refusals}
        return render(request, "contributions/list.html", context, status=400)
    form = WhatIfForm(request.GET if "rate" in request.GET else None)
    context |= {
        "found": found,
        "sees_all": access.may(request.actor, "see_all"),
        "table": _table(request, found),
        "tiles": _tiles(found, sees_all=access.may(request.actor, "see_all")),
        "chart": _chart(found),
        "form": form,
        "year": year,
    }
    if form.is_valid():
        context |= _what_if(found, form.cleaned_data["rate"])
    return render(request, "contributions/list.html", context)


@page
@require_safe
def export_contributions(request: Request, form: str) -> HttpResponse:
    """Give the contributions of a year as CSV or JSON; a city gets its own row."""
    year = _year(request)
    found = _visible(request, queries.contributions(year, request.bar.as_of))
    if not found.rows:
        access.require(request.actor, "see_all")
    rows = [papers.contribution_row(row) for row in found.rows]
    if form == "csv":
        return csv_answer(_("contributions-%(year)s") % {"year": year}, papers.CSV_COLUMNS, rows)
    if form == "json":
        return json_answer(request.bar.as_of, rows, year=year, total=found.total)
    raise Http404


def _year(request: Request) -> int:
    """Return the year asked for; without one the year of the view, or the nearest that has contributions."""
    terms = covenants.covenant().contribution
    typed = request.GET.get("year", "")
    if not typed:
        return min(max(request.bar.on.year, terms.first_year), terms.last_year)
    if not (typed.isascii() and typed.isdigit() and len(typed) == len("2023")):
        raise Http404
    return int(typed)


def _visible(request: Request, found: ContributionYear) -> ContributionYear:
    rows = (row for row in found.rows if access.may(request.actor, "see", row.city.key))
    return ContributionYear(found.year, tuple(rows))


def _tabs(request: Request, year: int) -> list[dict[str, Any]]:
    joint = "&" if request.bar.query else "?"
    start = reverse("list_contributions") + request.bar.query + joint
    years = covenants.covenant().contribution.years
    return [{"label": str(one), "url": f"{start}year={one}", "current": one == year} for one in years]


def _tiles(found: ContributionYear, *, sees_all: bool) -> list[dict[str, Any]]:
    if not sees_all:
        return [
            {"figure": euro(row.amount), "label": row.city.name, "note": _ground(row)} for row in found.rows
        ]
    owing = sum(row.ground is Ground.OWED for row in found.rows)
    unknown = len(found.unknown)
    return [
        {
            "figure": euro(found.total),
            "label": _("Owed and expected"),
            "note": _("%(count)s cities, without VAT") % {"count": number(len(found.rows))},
        },
        {
            "figure": euro(found.owed),
            "label": _("Owed"),
            "note": _("%(count)s cities whose agreement was registered") % {"count": number(owing)},
            "tone": "kept",
        },
        {
            "figure": number(unknown),
            "label": _("Amount not known"),
            "note": _("the number of inhabitants is missing"),
            "tone": "unknown" if unknown else "",
        },
    ]


_STATES = {Ground.OWED: "in-force", Ground.EXPECTED: "waiting", Ground.ENDED: "ended"}


def _ground(row: Contribution) -> str:
    return {
        Ground.OWED: _("Owed"),
        Ground.EXPECTED: _("Expected"),
        Ground.ENDED: _("Ended"),
    }[row.ground]


def _table(request: Request, found: ContributionYear) -> Table:
    terms = covenants.covenant().contribution
    sources = {row.figure.publisher for row in found.rows if row.figure}
    people = sum(row.figure.inhabitants for row in found.rows if row.figure)
    told = _("Source: %(source)s.")
    note = _("Inhabitants on %(day)s. Amounts without VAT.") % {"day": day(terms.population_on)}
    return Table(
        _("Contribution per city, %(year)s") % {"year": found.year},
        (
            _("City"),
            Column(_("Inhabitants"), numeric=True),
            Column(_("Contribution"), numeric=True),
            _("Why"),
            _("Calculation"),
        ),
        [_cells(request, row, tell_source=len(sources) > 1) for row in found.rows],
        total=(_("Total"), number(people), euro(found.total), "", "") if len(found.rows) > 1 else (),
        note=" ".join([note, told % {"source": sources.pop()}]) if len(sources) == 1 else note,
    )


def _cells(request: Request, row: Contribution, *, tell_source: bool) -> tuple[object, ...]:
    url = reverse("show_city", args=[row.city.key]) + request.bar.query
    return (
        format_html('<a href="{}">{}</a>', url, row.city.name),
        number(row.figure.inhabitants) if row.figure else NOTHING,
        euro(row.amount),
        state_badge(_STATES[row.ground], _ground(row)),
        _calculation(row, tell_source=tell_source),
    )


def _calculation(row: Contribution, *, tell_source: bool) -> SafeString | str:
    if row.calculation is None or row.figure is None:
        return _("Not enough facts: the number of inhabitants is missing.")
    said = [(sentences.told(line.text, line.facts), euro(line.amount)) for line in row.calculation.lines]
    return format_html(
        '<details class="explain"><summary>{}</summary>{} {}{}</details>',
        _("How?"),
        format_html_join(", ", "{} = {}", said),
        format_html_join(" ", "{}", ((clause(key),) for key in row.clauses)),
        format_html(" {}", row.figure.publisher) if tell_source else "",
    )


def _chart(found: ContributionYear) -> Chart | None:
    known = [(row.city.name, row.amount) for row in found.rows if row.amount]
    if len(known) < 2:  # noqa: PLR2004 - one bar compares nothing
        return None
    known.sort(key=lambda one: (-one[1], one[0]))
    return bars(
        "amounts",
        _("Contribution per city, %(year)s") % {"year": found.year},
        _("From much to little: %(most)s owes most, %(least)s least.")
        % {"most": known[0][0], "least": known[-1][0]},
        known,
        unit=_("Contribution"),
        write=lambda amount: euro(amount, "plain"),
    ).without_table()


def _what_if(found: ContributionYear, rate: Decimal) -> dict[str, Any]:
    """Return what another rate does, in total and per city."""
    other = queries.what_if(found, rate)
    rows = list(zip(found.rows, other.rows, strict=True))
    return {
        "other": other,
        "difference": other.total - found.total,
        "rate": rate,
        "what_if_table": Table(
            _("What if the rate were %(rate)s?") % {"rate": euro(rate)},
            (
                _("City"),
                Column(_("Now"), numeric=True),
                Column(_("What if"), numeric=True),
                Column(_("Difference"), numeric=True),
            ),
            [_what_if_cells(now, then) for now, then in rows],
            total=_what_if_total(found, other),
            note=_("Nothing changes in the covenant: this is only a calculation."),
        ),
    }


def _what_if_cells(now: Contribution, then: Contribution) -> Sequence[object]:
    difference = None if now.amount is None or then.amount is None else then.amount - now.amount
    return now.city.name, euro(now.amount), euro(then.amount), euro(difference)


def _what_if_total(found: ContributionYear, other: ContributionYear) -> Sequence[object]:
    if len(found.rows) < 2:  # noqa: PLR2004 - one row is its own total
        return ()
    return _("Total"), euro(found.total), euro(other.total), euro(other.total - found.total)
