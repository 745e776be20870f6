"""Open items, what is late, and reminding a city."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kennispact.ground import clock
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.look.door import Request, add_refusals, page
from kennispact.ground.look.exports import csv_answer
from kennispact.ground.look.tables import Column, Table
from kennispact.ground.look.templatetags.look import NOTHING, day, euro, number, shortday, state_badge
from kennispact.pact.payments import access, interest, papers, reminders, transfers
from kennispact.pact.payments.forms import RemindForm
from kennispact.pact.payments.overdue import CityOpen, OpenInvoice, open_by_city
from kennispact.pact.payments.pages import crumbs, tabs
from kennispact.pact.payments.transfer_pages import told
from kennispact.registers.network.lookup import city_or_404

_WRITES = require_http_methods(["GET", "HEAD", "POST"])


@page
@require_safe
def list_overdue(request: Request) -> HttpResponse:
    """Show what every city has open, what is late longest first. Source: 6b."""
    access.require(request.actor, "see")
    found = open_by_city(request.bar.as_of)
    total = sum(one.open for one in found)
    late = [one for one in found if one.late]
    too_much = sum(one.too_much for one in found)
    tiles = [
        {"figure": euro(total), "label": _("Open"), "note": _cities(sum(one.open > 0 for one in found))},
        {
            "figure": euro(sum(one.overdue for one in late)),
            "label": _("Open after its last day"),
            "note": _cities(len(late)),
            "tone": "overdue" if late else "",
        },
        {
            "figure": euro(too_much),
            "label": _("Paid too much"),
            "note": _("to set off, or to pay back"),
            "tone": "soon" if too_much else "",
        },
    ]
    context = {
        "title": _("Open items"),
        "breadcrumbs": crumbs(request, _("Open items")),
        "tabs": tabs(request, "list_overdue"),
        "tiles": tiles,
        "table": _table(request, found) if found else None,
        "transfers": [
            {"pk": one.pk, "what": told(one), "on": one.happened_on, "is_struck": one.struck_at is not None}
            for one in transfers.transfers()
        ],
        "rates": interest.rates(),
        "unknown": min((one.known_until for one in found if one.known_until), default=None),
    }
    return render(request, "payments/list_overdue.html", context)


def _cities(count: int) -> str:
    return ngettext("%(count)s city", "%(count)s cities", count) % {"count": number(count)}


def _table(request: Request, found: tuple[CityOpen, ...]) -> Table:
    columns = (
        _("City"),
        _("Invoice"),
        Column(_("Open"), numeric=True),
        _("Last day"),
        Column(_("Interest, not charged"), numeric=True),
        _("What to do"),
    )
    rows = [(*_cells(one, item), _to_do(request, one, item)) for one in found for item in one.items]
    return Table(_("What is open, city by city"), columns, rows)


def _cells(one: CityOpen, item: OpenInvoice) -> tuple[object, ...]:
    state: str = ""
    if item.days_late:
        told = ngettext("%(count)s day late", "%(count)s days late", item.days_late)
        state = state_badge("overdue", told % {"count": number(item.days_late)})
    elif item.open < 0:
        state = state_badge("waiting", _("Paid too much"))
    return (
        one.city.name,
        item.item,
        euro(item.open),
        format_html("{} {}", shortday(item.due_on), state),
        euro(item.interest.amount) if item.days_late else NOTHING,
    )


def _to_do(request: Request, one: CityOpen, item: OpenInvoice) -> object:
    """Return the one thing to do about an item; a city is reminded of everything at once."""
    if item in one.late[:1] and access.may(request.actor, "remind"):
        return _reminding(one)
    if item.open < 0 and access.may(request.actor, "match"):
        return _setting_off(one)
    return ""


def _setting_off(one: CityOpen) -> object:
    url = reverse("set_off_overpayment", args=[one.city.key])
    return format_html(
        '<a href="{}">{}<span class="sr"> {}</span></a>', url, _("Set off or pay back"), one.city.name
    )


def _reminding(one: CityOpen) -> object:
    url = reverse("remind_city", args=[one.city.key])
    link = format_html('<a href="{}">{}<span class="sr"> {}</span></a>', url, _("Remind"), one.city.name)
    if not one.reminders:
        return link
    return format_html(
        "{} ({})", link, _("last on %(day)s") % {"day": shortday(one.reminders[-1].happened_on)}
    )


@page
@require_safe
def export_overdue(request: Request) -> HttpResponse:
    """Give the open items of the view as CSV."""
    access.require(request.actor, "see")
    rows = [papers.open_row(one, item) for one in open_by_city(request.bar.as_of) for item in one.items]
    return csv_answer(_("open-items-%(day)s") % {"day": request.bar.on}, papers.OPEN_COLUMNS, rows)


@page
@_WRITES
def remind_city(request: Request, key: str) -> HttpResponse:
    """Show the letter that reminds a city, and send it once it is confirmed."""
    access.require(request.actor, "remind")
    city = city_or_404(key)
    shown = reminders.letter(city, clock.today())
    begin = {"receiver": shown.receiver, "seen_open": shown.open}
    form = RemindForm(request.POST or None, initial=begin)
    if request.method == "POST" and form.is_valid():
        try:
            reminders.remind(city=city, by=request.actor, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            messages.success(
                request, _("The reminder to %(city)s leaves with the post.") % {"city": city.name}
            )
            return redirect("list_overdue")
    title = _("Remind %(city)s") % {"city": city.name}
    context: dict[str, Any] = {
        "title": title,
        "breadcrumbs": crumbs(request, title),
        "form": form,
        "letter": shown,
        "before": [f"{day(one.happened_on)}: {one.subject}" for one in shown.found.reminders]
        if shown.found
        else [],
        "action": _("Send the reminder"),
        "cancel": reverse("list_overdue"),
    }
    return render(request, "payments/remind_city.html", context)
