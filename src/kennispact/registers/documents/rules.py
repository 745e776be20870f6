"""What a file may be called, what it may be, and who may read it. No file is opened here."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from kennispact.ground.kit.refusal import Refusal
from kennispact.ground.kit.words import N_

LONGEST_NAME = 200


class Kind(StrEnum):
    """What a file is by its content. The value is its media type."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ODT = "application/vnd.oasis.opendocument.text"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    PNG = "image/png"
    JPEG = "image/jpeg"
    EML = "message/rfc822"
    MSG = "application/vnd.ms-outlook"
    XML = "application/xml"
    CSV = "text/csv"
    TEXT = "text/plain"


ENDINGS: dict[Kind, tuple[str, ...]] = {
    Kind.PDF: ("pdf",),
    Kind.DOCX: ("docx",),
    Kind.XLSX: ("xlsx",),
    Kind.ODT: ("odt",),
    Kind.ODS: ("ods",),
    Kind.PNG: ("png",),
    Kind.JPEG: ("jpg", "jpeg"),
    Kind.EML: ("eml",),
    Kind.MSG: ("msg",),
    Kind.XML: ("xml",),
    Kind.CSV: ("csv",),
    Kind.TEXT: ("txt", "csv"),
}


class Woo(StrEnum):
    """How open a document is in the words of the law. Source: Woo 3.3."""

    OPEN = "open"
    PARTLY = "partly"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may come in: its bytes, a safe name and what it is by content."""

    payload: bytes
    name: str
    media_type: str
    sha256: str


def safe_name(name: str) -> str:
    r"""Return a name for people that is no path, hides nothing and fits: ``document`` when nothing is left.

    >>> safe_name("../../etc/brief\x00 .pdf"), safe_name("C:\\map\\nota.docx"), safe_name("..")
    ('brief .pdf', 'nota.docx', 'document')
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in last if unicodedata.category(sign)[0] not in "CZ" or sign == " ")
    plain = " ".join(shown.split()).lstrip(". ").rstrip(". ")
    if len(plain) > LONGEST_NAME:
        ending = PurePosixPath(plain).suffix[:10]
        plain = plain[: LONGEST_NAME - len(ending)] + ending
    return plain or "document"


def ending_of(name: str) -> str:
    """Return what a name claims to be, in small letters without the dot; empty when it claims nothing.

    >>> ending_of("Brief.PDF"), ending_of("brief")
    ('pdf', '')
    """
    return PurePosixPath(name).suffix.lower().lstrip(".")


def kind_by_name(kind: Kind, name: str) -> Kind:
    """Return the kind, made exact by the name where content cannot tell: a table is text too."""
    return Kind.CSV if kind == Kind.TEXT and ending_of(name) == "csv" else kind


def name_refusals(name: str, kind: Kind) -> Iterator[Refusal]:
    """Refuse a name that claims something else than the content is. A name may claim nothing."""
    claimed = ending_of(name)
    if claimed and claimed not in ENDINGS[kind]:
        yield Refusal(
            "document.not-what-it-says",
            N_(
                "This file is not what it says: its name ends in .%(claimed)s, "
                "but it holds something that is called .%(real)s."
            ),
            facts={"claimed": claimed[:20], "real": ENDINGS[kind][0]},
            field="file",
        )


def size_refusals(size: int, limit: int) -> Iterator[Refusal]:
    """Refuse a file without content, or bigger than ``limit`` bytes."""
    if not size:
        yield Refusal("document.empty", N_("This file is empty."), field="file")
    if size > limit:
        yield Refusal(
            "document.too-big",
            N_("This file is bigger than %(megabytes)s MB."),
            facts={"megabytes": limit // (1024 * 1024)},
            field="file",
        )


def openness_refusals(openness: str, ground: str, *, partly: bool) -> Iterator[Refusal]:
    """Refuse an unknown openness, or to keep a document closed by decision without saying why."""
    if openness not in {"closed", "parties", "public"}:
        yield Refusal("document.unknown-openness", N_("Choose who may read this."), field="openness")
    elif openness != "public" and not ground.strip():
        yield Refusal(
            "document.no-ground",
            N_("Say on which ground this is not, or not wholly, public."),
            clause="Woo 3.3",
            field="ground",
        )
    if partly and openness == "public":
        yield Refusal(
            "document.public-twice",
            N_("What is public itself needs no public version beside it."),
            field="public_version",
        )


def woo(openness: str, *, has_public_version: bool) -> Woo:
    """Return how open a document is in the words of the law."""
    if openness == "public":
        return Woo.OPEN
    return Woo.PARTLY if has_public_version else Woo.NOT
