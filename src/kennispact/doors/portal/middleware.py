"""The doorkeeper of the portal: who is asking, and is this page open to them."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from kennispact.ground import clock
from kennispact.ground.acts.busy import Busy
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import VISITOR, Actor
from kennispact.ground.kit.refusal import Forbidden, Refusal, Refused
from kennispact.ground.kit.words import N_
from kennispact.ground.look import sentences
from kennispact.ground.people.middleware import is_half_signed_in
from kennispact.ground.people.models import Person
from kennispact.registers.network import queries as network

GetResponse = Callable[[HttpRequest], HttpResponse]
# Rooms that keep their own door: signing in, and the public papers of the look.
_OWN_DOOR = ("sign-in/",)
_OPEN_NAMESPACES = frozenset({"look"})


class Doorkeeper:
    """Sets ``request.actor``; refuses every view that is not marked open to this actor."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find out who asks, with the mandates that hold today."""
        request.actor = _actor(request)  # type: ignore[attr-defined]
        journal.origin.set(f"page {get_random_string(12)}")
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Let pass what is open; send visitors to sign in; refuse the rest."""
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if getattr(view, "is_public", False) or _keeps_own_door(request):
            return None
        if actor.is_visitor:
            return redirect_to_login(request.get_full_path())
        if actor.takes_part and getattr(view, "is_page", False):
            return None
        return _refuse(request, Forbidden([Refusal("forbidden.no-mandate", _NO_MANDATE)]))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show a refusal that no form could show: nothing was changed."""
        return _refuse(request, exception) if isinstance(exception, Refused) else None


_NO_MANDATE = N_("You have no mandate in this covenant today. Ask the secretary of the network.")


def _actor(request: HttpRequest) -> Actor:
    if not isinstance(request.user, Person) or is_half_signed_in(request):
        return VISITOR
    return network.actor_for(request.user, clock.today())


def _keeps_own_door(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and (
        match.route.startswith(_OWN_DOOR) or bool(_OPEN_NAMESPACES & set(match.namespaces))
    )


def _refuse(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Answer 403 (and remember who tried), 409 (it is being done) or 400, with every reason."""
    forbidden = isinstance(refused, Forbidden)
    if forbidden:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        journal.write(
            "access.refused", None, by=actor, at=clock.now(), result="forbidden", path=request.path[:200]
        )
    reasons = [sentences.refusal(one) for one in refused.refusals]
    title = _("This is not open to you") if forbidden else _("This cannot be done")
    context = {"title": title, "reasons": reasons}
    status = 409 if isinstance(refused, Busy) else 400
    return render(request, "portal/refused.html", context, status=403 if forbidden else status)
