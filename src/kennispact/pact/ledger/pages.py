"""The ledger: what is open and for how long, every account, and the statement of one city."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kennispact.ground.look.door import Request, page
from kennispact.ground.look.exports import csv_answer
from kennispact.ground.look.tables import Column, Table
from kennispact.ground.look.templatetags.look import NOTHING, euro, number
from kennispact.pact.ledger import access, booked, papers, queries
from kennispact.pact.ledger.queries import AGES, Balance
from kennispact.pact.ledger.rules import NAMES
from kennispact.registers.network import queries as network
from kennispact.registers.network.lookup import city_or_404


@page
@require_safe
def show_ledger(request: Request) -> HttpResponse:
    """Show what is open per city and for how long, and the balance of every account."""
    access.require(request.actor, "see_all")
    view = request.bar.as_of
    found, items = queries.balance(view), queries.open_items(view)
    ages = queries.ageing(items, view.on)
    names = {one.key: one.name for one in network.organisations("city")} if ages else {}
    context = {
        "title": _("Ledger"),
        "breadcrumbs": _crumbs(request),
        "in_balance": found.in_balance,
        "tiles": _tiles(ages),
        "ages": _ages(request, ages, names) if ages else None,
        "accounts": _accounts(found),
        "booked": bool(found.debit),
        "years": booked.years(view) if access.may(request.actor, "hand_over") else (),
    }
    return render(request, "ledger/show_ledger.html", context)


@page
@require_safe
def export_ledger(request: Request) -> HttpResponse:
    """Give everything that was booked in the view as CSV, for the bookkeeping of the partner."""
    access.require(request.actor, "see_all")
    rows = [papers.entry_row(one) for one in queries.entries(request.bar.as_of)]
    return csv_answer(_("postings-%(day)s") % {"day": request.bar.on}, papers.ENTRY_COLUMNS, rows)


@page
@require_safe
def show_statement(request: Request, key: str) -> HttpResponse:
    """Show the account of one city, line by line; a city sees its own."""
    access.require(request.actor, "see", key)
    city = city_or_404(key)
    lines = queries.statement(city.key, request.bar.as_of)
    left = lines[-1].open if lines else Decimal("0.00")
    context = {
        "title": _("Statement of %(city)s") % {"city": city.name},
        "breadcrumbs": _crumbs(request, city.name),
        "city": city,
        "left": left,
        "table": papers.statement_table(lines, city.name) if lines else None,
    }
    return render(request, "ledger/show_statement.html", context)


def _crumbs(request: Request, last: str = "") -> list[dict[str, str]]:
    start = {"label": _("Overview"), "url": reverse("home") + request.bar.query}
    if not last:
        return [start, {"label": _("Ledger"), "url": ""}]
    sees = access.may(request.actor, "see_all")
    way = [{"label": _("Ledger"), "url": reverse("show_ledger") + request.bar.query}] if sees else []
    return [start, *way, {"label": last, "url": ""}]


def _total(ages: Mapping[str, Mapping[int, Decimal]], *bounds: int) -> Decimal:
    return sum((one[bound] for one in ages.values() for bound in bounds), Decimal("0.00"))


def _tiles(ages: Mapping[str, Mapping[int, Decimal]]) -> list[dict[str, Any]]:
    late = _total(ages, *AGES[1:], 0)
    return [
        {
            "figure": euro(_total(ages, *AGES, 0)),
            "label": _("Open"),
            "note": _("%(count)s cities") % {"count": number(len(ages))},
        },
        {"figure": euro(_total(ages, AGES[0])), "label": _("Billed at most 30 days ago"), "tone": "course"},
        {
            "figure": euro(late),
            "label": _("Billed more than 30 days ago"),
            "tone": "overdue" if late > 0 else "kept",
        },
    ]


def _ages(request: Request, ages: Mapping[str, Mapping[int, Decimal]], names: Mapping[str, str]) -> Table:
    bounds = (*AGES, 0)
    rows = []
    place = {key: at for at, key in enumerate(names)}  # as Dutch readers sort names
    for key in sorted(ages, key=lambda one: place.get(one, len(place))):
        url = reverse("show_statement", args=[key]) + request.bar.query
        amounts = [ages[key][bound] for bound in bounds]
        rows.append(
            (
                format_html('<a href="{}">{}</a>', url, names.get(key, key)),
                *(euro(one) if one else NOTHING for one in amounts),
                euro(sum(amounts, Decimal("0.00"))),
            )
        )
    columns = (
        _("City"),
        Column(_("0 to 30 days"), numeric=True),
        Column(_("31 to 60 days"), numeric=True),
        Column(_("61 to 90 days"), numeric=True),
        Column(_("Longer"), numeric=True),
        Column(_("Total"), numeric=True),
    )
    sums = [_total(ages, bound) for bound in bounds]
    total = (_("Total"), *(euro(one) for one in sums), euro(sum(sums, Decimal("0.00"))))
    note = _("Days since the day of the invoice. Below zero is paid too much.")
    return Table(_("What is open, by age"), columns, rows, total=total, note=note)


def _accounts(found: Balance) -> Table:
    columns = (
        _("Account"),
        Column(_("Debit side"), numeric=True),
        Column(_("Credit side"), numeric=True),
        Column(_("Balance"), numeric=True),
    )
    rows = [
        (_(NAMES[one.account]), euro(one.debit), euro(one.credit), euro(one.balance))
        for one in found.accounts
    ]
    total = (_("Total"), euro(found.debit), euro(found.credit), euro(found.debit - found.credit))
    return Table(_("Accounts"), columns, rows, total=total)
