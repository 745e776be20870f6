"""What is this file really? Runs in the sandbox, knows no Django, believes nothing the sender says.

A file is accepted when it is one of the kinds in :class:`.rules.Kind` and nothing else at the same time.
"""

import re
import zipfile
from email import message_from_bytes, policy
from io import BytesIO
from xml.parsers import expat

from kennispact.ground.kit import archives
from kennispact.ground.kit.refusal import Refusal, Refused
from kennispact.ground.kit.words import N_
from kennispact.registers.documents.rules import Kind

_EXECUTABLE = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\0asm",
    b"dex\n",
    b"L\0\0\0\x01\x14\x02\0",
)
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPT = re.compile(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)")
_HEADER = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]*:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+")
_WEB_PAGE = re.compile(
    r"<\s*(?:!doctype\s+(?:html|svg)|html|head|body|script|iframe|svg|object|embed|style|meta)\b",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_MACROS = ("vbaproject.bin", "vbadata.xml")
_OFFICE = {"word/document.xml": Kind.DOCX, "xl/workbook.xml": Kind.XLSX}


def kind_of(payload: bytes) -> str:
    """Return the media type a file has by its content.

    :raises Refused: if it is a program, a web page or drawing, several things at once, protected with a
        password, holds macros, is damaged, or is of no kind that is kept; all with field ``file``
    """
    if payload.startswith(_EXECUTABLE):
        raise _program()
    if payload.startswith(b"%PDF-"):
        return _pdf(payload)
    if payload.startswith(b"PK"):
        return _office(payload)
    if payload.startswith(_OLE):
        return _compound(payload)
    if payload.startswith(b"\x89PNG\r\n\x1a\n"):
        return _only(Kind.PNG, payload, whole=payload.rstrip(b"\0").endswith(b"IEND\xaeB`\x82"))
    if payload.startswith(b"\xff\xd8\xff"):
        return _only(Kind.JPEG, payload, whole=b"\xff\xd9" in payload[-65536:])
    return _words(payload)


def _pdf(payload: bytes) -> Kind:
    kind = _only(Kind.PDF, payload, whole=b"%%EOF" in payload[-4096:])
    if _ENCRYPT.search(payload):
        raise _locked()
    return kind


def _only(kind: Kind, payload: bytes, *, whole: bool) -> Kind:
    """Return the kind when the file is nothing else besides, and has its end."""
    if zipfile.is_zipfile(BytesIO(payload)) or (kind is not Kind.PDF and b"%PDF-" in payload[:1024]):
        raise _two_things()
    if not whole:
        raise Refused([archives.damaged()])
    return kind


def _office(payload: bytes) -> Kind:
    if b"%PDF-" in payload[:1024]:
        raise _two_things()
    with archives.opened(payload) as archive:
        entries = archive.infolist()
        names = {entry.filename for entry in entries}
        if not entries or min(entry.header_offset for entry in entries) != 0:
            raise _two_things()
        kind = _container(archive, names)
        if any(_is_macro(name) for name in names):
            raise _macros()
        for name, content in archives.unpacked(archive, lambda _: True):
            if content.startswith(_EXECUTABLE):
                raise _program()
            _check_part(name, content)
    return kind


def _container(archive: zipfile.ZipFile, names: set[str]) -> Kind:
    if "[Content_Types].xml" in names:
        for part, kind in _OFFICE.items():
            if part in names:
                return kind
    if "mimetype" in names and "content.xml" in names and archive.getinfo("mimetype").file_size < 100:  # noqa: PLR2004 - a media type
        claimed = archive.read("mimetype").decode("ascii", "replace").strip()
        if claimed in {Kind.ODT, Kind.ODS}:
            return Kind(claimed)
    raise _refused(
        "document.unknown-archive",
        N_("A zip file or another collection of files is not kept. Send the files one by one."),
    )


def _is_macro(name: str) -> bool:
    plain = name.lower()
    return plain.rpartition("/")[2] in _MACROS or plain.startswith(("basic/", "scripts/"))


def _check_part(name: str, content: bytes) -> None:
    if name == "[Content_Types].xml" and b"macroenabled" in content.lower():
        raise _macros()
    if name == "META-INF/manifest.xml" and b"encryption-data" in content:
        raise _locked()
    if name.endswith((".xml", ".rels")) and content:
        _root_of(content)


def _compound(payload: bytes) -> Kind:
    if "EncryptedPackage".encode("utf-16-le") in payload:
        raise _locked()
    if "__properties_version1.0".encode("utf-16-le") in payload:
        return _only(Kind.MSG, payload, whole=True)
    raise _refused("document.old-office", N_("Save this file in a newer form first: .docx, .xlsx or PDF."))


def _words(payload: bytes) -> Kind:
    if _looks_like_mail(payload):
        return _mail(payload)
    text = _decoded(payload)
    start = text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE} \t\r\n")
    if start.startswith("<?xml"):
        if _root_of(payload) in {"svg", "html"} or "http://www.w3.org/1999/xhtml" in text:
            raise _web_page()
        return Kind.XML
    if _WEB_PAGE.search(text):
        raise _web_page()
    return Kind.TEXT


def _decoded(payload: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = payload.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise _refused(
        "document.unknown-kind",
        N_("This kind of file is not kept. Send PDF, Word, Excel, OpenDocument, pictures, mail or text."),
    )


def _looks_like_mail(payload: bytes) -> bool:
    found = _HEADER.match(payload[:65536])
    if not found:
        return False
    header = found.group().lower()
    return b"\nfrom:" in b"\n" + header and any(
        b"\n" + name in b"\n" + header for name in (b"date:", b"received:", b"mime-version:", b"message-id:")
    )


def _mail(payload: bytes) -> Kind:
    """Return mail, unless it carries a program."""
    try:
        parts = [
            part.get_payload(decode=True)
            for part in message_from_bytes(payload, policy=policy.compat32).walk()
        ]
    except (ValueError, LookupError, RecursionError) as error:
        raise Refused([archives.damaged()]) from error
    for content in parts:
        if isinstance(content, bytes) and content.startswith(_EXECUTABLE):
            raise _program()
    return Kind.EML


def _root_of(xml: bytes) -> str:
    """Return the name of the outermost element, without its namespace.

    :raises Refused: if the XML is damaged, or brings a document type (and so entities) of its own
    """
    names: list[str] = []

    def start(name: str, _attributes: dict[str, str]) -> None:
        names.append(name.rpartition(" ")[2].rpartition(":")[2].lower())
        parser.StartElementHandler = None

    def refuse(*_: object) -> None:
        raise _refused(
            "document.own-entities", N_("This file brings definitions of its own (a DTD). It was not opened.")
        )

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError) as error:
        raise Refused([archives.damaged()]) from error
    return names[0]


def _program() -> Refused:
    return _refused("document.program", N_("This file is a program, or holds one. Programs are not kept."))


def _web_page() -> Refused:
    return _refused(
        "document.web-page",
        N_("A web page or a drawing in SVG is not kept. Save it as PDF or as a picture first."),
    )


def _two_things() -> Refused:
    return _refused(
        "document.two-things",
        N_("This file is two kinds of file at once. Save it again and send the new file."),
    )


def _locked() -> Refused:
    return _refused("file.password", N_("This file is protected with a password. Save it without one."))


def _macros() -> Refused:
    return _refused("document.macros", N_("This file holds macros. Save it without macros, or as PDF."))


def _refused(code: str, reason: str) -> Refused:
    return Refused([Refusal(code, reason, field="file")])
