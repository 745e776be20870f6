"""Security headers as data: the content security policy that settings import, and the fixed headers."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

FIXED = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(self),"
        " geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(),"
        " browsing-topics=(), publickey-credentials-get=(self), publickey-credentials-create=(self)"
    ),
}
HSTS = "max-age=31536000; includeSubDomains"


def origin(url: str) -> str:
    """Return scheme and host of an address; a policy names origins, not pages.

    >>> origin("https://login.example.nl/realms/stad/.well-known/openid-configuration")
    'https://login.example.nl'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def content_security_policy(identity_providers: Iterable[str] = ()) -> dict[str, Any]:
    """Return django-csp's setting: everything from this host, nothing inline, nothing elsewhere.

    ``identity_providers`` are addresses that a sign-in form may be redirected to: browsers check the
    redirect against ``form-action`` too.
    """
    providers = sorted({origin(url) for url in identity_providers})
    own = ["'self'"]
    return {
        "DIRECTIVES": {
            "default-src": ["'none'"],
            "script-src": own,
            "style-src": own,
            "img-src": own,
            "font-src": own,
            "connect-src": own,
            "manifest-src": own,
            "form-action": [*own, *providers],
            "frame-ancestors": ["'none'"],
            "base-uri": ["'none'"],
            "object-src": ["'none'"],
        }
    }


def policy_line(policy: dict[str, Any]) -> str:
    """Write a policy as the header's value, for answers that django-csp did not see.

    >>> policy_line({"DIRECTIVES": {"default-src": ["'none'"], "img-src": ["'self'"]}})
    "default-src 'none'; img-src 'self'"
    """
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in policy["DIRECTIVES"].items())
