"""Makes the files in ``standard/`` that papers are poured into: two Word templates and one OpenDocument.

    python -m kennispact.pact.drafting.typeset.templates

Run it after a change here; the same script makes the same bytes, and a test compares them.
"""

import io
import re
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from odfdo import Document as OpenDocument
from odfdo import Element

from kennispact.pact.drafting.typeset.word import FIRST_LIST, LISTS
from kennispact.pact.drafting.typeset.zips import packed

STANDARD = Path(__file__).parent.parent / "standard"
_DARK = RGBColor(0x22, 0x22, 0x22)


def _new() -> Any:
    """Return an empty document in Dutch, with our styles and without anybody's name."""
    document = docx.Document()
    for name, size, before, after in (
        ("Title", 18, 0, 10),
        ("Heading 1", 13, 16, 5),
        ("Heading 2", 11, 10, 3),
        ("Normal", 10.5, 0, 6),
        ("Caption", 9.5, 8, 3),
    ):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Calibri", Pt(size), _DARK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    for border in document.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        break
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "nl-NL")
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)
    _lists(document)
    return document


def _lists(document: Any) -> None:
    """Give the document numbered lists that each begin at 1 (numbers from ``FIRST_LIST`` on)."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element.pPr.numPr.numId.val
    abstract = next(num for num in numbering.num_lst if num.numId == style).abstractNumId.val
    for place in range(LISTS):
        num = numbering.add_num(abstract)
        num.set(qn("w:numId"), str(FIRST_LIST + place))
        num.add_lvlOverride(ilvl=0).add_startOverride(1)


def _line(document: Any, text: str, style: str = "Normal") -> Any:
    return document.add_paragraph(text, style=style)


def _numbered(document: Any, text: str, number: str) -> None:
    """Add a point of a list whose number may be a field."""
    properties = _line(document, text, "List Number")._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().set(qn("w:val"), number)


def _table(document: Any, rows: list[list[str]], widths: list[float]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    for place, cells in enumerate(rows):
        for cell, text, width in zip(table.rows[place].cells, cells, widths, strict=True):
            cell.text, cell.width = text, Cm(width)
    head = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001
    head.append(OxmlElement("w:tblHeader"))
    for cell in table.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True


def agreement() -> bytes:
    """Make the agreement's template: the one a lawyer copies and changes."""
    document = _new()
    _line(document, "{{ titel }}", "Title")
    _line(document, "{{ aanhef }}")
    _line(document, "{{ partijen_kop }}", "Heading 1")
    _line(document, "{%p for partij in partijen %}")
    _numbered(document, "{{ partij }}", str(FIRST_LIST))
    _line(document, "{%p endfor %}")
    _line(document, "{{ overwegingen_kop }}", "Heading 1")
    _line(document, "{%p for overweging in overwegingen %}")
    _line(document, "{{ overweging }}", "List Bullet")
    _line(document, "{%p endfor %}")
    _line(document, "{{ afspraak }}")
    _line(document, "{%p for artikel in artikelen %}")
    _line(document, "Artikel {{ artikel.nummer }}. {{ artikel.titel }}", "Heading 1")
    _line(document, "{%p for lid in artikel.leden %}")
    clause = _line(document, "{{ lid.nummer }}\t{{ lid.tekst }}")
    clause.paragraph_format.left_indent, clause.paragraph_format.first_line_indent = Cm(1), Cm(-1)
    clause.paragraph_format.tab_stops.add_tab_stop(Cm(1))
    _line(document, "{%p endfor %}")
    _line(document, "{%p endfor %}")
    _line(document, "{{ ondertekening_kop }}", "Heading 1")
    _line(document, "{{ slot }}")
    _line(document, "{{ handtekeningen_kop }}", "Caption")
    rows = [
        ["Wat", "{{ partner }}", "Gemeente {{ gemeente }}"],
        ["Functie", "{{ rol_partner }}", "{{ rol_gemeente }}"],
    ]
    _table(
        document,
        [*rows, *([what, "", ""] for what in ("Plaats", "Datum", "Naam", "Handtekening"))],
        [3, 6.5, 6.5],
    )
    return _packed(document)


def paper() -> bytes:
    """Make the template of every other paper: its blocks, one after another."""
    document = _new()
    _line(document, "{{ titel }}", "Title")
    _if(document, "aanhef", lambda: _line(document, "{{ aanhef }}"))
    _line(document, "{%p for blok in blokken %}")
    _if(
        document,
        'blok.kind == "heading" and blok.level == 1',
        lambda: _line(document, "{{ blok.text }}", "Heading 1"),
    )
    _if(
        document,
        'blok.kind == "heading" and blok.level != 1',
        lambda: _line(document, "{{ blok.text }}", "Heading 2"),
    )
    _if(document, 'blok.kind == "paragraph" and not blok.number', lambda: _line(document, "{{ blok.text }}"))
    _if(
        document,
        'blok.kind == "paragraph" and blok.number',
        lambda: _line(document, "{{ blok.number }}\t{{ blok.text }}"),
    )
    _if(document, 'blok.kind == "items"', lambda: _points(document))
    _if(document, 'blok.kind == "grid"', lambda: _line(document, "{{ blok.caption }}", "Caption"))
    for columns in (2, 3, 4, 5):
        condition = f'blok.kind == "grid" and blok.head|length == {columns}'
        _if(document, condition, partial(_grid, document, columns))
    _line(document, "{%p endfor %}")
    _if(document, "slot", lambda: _line(document, "{{ slot }}", "Caption"))
    return _packed(document)


