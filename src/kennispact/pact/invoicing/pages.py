"""Invoices: the list, one invoice with its checks and papers, and crediting it."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kennispact.ground import clock
from kennispact.ground.acts.busy import Busy, holding
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.look.door import Request, add_refusals, page, read_or_write
from kennispact.ground.look.exports import csv_answer
from kennispact.ground.look.tables import Column, Table
from kennispact.ground.look.templatetags.look import NOTHING, day, euro, number, shortday, state_badge
from kennispact.pact.einvoices.facts import Profile
from kennispact.pact.invoicing import access, commands, papers, queries, standing
from kennispact.pact.invoicing.forms import CreditForm, Filter
from kennispact.pact.invoicing.models import Invoice
from kennispact.pact.invoicing.standing import Standing, State
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.network.rules import name_key

PER_PAGE = 50


@page
@require_safe
def list_invoices(request: Request) -> HttpResponse:
    """Show the invoices and credit notes of the view; a city sees its own."""
    form, found = _asked(request)
    paginator: Paginator[Standing] = Paginator(found, PER_PAGE)
    shown = paginator.get_page(request.GET.get("page"))
    context = {
        "title": _("Invoices"),
        "breadcrumbs": crumbs(request),
        "form": form,
        "tiles": _tiles(found),
        "table": _table(request, shown.object_list, len(found)) if found else None,
        "page": shown,
        "count": paginator.count,
        "filtered": bool({"q", "year", "state"} & set(request.GET)),
        "all_url": reverse("list_invoices") + request.bar.query,
        "may": {action: access.may(request.actor, action) for action in ("see_all", "issue", "set")},
        "year": run_year(request),
    }
    return render(request, "invoicing/list_invoices.html", context)


@page
@require_safe
def export_invoices(request: Request) -> HttpResponse:
    """Give the invoices of the view as CSV, with the same filter as the page."""
    _form, found = _asked(request)
    rows = [{**papers.invoice_row(one.invoice), "state": one.state.value, "open": one.open} for one in found]
    columns = (*papers.CSV_COLUMNS, "state", "open")
    return csv_answer(_("invoices-%(day)s") % {"day": request.bar.on}, columns, rows)


def _asked(request: Request) -> tuple[Filter, Sequence[Standing]]:
    keys = {one.organisation for one in request.actor.capacities if one.kind == "city"}
    if not keys:
        access.require(request.actor, "see_all")
    form = Filter(request.GET or None, covenants.covenant().contribution.years)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    found = standing.invoices(request.bar.as_of, year=asked.get("year"))
    return form, [
        one
        for one in found
        if access.may(request.actor, "see", one.invoice.city.key)
        and asked.get("state", "") in {"", one.state.value}
        and _named(one.invoice, asked.get("q", ""))
    ]


def _named(one: Invoice, words: str) -> bool:
    wanted = words.strip()
    return name_key(wanted)[0] in name_key(one.city.name)[0] or wanted.upper() in one.text


def run_year(request: Request) -> int:
    """Return the contribution year that the view lies in, or the nearest."""
    terms = covenants.covenant().contribution
    return min(max(request.bar.on.year, terms.first_year), terms.last_year)


def crumbs(request: Request, *more: tuple[str, str]) -> list[dict[str, str]]:
    """Return the way to a page of this room; ``more`` are labels and urls, the last the page itself."""
    steps = [(_("Overview"), reverse("home")), (_("Invoices"), reverse("list_invoices")), *more]
    trail = [{"label": label, "url": url and url + request.bar.query} for label, url in steps]
    return [*trail[:-1], {**trail[-1], "url": ""}]


def _tiles(found: Sequence[Standing]) -> list[dict[str, Any]]:
    invoices = [one for one in found if one.state is not State.CREDIT]
    overdue = [one for one in invoices if one.state is State.OVERDUE]
    total = sum((one.invoice.gross - one.credited for one in invoices), Decimal("0.00"))
    left = sum((one.open for one in invoices if one.open > 0), Decimal("0.00"))
    late = sum((one.open for one in overdue), Decimal("0.00"))
    return [
        {
            "figure": euro(total),
            "label": _("Invoiced"),
            "note": _("%(count)s invoices, with VAT, less what was credited")
            % {"count": number(len(invoices))},
        },
        {"figure": euro(left), "label": _("Still to be paid"), "tone": "course" if left else "kept"},
        {
            "figure": euro(late),
            "label": _("Past the last day to pay"),
            "note": _("%(count)s invoices") % {"count": number(len(overdue))},
            "tone": "overdue" if overdue else "",
        },
    ]


_SIGNS = {
    State.OPEN: "open",
    State.OVERDUE: "overdue",
    State.PAID: "paid",
    State.CREDITED: "ended",
    State.CREDIT: "done",
}


def badge(state: State) -> object:
    """Return how an invoice stands, as a badge."""
    said = {State.CREDITED: _("Credited"), State.CREDIT: _("Credit note"), State.OVERDUE: _("Too late")}
    return state_badge(_SIGNS[state], said.get(state, ""))


def _table(request: Request, found: Iterable[Standing], count: int) -> Table:
    rows = [
        (
            format_html(
                '<a href="{}">{}</a>',
                reverse("show_invoice", args=[one.invoice.text]) + request.bar.query,
                one.invoice.text,
            ),
            one.invoice.city.name,
            shortday(one.invoice.issued_on),
            shortday(one.invoice.due_on) if one.invoice.due_on else NOTHING,
            euro(-one.invoice.gross if one.state is State.CREDIT else one.invoice.gross),
            euro(one.open) if one.open else NOTHING,
            badge(one.state),
        )
        for one in found
    ]
    columns = (
        _("Number"),
        _("City"),
        _("Date"),
        _("Pay by"),
        Column(_("Amount with VAT"), numeric=True),
        Column(_("Still open"), numeric=True),
        _("State"),
    )
    return Table(
        _("Invoices and credit notes"), columns, rows, note=_("%(count)s in all.") % {"count": count}
    )


def found_invoice(request: Request, written: str) -> Invoice:
    """Return an invoice that the reader may see.

    :raises Http404: if there is none
    """
    try:
        found = queries.invoice(written)
    except Refused as refused:
        raise Http404 from refused
    access.require(request.actor, "see", found.city.key)
    return found


@page
@require_safe
def show_invoice(request: Request, number: str) -> HttpResponse:
    """Show one invoice: what it says, how it stands, what was checked, and its papers."""
    found = found_invoice(request, number)
    facts, made = queries.facts_of(found), queries.papers_of(found)
    others = standing.invoices(request.bar.as_of, year=found.year, city_key=found.city.key)
    stands = next((one for one in others if one.invoice.pk == found.pk), None)
    left = queries.left(found) if found.kind == Invoice.Kind.INVOICE else None
    context = {
        "title": _("Invoice %(number)s") % {"number": found.text}
        if left
        else _("Credit note %(number)s") % {"number": found.text},
        "breadcrumbs": crumbs(request, (found.text, "")),
        "invoice": found,
        "facts": facts,
        "sides": [(_("Supplier"), facts.supplier), (_("City"), facts.buyer)],
        "stands": stands,
        "badge": badge(stands.state) if stands else "",
        "credits": [one.invoice for one in others if one.invoice.credits_id == found.pk],
        "lines": papers.line_table(facts),
        "papers": [(paper, papers.checks_table(paper)) for paper in made],
        "profiles": [(one.value, papers.PROFILES[one]) for one in Profile]
        if access.may(request.actor, "issue")
        else [],
        "made": {paper.profile for paper in made},
        "may_credit": bool(left and left.gross and access.may(request.actor, "credit", found.city.key)),
    }
    return render(request, "invoicing/show_invoice.html", context)


@page
@require_safe
def download_paper(request: Request, number: str, profile: str, form: str) -> HttpResponse:
    """Send an e-invoice (xml), or the readable invoice in it (pdf), as a file to save."""
    found = found_invoice(request, number)
    if profile not in list(Profile) or form not in papers.KINDS:
        raise Http404
    paper = queries.paper(found, Profile(profile))
    if paper is None:
        raise Http404
    content = bytes(paper.xml) if form == "xml" else papers.readable(paper)
    headers = {
        "Content-Type": papers.KINDS[form],
        "Content-Disposition": f'attachment; filename="{found.text}-{profile}.{form}"',
    }
    return HttpResponse(content, headers=headers)


@page
@require_POST
def make_paper(request: Request, number: str, profile: str) -> HttpResponse:
    """Make the e-invoice in another profile too, of the frozen facts, and check it."""
    access.require(request.actor, "issue")
    found = found_invoice(request, number)
    if profile not in list(Profile):
        raise Http404
    commands.make_paper(invoice=found, profile=Profile(profile), by=request.actor, at=clock.now())
    messages.success(request, _("The e-invoice was made and passed every check."))
    return redirect("show_invoice", number)


@page
@read_or_write
def credit_invoice(request: Request, number: str) -> HttpResponse:
    """Credit an invoice wholly or for a part, after showing what follows."""
    found = found_invoice(request, number)
    access.require(request.actor, "credit", found.city.key)
    left = queries.left(found)
    # Sent twice it gets the same answer, also when nothing is left by now.
    if found.kind == Invoice.Kind.CREDIT or (not left.gross and request.method != "POST"):
        messages.info(request, _("There is nothing left to credit."))
        return redirect("show_invoice", number)
    form, status = CreditForm(request.POST or None, initial={"asked": uuid4().hex}), 200
    if request.method == "POST" and form.is_valid():
        try:
            with holding(f"credit {form.cleaned_data['asked']}"):
                made = commands.credit(invoice=found, by=request.actor, at=clock.now(), **form.cleaned_data)
        except Busy:
            raise
        except Refused as refused:
            add_refusals(form, refused)
            status = 422 if any(one.code == "credit.asked-before" for one in refused.refusals) else 200
        else:
            said = _("Credit note %(number)s was made, checked and booked.")
            messages.success(request, said % {"number": made.text})
            return redirect("show_invoice", made.text)
    context = {
        "title": _("Credit invoice %(number)s") % {"number": found.text},
        "lead": _("%(city)s, invoice of %(day)s.") % {"city": found.city.name, "day": day(found.issued_on)},
        "breadcrumbs": crumbs(
            request,
            (found.text, reverse("show_invoice", args=[number])),
            (_("Credit this invoice"), ""),
        ),
        "form": form,
        "action": _("Make the credit note"),
        "cancel": reverse("show_invoice", args=[number]),
        "grave": True,
        "consequences": [
            _("At most %(net)s can be credited without VAT, that is %(gross)s with VAT.")
            % {"net": euro(left.net), "gross": euro(left.gross)},
            _("There will be a credit note with a number of its own. It is booked the same moment."),
            _("The invoice stays as it is. A credit note cannot be taken back."),
        ],
    }
    return render(request, "look/confirm.html", context, status=status)


def today(request: Request) -> AsOf:
    """Return the view in which things are done: that of today, whatever day is looked at."""
    return AsOf(request.bar.today)
