"""PDF/A-3a and PDF/UA-1 through typst, with one warm compiler for the whole process.

The fonts are the ones that come with typst (Libertinus), so a paper looks the same on every machine.
"""

import json
import re
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from kennispact.pact.drafting.blocks import Paper, plain

STANDARDS: Any = ["a-3a", "ua-1"]
_TEMPLATE = Path(__file__).with_name("paper.typ")
# Latin, Greek, Cyrillic, their marks, and the signs of Dutch texts: what the fonts have for certain.
_BEYOND_THE_FONTS = re.compile(r"[^\u0000-\u024f\u0300-\u036f\u0391-\u03c9\u0400-\u045f\u2010-\u2026\u20ac□]")
_LOCK = Lock()  # the compiler keeps what it was given last


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, ignore_system_fonts=True)


def data(paper: Paper) -> str:
    """Return what the template reads: text is data there and is never interpreted."""
    facts = {
        "title": paper.title,
        "lead": paper.lead,
        "foot": paper.foot,
        "close": paper.close,
        "keywords": list(paper.keywords),
        "blocks": [plain(block) for block in paper.blocks],
    }
    return json.dumps(facts, ensure_ascii=False)


def pdf(paper: Paper) -> bytes:
    """Set a paper as PDF: tagged, titled, in Dutch; the same bytes for the same paper.

    The standards ask that every sign can be read. If the fonts lack one (other scripts, pictures), such
    signs are set as squares.
    """
    facts = data(paper)
    try:
        return _set(facts, paper.on)
    except typst.TypstError:
        return _set(_BEYOND_THE_FONTS.sub("□", facts), paper.on)


def _set(facts: str, on: date) -> bytes:
    stamp = datetime.combine(on, time(), tzinfo=UTC)
    with _LOCK:
        made: Any = _compiler().compile(
            format="pdf", sys_inputs={"data": facts}, pdf_standards=STANDARDS, timestamp=stamp
        )
    return bytes(made)
