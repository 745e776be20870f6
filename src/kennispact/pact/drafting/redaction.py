"""The public variant of a paper: without addresses, numbers and names of people. Source: Woo 5.1."""

import re
from collections.abc import Collection
from dataclasses import replace

from kennispact.pact.drafting.blocks import Block, Grid, Heading, Items, Paper, Paragraph

LEFT_OUT = "[weggelaten]"
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_TELEPHONE = re.compile(r"(?<![\w.,])(?:\+31|0031|0)(?:[\s-]*\(0\))?(?:[\s-]*\d){9}(?!\d)")
_SHORTEST_NAME = 4


def public(paper: Paper, people: Collection[str]) -> Paper:
    """Return the paper as everybody may read it. ``people`` are the names to leave out."""
    pattern = _pattern(people)
    return replace(
        paper,
        title=clean(paper.title, pattern),
        lead=clean(paper.lead, pattern),
        blocks=tuple(_block(block, pattern) for block in paper.blocks),
    )


def clean(text: str, names: re.Pattern[str] | None = None) -> str:
    """Return a text without what points to a person.

    >>> clean("Mail jan@voorbeeld.nl of bel 06 - 12 34 56 78; wij betalen € 15.216,90 in 2023.")
    'Mail [weggelaten] of bel [weggelaten]; wij betalen € 15.216,90 in 2023.'
    """
    said = _TELEPHONE.sub(LEFT_OUT, _EMAIL.sub(LEFT_OUT, text))
    return names.sub(LEFT_OUT, said) if names else said


def _pattern(people: Collection[str]) -> re.Pattern[str] | None:
    """Return what finds these names, longest first; a name of a few letters would find half the language."""
    names = sorted(
        {name.strip() for name in people if len(name.strip()) >= _SHORTEST_NAME}, key=len, reverse=True
    )
    if not names:
        return None
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)", re.IGNORECASE)


def _block(block: Block, names: re.Pattern[str] | None) -> Block:
    if isinstance(block, Heading | Paragraph):
        return replace(block, text=clean(block.text, names))
    if isinstance(block, Items):
        return replace(block, items=tuple(clean(item, names) for item in block.items))
    rows = tuple(tuple(clean(cell, names) for cell in row) for row in block.rows)
    return Grid(block.caption, block.head, rows, block.numeric, block.widths)
