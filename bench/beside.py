"""What the linking is measured beside: bare tantivy with compounds taken apart, SQLite FTS5, PostgreSQL's own search.

beside.py tantivy|fts5|postgres build|query|add N FOLDER WORK    one JSON line, the keys of linking.py

Each does the least that gives ten answers: no themes, no reasons, nothing that a reader may not see.
PostgreSQL needs DATABASE_URL (tools/with_postgres.py gives one).
"""

import json
import os
import re
import shutil
import sqlite3
import statistics
import sys
import time
from pathlib import Path

import Stemmer
import tantivy

sys.path.insert(0, str(Path(__file__).parent))
from linking import FIELDS, asked, disk, memory, passages, timed

WORD = re.compile(r"[^\W_]+")
STOP = frozenset(
    [
        "de",
        "het",
        "een",
        "en",
        "van",
        "in",
        "op",
        "te",
        "is",
        "dat",
        "die",
        "aan",
        "met",
        "voor",
        "er",
        "om",
        "door",
        "over",
        "bij",
        "ook",
        "tot",
        "uit",
        "naar",
        "hoe",
        "deze",
        "dit",
        "zich",
        "als",
        "maar",
        "of",
        "wat",
        "niet",
        "zijn",
        "was",
        "had",
        "heeft",
        "hebben",
        "kan",
        "worden",
        "wordt",
        "al",
        "hun",
        "dan",
    ]
)


class Words:
    """Stems, and of a compound the stems of its two parts."""

    def __init__(self, folder: Path) -> None:
        self.known = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
        self.stem = Stemmer.Stemmer("dutch").stemWord
        self.seen: dict[str, list[str]] = {}

    def of(self, text: str) -> list[str]:
        found: list[str] = []
        for word in WORD.findall(text.lower()):
            if word not in STOP:
                stems = self.seen.get(word)
                if stems is None:
                    stems = self.seen[word] = [self.stem(one) for one in (word, *self._parts(word))]
                found += stems
        return found

    def _parts(self, word: str) -> tuple[str, ...]:
        best: tuple[int, str, str] | None = None
        for cut in range(4, len(word) - 3):
            last = word[cut:]
            for link in ("", "s", "e", "en") if last in self.known else ():
                first = word[: cut - len(link)]
                if word[:cut].endswith(link) and len(first) > 3 and first in self.known:
                    best = max(best or (0, "", ""), (min(self.known[first], self.known[last]), first, last))
        return best[1:] if best else ()


class Bare:
    """tantivy, nothing else: title and body, compounds taken apart on both sides."""

    def __init__(self, size: int, folder: Path, work: Path) -> None:
        self.place = work / f"tantivy_{size}"
        self.words = Words(folder)
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("id", stored=True, indexed=True)
        for name in ("title", "body"):
            builder.add_text_field(name, tokenizer_name="whitespace")
        self.schema = builder.build()
        self.writer = None

    def open(self) -> None:
        self.place.mkdir(parents=True, exist_ok=True)
        self.index = tantivy.Index(self.schema, path=str(self.place))
        self.searcher = self.index.searcher()

    def put(self, rows: list[tuple[int, str, str]], heap: int = 64_000_000) -> None:
        self.writer = self.writer or self.index.writer(heap, 1)
        for number, title, body in rows:
            fields = {
                name: " ".join(self.words.of(text)) for name, text in (("title", title), ("body", body))
            }
            self.writer.add_document(tantivy.Document(id=number, **fields))
        self.writer.commit()
        self.index.reload()

    def build(self, rows: list[tuple[int, str, str]]) -> None:
        shutil.rmtree(self.place, ignore_errors=True)
        self.open()
        self.put(rows, 256_000_000)
        self.writer.wait_merging_threads()

    def ask(self, text: str) -> list[int]:
        query = self.index.parse_query(" ".join(dict.fromkeys(self.words.of(text))), ["title", "body"])
        hits = self.searcher.search(query, 10, count=False).hits
        return [self.searcher.doc(address)["id"][0] for _, address in hits]


