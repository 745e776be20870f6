"""For whoever derives something from questions: how far they have come, and what changed."""

from django.db.models import Q

from kennispact.ground.kit.actor import SYSTEM, Actor
from kennispact.ground.kit.calendar import AsOf
from kennispact.programme.products.marks import Mark, marks, news
from kennispact.programme.questions.models import Question, Turn, Wording, WordingConsent

from .lists import visible

_TABLES = (
    (Question, "id"),
    (Turn, "question_id"),
    (Wording, "question_id"),
    (WordingConsent, "wording__question_id"),
)


def how_far() -> tuple[Mark, ...]:
    """Return how far the acts have come that change a question's words or who may see it. One query."""
    return marks(*(model for model, _ in _TABLES))


def changed_since(before: tuple[Mark, ...], now: tuple[Mark, ...]) -> tuple[int, ...] | None:
    """Return the ids of questions whose words or openness may have changed; ``None``: read all anew."""
    found: set[int] = set()
    for (model, subject), was, is_ in zip(_TABLES, before, now, strict=True):
        if was != is_:
            fresh = news(model._default_manager.all(), was, is_, subject)
            if fresh is None:
                return None
            found |= fresh
    return tuple(sorted(found))


def closed_ids(view: AsOf, reader: Actor) -> frozenset[int]:
    """Return the ids of questions in confidence, as far as the reader may know of them. One query."""
    still = Question.objects.as_of(view).filter(in_confidence=True)
    own = visible(view, reader) & ~Q(pk__in=_opened(view))
    return frozenset(still.filter(own).values_list("pk", flat=True))


def all_closed(view: AsOf) -> frozenset[int]:
    """Return the ids of all questions in confidence. One query."""
    return closed_ids(view, SYSTEM)


def _opened(view: AsOf) -> "object":
    return Turn.objects.as_of(view).filter(kind=Turn.Kind.OPENED).values("question")
