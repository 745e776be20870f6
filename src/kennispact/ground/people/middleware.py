"""The doorkeeper: sessions end in time, and a password alone opens nothing."""

from collections.abc import Callable
from datetime import datetime

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from kennispact.ground import clock
from kennispact.ground.journal import commands as journal
from kennispact.ground.people import commands, queries, rules
from kennispact.ground.people.models import Person

GetResponse = Callable[[HttpRequest], HttpResponse]
TO_THE_MINUTE = 60
# What somebody with only a password may reach: setting up the second factor, and leaving.
HALL = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "account_logout",
        "set_language",
    }
)
PUBLIC_NAMESPACES = frozenset({"look"})


def session_limits(get_response: GetResponse) -> GetResponse:
    """End sessions that were idle too long or are too old, and keep the half signed-in in the hall.

    Limits: ``SESSION_IDLE_SECONDS`` and ``SESSION_ABSOLUTE_SECONDS``. Source: BIO2, ASVS 7.
    """
    enter = second_factor(get_response)

    def answer(request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Person):
            now = clock.now()
            why = _overdue(request, now)
            if why:
                person = request.user
                logout(request)
                journal.origin.set("page")  # the doors, which know the request, come later
                request.session["signed_out_because"] = why
                commands.note("person.session-ended", person, at=now, why=why)
            else:
                _seen(request, now)
        return enter(request)

    return answer


def second_factor(get_response: GetResponse) -> GetResponse:
    """Let whoever signed in with a password alone reach nothing but the set-up of a second factor."""

    def answer(request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Person) and is_half_signed_in(request) and not _in_the_hall(request):
            return redirect("mfa_index")
        return get_response(request)

    return answer


def is_half_signed_in(request: HttpRequest) -> bool:
    """Tell whether this session was proved by a password only, and the person has no second factor."""
    if not isinstance(request.user, Person):
        return False
    methods = [record["method"] for record in get_authentication_records(request, request.user)]
    if not rules.needs_second_factor(methods, has_factor=False):
        return False
    return rules.needs_second_factor(methods, has_factor=queries.has_second_factor(request.user))


def _overdue(request: HttpRequest, now: datetime) -> str:
    started, seen = request.session.get("started_at"), request.session.get("seen_at")
    if started is not None and now.timestamp() - started > settings.SESSION_ABSOLUTE_SECONDS:
        return "age"
    if seen is not None and now.timestamp() - seen > settings.SESSION_IDLE_SECONDS:
        return "idle"
    return ""


def _seen(request: HttpRequest, now: datetime) -> None:
    """Remember the moment; once a minute is often enough to write."""
    seen = request.session.get("seen_at")
    if seen is None or now.timestamp() - seen > TO_THE_MINUTE:
        request.session.setdefault("started_at", now.timestamp())
        request.session["seen_at"] = now.timestamp()


def _in_the_hall(request: HttpRequest) -> bool:
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return False
    return found.url_name in HALL or bool(PUBLIC_NAMESPACES & set(found.namespaces))
