"""Papers as PDF: tagged, titled, in Dutch."""

import json
import re
from pathlib import Path

from kennispact.ground.kit import typesetting
from kennispact.pact.drafting.blocks import Paper, plain

TEMPLATE = Path(__file__).with_name("paper.typ")
# Latin, Greek, Cyrillic, their marks, and the signs of Dutch texts: what the fonts have for certain.
_BEYOND_THE_FONTS = re.compile(r"[^\u0000-\u024f\u0300-\u036f\u0391-\u03c9\u0400-\u045f\u2010-\u2026\u20ac□]")


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
    """Set a paper; the same bytes for the same paper.

    The standards ask that every sign can be read. If the fonts lack one (other scripts, pictures), such
    signs are set as squares.
    """
    facts = data(paper)
    try:
        return typesetting.pdf(TEMPLATE, facts, paper.on)
    except typesetting.TypesettingError:
        return typesetting.pdf(TEMPLATE, _BEYOND_THE_FONTS.sub("□", facts), paper.on)
