"""Annex 3: the participating cities for any day, with a checksum by which a changed copy is found out.

A file carries a stamp: its day, the moment of knowledge, and the SHA-256 of what it says. To verify it, the
same annex is made again from the register and compared byte by byte: whoever changes a copy would have to
change the register too, and that keeps every act.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from kennispact.ground.kit import archives
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refusal, Refused
from kennispact.ground.kit.sheets import csv_text
from kennispact.ground.kit.words import N_
from kennispact.ground.look import formatting
from kennispact.pact.agreements import queries as agreements
from kennispact.pact.drafting.blocks import Grid, Paper
from kennispact.pact.drafting.filling import paper_docx
from kennispact.pact.drafting.typeset.odt import odt
from kennispact.pact.drafting.typeset.pdf import pdf
from kennispact.registers.covenant import queries as covenants

_MOMENT = rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?\+00:00"
_STAMP = re.compile(rb"kennispact-bijlage-3 (\d{4}-\d\d-\d\d) (" + _MOMENT + rb") ([0-9a-f]{64})")
_STAMPED_PARTS = ("docProps/core.xml", "meta.xml")
MOST_BYTES = 8 * 1024 * 1024


class Form(StrEnum):
    """The forms of the annex."""

    CSV = "csv"
    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"


MEDIA_TYPES = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.PDF: "application/pdf",
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.ODT: "application/vnd.oasis.opendocument.text",
}


@dataclass(frozen=True, slots=True)
class Participant:
    """A city that takes part: its code, its name, and since which day its agreement is in force."""

    code: str
    city: str
    since: date


@dataclass(frozen=True, slots=True)
class Annex:
    """Who takes part on ``on``, with what was known at ``known``. ``checksum`` is over all that it says."""

    covenant: str
    title: str
    on: date
    known: datetime
    rows: tuple[Participant, ...]

    @property
    def checksum(self) -> str:
        """Return the SHA-256 of covenant, day, moment and rows."""
        lines = [f"{row.code}\t{row.city}\t{row.since}" for row in self.rows]
        said = "\n".join([self.covenant, self.on.isoformat(), _written(self.known), *lines])
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def stamp(self) -> str:
        """Return what every form of this annex carries."""
        return f"kennispact-bijlage-3 {self.on.isoformat()} {_written(self.known)} {self.checksum}"

    @property
    def name(self) -> str:
        """Return what a file of it is called, without its ending."""
        return f"bijlage-3-{self.on.isoformat()}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a file is the annex as the register gives it. ``reason`` is a marked sentence."""

    genuine: bool
    reason: str
    facts: dict[str, object]


def annex(on: date, known: datetime) -> Annex:
    """Return annex 3 for a day, with what was known at a moment. Source: covenant 8d-e."""
    covenant = covenants.covenant()
    rows = agreements.participants(AsOf(on, known))
    return Annex(
        covenant.key,
        covenant.title,
        on,
        known,
        tuple(Participant(row.city.key, row.city.name, row.state.since or on) for row in rows),
    )


def made(found: Annex, form: Form) -> bytes:
    """Return the annex as a file; the same bytes for the same annex."""
    if form is Form.CSV:
        return _csv(found)
    if form is Form.PDF:
        return pdf(paper(found))
    return paper_docx(paper(found)) if form is Form.DOCX else odt(paper(found))


def _csv(found: Annex) -> bytes:
    rows = [[row.code, row.city, row.since.isoformat()] for row in found.rows]
    head = ["code", "stad", "doet_mee_sinds"]
    return csv_text([head, *rows, ["controle", found.stamp, found.on.isoformat()]]).encode()


def paper(found: Annex) -> Paper:
    """Return the annex as a paper."""
    count = formatting.number(len(found.rows))
    known = formatting.moment(found.known)
    lead = f"Op {formatting.day(found.on)} nemen {count} steden deel, volgens het register van {known}."
    rows = tuple(
        (str(place), row.city, row.code, formatting.shortday(row.since))
        for place, row in enumerate(found.rows, 1)
    )
    head = ("Nummer", "Stad", "Code", "Doet mee sinds")
    return Paper(
        title="Bijlage 3: deelnemende steden",
        on=found.on,
        lead=lead,
        blocks=(Grid(f"Deelnemende steden bij “{found.title}”", head, rows, (), (1, 4, 2, 2)),),
        foot="Bijlage 3: deelnemende steden",
        close=f"Controlegetal (SHA-256): {found.checksum}",
        keywords=(found.stamp,),
    )


def verify(payload: bytes) -> Verdict:
    """Tell whether a file is the annex as the register gives it, unchanged.

    :raises Refused: if it is no annex at all, or a damaged file
    """
    form, stamp = _form_and_stamp(payload[:MOST_BYTES])
    on, known = date.fromisoformat(stamp[0]), datetime.fromisoformat(stamp[1])
    facts: dict[str, object] = {"day": on, "moment": known}
    found = annex(on, known)
    if stamp[2] != found.checksum:
        return Verdict(False, _OTHER, facts)
    if made(found, form) != payload:
        return Verdict(False, _CHANGED, facts)
    return Verdict(True, _SAME, facts)


_SAME = N_("This is annex 3 for %(day)s as it was known on %(moment)s, unchanged.")
_OTHER = N_("The register gives another annex 3 for %(day)s as it was known on %(moment)s.")
_CHANGED = N_("This copy of annex 3 for %(day)s was changed, or made by another version of the program.")


def _form_and_stamp(payload: bytes) -> tuple[Form, tuple[str, str, str]]:
    if payload.startswith(b"%PDF-"):
        return Form.PDF, _stamp(payload)
    if payload.startswith(b"PK"):
        with archives.opened(payload, most_unpacked=MOST_BYTES) as archive:
            parts = dict(
                archives.unpacked(archive, lambda name: name in _STAMPED_PARTS, most_unpacked=MOST_BYTES)
            )
        form = Form.ODT if "meta.xml" in parts else Form.DOCX
        return form, _stamp(b"".join(parts.values()))
    return Form.CSV, _stamp(payload)


def _stamp(text: bytes) -> tuple[str, str, str]:
    found = _STAMP.search(text)
    if found is None:
        raise Refused(
            [Refusal("annex.no-stamp", N_("This file does not say that it is an annex 3."), field="file")]
        )
    on, known, checksum = (part.decode() for part in found.groups())
    return on, known, checksum


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
