"""What exists about a question, for somebody who reads: suggestions, search, a theme."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf
from kennispact.programme.finding import contents, index
from kennispact.programme.finding.contents import id_of, key_of
from kennispact.programme.finding.models import Term
from kennispact.programme.linking.documents import Because, Links, Reason, Suggestion, ThemeGuess
from kennispact.programme.linking.engine import Engine
from kennispact.programme.products import access as product_access
from kennispact.programme.products import queries as products
from kennispact.programme.products.queries import ProductLine
from kennispact.programme.products.rules import parted
from kennispact.programme.questions import queries as questions
from kennispact.programme.questions.queries import QuestionLine

LONGEST = 4_000  # signs of a text that are compared
SUGGESTED = 30  # how many of each question's likes are looked at for a cluster
FEW = 5  # how many are shown; twice as many are looked at, as some were judged wrong or withdrawn


@dataclass(frozen=True, slots=True)
class ProductHit:
    """A product that may answer, with its score and the reasons, strongest first."""

    product: ProductLine
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class QuestionHit:
    """A question that looks like it. ``confirmed`` is what people said of the link, or ``None``."""

    question: QuestionLine
    score: float
    reasons: tuple[Reason, ...]
    confirmed: bool | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What exists about a text. ``unknown``: nothing is known about the subject."""

    products: tuple[ProductHit, ...] = ()
    questions: tuple[QuestionHit, ...] = ()
    themes: tuple[ThemeGuess, ...] = ()
    unknown: bool = True
    read_as: tuple[tuple[str, str], ...] = ()

    @property
    def anything(self) -> bool:
        """Tell whether there is something to show."""
        return bool(self.products or self.questions)


@lru_cache(maxsize=4)
def the_index(folder: Path) -> index.Index:
    """Return this process's way to the index in a folder."""
    return index.Index(folder)


def current_index() -> index.Index:
    """Return this process's way to the index of this installation."""
    return the_index(Path(settings.HOME) / "index")


def suggestions(
    text: str, reader: Actor, view: AsOf, *, leave_out: int | None = None, most: int = FEW
) -> Found:
    """Return what exists about a question in plain Dutch, as far as the reader may see it.

    ``leave_out`` is the id of the question itself. The index follows the database of now; what it names is
    read from the tables again, so that nothing is shown that the reader may not know of.
    """
    text = text[:LONGEST]
    if not text.strip():
        return Found()
    closed = frozenset(key_of(pk) for pk in questions.closed_ids(view, reader))

    def ask(engine: Engine) -> Links:
        return engine.link(
            text,
            limit=2 * most + 2,
            may_see=index.may_see(engine, closed),
            leave_out=key_of(leave_out) if leave_out else "",
        )

    links = current_index().answer(text, ask)
    return _shown(links, reader, view, leave_out, most)


def nearest(lines: Collection[QuestionLine], most: int = 2) -> tuple[tuple[int, int], ...]:
    """Return per question the ids of the few that look most like it, among these: question, other.

    Only what is open to all is compared, so nobody's secrets shape a group.
    """
    ids = {one.id for one in lines}

    def ask(engine: Engine) -> list[tuple[int, int]]:
        may_see, pairs = index.may_see(engine, frozenset()), []
        for one in lines:
            links = engine.link(
                one.words[:LONGEST], limit=SUGGESTED, may_see=may_see, leave_out=key_of(one.id)
            )
            others = [id_of(other.key) for other in links.questions]
            pairs += [(one.id, other) for other in [pk for pk in others if pk in ids][:most]]
        return pairs

    return tuple(current_index().answer(" ".join(one.title for one in lines), ask)) if lines else ()


def judged_pairs(ids: Sequence[int]) -> dict[tuple[int, int], bool]:
    """Return what people last said of links between questions, in both directions. One query."""
    return contents.judged_pairs(ids)


def _shown(links: Links, reader: Actor, view: AsOf, leave_out: int | None, most: int) -> Found:
    offered = _products(view, reader, [one.key for one in links.items])
    ids = [id_of(one.key) for one in links.questions]
    asked = {pk: one for pk, one in questions.by_ids(view, reader, ids).items() if one.is_live}
    pairs = contents.judged_pairs([leave_out, *asked]) if leave_out else {}
    there = {*offered, *map(key_of, asked)}
    hits = tuple(
        ProductHit(offered[one.key], one.score, _reasons(one, there))
        for one in links.items
        if one.key in offered
    )
    others = []
    for one in links.questions:
        line = asked.get(id_of(one.key))
        said = pairs.get((leave_out, line.id)) if line and leave_out else None
        if line and said is not False:
            others.append(QuestionHit(line, one.score, _reasons(one, there), said))
    return Found(hits[:most], tuple(others[:most]), links.themes, links.unknown, links.read_as)


def _products(view: AsOf, reader: Actor, keys: Collection[str]) -> Mapping[str, ProductLine]:
    seen = product_access.audiences(reader)
    return {key: one for key, one in products.by_keys(view, keys).items() if one.audience in seen}


_NAMES = frozenset({Because.NEIGHBOUR, Because.ANSWERS, Because.JUDGED})  # reasons that name documents


def _reasons(suggestion: Suggestion, there: Collection[str]) -> tuple[Reason, ...]:
    """Return the reasons, without the names of documents that the reader was not shown."""
    kept = []
    for one in suggestion.reasons:
        values = tuple(value for value in one.values if one.because not in _NAMES or value in there)
        if values:
            kept.append(Reason(one.because, values))
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class TermLine:
    """Words that were added to the thesaurus."""

    id: int
    concept: str
    words: str
    themes: tuple[str, ...]
    recorded_as: str

    @property
    def name(self) -> str:
        """Return how people write the subject's key."""
        return contents.name_of(self.concept)


def terms() -> tuple[TermLine, ...]:
    """Return the words that people added and nobody struck, by concept. One query."""
    found = Term.objects.filter(struck_at__isnull=True).order_by("concept", "pk")
    return tuple(
        TermLine(one.pk, one.concept, one.words, parted(one.themes), one.recorded_as) for one in found
    )


def term(pk: int) -> Term | None:
    """Return added words, struck or not, or nothing. One query."""
    return Term.objects.filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class ConceptLine:
    """A subject of the thesaurus: its key, its words and phrases, and the keys of its themes."""

    key: str
    words: tuple[str, ...]
    themes: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return how people write its key."""
        return contents.name_of(self.key)


def concepts(text: str = "", theme: str = "") -> tuple[ConceptLine, ...]:
    """Return the subjects the program knows, by name; ``text`` stands in a word of theirs. One query."""
    part = " ".join(text.split()).casefold()
    lines = (
        ConceptLine(one.key, tuple(term.rstrip("?") for term in one.terms), one.themes)
        for one in contents.thesaurus().concepts.values()
        if not theme or theme in one.themes
    )
    found = (one for one in lines if any(part in word.casefold() for word in (one.name, *one.words)))
    return tuple(sorted(found, key=lambda one: one.key))
