"""Pages of the look itself: security.txt, robots.txt, accessibility, the style guide, the last error page."""

from datetime import UTC, datetime, time
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kennispact.ground.look import style_guide

_STATIC_500 = (Path(__file__).parent / "templates" / "500.html").read_bytes()
_TEXT = "text/plain; charset=utf-8"


@require_safe
def security_txt(_request: HttpRequest) -> HttpResponse:
    """Answer where to report a weak spot (RFC 9116), from the settings of this installation."""
    base = settings.KENNISPACT_BASE_URL.rstrip("/")
    contact = settings.KENNISPACT_CONTACT or f"{base}/over"
    if "@" in contact and ":" not in contact:
        contact = f"mailto:{contact}"
    expires = datetime.combine(settings.KENNISPACT_SECURITY_EXPIRES_ON, time(), tzinfo=UTC)
    lines = (
        f"Contact: {contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {base}/.well-known/security.txt",
    )
    return HttpResponse("\r\n".join(lines) + "\r\n", content_type=_TEXT)


@require_safe
def robots_txt(_request: HttpRequest) -> HttpResponse:
    """Answer what crawlers may read: public pages only, no sign-in, no style guide."""
    lines = ("User-agent: *", "Disallow: /sign-in/", "Disallow: /look/")
    return HttpResponse("\n".join(lines) + "\n", content_type=_TEXT)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement, or its draft as long as nobody examined the site."""
    return render(
        request,
        "look/accessibility.html",
        {"statement_url": settings.KENNISPACT_ACCESSIBILITY_URL, "contact": settings.KENNISPACT_CONTACT},
    )


def show_style_guide(request: HttpRequest) -> HttpResponse:
    """Show every component once, for whoever builds a page, and for the tests."""
    return render(request, "look/style_guide.html", style_guide.everything(request.GET, request.POST or None))


def server_error(_request: HttpRequest) -> HttpResponse:
    """Answer 500 with bytes read at start: no template, no database, no session."""
    return HttpResponseServerError(_STATIC_500)
