"""Headers on every answer: pages, files, redirects and errors alike."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kennispact.ground.look.headers import FIXED, HSTS, policy_line

GetResponse = Callable[[HttpRequest], HttpResponse]
_POLICY = "Content-Security-Policy"


def headers(get_response: GetResponse) -> GetResponse:
    """Put the security headers on an answer that does not have them yet.

    It stands first, so that answers which other middleware gives early, static files and error
    pages have them too. django-csp stays the one that knows exceptions for a single page.
    """
    policy = policy_line(settings.CONTENT_SECURITY_POLICY)

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in FIXED.items():
            response.headers.setdefault(name, value)
        if not response.has_header(_POLICY):
            response.headers[_POLICY] = policy
        if request.is_secure():
            response.headers.setdefault("Strict-Transport-Security", HSTS)
        return response

    return answer
