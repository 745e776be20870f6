"""What goes into the index, read from the database: products, questions, words, links people judged."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.calendar import EVER
from kennispact.programme.finding.models import Judgement, Term
from kennispact.programme.linking import analyser
from kennispact.programme.linking.documents import Document, Judgements, ThemeText
from kennispact.programme.linking.engine import Engine
from kennispact.programme.linking.thesaurus import Concept, Thesaurus
from kennispact.programme.products import marks
from kennispact.programme.products import queries as products
from kennispact.programme.products.marks import Mark
from kennispact.programme.products.rules import parted
from kennispact.programme.questions import queries as asked
from kennispact.registers.covenant import queries as covenants

MOST_CANDIDATES, MOST_WORDS, SHORTEST_WORD = 300, 12, 5


@dataclass(frozen=True, slots=True)
class Seen:
    """How far the tables had come when an index read them."""

    products: tuple[Mark, ...]
    questions: tuple[Mark, ...]
    terms: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What to add to an index and what to take away: keys of what is no longer there."""

    items: tuple[Document, ...]
    questions: tuple[Document, ...]
    gone_items: tuple[str, ...]
    gone_questions: tuple[str, ...]


def key_of(question: int) -> str:
    """Return the key of a question in the index."""
    return f"q{question}"


def id_of(key: str) -> int:
    """Return the id of the question with this key."""
    return int(key.removeprefix("q"))


def how_far() -> Seen:
    """Return how far the tables have come. Three queries."""
    return Seen(products.how_far(), asked.how_far(), marks.marks(Term))


def judged_how_far() -> object:
    """Return how far the judgements and answers have come. One query and one of the questions' room."""
    return marks.marks(Judgement)


def size(seen: Seen) -> int:
    """Return about how many documents there are."""
    return seen.products[0].count + seen.questions[0].count


def as_json(seen: Seen) -> dict[str, Any]:
    """Return marks as plain lists."""
    return {
        name: [[one.count, one.last, one.struck, one.struck_at] for one in getattr(seen, name)]
        for name in ("products", "questions", "terms")
    }


def from_json(kept: dict[str, Any]) -> Seen:
    """Return the marks that were kept."""
    return Seen(*(marks.from_json(kept[name]) for name in ("products", "questions", "terms")))


def change(before: Seen, now: Seen) -> Change | None:
    """Return what changed between two marks; ``None`` when the index must be built anew."""
    if before.terms != now.terms:
        return None
    keys = products.changed_since(before.products, now.products)
    ids = asked.changed_since(before.questions, now.questions)
    if keys is None or ids is None:
        return None
    new_items = tuple(_item(one) for one in products.by_keys(EVER, keys).values())
    lines = asked.by_ids(EVER, SYSTEM, ids).values()
    new_questions = tuple(_question(one) for one in lines if one.is_live)
    there = {one.key for one in (*new_items, *new_questions)}
    return Change(
        new_items,
        new_questions,
        tuple(key for key in keys if key not in there),
        tuple(key for key in map(key_of, ids) if key not in there),
    )


def items() -> Iterator[Document]:
    """Give every product that is offered. Two queries."""
    return (_item(one) for one in products.products(EVER))


def questions() -> Iterator[Document]:
    """Give every question that was not withdrawn. Two queries."""
    return (_question(one) for one in asked.questions(EVER, SYSTEM) if one.is_live)


def closed_questions() -> Iterator[Document]:
    """Give the questions in confidence. Three queries."""
    lines = asked.by_ids(EVER, SYSTEM, asked.all_closed(EVER))
    return (_question(one) for one in lines.values() if one.is_live)


def _item(line: products.ProductLine) -> Document:
    return Document(line.key, line.title, line.summary)


def _question(line: asked.QuestionLine) -> Document:
    words = f"{line.sharpened}\n{line.text}" if line.sharpened else line.text
    return Document(key_of(line.id), "", words, public=not line.in_confidence)


def candidates(text: str) -> Engine:
    """Return an engine over a handful of documents that hold words of a text: slow, but there at once."""
    words = sorted(set(analyser.words(text)), key=len, reverse=True)[:MOST_WORDS]
    found: dict[str, Document] = {}
    for word in words:
        if len(word) < SHORTEST_WORD or len(found) >= MOST_CANDIDATES:
            continue
        stem = word[: max(SHORTEST_WORD, len(word) - 2)]
        wanted = products.Wanted(words=(stem,))
        lines = products.products(EVER, wanted, most=MOST_CANDIDATES - len(found))
        found |= {one.key: _item(one) for one in lines}
        others = asked.questions(EVER, SYSTEM, asked.Wanted(words=(stem,)), most=MOST_CANDIDATES)
        found |= {key_of(one.id): _question(one) for one in others if one.is_live}
    is_question = {key for key in found if key.startswith("q")}
    return Engine.build(
        [one for key, one in found.items() if key not in is_question],
        [one for key, one in found.items() if key in is_question],
        thesaurus(),
        themes(),
    )


# ---- words


def themes() -> tuple[ThemeText, ...]:
    """Return the theme groups with every name they go by."""
    return tuple(ThemeText(one.key, one.names) for one in covenants.covenant().themes if one.listed)


def thesaurus() -> Thesaurus:
    """Return the thesaurus that comes with the program, with what people added. One query."""
    added = Term.objects.filter(struck_at__isnull=True).order_by("pk")
    return _joined(tuple((one.concept, one.words, one.themes) for one in added))


def name_of(concept: str) -> str:
    """Return how people write the key of a concept."""
    return concept.replace("_", " ")


@lru_cache(maxsize=2)
def shipped() -> Thesaurus:
    """Return the thesaurus that comes with the program."""
    return Thesaurus.shipped()


@lru_cache(maxsize=2)
def _joined(added: tuple[tuple[str, str, str], ...]) -> Thesaurus:
    concepts = dict(shipped().concepts)
    for key, words, themes_ in added:
        old = concepts.get(key)
        terms = tuple(word.strip() for word in words.split(",") if word.strip())
        if old is None:
            concepts[key] = Concept(key, parted(themes_), (), terms)
        else:
            both = tuple(dict.fromkeys((*old.themes, *parted(themes_))))
            new = tuple(dict.fromkeys((*old.terms, *terms)))
            concepts[key] = replace(old, themes=both, terms=new)
    return Thesaurus(concepts.values())


# ---- what people judged


def judgements() -> Judgements:
    """Return which links of open questions people confirmed (1) or rejected (-1): question, product."""
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    closed = asked.all_closed(EVER)
    acts = Judgement.objects.filter(struck_at__isnull=True, product__isnull=False)
    for question, product, is_right in acts.values_list("question_id", "product__key", "is_right"):
        if question not in closed:
            sums[key_of(question)][product] += 1 if is_right else -1
    return {
        question: {key: 1 if score > 0 else -1 for key, score in links.items() if score}
        for question, links in sums.items()
    }


def judged_pairs(questions_: Sequence[int]) -> dict[tuple[int, int], bool]:
    """Return what people last said of links between questions, in both directions. One query."""
    found: dict[tuple[int, int], bool] = {}
    acts = Judgement.objects.filter(struck_at__isnull=True, other__isnull=False, question__in=questions_)
    for one, other, is_right in acts.order_by("pk").values_list("question_id", "other_id", "is_right"):
        found[one, other] = found[other, one] = is_right
    return found
