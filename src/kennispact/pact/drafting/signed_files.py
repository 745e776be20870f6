"""The signatures in the files of an agreement, as somebody may see them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refused
from kennispact.pact.agreements.rules import STEPS, Dossier
from kennispact.pact.drafting.signatures import Report, inspect
from kennispact.registers.documents import queries as documents
from kennispact.registers.documents.queries import DocumentLine
from kennispact.registers.documents.rules import Kind

__all__ = ["Looked", "inspect", "looked_at", "roots"]


@dataclass(frozen=True, slots=True)
class Looked:
    """A file of a step and its signatures. ``report`` is ``None`` for what is no PDF or cannot be read."""

    step: str
    document: DocumentLine
    report: Report | None


def roots() -> bytes:
    """Return the certificates that this installation trusts; empty when nobody chose any."""
    path = Path(settings.KENNISPACT_SIGNATURE_ROOTS) if settings.KENNISPACT_SIGNATURE_ROOTS else None
    return path.read_bytes() if path and path.is_file() else b""


def looked_at(dossier: Dossier, view: AsOf) -> Iterator[Looked]:
    """Yield every file of an agreement's steps with its signatures, in the order of the steps."""
    trusted = roots()
    for step in STEPS:
        fact = dossier.steps.get(step)
        line = documents.document(view, fact.document) if fact and fact.document else None
        if line is not None:
            yield Looked(step, line, _report(line, trusted))


def _report(line: DocumentLine, trusted: bytes) -> Report | None:
    if line.media_type != Kind.PDF:
        return None
    try:
        return inspect(documents.content(line), trusted)
    except Refused:
        return None
