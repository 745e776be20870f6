"""PDF/A-3a and PDF/UA-1 by typst: the same bytes for the same words. A process of its own keeps it warm."""

import json
import re
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path

from .worker import Worker

SECONDS = 60
# Latin, Greek, Cyrillic, their marks, and the signs of Dutch texts: what the fonts have for certain.
_BEYOND_THE_FONTS = re.compile(r"[^\u0000-\u024f\u0300-\u036f\u0391-\u03c9\u0400-\u045f\u2010-\u2026\u20ac□]")


class TypesettingError(RuntimeError):
    """A template could not be set with these words."""


def pdf(template: Path, data: str, on: date) -> bytes:
    """Set a template of ours; it reads ``data`` as its input of that name. ``on`` becomes the paper's date.

    The standards ask that every sign can be read. If the fonts lack one (other scripts, pictures), such
    signs are set as squares.

    :raises TypesettingError: if typst refuses
    :raises OSError: if the process died or took longer than a minute
    """
    try:
        return _set(template, data, on)
    except TypesettingError:
        return _set(template, _BEYOND_THE_FONTS.sub("□", data), on)


def _set(template: Path, data: str, on: date) -> bytes:
    stamp = int(datetime.combine(on, time(), tzinfo=UTC).timestamp())
    asked = {"template": str(template), "data": data, "timestamp": stamp}
    answer = worker().ask(json.dumps(asked).encode())
    if not answer.startswith(b"%PDF"):
        raise TypesettingError(answer.decode(errors="replace"))
    return answer


@lru_cache(maxsize=1)
def worker() -> Worker:
    """Return the one typesetter of this process."""
    return Worker(f"{__package__}.typesetting_child:answer", seconds=SECONDS)
