"""What is known: the shelves of products and questions, what is closed, the counts rankings rest on."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from . import analyser as analysis
from . import ranking, wordlists
from .analyser import Analyser
from .comparing import Statistics
from .documents import Document
from .features import Features, Reader, pack, unpack
from .ranking import Asked, Closed, Ranker
from .shelf import FORMAT, Entry, Row, Shelf, write_whole
from .thesaurus import Thesaurus
from .unusable import IndexDamaged, IndexMissing, IndexOutdated
from .vectors import TextVectors, pack_numbers
from .weights import Weights

KINDS = ("items", "questions")


class Store:
    """Documents read and put away. Only public products are counted; what is closed stays in memory."""

    def __init__(
        self,
        thesaurus: Thesaurus,
        vocabulary: dict[str, int],
        folder: Path | None,
        weights: Weights,
        vectors: TextVectors | None = None,
    ) -> None:
        """Make an empty store, or the beginning of the one in the folder."""
        self.weights = weights
        self.thesaurus = thesaurus
        self.vocabulary = vocabulary
        self.folder = folder
        self.vectors = vectors
        self.reader = Reader(Analyser(vocabulary), thesaurus, weights)
        self.statistics = Statistics(self.reader)
        self.shelves = {kind: Shelf(folder / kind if folder else None, weights) for kind in KINDS}
        self.rankers = {kind: Ranker(shelf, self.statistics, weights) for kind, shelf in self.shelves.items()}
        self.closed: dict[str, dict[str, Closed]] = {kind: {} for kind in KINDS}

    @classmethod
    def open(
        cls, folder: Path, thesaurus: Thesaurus, weights: Weights, vectors: TextVectors | None = None
    ) -> "Store":
        """Read what was built before.

        :raises IndexMissing: when there is nothing
        :raises IndexDamaged: when the files do not agree
        :raises IndexOutdated: when other versions made it
        """
        if not (folder / "made-by.json").exists():
            raise IndexMissing(str(folder))
        try:
            made_by = json.loads((folder / "made-by.json").read_text(encoding="utf-8"))
            vocabulary = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
            store = cls(thesaurus, vocabulary, folder, weights, vectors)
        except (OSError, ValueError, AttributeError, TypeError) as error:
            raise IndexDamaged(str(error)) from error
        expected = store.made_by()
        if made_by != expected:
            given = made_by if isinstance(made_by, dict) else {}
            raise IndexOutdated(", ".join(key for key in expected if given.get(key) != expected[key]))
        for kind, shelf in store.shelves.items():
            shelf.load(store._count if kind == "items" else _nothing)
        return store

    def made_by(self) -> dict[str, str]:
        """Return the versions that an index must have been made with to be used."""
        words = json.dumps(self.vocabulary, ensure_ascii=False, sort_keys=True)
        return {
            "format": FORMAT,
            "analyser": f"{analysis.VERSION}-{wordlists.digest()}",
            "thesaurus": self.thesaurus.version,
            "weights": repr(self.weights),
            "vectors": self.vectors.name if self.vectors else "",
            "vocabulary": hashlib.sha256(words.encode()).hexdigest()[:16],
        }

    def sign(self) -> None:
        """Write down what the folder holds, and what made it."""
        for shelf in self.shelves.values():
            shelf.sign()
        if self.folder:
            write_whole(self.folder / "vocabulary.json", json.dumps(self.vocabulary, ensure_ascii=False))
            write_whole(self.folder / "made-by.json", json.dumps(self.made_by()))

    def change(self, kind: str, documents: Sequence[Document], gone: Sequence[str] = ()) -> None:
        """Put documents on a shelf, or replace them there, and take others off.

        :raises IndexBusy: when another process is writing
        """
        if not documents and not gone:
            return
        documents = list({one.key: one for one in documents}.values())
        public = [one for one in documents if one.public]
        shelf = self.shelves[kind]
        away = [
            key for key in (*gone, *(one.key for one in documents if not one.public)) if key in shelf.by_key
        ]
        if public or away:
            shelf.put(self._entries(kind, public, away), away)
        for key in (*gone, *(one.key for one in public)):
            self.closed[kind].pop(key, None)
        self.keep_closed(kind, documents)
        for ranker in self.rankers.values():
            ranker.forget()

    def keep_closed(self, kind: str, documents: Iterable[Document]) -> None:
        """Keep what is not public in memory."""
        for one in documents:
            if not one.public:
                features = self.reader.document(one)
                self.closed[kind][one.key] = Closed(
                    one.key, pack(features.concepts), dense=self._dense(one), features=features
                )

    def asked(self, features: Features, text: str) -> Asked:
        """Return a text ready to be compared."""
        dense = self.vectors.embed(text) if self.vectors else ()
        return Asked(features, self.statistics.vector(features.concepts), dense=dense)

    def _dense(self, document: Document) -> bytes:
        return pack_numbers(self.vectors.embed(_whole(document))) if self.vectors else b""

    def _entries(self, kind: str, public: Sequence[Document], away: Sequence[str]) -> Iterator[Entry]:
        """Read one document after another while the shelf takes them, once it is ready to."""
        if kind == "items":
            self._discount(self.shelves[kind], {*away, *(one.key for one in public)})
        for one in public:  # the shelf takes the others off after this
            yield self._entry(kind, one)

    def _entry(self, kind: str, document: Document) -> Entry:
        features = self.reader.document(document)
        answers = {}
        if kind == "questions":
            answers = ranking.profile(
                self.rankers["items"].rank(self.asked(features, _whole(document)), None)
            )
        else:
            self.statistics.count(features.concepts)
        return Entry(document.key, features, answers, self._dense(document))

    def _discount(self, shelf: Shelf, keys: set[str]) -> None:
        """Take products that go or are replaced out of the counts."""
        for key in keys & shelf.by_key.keys():
            row = shelf.rows[shelf.by_key[key]]
            if row is not None:
                self.statistics.count(unpack(row.packed), -1)

    def _count(self, row: Row) -> None:
        self.statistics.count(unpack(row.packed))


def _whole(document: Document) -> str:
    return f"{document.title}\n{document.body}"


def _nothing(_row: Row) -> None:
    """Questions are not counted: only public products say how rare a concept is."""
