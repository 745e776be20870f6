"""Session limits: a session ends when it was idle too long, whatever its age."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from kennispact.ground import clock

GetResponse = Callable[[HttpRequest], HttpResponse]


def session_limits(get_response: GetResponse) -> GetResponse:
    """Sign out whoever was idle for longer than ``SESSION_IDLE_SECONDS`` (ASVS V7, BIO2)."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            seen, now = request.session.get("seen_at"), clock.now().timestamp()
            if seen is not None and now - seen > settings.SESSION_IDLE_SECONDS:
                logout(request)
            elif seen is None or now - seen > 60:  # noqa: PLR2004 - once a minute is often enough to write
                request.session["seen_at"] = now
        return get_response(request)

    return answer
