"""Bank statements: bringing in, looking at, and striking one that does not belong here."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kennispact.ground import clock
from kennispact.ground.kit.money import in_euros
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.look import sentences
from kennispact.ground.look.door import Request, add_refusals, page
from kennispact.ground.look.exports import csv_answer
from kennispact.ground.look.striking import confirm_striking
from kennispact.ground.look.tables import Column, Table
from kennispact.ground.look.templatetags.look import NOTHING, euro, number, shortday, state_badge
from kennispact.pact.payments import access, commands, papers, queries, uploads
from kennispact.pact.payments.forms import Upload
from kennispact.pact.payments.importing import Brought, Imported
from kennispact.pact.payments.models import BankEntry, BankStatement
from kennispact.pact.payments.pages import crumbs, tabs

PER_PAGE = 50
_WRITES = require_http_methods(["GET", "HEAD", "POST"])


@page
@require_safe
def list_statements(request: Request) -> HttpResponse:
    """Show the statements that were brought in, the newest first."""
    access.require(request.actor, "see")
    paginator: Paginator[BankStatement] = Paginator(queries.statements(), PER_PAGE)
    shown = paginator.get_page(request.GET.get("page"))
    columns = (
        _("Bank statement"),
        _("Until"),
        Column(_("Opening balance"), numeric=True),
        Column(_("Closing balance"), numeric=True),
        Column(_("Bookings"), numeric=True),
        _("Remark"),
    )
    context = {
        "title": _("Bank statements"),
        "breadcrumbs": crumbs(request, _("Bank statements")),
        "tabs": tabs(request, "list_statements"),
        "page": shown,
        "pages": paginator.get_elided_page_range(shown.number),
        "table": Table(
            _("Bank statements, the newest first"), columns, [_row(one) for one in shown.object_list]
        ),
    }
    return render(request, "payments/list_statements.html", context)


def _row(one: BankStatement) -> tuple[object, ...]:
    return (
        format_html('<a href="{}">{}</a>', reverse("show_statement", args=[one.pk]), one.number),
        shortday(one.happened_on),
        euro(one.opening),
        euro(one.closing),
        number(one.bookings),  # type: ignore[attr-defined]
        NOTHING if one.continues else _("Does not follow the one before"),
    )


@page
@require_safe
def show_statement(request: Request, pk: int) -> HttpResponse:
    """Show one statement with its bookings."""
    access.require(request.actor, "see")
    one = _statement(pk)
    entries = list(queries.entries_of(one))
    title = _("Statement %(number)s") % {"number": one.number}
    context = {
        "title": title,
        "breadcrumbs": crumbs(request, title),
        "statement": one,
        "matched": any(entry.left != abs(entry.cents) for entry in entries),  # type: ignore[attr-defined]
        "table": Table(_("Bookings"), _COLUMNS(), [_entry_row(entry) for entry in entries]),
    }
    return render(request, "payments/show_statement.html", context)


def _COLUMNS() -> tuple[Column | str, ...]:  # noqa: N802 - a constant in the reader's language
    return (
        _("Day"),
        Column(_("Amount"), numeric=True),
        _("From or to"),
        _("Description"),
        _("State"),
    )


def _entry_row(one: BankEntry) -> tuple[object, ...]:
    left: int = one.left  # type: ignore[attr-defined]
    link = format_html('<a href="{}">{}</a>', reverse("show_entry", args=[one.pk]), shortday(one.happened_on))
    return link, euro(one.amount), one.name or NOTHING, _described(one), _state(one, left)


def _described(one: BankEntry) -> str:
    parts = _("%(part)s of %(parts)s") % {"part": one.part, "parts": one.parts} if one.parts > 1 else ""
    return " · ".join(filter(None, (one.reference, one.text[:80], parts))) or NOTHING


def _state(one: BankEntry, left: int) -> object:
    if one.struck_at:
        return state_badge("struck")
    if not left:
        return state_badge("done", _("Matched"))
    told = _("To match") if left == abs(one.cents) else _("%(left)s left") % {"left": euro(in_euros(left))}
    return state_badge("waiting", told)


@page
@require_safe
def export_statement(request: Request, pk: int) -> HttpResponse:
    """Give the bookings of a statement as CSV."""
    access.require(request.actor, "see")
    one = _statement(pk)
    rows = [papers.kept_row(entry) for entry in queries.entries_of(one)]
    return csv_answer(_("statement-%(number)s") % {"number": one.number}, papers.ENTRY_COLUMNS, rows)


def _statement(pk: int) -> BankStatement:
    found = queries.statement(pk)
    if found is None:
        raise Http404
    return found


@page
@_WRITES
def import_statement(request: Request) -> HttpResponse:
    """Hand over files of the bank. Nothing changes yet: they are looked at first."""
    access.require(request.actor, "import")
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = Upload(*posted)
    if request.method == "POST" and form.is_valid():
        try:
            token = uploads.hand_over(files=form.handed(), by=request.actor, at=clock.now())
        except Refused as refused:
            add_refusals(form, refused)
        else:
            return redirect("confirm_statement", token)
    title = _("Bring in a bank statement")
    context = {"title": title, "breadcrumbs": crumbs(request, title), "form": form}
    return render(request, "payments/import_statement.html", context)


@page
@_WRITES
def confirm_statement(request: Request, token: str) -> HttpResponse:
    """Show what files would bring in, and bring in exactly that once it is confirmed."""
    access.require(request.actor, "import")
    files = uploads.handed_over(token, request.actor, clock.now())
    if not files:
        messages.info(request, _("There is nothing left to confirm here."))
        return redirect("list_payments")
    if request.method == "POST":
        return _confirmed(request, token)
    tried = uploads.look(files=files, by=request.actor, at=clock.now())
    title = _("Check what comes in")
    context = {
        "title": title,
        "breadcrumbs": crumbs(request, title),
        "tried": tried,
        "waiting": tried.new - tried.matched,
        "tables": [_preview(one) for one in tried.statements if one.new],
        "remarks": list(_remarks(tried)),
    }
    return render(request, "payments/confirm_statement.html", context)


def _confirmed(request: Request, token: str) -> HttpResponse:
    if "forget" in request.POST:
        uploads.forget(token=token, by=request.actor)
        messages.info(request, _("Nothing was brought in."))
        return redirect("import_statement")
    try:
        done = uploads.confirm(token=token, by=request.actor, at=clock.now())
    except Refused as refused:
        for one in refused.refusals:
            messages.error(request, sentences.refusal(one))
        return redirect("import_statement")
    told = ngettext("%(count)s booking was brought in.", "%(count)s bookings were brought in.", done.new)
    messages.success(request, told % {"count": done.new})
    return redirect("list_payments")


def _preview(one: Brought) -> Table:
    days = {
        "number": one.whole.id,
        "from": shortday(one.whole.opens_on),
        "until": shortday(one.whole.closes_on),
    }
    amounts = {"opening": euro(one.opening), "closing": euro(one.closing)}
    rows = [
        (
            shortday(new.booking.on),
            euro(new.amount),
            new.booking.name or NOTHING,
            new.booking.reference or new.booking.text[:80] or NOTHING,
            state_badge("done", f"{new.matched.claim.city} {new.matched.claim.item}")
            if new.matched
            else state_badge("waiting", _("To match")),
        )
        for new in one.new[:MOST_SHOWN]
    ]
    note = _("From %(opening)s to %(closing)s: right to the cent.") % amounts
    more = len(one.new) - MOST_SHOWN
    if more > 0:
        note += " " + ngettext("%(count)s more booking.", "%(count)s more bookings.", more) % {"count": more}
    return Table(_("Statement %(number)s, %(from)s - %(until)s") % days, _COLUMNS(), rows, note=note)


MOST_SHOWN = 50


def _remarks(tried: Imported) -> Iterable[str]:
    if tried.known:
        told = ngettext(
            "%(count)s booking came before and is left out.",
            "%(count)s bookings came before and are left out.",
            tried.known,
        )
        yield told % {"count": tried.known}
    for one in tried.statements:
        about: dict[str, Any] = {"number": one.whole.id, "count": len(one.whole.pending)}
        if one.whole.pending:
            told = ngettext(
                "Statement %(number)s: %(count)s booking (%(amount)s) is announced, not booked.",
                "Statement %(number)s: %(count)s bookings (%(amount)s) are announced, not booked.",
                about["count"],
            )
            yield told % {**about, "amount": euro(one.pending)}
        if not one.continues:
            yield _("Statement %(number)s does not follow the one before. Is one missing?") % about
    for other in tried.others:
        yield _("Account %(iban)s is not ours and is left alone.") % {"iban": other}


@page
@_WRITES
def strike_statement(request: Request, pk: int) -> HttpResponse:
    """Strike a statement that does not belong here."""
    access.require(request.actor, "import")
    one = _statement(pk)
    title = _("Strike statement %(number)s?") % {"number": one.number}
    return confirm_striking(
        request,
        partial(commands.strike_statement, statement=one),
        done=_("The statement is struck."),
        back=reverse("list_statements"),
        cancel=reverse("show_statement", args=[pk]),
        title=title,
        breadcrumbs=crumbs(request, title),
        action=_("Strike the statement"),
        consequences=[
            _("All its bookings leave the books."),
            _("It can be brought in again."),
        ],
    )