class Fts5:
    """SQLite's own full text search: no stems, words joined with OR."""

    def __init__(self, size: int, _folder: Path, work: Path) -> None:
        self.place = work / f"fts5_{size}.db"

    def open(self) -> None:
        self.db = sqlite3.connect(self.place, isolation_level=None)
        self.db.execute("pragma journal_mode=wal")

    def put(self, rows: list[tuple[int, str, str]]) -> None:
        self.db.execute("begin")
        self.db.executemany("insert into found(rowid, title, body) values (?, ?, ?)", rows)
        self.db.execute("commit")

    def build(self, rows: list[tuple[int, str, str]]) -> None:
        self.place.unlink(missing_ok=True)
        self.open()
        self.db.execute("create virtual table found using fts5(title, body, tokenize='unicode61')")
        self.put(rows)

    def ask(self, text: str) -> list[int]:
        terms = " OR ".join(
            f'"{word}"' for word in dict.fromkeys(WORD.findall(text.lower())) if word not in STOP
        )
        sql = "select rowid from found where found match ? order by rank limit 10"
        return [row[0] for row in self.db.execute(sql, (terms,))]


class Postgres:
    """PostgreSQL's Dutch search: a GIN index, words joined with OR, ts_rank."""

    def __init__(self, size: int, _folder: Path, _work: Path) -> None:
        self.table = f"found_{size}"
        self.place = None

    def open(self) -> None:
        import psycopg

        self.db = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)

    def put(self, rows: list[tuple[int, str, str]]) -> None:
        into = f"copy {self.table} (id, title, body) from stdin"
        with self.db.transaction(), self.db.cursor() as cursor, cursor.copy(into) as copy:
            for row in rows:
                copy.write_row(row)

    def build(self, rows: list[tuple[int, str, str]]) -> None:
        self.open()
        vector = "setweight(to_tsvector('dutch', title), 'A') || setweight(to_tsvector('dutch', body), 'B')"
        self.db.execute(f"drop table if exists {self.table}")
        self.db.execute(
            f"create table {self.table} (id int primary key, title text, body text,"
            f" words tsvector generated always as ({vector}) stored)"
        )
        self.put(rows)
        self.db.execute(f"create index on {self.table} using gin (words)")
        self.db.execute(f"analyze {self.table}")

    def ask(self, text: str) -> list[int]:
        terms = " | ".join(word for word in dict.fromkeys(WORD.findall(text.lower())) if word not in STOP)
        sql = (
            f"select id from {self.table}, to_tsquery('dutch', %s) asked where words @@ asked"
            " order by ts_rank(words, asked, 1) desc limit 10"
        )
        return [row[0] for row in self.db.execute(sql, (terms,))]


def main(engine: str, mode: str, size: int, folder: Path, work: Path) -> dict[str, object]:
    one = {"tantivy": Bare, "fts5": Fts5, "postgres": Postgres}[engine](size, folder, work)
    rows = list(passages(size, folder)) if mode != "query" else []
    start, cpu = time.perf_counter(), time.process_time()
    if mode == "build":
        one.build(rows)
        spent = {"wall_s": time.perf_counter() - start, "cpu_s": time.process_time() - cpu}
        return {**spent, "rss_mb": memory(), "disk_mb": disk(one.place)}
    one.open()
    if mode == "add":
        new = [(10**8 + number, title, body) for number, (_, title, body) in enumerate(rows[:130])]
        spent = []
        for row in new[:30]:
            start = time.perf_counter()
            one.put([row])
            spent.append((time.perf_counter() - start) * 1e3)
        start = time.perf_counter()
        one.put(new[30:])
        return {"add1_ms_p50": statistics.median(spent), "add100_ms": (time.perf_counter() - start) * 1e3}
    questions = asked(size, folder)
    result: dict[str, object] = {"open_first_ms": (time.perf_counter() - start) * 1e3}
    for field in FIELDS:
        result[f"hit10_{field}"] = statistics.mean(q["id"] in one.ask(q[field]) for q in questions)
    result["plain"] = timed(one.ask, [q["plain"] for q in questions])
    return {**result, "rss_mb": memory()}


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:3], int(sys.argv[3]), Path(sys.argv[4]), Path(sys.argv[5]))))
