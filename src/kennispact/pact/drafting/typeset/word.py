"""Word files: a template read once and poured full many times. Knows no Django: the sandbox runs it too.

A template is a .docx with docxtpl's tags (``{{ gemeente }}``, ``{%p for lid in artikel.leden %}``). Filling
is docxtpl's own translation of the tags, done once a template instead of once a paper; that, and not loading
the file again, makes forty-one papers cost less than docxtpl alone and keeps the memory flat.
"""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, UndefinedError, meta
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kennispact.ground.kit import archives
from kennispact.ground.kit.refusal import Refusal, Refused
from kennispact.ground.kit.words import N_
from kennispact.pact.drafting.typeset.zips import packed

_POURED = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_NAMED = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'")
_CORE = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:creator></dc:creator>\
<dc:language>nl-NL</dc:language><cp:keywords>{keywords}</cp:keywords>\
<dcterms:created xsi:type="dcterms:W3CDTF">{on}T00:00:00Z</dcterms:created>\
<dcterms:modified xsi:type="dcterms:W3CDTF">{on}T00:00:00Z</dcterms:modified></cp:coreProperties>"""
_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats'
    b'.org/officeDocument/2006/extended-properties"><Application>Kennispact</Application></Properties>'
)


FIRST_LIST, LISTS = 100, 12  # numbers of the lists of a paper that each begin at 1
BATCH = 50


class Unfillable(Exception):  # noqa: N818 - it says what is the matter with the template
    """A template cannot be filled in. ``field`` is the name that is wrong, or empty; ``why`` says more."""

    def __init__(self, why: str, field: str = "") -> None:
        """Keep what is wrong."""
        self.why, self.field = why, field
        super().__init__(why)


class WordTemplate:
    """A template, ready to be poured full."""

    def __init__(self, payload: bytes) -> None:
        """Read it.

        :raises Refused: if the file is damaged, or unpacks to far more than a Word file holds
        :raises Unfillable: if its tags cannot be understood
        """
        self._environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
        with archives.opened(payload, most_unpacked=32 * 1024 * 1024) as archive:
            self._parts = dict(archives.unpacked(archive, lambda _: True, most_unpacked=32 * 1024 * 1024))
        self._tags = DocxTemplate("")
        self._names: set[str] = set()
        try:
            self._poured = {
                name: self._read(part) for name, part in self._parts.items() if _POURED.fullmatch(name)
            }
        except TemplateError as error:
            raise Unfillable(str(error)) from error
        except UnicodeDecodeError as error:
            raise Refused([archives.damaged()]) from error

    @property
    def names(self) -> frozenset[str]:
        """Return every field that the template uses."""
        return frozenset(self._names)

    def _read(self, part: bytes) -> Any:
        xml = self._tags.patch_xml(part.decode("utf-8"))
        self._names |= meta.find_undeclared_variables(self._environment.parse(xml))
        return self._environment.from_string(xml)

    def fill(self, said: Mapping[str, Any], title: str, on: str, keywords: str = "") -> bytes:
        """Return a Word file; ``said`` holds the fields, ``on`` the ISO day that becomes its date.

        Whoever made the template is not named in it.

        :raises Unfillable: if a field does not exist, or what comes out is no XML
        """
        made = dict(self._parts)
        try:
            for name, template in self._poured.items():
                made[name] = self._finished(template.render(said))
        except UndefinedError as error:
            found = _NAMED.search(str(error))
            raise Unfillable(str(error), (found.group(1) or found.group(2)) if found else "") from error
        except (TemplateError, SecurityError, TypeError, ValueError, ArithmeticError) as error:
            raise Unfillable(str(error)) from error
        made["docProps/core.xml"] = _CORE.format(
            title=escape(title), on=on, keywords=escape(keywords)
        ).encode()
        if "docProps/app.xml" in made:
            made["docProps/app.xml"] = _APP
        first = "[Content_Types].xml"
        return packed((name, made[name]) for name in sorted(made, key=lambda name: (name != first, name)))

    def _finished(self, xml: str) -> bytes:
        whole = str(self._tags.resolve_listing(xml)) if _has_breaks(xml) else xml
        payload = whole.encode("utf-8")
        try:
            expat.ParserCreate().Parse(payload, True)
        except expat.ExpatError as error:
            raise Unfillable(str(error)) from error
        return payload


def _has_breaks(xml: str) -> bool:
    return any(sign in xml for sign in "\a\f\t") or bool(re.search(r">[^<]*\n[^<]+<", xml))


# ---- in the sandbox ----------------------------------------------------------------------------


def check(payload: bytes) -> dict[str, Any]:
    """Return what a template uses and whether it fills: ``names``, and ``field`` and ``why`` when not.

    ``payload`` is JSON with ``template`` (base64) and ``sample``, the fields of some city.
    """
    asked = json.loads(payload)
    try:
        template = WordTemplate(base64.b64decode(asked["template"]))
    except Unfillable as wrong:
        return {"names": [], "field": wrong.field, "why": wrong.why}
    found: dict[str, Any] = {"names": sorted(template.names), "field": "", "why": ""}
    if template.names <= asked["sample"].keys():
        try:
            template.fill(asked["sample"], "", "2023-01-01")
        except Unfillable as wrong:
            found |= {"field": wrong.field, "why": wrong.why}
    return found


def fill_many(payload: bytes) -> list[str]:
    """Return Word files in base64: ``template`` (base64) poured full with each of ``papers``."""
    asked = json.loads(payload)
    try:
        template = WordTemplate(base64.b64decode(asked["template"]))
        return [base64.b64encode(template.fill(**paper)).decode() for paper in asked["papers"]]
    except Unfillable as wrong:
        raise Refused([unfillable(wrong.field, wrong.why)]) from wrong


def unfillable(field: str, why: str) -> Refusal:
    """Return the refusal of a template that cannot be filled in."""
    if field:
        return Refusal(
            "template.unknown-field",
            N_("The template asks for “%(field)s”, and there is no such field."),
            facts={"field": field[:60]},
            field="file",
        )
    return Refusal(
        "template.unfillable",
        N_("The template cannot be filled in: %(why)s"),
        facts={"why": why[:200]},
        field="file",
    )


def orders(template: bytes, papers: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Return what :func:`fill_many` is given, a batch of papers at a time."""
    batch: list[Mapping[str, Any]] = []
    code = base64.b64encode(template).decode()
    for paper in papers:
        batch.append(paper)
        if len(batch) == BATCH:
            yield json.dumps({"template": code, "papers": batch}).encode()
            batch = []
    if batch:
        yield json.dumps({"template": code, "papers": batch}).encode()
