"""A shelf of public documents: their words in tantivy, their concepts in memory, both in one folder.

The folder can be thrown away at any time. Every document is a line of ``rows.jsonl`` and a document of the
tantivy index with the number of that line; ``state.json`` is written last and says what the folder must hold.
What does not agree is damaged, and is built again from the database.
"""

import contextlib
import json
import os
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import tantivy

from .comparing import rarity
from .features import MOST_TERMS, Features, pack
from .unusable import IndexBusy, IndexDamaged
from .weights import Weights

FORMAT = f"5, tantivy {version('tantivy')}"
HEAP = 64_000_000
_FIELDS = ("words", "concepts")


@dataclass(slots=True)
class Row:
    """What is kept of a document: its key, its concepts and, for a question, the products that answer it."""

    key: str
    packed: bytes
    answers: Mapping[str, float] = field(default_factory=dict)
    dense: bytes = b""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document about to be put on the shelf."""

    key: str
    features: Features
    answers: Mapping[str, float] = field(default_factory=dict)
    dense: bytes = b""


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("number", stored=False, indexed=True, fast=True)
    for name in _FIELDS:
        builder.add_text_field(name, stored=False, tokenizer_name="whitespace", index_option="freq")
    builder.add_bytes_field("telling", stored=True)
    return builder.build()


class Shelf:
    """Documents that can be asked for by words and by concepts. ``folder`` is none for one in memory."""

    def __init__(self, folder: Path | None, weights: Weights) -> None:
        """Open an empty shelf, or the one in the folder as far as its tantivy index goes."""
        self.folder = folder
        self.weights = weights
        self.rows: list[Row | None] = []
        self.by_key: dict[str, int] = {}
        self.schema = _schema()
        if folder is None:
            self.index = tantivy.Index(self.schema)
        else:
            (folder / "words").mkdir(parents=True, exist_ok=True)
            self.index = tantivy.Index(self.schema, path=str(folder / "words"))
        # never by itself: its own thread would read files that somebody may be cutting short, and die with us
        self.index.config_reader("manual")
        self.searcher = self.index.searcher()
        self._read_up_to = 0
        self._state: dict[str, Any] = {}

    # ---- writing

    def put(self, entries: Iterable[Entry], gone: Sequence[str] = ()) -> None:
        """Put documents on the shelf, replacing those with the same key, and take others off. One commit.

        :raises IndexBusy: when another process is writing
        """
        try:
            writer = self.index.writer(HEAP, 1)
        except (ValueError, OSError) as error:
            raise IndexBusy(str(error)) from error
        try:
            with self._log() as write:
                for entry in entries:
                    self._drop(writer, entry.key, write)
                    self._add(writer, entry, write)
                for key in gone:
                    self._drop(writer, key, write)
            writer.commit()
        finally:
            with contextlib.suppress(ValueError):
                writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()
        self.sign()

    def _drop(self, writer: Any, key: str, write: Callable[[dict[str, Any]], None]) -> None:
        number = self.by_key.pop(key, None)
        if number is not None:
            writer.delete_documents_by_term("number", number)
            self.rows[number] = None
            write({"gone": key})

    def _add(self, writer: Any, entry: Entry, write: Callable[[dict[str, Any]], None]) -> None:
        number, concepts = len(self.rows), entry.features.concepts
        document = tantivy.Document()  # filled step by step: with keywords it takes four times as long
        document.add_integer("number", number)
        document.add_text("words", " ".join(entry.features.terms))
        document.add_text("concepts", " ".join(map(str, sorted(concepts))))
        document.add_bytes("telling", " ".join(entry.features.telling).encode())
        writer.add_document(document)
        packed = pack(concepts)
        self.rows.append(Row(entry.key, packed, entry.answers, entry.dense))
        self.by_key[entry.key] = number
        answers, dense = dict(entry.answers), entry.dense.hex()
        write({"key": entry.key, "concepts": packed.hex(), "answers": answers, "dense": dense})

    @contextlib.contextmanager
    def _log(self) -> Any:
        """Append lines to the file of rows and have them on disk before the commit."""
        if self.folder is None:
            yield _forget
            return
        (self.folder / "rows.jsonl").touch()
        with (self.folder / "rows.jsonl").open("r+b") as file:
            file.seek(self._read_up_to)
            file.truncate()  # what a writer left that was stopped before its commit
            encode = json.JSONEncoder(ensure_ascii=False).encode
            yield lambda line: file.write(encode(line).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
            self._read_up_to = file.tell()

    def sign(self) -> None:
        """Write down what the folder holds now, last of all."""
        if self.folder is None:
            return
        # tantivy never writes into a segment again, so what was read once need not be read again
        known = {name: sum_ for name, sum_ in self._state.get("files", {}).items() if name != "meta.json"}
        (self.folder / "rows.jsonl").touch()
        self._state = {
            "documents": len(self.by_key),
            "rows": self._read_up_to,
            "files": {
                path.name: known.get(path.name) or _checksum(path)
                for path in sorted((self.folder / "words").iterdir())
                if not path.name.startswith(".")
            },
        }
        write_whole(self.folder / "state.json", json.dumps(self._state))

    # ---- reading

    def load(self, counted: Callable[[Row], None]) -> None:
        """Read the rows of the folder and check it against its state. ``counted`` is told of every row.

        :raises IndexDamaged: when the files do not agree
        """
        assert self.folder is not None
        try:
            self._state = json.loads((self.folder / "state.json").read_text(encoding="utf-8"))
            for name, checksum in self._state["files"].items():
                if _checksum(self.folder / "words" / name) != checksum:
                    raise IndexDamaged(f"{name} was changed")
            self._follow()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(str(error)) from error
        if not len(self.by_key) == self.searcher.num_docs == self._state["documents"]:
            raise IndexDamaged("the rows and the words do not agree")
        for row in self.rows:
            if row is not None:
                counted(row)

    def changed(self) -> bool:
        """Return whether another process wrote since this one read."""
        if self.folder is None:
            return False
        try:
            return bool(json.loads((self.folder / "state.json").read_text(encoding="utf-8")) != self._state)
        except (OSError, ValueError):
            return True

    def _follow(self) -> None:
        """Read the rows the state speaks of, from where we were."""
        assert self.folder is not None
        with (self.folder / "rows.jsonl").open("rb") as file:
            file.seek(self._read_up_to)
            for line in file.read(self._state["rows"] - self._read_up_to).splitlines():
                self._take(json.loads(line))
        self._read_up_to = self._state["rows"]

    def _take(self, line: dict[str, Any]) -> None:
        if "gone" in line:
            number = self.by_key.pop(line["gone"])
            self.rows[number] = None
            return
        self.by_key[line["key"]] = len(self.rows)
        concepts, dense = bytes.fromhex(line["concepts"]), bytes.fromhex(line["dense"])
        self.rows.append(Row(line["key"], concepts, line["answers"], dense))

    # ---- asking

    def worth(self, features: Features) -> tuple[dict[str, float], float]:
        """Return what every known term of a question is worth, and all terms together."""
        total = self.searcher.num_docs
        counts = {term: self.searcher.doc_freq("words", term) for term in dict.fromkeys(features.terms)}
        worth = {term: rarity(min(count, total), total) for term, count in counts.items()}
        if len(worth) > MOST_TERMS:
            rarest = sorted(worth, key=lambda term: (not counts[term], -worth[term], term))[:MOST_TERMS]
            worth = {term: worth[term] for term in rarest}
        return {term: value for term, value in worth.items() if counts[term]}, sum(worth.values()) or 1.0

    def by_words(self, terms: Iterable[str], limit: int) -> list[tuple[int, float]]:
        """Return the documents that share words, best first: number and BM25 score."""
        queries = [(tantivy.Occur.Should, self._term("words", term)) for term in terms]
        return [(number, score) for number, score, _ in self._search(queries, limit)]

    def by_concepts(self, concepts: Mapping[int, float], limit: int) -> list[tuple[int, float]]:
        """Return the documents that share concepts, best first."""
        queries = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(self._term("concepts", str(concept)), max(weight, 0.001)),
            )
            for concept, weight in concepts.items()
        ]
        return [(number, score) for number, score, _ in self._search(queries, limit)]

    def telling(self, keys: Iterable[str]) -> dict[str, frozenset[str]]:
        """Return what the words of a few documents come down to, those that carry something."""
        wanted = {self.by_key[key]: key for key in keys if key in self.by_key}
        queries = [(tantivy.Occur.Should, self._term("number", number)) for number in wanted]
        return {
            wanted[number]: frozenset(bytes(self.searcher.doc(address)["telling"][0]).decode().split())
            for number, _, address in self._search(queries, len(wanted))
        }

    def _term(self, name: str, value: str | int) -> Any:
        return tantivy.Query.term_query(self.schema, name, value, index_option="freq")

    def _search(self, queries: list[tuple[Any, Any]], limit: int) -> list[tuple[int, float, Any]]:
        """Return number, score and address of the documents that any of these find, best first."""
        if not queries or not self.by_key:
            return []
        hits = self.searcher.search(tantivy.Query.boolean_query(queries), limit, count=False).hits
        numbers = self.searcher.fast_field_values("number", [address for _, address in hits])
        return [
            (int(number), score, address)
            for number, (score, address) in zip(numbers, hits, strict=True)
            if number is not None
        ]


def _forget(_line: dict[str, Any]) -> None:
    """Keep no file of what is in memory only."""


def _checksum(path: Path) -> int:
    return zlib.crc32(path.read_bytes())


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old one or the new one."""
    beside = path.with_suffix(".new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
