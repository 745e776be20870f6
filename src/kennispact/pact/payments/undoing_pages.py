"""Undo a match or a set-off, once it is shown what goes with it."""

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kennispact.ground import clock
from kennispact.ground.look.door import Request, page
from kennispact.ground.look.striking import confirmed
from kennispact.ground.look.templatetags.look import euro
from kennispact.pact.payments import access, queries, transfers, undoing
from kennispact.pact.payments.forms import UndoForm
from kennispact.pact.payments.models import Match, Transfer
from kennispact.pact.payments.pages import crumbs

_WRITES = require_http_methods(["GET", "HEAD", "POST"])


@page
@_WRITES
def strike_match(request: Request, pk: int) -> HttpResponse:
    """Undo a match; what was said stays readable."""
    access.require(request.actor, "match")
    match = queries.match(pk)
    if match is None:
        raise Http404
    facts = {"amount": euro(match.amount), "item": match.item, "city": match.city}
    first = _("%(amount)s is to be matched again.") % facts
    opens = _("Invoice %(item)s of %(city)s changes by this amount at once.") % facts
    return _confirmed(
        request,
        partial(undoing.strike_match, match=match),
        undone=match,
        done=_("The match is undone."),
        back=reverse("show_entry", args=[match.entry_id]),
        title=_("Undo this match?"),
        action=_("Undo the match"),
        consequences=[first, opens] if match.item else [first],
    )


@page
@_WRITES
def strike_transfer(request: Request, pk: int) -> HttpResponse:
    """Undo that something was set off; what was said stays readable."""
    access.require(request.actor, "match")
    transfer = transfers.transfer(pk)
    if transfer is None:
        raise Http404
    facts = {"amount": euro(transfer.amount), "origin": transfer.origin, "item": transfer.item}
    return _confirmed(
        request,
        partial(undoing.strike_transfer, transfer=transfer),
        undone=transfer,
        done=_("The set-off is undone."),
        back=reverse("list_overdue"),
        title=_("Undo this set-off?"),
        action=_("Undo the set-off"),
        consequences=[
            _("On %(origin)s %(amount)s is paid too much again.") % facts,
            _("On %(item)s %(amount)s more is open again.") % facts,
        ],
    )


def _confirmed(
    request: Request,
    strike: Callable[..., None],
    *,
    undone: Match | Transfer,
    title: str,
    consequences: list[str],
    **context: str,
) -> HttpResponse:
    """Ask why, and show which set-offs are undone too: without this money there is nothing to set off."""
    with_it = undoing.undone_with(undone)
    form = UndoForm(request.POST or None, initial={"seen": sum(one.cents for one in with_it)})
    too = _("%(amount)s was set off and is undone too: on %(item)s that is open again.")
    told = [too % {"amount": euro(one.amount), "item": one.item} for one in with_it]
    return confirmed(
        request,
        form,
        partial(strike, by=request.actor, at=clock.now()),
        title=title,
        breadcrumbs=crumbs(request, title),
        consequences=[*consequences, *told],
        grave=True,
        **context,
    )
