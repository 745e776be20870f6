"""Papers as PDF: tagged, titled, in Dutch."""

import json
from pathlib import Path

from kennispact.ground.kit import typesetting
from kennispact.pact.drafting.blocks import Paper, plain

TEMPLATE = Path(__file__).with_name("paper.typ")


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
    """Set a paper; the same bytes for the same paper."""
    return typesetting.pdf(TEMPLATE, data(paper), paper.on)
