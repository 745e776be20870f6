"""What a city paid too much: set it off, or pay it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kennispact.ground import clock
from kennispact.ground.kit.money import in_euros
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.look.door import Request, add_refusals, page
from kennispact.ground.look.templatetags.look import euro
from kennispact.pact.payments import access
from kennispact.pact.payments import transfers as shelf
from kennispact.pact.payments.forms import Seen
from kennispact.pact.payments.models import Transfer
from kennispact.pact.payments.pages import crumbs
from kennispact.registers.network.lookup import city_or_404

_WRITES = require_http_methods(["GET", "HEAD", "POST"])


@page
@_WRITES
def set_off_overpayment(request: Request, key: str) -> HttpResponse:
    """Show what a city paid too much and what can be done about it; set it off once that is confirmed."""
    access.require(request.actor, "match")
    city = city_or_404(key)
    found = shelf.overpaid(city)
    form = Seen(request.POST or None, initial={"seen_left": found.to_set_off})
    if request.method == "POST" and form.is_valid():
        try:
            made = shelf.set_off_overpayment(city=city, by=request.actor, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            for one in made:
                messages.success(request, told(one))
            return redirect("list_overdue")
    title = _("Paid too much by %(city)s") % {"city": city.name}
    context: dict[str, Any] = {
        "title": title,
        "breadcrumbs": crumbs(request, title),
        "form": form,
        "claims": [(claim.item, in_euros(-claim.open)) for claim in found.claims],
        "total": in_euros(found.total),
        "moves": [(move.origin, move.item, in_euros(move.cents)) for move in found.moves],
        "left": in_euros(found.total - found.to_set_off),
        "iban": found.iban,
        "cancel": reverse("list_overdue"),
    }
    return render(request, "payments/set_off_overpayment.html", context)


def told(one: Transfer) -> str:
    """Say what was set off against what."""
    facts = {"amount": euro(one.amount), "origin": one.origin, "item": one.item, "city": one.city}
    return _("%(amount)s that %(city)s paid too much on %(origin)s is set off against %(item)s.") % facts
