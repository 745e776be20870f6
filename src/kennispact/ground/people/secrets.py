"""Secrets of authenticator apps: kept locked, and drawn once to be photographed."""

import base64
import hashlib
import io

import segno
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes


def _lock() -> MultiFernet:
    """Return the lock that the installation's secret makes; older secrets still open it."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    made = (hashlib.sha256(b"kennispact second factor " + force_bytes(key)).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in made])


def locked(text: str) -> str:
    """Return a text that only this installation can read."""
    return _lock().encrypt(text.encode()).decode()


def opened(text: str) -> str:
    """Return what was locked.

    :raises cryptography.fernet.InvalidToken: if another installation locked it
    """
    return _lock().decrypt(text.encode()).decode()


def drawn(url: str) -> str:
    """Return a QR code as SVG, without any style attribute."""
    out = io.BytesIO()
    segno.make(url, error="m").save(
        out,
        kind="svg",
        scale=5,
        border=4,
        light="#fff",
        xmldecl=False,
        svgns=True,
        svgclass=None,
        lineclass=None,
    )
    return out.getvalue().decode()
