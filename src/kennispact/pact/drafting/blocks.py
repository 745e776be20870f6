"""A paper as data: headings, paragraphs, lists and tables in reading order. Every form is set from this."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. ``level`` 1 is a part of the paper; the title stands above it."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. ``number`` stands before it, such as ``1.2``; empty for none."""

    text: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list; a numbered one counts from 1."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a heading row. The first cell of a row names the row; ``numeric`` are column places.

    ``widths`` are shares of the width, one a column; without them all text columns are as wide.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()


Block = Heading | Paragraph | Items | Grid


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper. ``on`` is the day it speaks of; it is also the date in the file, so that the same facts
    give the same bytes. ``foot`` stands below every page, ``close`` at the very end; ``keywords`` go into the
    file's properties.
    """

    title: str
    on: date
    blocks: tuple[Block, ...]
    lead: str = ""
    foot: str = ""
    close: str = ""
    keywords: tuple[str, ...] = ()

    def text(self) -> str:
        """Return all words of the paper, one line a piece: for searching and for checks."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield self.title
        if self.lead:
            yield self.lead
        for block in self.blocks:
            yield from _lines_of(block)
        if self.close:
            yield self.close


def _lines_of(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield block.text
    elif isinstance(block, Paragraph):
        yield f"{block.number} {block.text}".strip()
    elif isinstance(block, Items):
        yield from block.items
    else:
        yield block.caption
        yield "\t".join(block.head)
        yield from ("\t".join(row) for row in block.rows)


def plain(block: Block) -> dict[str, object]:
    """Return a block as plain values, for templates that know no classes."""
    if isinstance(block, Heading):
        return {"kind": "heading", "text": block.text, "level": block.level}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": block.text, "number": block.number}
    if isinstance(block, Items):
        return {"kind": "items", "points": list(block.items), "numbered": block.numbered}
    return {
        "kind": "grid",
        "caption": block.caption,
        "head": list(block.head),
        "rows": [list(row) for row in block.rows],
        "numeric": list(block.numeric),
        "widths": list(block.widths),
    }
