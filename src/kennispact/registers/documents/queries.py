"""Every read of documents that others may ask for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from kennispact.ground.kit.calendar import AsOf
from kennispact.registers.documents import store
from kennispact.registers.documents.models import Disclosure, Document
from kennispact.registers.documents.rules import Woo, ending_of, woo
from kennispact.registers.documents.store import Damaged

__all__ = [
    "Damaged",
    "DocumentLine",
    "content",
    "document",
    "documents",
    "kept",
    "lost_files",
    "row",
    "unclaimed_files",
]


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document as it stood in a view. ``size`` is in bytes, ``organisation`` a key or empty.

    ``openness`` is who may read it (``closed``, ``parties``, ``public``) and ``woo`` the same in the words
    of the law. ``ground``, ``decided_on`` and ``decided_as`` are those of the decision about it; empty and
    ``None`` while nobody decided. ``public_version`` is the id of what the public gets instead.
    """

    id: int
    sha256: str
    name: str
    media_type: str
    size: int
    organisation: str
    happened_on: date
    recorded_at: datetime
    openness: str
    woo: Woo
    ground: str = ""
    decided_on: date | None = None
    decided_as: str = ""
    public_version: int | None = None

    @property
    def kind(self) -> str:
        """Return what people call this kind of file, such as ``PDF``."""
        return ending_of(self.name).upper()


def row(document_id: int) -> Document:
    """Return the document itself, to hand to a command. One query."""
    return Document.objects.get(pk=document_id)


def document(view: AsOf, document_id: int) -> DocumentLine | None:
    """Return one document in this view, or ``None`` when the view does not hold it. Two queries."""
    return next(iter(_lines(view, Document.objects.as_of(view).filter(pk=document_id))), None)


def documents(view: AsOf, *, organisation: str | None = None) -> tuple[DocumentLine, ...]:
    """Return the documents of this view, newest first; of one organisation if given its key. Two queries."""
    found = Document.objects.as_of(view)
    if organisation is not None:
        found = found.filter(organisation=organisation)
    return _lines(view, found.order_by("-happened_on", "-id"))


def _lines(view: AsOf, found: Iterable[Document]) -> tuple[DocumentLine, ...]:
    rows = list(found)
    acts = Disclosure.objects.as_of(view).filter(document__in=[row.pk for row in rows])
    last = {act.document_id: act for act in acts.order_by("happened_on", "recorded_at", "id")}
    return tuple(_line(row, last.get(row.pk)) for row in rows)


def _line(row: Document, decided: Disclosure | None) -> DocumentLine:
    openness = decided.openness if decided else row.openness
    version = decided.public_version_id if decided else None
    return DocumentLine(
        id=row.pk,
        sha256=row.sha256,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        organisation=row.organisation,
        happened_on=row.happened_on,
        recorded_at=row.recorded_at,
        openness=openness,
        woo=woo(openness, has_public_version=version is not None),
        ground=decided.ground if decided else "",
        decided_on=decided.happened_on if decided else None,
        decided_as=decided.recorded_as if decided else "",
        public_version=version,
    )


def content(document: Document | DocumentLine) -> bytes:
    """Return the bytes of a document exactly as they came in. The caller has asked ``access`` before.

    :raises Damaged: if the file is missing or is not what came in
    """
    payload = store.read(document.sha256)
    if len(payload) != document.size:
        raise Damaged(document.sha256, "changed")
    return payload


def kept() -> dict[str, int]:
    """Return the SHA-256 and size of every file that some document - struck ones too - stands for."""
    return dict(Document.objects.order_by("sha256").values_list("sha256", "size").distinct())


def lost_files() -> Iterator[Damaged]:
    """Yield every file of a document - struck ones too - that is missing or was changed. Reads them all."""
    for sha256, size in kept().items():
        try:
            if len(store.read(sha256)) != size:
                yield Damaged(sha256, "changed")
        except Damaged as fault:
            yield fault


def unclaimed_files() -> Iterator[str]:
    """Yield the SHA-256 of every file that is there without a document: left by an unfinished change."""
    wanted = kept()
    yield from (sha256 for sha256 in store.names() if sha256 not in wanted)
