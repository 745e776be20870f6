"""Say why a document is suggested, in words a reader can check."""

from collections.abc import Collection, Mapping, Sequence

from .comparing import Vector, dot
from .documents import Because, Reason
from .ranking import Asked, Scored

MOST = 4  # of one kind
FAINT = 0.02  # of the likeness: less is no reason


def reasons(
    asked: Asked,
    scored: Scored,
    vector: Vector,
    telling: Collection[str],
    labels: Sequence[str],
    shown: Collection[str],
    teachers: Mapping[str, Vector],
    judged: str = "",
) -> tuple[Reason, ...]:
    """Return the reasons, strongest first. ``vector`` and ``telling`` words are the document's.

    ``labels`` are the names of the concepts. Other products are named only when they are among those
    that the reader is ``shown``. What shares nothing with the question itself is there because of one of
    the ``teachers``: the products that told what else the question is about.
    """
    found: list[tuple[float, Reason]] = []
    subjects = _subjects(asked.vector, vector, labels)
    if subjects:
        names = tuple(label for _, label in subjects)
        found.append((sum(weight for weight, _ in subjects), Reason(Because.SUBJECT, names)))
    words = _words(asked, telling)
    if words:
        found.append((0.05 * len(words), Reason(Because.WORD, words)))
    shared = {
        slug: value * vector.themes[slug]
        for slug, value in asked.vector.themes.items()
        if slug in vector.themes
    }
    themes = sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))[:2]
    if themes and themes[0][1] > 10 * FAINT:
        found.append((0.2 * themes[0][1], Reason(Because.THEME, tuple(slug for slug, _ in themes))))
    if not (subjects or words) and (beside := _nearest(scored.key, vector, teachers)):
        found.append((FAINT, Reason(Because.NEIGHBOUR, (beside,))))
    answers = scored.row.answers
    if answers and asked.answers:
        same = sorted(
            (key for key in asked.answers.keys() & answers.keys() if key in shown),
            key=lambda key: (-answers[key], key),
        )
        if same:
            found.append((0.04 * len(same), Reason(Because.ANSWERS, tuple(same[:MOST]))))
    if judged:
        found.append((1.0, Reason(Because.JUDGED, (judged,))))
    return tuple(reason for _, reason in sorted(found, key=lambda pair: (-pair[0], pair[1].because)))


def _nearest(key: str, vector: Vector, teachers: Mapping[str, Vector]) -> str:
    like = {other: dot(vector.concepts, its.concepts) for other, its in teachers.items() if other != key}
    nearest = max(like, key=like.__getitem__, default="")
    return nearest if like.get(nearest) else ""


def _subjects(asked: Vector, vector: Vector, labels: Sequence[str]) -> list[tuple[float, str]]:
    shared = {
        concept: weight * vector.concepts[concept]
        for concept, weight in asked.concepts.items()
        if concept in vector.concepts
    }
    strongest = sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]
    return [(weight, labels[concept]) for concept, weight in strongest if weight > FAINT]


def _words(asked: Asked, telling: Collection[str]) -> tuple[str, ...]:
    """Return the words of the question that the document holds too, whole or as part of a compound."""
    spelled = asked.features.spelled
    shared = [term for term in asked.features.terms if term in telling and term in spelled]
    return tuple(dict.fromkeys(spelled[term] for term in shared))[: 2 * MOST]
