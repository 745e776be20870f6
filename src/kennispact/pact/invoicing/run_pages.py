"""The run of a year: what there is to invoice, what is missing for it, and making the invoices."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kennispact.ground import clock
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.look import sentences
from kennispact.ground.look.door import Request, page, read_or_write
from kennispact.ground.look.tables import Column, Table
from kennispact.ground.look.templatetags.look import NOTHING, euro, number, state_badge
from kennispact.pact.invoicing import access, commands, papers, queries
from kennispact.pact.invoicing.pages import crumbs, today
from kennispact.pact.invoicing.queries import Proposal, Proposed, Standing
from kennispact.registers.covenant import queries as covenants

# A request must be answered in time: that many checked invoices take about ten seconds. The rest follows.
MOST_AT_ONCE = 50


@page
@require_safe
def show_invoice_run(request: Request, year: int) -> HttpResponse:
    """Show what there is to invoice for a year and what is missing for it. Source: 6b, O3.1."""
    access.require(request.actor, "see_all")
    found = _proposal(request, year)
    counts = Counter(row.standing for row in found.rows)
    # Who left, or never signed, is not in the run: one line tells how many.
    rows = [row for row in found.rows if row.standing is not Standing.NOT_OWED]
    done = counts[Standing.INVOICED] + counts[Standing.CREDITED]
    context = {
        "title": _("Invoices of %(year)s") % {"year": year},
        "breadcrumbs": crumbs(request, (_("Make %(year)s") % {"year": year}, "")),
        "tabs": _tabs(request, year),
        "found": found,
        "year": year,
        "tiles": _tiles(found),
        "missing": [sentences.refusal(one) for one in found.refusals],
        "table": _table(request, found, rows) if rows else None,
        "done": done,
        "to_do": len(rows),
        "not_owed": counts[Standing.NOT_OWED],
        "incomplete": counts[Standing.INCOMPLETE],
        "ready": len(found.ready),
        "may": {action: access.may(request.actor, action) for action in ("issue", "set")},
    }
    return render(request, "invoicing/show_invoice_run.html", context)


@page
@read_or_write
def issue_invoices(request: Request, year: int) -> HttpResponse:
    """Make the invoices of a year, after showing what follows. Going on after an interruption is harmless."""
    access.require(request.actor, "issue")
    found = _proposal(request, year)
    back = reverse("show_invoice_run", args=[year])
    if request.method == "POST":
        _issue(request, year)
        return redirect(back)
    if found.refusals or not found.ready:
        messages.info(request, _("There is nothing to make now."))
        return redirect(back)
    count, gross = len(found.ready), _sum(found.ready)
    incomplete = sum(row.standing is Standing.INCOMPLETE for row in found.rows)
    consequences = [
        _("%(count)s cities get an invoice for %(year)s, together %(gross)s with VAT.")
        % {"count": number(count), "year": year, "gross": euro(gross)},
        _("Each invoice gets the next number and is checked against all rules before it exists."),
        _("An invoice can never be changed or removed after that, only credited."),
        _("Nothing is sent yet. This takes about ten seconds."),
    ]
    if incomplete:
        said = ngettext(
            "%(count)s city is left out, because something is missing.",
            "%(count)s cities are left out, because something is missing.",
            incomplete,
        )
        consequences.append(said % {"count": number(incomplete)})
    context = {
        "title": _("Make the invoices of %(year)s") % {"year": year},
        "breadcrumbs": crumbs(request, (_("Make %(year)s") % {"year": year}, back), (_("Confirm"), "")),
        "consequences": consequences,
        "action": ngettext("Make %(count)s invoice", "Make %(count)s invoices", count)
        % {"count": number(count)},
        "cancel": back,
    }
    return render(request, "look/confirm.html", context)


def _issue(request: Request, year: int) -> None:
    """Make the next invoices, and say what became of it."""
    try:
        run = commands.issue(year=year, by=request.actor, at=clock.now(), most=MOST_AT_ONCE)
    except Refused as refused:
        for one in refused.refusals:
            messages.error(request, sentences.refusal(one))
        return
    count = len(run.issued)
    if count:
        said = ngettext(
            "%(count)s invoice was made, checked and booked.",
            "%(count)s invoices were made, checked and booked.",
            count,
        )
        messages.success(request, said % {"count": number(count)})
    elif not run.refused:
        messages.info(request, _("Every invoice was there already. Nothing was made."))
    for key, reasons in list(run.refused.items())[:5]:
        messages.warning(request, f"{key}: {' '.join(sentences.refusal(one) for one in reasons)}")


def _proposal(request: Request, year: int) -> Proposal:
    try:
        return queries.proposal(year, today(request))
    except Refused as refused:
        raise Http404 from refused


def _tabs(request: Request, year: int) -> list[dict[str, Any]]:
    return [
        {
            "label": str(one),
            "url": reverse("show_invoice_run", args=[one]) + request.bar.query,
            "current": one == year,
        }
        for one in covenants.covenant().contribution.years
    ]


def _sum(rows: Sequence[Proposed]) -> Decimal:
    return sum((row.gross for row in rows if row.gross is not None), Decimal("0.00"))


def _tiles(found: Proposal) -> list[dict[str, Any]]:
    made = [row for row in found.rows if row.standing in {Standing.INVOICED, Standing.CREDITED}]
    incomplete = [row for row in found.rows if row.standing is Standing.INCOMPLETE]
    many = _("%(count)s cities, with VAT")
    return [
        {
            "figure": euro(_sum(made)),
            "label": _("Invoiced"),
            "note": many % {"count": number(len(made))},
            "tone": "kept" if made else "",
        },
        {
            "figure": euro(_sum(found.ready)),
            "label": _("Can be invoiced now"),
            "note": many % {"count": number(len(found.ready))},
            "tone": "course" if found.ready else "",
        },
        {
            "figure": euro(_sum(incomplete)),
            "label": _("Something is missing"),
            "note": many % {"count": number(len(incomplete))},
            "tone": "soon" if incomplete else "",
        },
    ]


_SIGNS = {
    Standing.READY: "on-course",
    Standing.INVOICED: "done",
    Standing.CREDITED: "ended",
    Standing.INCOMPLETE: "waiting",
    Standing.NOT_OWED: "not-applicable",
}


def _table(request: Request, found: Proposal, rows: Sequence[Proposed]) -> Table:
    nets = [row.net for row in rows if row.net is not None]
    taxes = [row.vat for row in rows if row.vat is not None]
    zero = Decimal("0.00")
    columns = (
        _("City"),
        Column(_("Without VAT"), numeric=True),
        Column(_("VAT"), numeric=True),
        Column(_("With VAT"), numeric=True),
        _("State"),
        _("Invoice, or what is missing"),
    )
    return Table(
        _("Cities that owe a contribution for %(year)s") % {"year": found.year},
        columns,
        [_cells(request, row, found.year) for row in rows],
        total=(_("Total"), euro(sum(nets, zero)), euro(sum(taxes, zero)), euro(_sum(rows)), "", ""),
    )


def _cells(request: Request, row: Proposed, year: int) -> tuple[object, ...]:
    label = str(_(papers.STANDINGS[row.standing])).capitalize()
    last: object = NOTHING
    if row.invoice is not None:
        url = reverse("show_invoice", args=[row.invoice.text]) + request.bar.query
        last = format_html('<a href="{}">{}</a>', url, row.invoice.text)
    elif row.refusals:
        told = format_html_join(" ", "{}", ((sentences.refusal(one),) for one in row.refusals))
        last = told
        if access.may(request.actor, "set"):
            url = reverse("set_buyer", args=[row.contribution.city.key, year])
            last = format_html(
                '{} <a href="{}">{}<span class="sr"> {}</span></a>',
                told,
                url,
                _("Fill in"),
                row.contribution.city.name,
            )
    return (
        row.contribution.city.name,
        euro(row.net),
        euro(row.vat),
        euro(row.gross),
        state_badge(_SIGNS[row.standing], label),
        last,
    )
