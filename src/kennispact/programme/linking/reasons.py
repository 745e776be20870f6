"""Say why a document is suggested, in words a reader can check."""

from collections.abc import Collection, Mapping

from .documents import Because, Reason
from .features import Reader
from .ranking import Asked, Scored

MOST = 4  # of one kind
FAINT = 0.02  # of the likeness: less is no reason


def reasons(
    asked: Asked, scored: Scored, text: str, reader: Reader, shown: Collection[str], judged: str = ""
) -> tuple[Reason, ...]:
    """Return the reasons, strongest first. ``text`` is the text of the document.

    Other products are named only when they are among those the reader is ``shown``.
    """
    found: list[tuple[float, Reason]] = []
    subjects = _subjects(asked, scored, reader)
    if subjects:
        labels = tuple(label for _, label in subjects)
        found.append((sum(weight for weight, _ in subjects), Reason(Because.SUBJECT, labels)))
    words = _words(asked, text, reader)
    if words:
        found.append((0.05 * len(words), Reason(Because.WORD, words)))
    shared = {
        slug: value * scored.vector.themes[slug]
        for slug, value in asked.vector.themes.items()
        if slug in scored.vector.themes
    }
    themes = sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))[:2]
    if themes and themes[0][1] > 10 * FAINT:
        found.append((0.2 * themes[0][1], Reason(Because.THEME, tuple(slug for slug, _ in themes))))
    if scored.beside:
        found.append((FAINT, Reason(Because.NEIGHBOUR, (scored.beside,))))
    if scored.answers and asked.answers:
        same = sorted(
            asked.answers.keys() & scored.answers.keys() & set(shown),
            key=lambda key: (-scored.answers[key], key),
        )
        if same:
            found.append((0.04 * len(same), Reason(Because.ANSWERS, tuple(same[:MOST]))))
    if judged:
        found.append((1.0, Reason(Because.JUDGED, (judged,))))
    return tuple(reason for _, reason in sorted(found, key=lambda pair: (-pair[0], pair[1].because)))


def _subjects(asked: Asked, scored: Scored, reader: Reader) -> list[tuple[float, str]]:
    shared: Mapping[int, float] = {
        concept: weight * scored.vector.concepts[concept]
        for concept, weight in asked.vector.concepts.items()
        if concept in scored.vector.concepts
    }
    strongest = sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]
    concepts = reader.thesaurus.concepts
    return [(weight, concepts[reader.keys[concept]].label) for concept, weight in strongest if weight > FAINT]


def _words(asked: Asked, text: str, reader: Reader) -> tuple[str, ...]:
    """Return the words of the question that the text holds too, whole or as part of a compound."""
    held: set[str] = set()
    for token in reader.analyser.all_tokens(text):
        if not (token.grammar or token.filler):
            held.update(token.terms)
    spelled = asked.features.spelled
    words = dict.fromkeys(spelled[term] for term in asked.features.terms if term in held and term in spelled)
    return tuple(words)[: 2 * MOST]
