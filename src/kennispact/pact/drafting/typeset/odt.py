"""OpenDocument text: real headings, lists and tables, in Dutch; the same bytes for the same paper.

The file with all styles (``standard/stuk.odt``) is made with odfdo; here only its text is written.
"""

import io
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from kennispact.pact.drafting.blocks import Block, Grid, Heading, Items, Paper, Paragraph
from kennispact.pact.drafting.typeset.zips import packed

_SHIPPED = Path(__file__).parent.parent / "standard" / "stuk.odt"
_PLACE = b"<office:text"
_META = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" \
xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" \
xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"><office:meta>\
<meta:generator>Kennispact</meta:generator><dc:title>{title}</dc:title><dc:language>nl-NL</dc:language>\
<meta:creation-date>{on}T00:00:00</meta:creation-date><dc:date>{on}T00:00:00</dc:date>{keywords}\
</office:meta></office:document-meta>"""


@lru_cache(maxsize=1)
def _shipped() -> tuple[tuple[str, bytes], ...]:
    with zipfile.ZipFile(io.BytesIO(_SHIPPED.read_bytes())) as archive:
        return tuple((name, archive.read(name)) for name in archive.namelist())


def odt(paper: Paper) -> bytes:
    """Set a paper as OpenDocument text, to edit in any office program."""
    keywords = "".join(f"<meta:keyword>{escape(word)}</meta:keyword>" for word in paper.keywords)
    meta = _META.format(title=escape(paper.title), on=paper.on.isoformat(), keywords=keywords)
    parts = dict(_shipped())
    parts |= {"meta.xml": meta.encode(), "content.xml": _with_text(parts["content.xml"], paper)}
    return packed(parts.items(), stored=frozenset({"mimetype"}))


def _with_text(content: bytes, paper: Paper) -> bytes:
    """Return the content with the paper's text where the template's stood."""
    before, _, rest = content.partition(_PLACE)
    after = rest[rest.index(b"</office:body>") :]
    return b"".join([before, _PLACE, b">", "".join(_elements(paper)).encode(), b"</office:text>", after])


def _elements(paper: Paper) -> Iterator[str]:
    yield f'<text:h text:style-name="Title" text:outline-level="1">{escape(paper.title)}</text:h>'
    if paper.lead:
        yield f'<text:p text:style-name="Subtitle">{escape(paper.lead)}</text:p>'
    for place, block in enumerate(paper.blocks):
        yield from _element(block, place)
    if paper.close:
        yield f'<text:p text:style-name="Caption">{escape(paper.close)}</text:p>'


def _element(block: Block, place: int) -> Iterator[str]:
    if isinstance(block, Heading):
        level = block.level + 1
        yield (
            f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">'
            f"{escape(block.text)}</text:h>"
        )
    elif isinstance(block, Paragraph):
        number = f"{escape(block.number)}<text:tab/>" if block.number else ""
        style = "Clause" if block.number else "Text_20_body"
        yield f'<text:p text:style-name="{style}">{number}{escape(block.text)}</text:p>'
    elif isinstance(block, Items):
        style = "Numbered" if block.numbered else "Bulleted"
        yield f'<text:list text:style-name="{style}">{"".join(map(_point, block.items))}</text:list>'
    else:
        yield f'<text:p text:style-name="Caption">{escape(block.caption)}</text:p>'
        yield _table(block, place)


def _point(text: str) -> str:
    return f'<text:list-item><text:p text:style-name="Text_20_body">{escape(text)}</text:p></text:list-item>'


def _table(grid: Grid, place: int) -> str:
    columns = f'<table:table-column table:number-columns-repeated="{len(grid.head)}"/>'
    head = _row(grid.head, "Table_20_Heading", ())
    rows = "".join(_row(row, "Table_20_Contents", grid.numeric) for row in grid.rows)
    name = quoteattr(f"{grid.caption} {place}")
    return (
        f'<table:table table:name={name} table:style-name="Table">{columns}'
        f"<table:table-header-rows>{head}</table:table-header-rows>{rows}</table:table>"
    )


def _row(cells: tuple[str, ...], style: str, numeric: tuple[int, ...]) -> str:
    styles = ("Table_20_Numbers" if place in numeric else style for place in range(len(cells)))
    written = "".join(
        '<table:table-cell table:style-name="Cell" office:value-type="string">'
        f'<text:p text:style-name="{style_of}">{escape(cell)}</text:p></table:table-cell>'
        for style_of, cell in zip(styles, cells, strict=True)
    )
    return f"<table:table-row>{written}</table:table-row>"
