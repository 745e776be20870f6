"""Search over questions, products, themes and clauses; and all there is about one theme."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.look import sentences
from kennispact.programme.finding import index
from kennispact.programme.finding.contents import id_of, key_of
from kennispact.programme.finding.queries import LONGEST, current_index
from kennispact.programme.linking.documents import Document
from kennispact.programme.linking.engine import LEAST_SCORE, Engine, Ranking
from kennispact.programme.products import access as product_access
from kennispact.programme.products import queries as products
from kennispact.programme.products.queries import ProductLine
from kennispact.programme.questions import queries as questions
from kennispact.programme.questions.queries import QuestionLine
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.covenant.definition import Covenant

LOOKED_AT, MOST, NEAREST = 300, 200, 5
KINDS = ("question", "product", "theme", "clause")
SURE = 0.25  # of the best score: what lies below is no hit but may be nearest


@dataclass(frozen=True, slots=True)
class Where:
    """Where to look; what is empty is not asked. ``organisation`` is who asked a question."""

    kind: str = ""
    theme: str = ""
    organisation: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One hit: ``kind`` is question, product, theme or clause; ``key`` its id or key."""

    kind: str
    key: str
    title: str
    text: str
    score: float
    year: int | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What was found; when nothing, what comes nearest. ``read_as`` are words that were read otherwise.

    ``counts`` says of every kind how many hits there are for this reader, whichever kind was asked for.
    """

    hits: tuple[Hit, ...]
    nearest: tuple[Hit, ...] = ()
    read_as: tuple[tuple[str, str], ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


def search(text: str, reader: Actor, view: AsOf, where: Where = Where()) -> Result:
    """Return what fits a text, best first, as far as the reader may see it. About ten queries.

    When nothing fits there, what comes nearest may lie elsewhere; twice as many queries then.
    """
    text = text[:LONGEST].strip()
    if not text:
        return Result(())
    closed = frozenset(key_of(pk) for pk in questions.closed_ids(view, reader))

    def ask(engine: Engine) -> Ranking:
        return engine.rank(text, may_see=index.may_see(engine, closed))

    ranking = current_index().answer(text, ask)
    every = [
        *_products(ranking, reader, view, where),
        *_questions(ranking, reader, view, where),
        *_own_texts(text, where),
    ]
    every.sort(key=lambda hit: (-hit.score, hit.kind, hit.key))
    best = max((hit.score for hit in every), default=0.0)
    least = max(LEAST_SCORE, best * SURE)
    hits = [hit for hit in every if hit.score >= least][:MOST]
    counts = Counter(hit.kind for hit in hits)
    wanted = tuple(hit for hit in hits if where.kind in {"", hit.kind})
    nearest = () if wanted else tuple(every[:NEAREST])
    if not wanted and not nearest and where != Where():
        nearest = search(text, reader, view).hits[:NEAREST]
    return Result(wanted, nearest, ranking.read_as, counts)


def _products(ranking: Ranking, reader: Actor, view: AsOf, where: Where) -> list[Hit]:
    if where.organisation:
        return []
    scores = {one.key: one.score for one in ranking.items[:LOOKED_AT]}
    wanted = products.Wanted(
        theme=where.theme,
        year=where.year,
        keys=tuple(scores),
        audiences=product_access.audiences(reader),
    )
    return [
        Hit("product", one.key, one.title, one.summary, scores[one.key], one.year)
        for one in products.products(view, wanted)
    ]


def _questions(ranking: Ranking, reader: Actor, view: AsOf, where: Where) -> list[Hit]:
    scores = {id_of(one.key): one.score for one in ranking.questions[:LOOKED_AT]}
    wanted = questions.Wanted(
        theme=where.theme, year=where.year, organisation=where.organisation, ids=tuple(scores)
    )
    return [
        Hit(
            "question",
            str(one.id),
            one.title,
            one.words,
            scores[one.id],
            one.happened_on.year,
            one.organisation_name,
        )
        for one in questions.questions(view, reader, wanted)
        if one.is_live
    ]


def _own_texts(text: str, where: Where) -> list[Hit]:
    """Return themes and clauses that fit; the covenant itself has no year and no city."""
    if where.organisation or where.year:
        return []
    covenant = covenants.covenant()
    hits = []
    for one in _covenant_engine(covenant.key).rank(text).items:
        kind, _, key = one.key.partition(":")
        if not where.theme or (kind == "theme" and key == where.theme):
            hits.append(_own_hit(covenant, kind, key, one.score))
    return hits


def _own_hit(covenant: Covenant, kind: str, key: str, score: float) -> Hit:
    if kind == "theme":
        theme = covenant.theme[key]
        summary = sentences.spoken(theme.summary, theme.summary_en)
        return Hit(kind, key, sentences.spoken(theme.name, theme.name_en), summary, score)
    clause = covenant.clauses[key]
    return Hit(kind, key, key, sentences.spoken(clause.summary, clause.summary_en), score)


@lru_cache(maxsize=2)
def _covenant_engine(_key: str) -> Engine:
    """Return an engine over the covenant's own texts: they never change while the program runs."""
    covenant = covenants.covenant()
    themes = (
        Document(
            f"theme:{one.key}", " ".join(one.names), " ".join((one.summary, *one.priorities, *one.results))
        )
        for one in covenant.themes
    )
    clauses = (Document(f"clause:{key}", key, one.summary) for key, one in covenant.clauses.items())
    return Engine.build([*themes, *clauses])


# ---- one theme


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A theme that this one touches or is touched by, and how much they share."""

    key: str
    questions: int
    products: int

    @property
    def is_blind(self) -> bool:
        """Tell whether they share nothing: a blind spot."""
        return not (self.questions or self.products)


@dataclass(frozen=True, slots=True)
class AboutTheme:
    """What there is about a theme: the newest questions and products, how many there are, neighbours."""

    questions: tuple[QuestionLine, ...]
    products: tuple[ProductLine, ...]
    question_count: int
    product_count: int
    neighbours: tuple[Neighbour, ...]


def neighbours(key: str) -> tuple[str, ...]:
    """Return the themes that a theme touches or that touch it, in the covenant's order. Source: annex 2."""
    covenant = covenants.covenant()
    near = {one.target for one in covenant.touches if one.origin == key}
    near |= {one.origin for one in covenant.touches if one.target == key}
    return tuple(theme for theme in covenant.theme if theme in near and theme != key)


def about_theme(key: str, reader: Actor, view: AsOf) -> AboutTheme:
    """Return what there is about a theme for this reader. Four queries."""
    audiences = product_access.audiences(reader)
    asked = tuple(
        one for one in questions.questions(view, reader, questions.Wanted(theme=key)) if one.is_live
    )
    made = products.products(view, products.Wanted(theme=key, audiences=audiences))
    near = tuple(Neighbour(other, _sharing(asked, other), _sharing(made, other)) for other in neighbours(key))
    return AboutTheme(asked[:FEW], made[:FEW], len(asked), len(made), near)


FEW = 8


def _sharing(lines: Sequence[QuestionLine] | Sequence[ProductLine], theme: str) -> int:
    return sum(theme in one.themes for one in lines)
