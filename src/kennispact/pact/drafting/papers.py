"""The papers of the cities in every form: which paper, which form, what it is called."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.text import slugify

from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refused
from kennispact.pact.drafting import filling, nota, queries, wording
from kennispact.pact.drafting.blocks import Paper
from kennispact.pact.drafting.queries import CityPapers
from kennispact.pact.drafting.typeset.odt import odt
from kennispact.pact.drafting.typeset.pdf import pdf
from kennispact.registers.documents import queries as documents


class Kind(StrEnum):
    """The papers of a city."""

    AGREEMENT = "agreement"
    NOTA = "nota"


class Form(StrEnum):
    """The forms of a paper."""

    DOCX = "docx"
    ODT = "odt"
    PDF = "pdf"


MEDIA_TYPES = {
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.ODT: "application/vnd.oasis.opendocument.text",
    Form.PDF: "application/pdf",
}
_SET: dict[Form, Callable[[Paper], bytes]] = {
    Form.DOCX: filling.paper_docx,
    Form.ODT: odt,
    Form.PDF: pdf,
}
_NAMES = {Kind.AGREEMENT: "overeenkomst", Kind.NOTA: "nota"}


@dataclass(frozen=True, slots=True)
class File:
    """A finished paper: its name, its bytes and its media type. ``city`` is a key."""

    city: str
    name: str
    payload: bytes
    media_type: str


def file_name(kind: Kind, city: str, key: str, form: Form) -> str:
    """Return what a paper is called.

    >>> file_name(Kind.AGREEMENT, "'s-Hertogenbosch", "GM0796", Form.PDF)
    'overeenkomst-s-hertogenbosch-gm0796.pdf'
    """
    return f"{_NAMES[kind]}-{slugify(city)}-{key.lower()}.{form.value}"


def agreement(papers: CityPapers) -> Paper:
    """Return the agreement of one city.

    :raises Refused: with every datum that it lacks
    """
    return wording.agreement(nota.known(papers), wording.read(nota.folder(), wording.AGREEMENT))


def make(kind: Kind, form: Form, papers: CityPapers, view: AsOf) -> File:
    """Return one paper of one city.

    :raises Refused: with every datum that it lacks
    """
    nota.known(papers)
    return next(make_all(kind, form, [papers], view))


def make_all(kind: Kind, form: Form, everyone: Sequence[CityPapers], view: AsOf) -> Iterator[File]:
    """Yield one paper of every city that lacks nothing, in order. At most three queries, however many cities.

    The agreement as Word is set in the parties' own template when they have one.

    :raises Refused: if that template cannot be filled in any more
    """
    complete = [one for one in everyone if one.facts]
    if kind is Kind.AGREEMENT and form is Form.DOCX:
        made = _agreements_in_word(complete, view)
    elif kind is Kind.AGREEMENT:
        made = (_SET[form](agreement(one)) for one in complete)
    else:
        found = nota.papers_of(complete, view)
        made = (_SET[form](found[one.city.key]) for one in complete)
    for one, payload in zip(complete, made, strict=True):
        name = file_name(kind, one.city.name, one.city.key, form)
        yield File(one.city.key, name, payload, MEDIA_TYPES[form])


def _agreements_in_word(complete: Sequence[CityPapers], view: AsOf) -> Iterator[bytes]:
    words = wording.read(nota.folder(), wording.AGREEMENT)
    facts = [one.facts for one in complete if one.facts]
    own = queries.word_template(view)
    if own is not None:
        yield from filling.own_docx(documents.content(own.document), facts, words)
        return
    for one in facts:
        yield filling.agreement_docx(one, words)


def lacking(everyone: Sequence[CityPapers]) -> dict[str, Refused]:
    """Return the cities of which no paper can be made, by key, with what they lack."""
    return {one.city.key: Refused(one.refusals) for one in everyone if one.refusals}
