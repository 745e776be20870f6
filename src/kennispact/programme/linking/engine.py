"""Ask a question, see what exists. The way into this room."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from . import analyser as analysis
from . import ranking
from .analyser import Token
from .documents import Document, Judgements, Links, MaySee, Suggestion, ThemeGuess, ThemeText, sees
from .ranking import Asked, Closed, Scored
from .reasons import reasons
from .spelling import Speller
from .store import Store
from .thesaurus import Concept, Thesaurus
from .vectors import TextVectors
from .weights import Weights

FEW = 1000  # texts; up to here every word of the collection may be part of a compound
RARE = 0.0003  # share of the texts a word must stand in above that
ALIKE = 0.45  # concepts: questions more alike than this lend each other their confirmed links
LEAST_EVIDENCE = 0.35
LEAST_SCORE = 0.4
LEAST_SCORE_UNKNOWN = 0.45  # when nothing else says that the subject is known


class Engine:
    """Everything needed to link a question. Build it from the database, or open what was built before."""

    def __init__(self, store: Store) -> None:
        """Ask this store; :meth:`build` and :meth:`open` make one."""
        self.store = store
        self.speller = Speller(store.vocabulary)
        self._judgements: Judgements = {}

    @classmethod
    def build(
        cls,
        items: Iterable[Document],
        questions: Iterable[Document] = (),
        thesaurus: Thesaurus | None = None,
        themes: Sequence[ThemeText] = (),
        *,
        folder: Path | None = None,
        weights: Weights | None = None,
        vectors: TextVectors | None = None,
    ) -> "Engine":
        """Read every document anew. With a ``folder`` the index is kept there; it must be empty or new."""
        items, questions = list(items), list(questions)
        thesaurus = with_themes(thesaurus or Thesaurus.shipped(), themes)
        public = [one for one in (*items, *questions) if one.public]
        least = 1 if len(public) <= FEW else max(2, round(len(public) * RARE))
        counts = Counter(analysis.count_words((f"{one.title} {one.body}" for one in public), least))
        counts.update(analysis.count_words(thesaurus.texts()))
        store = Store(thesaurus, dict(sorted(counts.items())), folder, weights or Weights(), vectors)
        store.change("items", items)
        store.change("questions", questions)
        store.sign()
        return cls(store)

    @classmethod
    def open(
        cls,
        folder: Path,
        thesaurus: Thesaurus | None = None,
        themes: Sequence[ThemeText] = (),
        *,
        closed_items: Iterable[Document] = (),
        closed_questions: Iterable[Document] = (),
        weights: Weights | None = None,
        vectors: TextVectors | None = None,
    ) -> "Engine":
        """Open an index that was built before. What is not public is not in it and is given again.

        :raises IndexMissing: when there is none
        :raises IndexDamaged: when the files do not agree; build it again
        :raises IndexOutdated: when another analyser, thesaurus, engine or weights made it; build it again
        """
        thesaurus = with_themes(thesaurus or Thesaurus.shipped(), themes)
        store = Store.open(folder, thesaurus, weights or Weights(), vectors)
        store.keep_closed("items", closed_items)
        store.keep_closed("questions", closed_questions)
        return cls(store)

    def add(
        self,
        items: Iterable[Document] = (),
        questions: Iterable[Document] = (),
        *,
        gone_items: Sequence[str] = (),
        gone_questions: Sequence[str] = (),
    ) -> None:
        """Add or replace documents and take others away; found at once in this process.

        New words become parts of compounds only when the index is built again.

        :raises IndexBusy: when another process is writing
        """
        self.store.change("items", list(items), gone_items)
        self.store.change("questions", list(questions), gone_questions)

    def changed(self) -> bool:
        """Return whether another process changed the index on disk: open it again."""
        return any(shelf.changed() for shelf in self.store.shelves.values())

    def learn(self, judgements: Judgements) -> None:
        """Take in which links of public questions readers confirmed (1) or rejected (-1): question, item."""
        self._judgements = {key: dict(links) for key, links in judgements.items()}

    # ---- asking

    def link(self, text: str, *, limit: int = 10, may_see: MaySee = None, leave_out: str = "") -> Links:
        """Return the products, questions and theme groups that belong to a question in plain Dutch.

        ``may_see`` says which keys the reader may see; without it only what is public. It is asked before
        anything is cut off. ``leave_out`` is the key of the question itself when it is already on the shelf.
        """
        found = self.rank(text, may_see=may_see, leave_out=leave_out)
        themes = self._sure_themes(found)
        least = LEAST_SCORE if themes else LEAST_SCORE_UNKNOWN
        return Links(
            self._suggest("items", found, found.items[:limit], least),
            self._suggest("questions", found, found.questions[:limit], least),
            themes,
            not themes,
            found.read_as,
        )

    def rank(self, text: str, *, may_see: MaySee = None, leave_out: str = "") -> "Ranking":
        """Return every candidate in order, the faint ones too, without reasons."""
        tokens, read_as = self._read(text)
        asked = self.store.asked(self.store.reader.question(tokens), text)
        products = self.store.rankers["items"]
        everything = products.rank(asked, None)
        asked = replace(asked, answers=ranking.profile(everything))
        items = everything if _all_seen(everything, may_see) else products.rank(asked, _public(may_see))
        items = sorted(items + self._visible_closed("items", asked, may_see, ""), key=ranking.order)
        teachers = items[: self.store.weights.teachers]
        taught = products.taught(asked, teachers)
        evidence = self.store.statistics.evidence(asked.features.concepts)
        meant = asked if evidence < LEAST_EVIDENCE else taught  # what one word found would find its like
        items = products.again(meant, items)
        public = self.store.rankers["questions"].rank(meant, _public(may_see))
        public = [one for one in public if one.key != leave_out]
        items, because = self._judged(meant, items, public, may_see)
        closed = self._visible_closed("questions", meant, may_see, leave_out)
        questions = sorted(public + closed, key=ranking.order)
        return Ranking(asked, taught, evidence, teachers, items, questions, because, read_as)

    @staticmethod
    def _sure_themes(found: "Ranking") -> tuple[ThemeGuess, ...]:
        """Return the theme groups of a question, surest first; none when the subject is unknown."""
        if found.evidence < LEAST_EVIDENCE:
            return ()
        sure = ranking.confidences(found.taught.vector, found.evidence)
        return tuple(
            ThemeGuess(slug, round(value, 4))
            for slug, value in sorted(sure.items(), key=lambda pair: (-pair[1], pair[0]))
        )

    def _read(self, text: str) -> tuple[list[Token], tuple[tuple[str, str], ...]]:
        """Return the words of a question, with those that are met nowhere read as the nearest known word."""
        words = analysis.words(text)
        unfinished = text[-1:].isalnum()
        tokens, read_as = [], {}
        for place, word in enumerate(words):
            token = self.store.reader.analyser.token(word)
            if not (token.grammar or token.filler or len(token.parts) > 1 or self._met(token)):
                near = self.speller.read(word, unfinished and place == len(words) - 1)
                if near:
                    read_as[word] = near
                    token = self.store.reader.analyser.token(near)
            tokens.append(token)
        return tokens, tuple(read_as.items())

    def _met(self, token: Token) -> bool:
        return token.stem in self.store.reader.matcher.words or any(
            shelf.searcher.doc_freq("words", token.stem) for shelf in self.store.shelves.values()
        )

    def _visible_closed(self, kind: str, asked: Asked, may_see: MaySee, leave_out: str) -> list[Scored]:
        seen = [
            one
            for key, one in sorted(self.store.closed[kind].items())
            if key != leave_out and sees(may_see, False, key)
        ]
        return self.store.rankers[kind].closed(asked, seen)

    def _judged(
        self, asked: Asked, items: list[Scored], questions: list[Scored], may_see: MaySee
    ) -> tuple[list[Scored], dict[str, str]]:
        """Move links up and down that readers judged for like questions."""
        if not self._judgements:
            return items, {}
        moved: dict[str, float] = {}
        because: dict[str, str] = {}
        for question in questions[:5]:
            if question.alike < ALIKE:
                continue
            for key, verdict in self._judgements.get(question.key, {}).items():
                moved[key] = moved.get(key, 0.0) + self.store.weights.judged * question.alike * verdict
                if verdict > 0:
                    because.setdefault(key, question.key)
        if not moved:
            return items, {}
        there = {one.key for one in items}
        ranker = self.store.rankers["items"]
        items = items + [
            one for key in moved.keys() - there if (one := ranker.one(asked, key, _public(may_see)))
        ]
        items = [one._replace(score=round(one.score + moved.get(one.key, 0.0), 9)) for one in items]
        return sorted(items, key=ranking.order), because

    def _suggest(
        self, kind: str, found: "Ranking", ranked: Sequence[Scored], least: float
    ) -> tuple[Suggestion, ...]:
        because = found.because if kind == "items" else {}
        ranked = [one for one in ranked if one.score >= least or one.key in because]
        telling = self.store.shelves[kind].telling(one.key for one in ranked)
        shown = frozenset(one.key for one in found.items)
        teachers = {
            one.key: self.store.statistics.vector_of(one.weighed) for one in found.teachers if kind == "items"
        }
        suggestions = []
        for one in ranked:
            words = one.row.features.telling if isinstance(one.row, Closed) else telling[one.key]
            vector = self.store.statistics.vector_of(one.weighed)
            labels = self.store.reader.labels
            why = reasons(found.asked, one, vector, words, labels, shown, teachers, because.get(one.key, ""))
            suggestions.append(Suggestion(one.key, one.score, why))
        return tuple(suggestions)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Every candidate, best first. ``because`` names the like question a confirmed link came from.

    ``taught`` is the question with what its ``teachers`` say, the best products at first sight. ``evidence``
    is how clearly the question itself has a subject.
    """

    asked: Asked
    taught: Asked
    evidence: float
    teachers: list[Scored]
    items: list[Scored]
    questions: list[Scored]
    because: dict[str, str]
    read_as: tuple[tuple[str, str], ...]

    @property
    def themes(self) -> list[str]:
        """Return the theme groups, likeliest first, however faint."""
        likely = self.taught.vector.themes
        return sorted(likely, key=lambda slug: (-likely[slug], slug))


def with_themes(thesaurus: Thesaurus, themes: Sequence[ThemeText]) -> Thesaurus:
    """Return the thesaurus with the names of the theme groups as words of their own."""
    if not themes:
        return thesaurus
    named = [
        Concept(f"theme {one.slug}", (one.slug,), (), tuple(name.replace(",", " ") for name in one.names))
        for one in themes
    ]
    return Thesaurus([*thesaurus.concepts.values(), *named])


def _all_seen(ranked: Iterable[Scored], may_see: MaySee) -> bool:
    return may_see is None or all(sees(may_see, True, one.key) for one in ranked)


def _public(may_see: MaySee) -> Callable[[str], bool] | None:
    return None if may_see is None else lambda key: sees(may_see, True, key)
