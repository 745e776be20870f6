"""Sending invoices: how each went, sending those that wait, trying again, and news of a provider."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from kennispact.ground import clock
from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.kit.words import N_
from kennispact.ground.look import sentences
from kennispact.ground.look.door import Request, page, public, read_or_write
from kennispact.ground.look.tables import Table
from kennispact.ground.look.templatetags.look import NOTHING, moment, number, state_badge
from kennispact.pact.delivery import access, channels, commands, gateway, papers, queries
from kennispact.pact.delivery.queries import Line
from kennispact.pact.delivery.rules import UNHAPPY, News, State
from kennispact.pact.invoicing import queries as invoicing
from kennispact.registers.covenant import queries as covenants

# A request must be answered in time; what is left goes by the next press, or by `kennispact work`.
MOST_AT_ONCE = 50
MOST_BYTES = 64 * 1024
CHANNELS = {"outbox": N_("Folder"), "email": N_("E-mail"), "provider": N_("Peppol")}


@page
@require_safe
def list_dispatches(request: Request, year: int) -> HttpResponse:
    """Show of every invoice of a year how it went on its way to the city."""
    access.require(request.actor, "see")
    _known(year)
    found = queries.lines(clock.now(), year)
    unsent = queries.unsent(invoicing.invoices(_today(), year=year))
    counts = Counter(one.state for one in found)
    context = {
        "title": _("Sending the invoices of %(year)s") % {"year": year},
        "breadcrumbs": _crumbs(request, year),
        "tabs": [
            {
                "label": str(one),
                "url": reverse("list_dispatches", args=[one]),
                "current": one == year,
            }
            for one in covenants.covenant().contribution.years
        ],
        "year": year,
        "unsent": len(unsent),
        "tiles": _tiles(len(unsent), counts),
        "table": _table(request, found) if found else None,
        "may_send": access.may(request.actor, "send"),
        "waiting": counts[State.WAITING],
    }
    return render(request, "delivery/list_dispatches.html", context)


def _known(year: int) -> None:
    if year not in covenants.covenant().contribution.years:
        raise Http404


def _today() -> AsOf:
    return AsOf(clock.today())


def _crumbs(request: Request, year: int, last: str = "") -> list[dict[str, str]]:
    steps = [
        (_("Overview"), reverse("home")),
        (_("Invoices"), reverse("list_invoices")),
        (_("Sending %(year)s") % {"year": year}, reverse("list_dispatches", args=[year])),
        *([(last, "")] if last else []),
    ]
    trail = [{"label": label, "url": url and url + request.bar.query} for label, url in steps]
    return [*trail[:-1], {**trail[-1], "url": ""}]


def _tiles(unsent: int, counts: Counter[State]) -> list[dict[str, Any]]:
    bad = sum(counts[one] for one in UNHAPPY)
    gone = counts[State.HANDED_OVER] + counts[State.DELIVERED]
    return [
        {"figure": number(gone), "label": _("On their way or arrived"), "tone": "kept" if gone else ""},
        {
            "figure": number(unsent + counts[State.WAITING] + counts[State.UNDER_WAY]),
            "label": _("Still to be sent"),
            "tone": "course" if unsent else "",
        },
        {"figure": number(bad), "label": _("Went wrong"), "tone": "overdue" if bad else ""},
    ]


def _table(request: Request, found: Sequence[Line]) -> Table:
    columns = (
        _("Invoice"),
        _("City"),
        _("How"),
        _("State"),
        _("Last tried"),
        _("What was said"),
        _("Action"),
    )
    return Table(_("Invoices on their way"), columns, [_cells(request, one) for one in found])


def _cells(request: Request, one: Line) -> tuple[object, ...]:
    sign, said = papers.SIGNS[one.state]
    again: object = NOTHING
    if one.state in UNHAPPY and access.may(request.actor, "send"):
        again = format_html(
            '<form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '<button class="utrecht-button utrecht-button--secondary-action">{}'
            '<span class="sr"> {}</span></button></form>',
            reverse("send_invoice_again", args=[one.pk]),
            get_token(request),
            _("Try again"),
            one.number,
        )
    return (
        format_html('<a href="{}">{}</a>', reverse("show_invoice", args=[one.number]), one.number),
        one.city_name,
        _(CHANNELS.get(one.channel, one.channel)),
        state_badge(sign, _(said)),
        moment(one.since),
        one.reply or NOTHING,
        again,
    )


@page
@read_or_write
def send_invoices(request: Request, year: int) -> HttpResponse:
    """Send the invoices of a year that were not sent yet, after showing what follows."""
    access.require(request.actor, "send")
    _known(year)
    found = invoicing.invoices(_today(), year=year)
    back = reverse("list_dispatches", args=[year])
    if request.method == "POST":
        commands.ask(invoices=found, by=request.actor, at=clock.now())
        done = commands.hand_over(
            transports=channels.transports(request.actor, clock.now),
            by=request.actor,
            now=clock.now,
            most=MOST_AT_ONCE,
        )
        count = done.get("accepted", 0)
        said = ngettext("%(count)s invoice was handed over.", "%(count)s invoices were handed over.", count)
        messages.success(request, said % {"count": number(count)})
        return redirect(back)
    unsent = queries.unsent(found)
    context = {
        "title": _("Send the invoices of %(year)s") % {"year": year},
        "breadcrumbs": _crumbs(request, year, _("Confirm")),
        "consequences": [
            ngettext(
                "%(count)s invoice that was not sent yet goes to its city.",
                "%(count)s invoices that were not sent yet go to their cities.",
                len(unsent),
            )
            % {"count": number(len(unsent))},
            _("Each goes the way that is set for its city: folder, e-mail or Peppol."),
            _("An invoice is never delivered twice, also when you press twice or the line breaks."),
        ],
        "action": _("Send the invoices"),
        "cancel": back,
    }
    return render(request, "look/confirm.html", context)


@page
@require_POST
def send_invoice_again(request: Request, pk: int) -> HttpResponse:
    """Try an invoice that failed once more."""
    access.require(request.actor, "send")
    found = queries.dispatch(pk)
    if found is None:
        raise Http404
    try:
        commands.send_again(dispatch=found, by=request.actor, at=clock.now())
    except Refused as refused:
        for one in refused.refusals:
            messages.info(request, sentences.refusal(one))
    else:
        messages.success(request, _("It will be tried again when you send invoices."))
    return redirect("list_dispatches", found.paper.invoice.year)


@csrf_exempt
@public
@require_POST
def receive_delivery_news(request: HttpRequest) -> HttpResponse:
    """Take news of the provider, if it was signed. Told twice is noted once."""
    payload = request.read(MOST_BYTES + 1)
    signature = request.headers.get("X-Signature", "")
    if len(payload) > MOST_BYTES or not gateway.is_signed(
        payload, signature, settings.KENNISPACT_PROVIDER_SECRET
    ):
        return HttpResponse(status=401)
    try:
        told = json.loads(payload)
        news: dict[str, Any] = {
            "key": str(told["idempotencyGuid"])[:36],
            "event": str(told["eventId"])[:100],
            "news": News(told["event"]),
            "told_at": datetime.fromisoformat(told["at"]),
            "why": str(told.get("why", "")),
        }
        if news["told_at"].tzinfo is None:
            return HttpResponse(status=400)
    except (ValueError, KeyError, TypeError, AttributeError):
        return HttpResponse(status=400)
    try:
        commands.note(**news, by=SYSTEM, at=clock.now())
    except Refused:
        # Answering otherwise would tell which keys exist, and make the provider try for ever.
        return HttpResponse(status=204)
    return HttpResponse(status=204)