def _if(document: Any, condition: str, add: Callable[[], Any]) -> None:
    _line(document, f"{{%p if {condition} %}}")
    add()
    _line(document, "{%p endif %}")


def _points(document: Any) -> None:
    _line(document, "{%p for punt in blok.points %}")
    _line(document, "{%p if blok.numbered %}")
    _numbered(document, "{{ punt }}", "{{ blok.list }}")
    _line(document, "{%p else %}")
    _line(document, "{{ punt }}", "List Bullet")
    _line(document, "{%p endif %}")
    _line(document, "{%p endfor %}")


def _grid(document: Any, columns: int) -> None:
    head = [f"{{{{ blok.head[{place}] }}}}" for place in range(columns)]
    first = ["{%tr for rij in blok.rows %}", *[""] * (columns - 1)]
    cells = [f"{{{{ rij[{place}] }}}}" for place in range(columns)]
    last = ["{%tr endfor %}", *[""] * (columns - 1)]
    _table(document, [head, first, cells, last], [16 / columns] * columns)


def _packed(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as archive:
        names = sorted(archive.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        parts = {name: archive.read(name) for name in names if "thumbnail" not in name}
    types, relations = parts["[Content_Types].xml"].decode(), parts["_rels/.rels"].decode()
    parts["[Content_Types].xml"] = re.sub(r'<Default Extension="jpeg"[^>]*/>', "", types).encode()
    parts["_rels/.rels"] = re.sub(r"<Relationship [^>]*thumbnail[^>]*/>", "", relations).encode()
    return packed(parts.items())


_STYLES = """
<style:style style:name="Clause" style:family="paragraph" style:parent-style-name="Text_20_body">
<style:paragraph-properties fo:margin-left="1cm" fo:text-indent="-1cm"><style:tab-stops>
<style:tab-stop style:position="0cm"/></style:tab-stops></style:paragraph-properties></style:style>
<style:style style:name="Table_20_Numbers" style:display-name="Table Numbers" style:family="paragraph"
 style:parent-style-name="Table_20_Contents"><style:paragraph-properties fo:text-align="end"/></style:style>
<style:style style:name="Caption" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties fo:margin-top="0.3cm" fo:margin-bottom="0.1cm"/>
<style:text-properties fo:font-size="9.5pt"/></style:style>
<style:style style:name="Table" style:family="table"><style:table-properties style:width="16cm"
 table:align="left"/></style:style>
<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties fo:padding="0.1cm"
 fo:border="0.5pt solid #888888"/></style:style>
<text:list-style style:name="Numbered"><text:list-level-style-number text:level="1" style:num-format="1"
 style:num-suffix="."><style:list-level-properties text:space-before="0.3cm" text:min-label-width="0.6cm"/>
</text:list-level-style-number></text:list-style>
<text:list-style style:name="Bulleted"><text:list-level-style-bullet text:level="1" text:bullet-char="•">
<style:list-level-properties text:space-before="0.3cm" text:min-label-width="0.6cm"/>
</text:list-level-style-bullet></text:list-style>
"""
_STYLE = re.compile(r"<(style:style|text:list-style) .*?</\1>", re.DOTALL)


def opendocument() -> bytes:
    """Make the OpenDocument file whose styles every paper uses."""
    document: Any = OpenDocument("text")
    document.body.clear()
    document.language = "nl-NL"
    holder = document.styles.get_element("//office:styles")
    for xml in _STYLE.finditer(_STYLES):
        element = Element.from_tag(xml.group().replace("\n", ""))
        name = element.get_attribute("style:name")
        for old in document.styles.root.xpath(f'//office:styles/*[@style:name="{name}"]'):
            old.delete()
        holder.append(element)
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as archive:
        left_out = ("Thumbnails/", "Configurations2/", "manifest.rdf", "meta.xml")
        names = [name for name in archive.namelist() if not name.startswith(left_out)]
        parts = [(name, archive.read(name)) for name in ["mimetype", *sorted(set(names) - {"mimetype"})]]
    meta = (
        b'<?xml version="1.0" encoding="UTF-8"?><office:document-meta '
        b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3">'
        b"<office:meta/></office:document-meta>"
    )
    cleaned = [
        (name, _manifest(content) if name.endswith("manifest.xml") else content) for name, content in parts
    ]
    return packed([*cleaned, ("meta.xml", meta)], stored=frozenset({"mimetype"}))


def _manifest(content: bytes) -> bytes:
    names = r"(?:Thumbnails|Configurations2|manifest\.rdf)"
    gone = rf'<manifest:file-entry [^>]*manifest:full-path="{names}[^>]*/>\s*'
    return re.sub(gone, "", content.decode()).encode()


FILES: dict[str, Callable[[], bytes]] = {
    "overeenkomst.docx": agreement,
    "stuk.docx": paper,
    "stuk.odt": opendocument,
}


def main() -> None:
    """Write every file."""
    for name, make in FILES.items():
        (STANDARD / name).write_bytes(make())


if __name__ == "__main__":
    main()
