"""Measure the linking engine beside the reference programs, on items made out of the shipped ones.

usage: linking.py build|query|add N FOLDER WORK     one JSON line
       linking.py table ITEMS_JSONL WORK N [ROUNDS]   everything in turn beside beside.py, medians

The words of an item are clauses of real items and compounds made of their nouns, so that the list of words
grows with the collection as it does in Dutch. The same N gives the same files.
ENGINES leaves some out, WORDS makes longer items; PostgreSQL takes part when DATABASE_URL names one.
"""

import json
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
from kennispact.programme.linking.analyser import count_words
from kennispact.programme.linking.documents import Document
from kennispact.programme.linking.engine import Engine

FILLER = """hoe kan een gemeente met een beperkt budget het beste omgaan met de en welke ervaring is er bij
andere steden die dit al hebben gedaan en wat werkt er in de praktijk""".split()  # noqa: SIM905


FIELDS = ("plain", "split", "hard")  # compounds whole; taken apart; only the parts of compounds


def make(source: Path, size: int, folder: Path, length: int = 45) -> None:
    if (folder / f"questions_{size}.jsonl").exists():
        return
    rng = random.Random(size)
    rows = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    texts = [f"{row['title']}. {row.get('summary') or row.get('excerpt', '')}" for row in rows]
    clauses = [one.strip() for text in texts for one in re.split(r"[.:;]\s", text) if len(one.split()) > 3]
    words = count_words(texts, 2)
    nouns = sorted(word for word in words if 4 <= len(word) <= 9)
    folder.mkdir(parents=True, exist_ok=True)
    items = []
    for number in range(size):
        body: list[str] = []
        made: list[tuple[str, str]] = []
        while len(body) < length:
            made.append((rng.choice(nouns), rng.choice(nouns)))
            body += [*rng.choice(clauses).split(), "".join(made[-1])]
        title = " ".join(rng.choice(clauses).split()[:9])
        items.append({"id": number, "title": title, "body": " ".join(body), "made": made})
    _write(folder / f"passages_{size}.jsonl", items)
    vocabulary = {word: count for word, count in words.items() if len(word) >= 4}
    (folder / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    _write(folder / f"questions_{size}.jsonl", [_question(rng, rng.choice(items)) for _ in range(200)])


def _question(rng: random.Random, item: dict[str, object]) -> dict[str, object]:
    """Ask for an item with ten of its words, up to four of them compounds, and twenty ordinary words."""
    made = item["made"]
    pairs = rng.sample(made, min(4, len(made)))
    plain = {"".join(pair) for pair in made}
    content = sorted({word.lower() for word in re.findall(r"[^\W\d_]{5,}", item["body"])} - plain)
    others = rng.sample(content, min(10 - len(pairs), len(content)))
    forms = {
        "plain": [*("".join(pair) for pair in pairs), *others],
        "split": [*(part for pair in pairs for part in pair), *others],
        "hard": [part for pair in pairs for part in pair],
    }
    for some in forms.values():
        rng.shuffle(some)
    return {"id": item["id"], **{name: " ".join([*some, *FILLER][:30]) for name, some in forms.items()}}


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows), encoding="utf-8")


def passages(size: int, folder: Path) -> Iterator[tuple[int, str, str]]:
    with (folder / f"passages_{size}.jsonl").open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            yield row["id"], row["title"], row["body"]


def documents(size: int, folder: Path) -> Iterator[Document]:
    return (Document(str(number), title, body) for number, title, body in passages(size, folder))


def asked(size: int, folder: Path) -> list[dict[str, object]]:
    lines = (folder / f"questions_{size}.jsonl").read_text(encoding="utf-8").splitlines()
    return list(map(json.loads, lines))


def disk(place: Path | None) -> float:
    if place is None:
        return 0.0
    files = [place] if place.is_file() else place.rglob("*")
    return sum(path.stat().st_size for path in files if path.is_file()) / 1e6


def memory() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def timed(ask: object, texts: list[str]) -> dict[str, float]:
    for text in texts[:20]:
        ask(text)  # type: ignore[operator]
    spent = []
    cpu = time.process_time()
    for text in texts:
        start = time.perf_counter()
        ask(text)  # type: ignore[operator]
        spent.append((time.perf_counter() - start) * 1e3)
    spent.sort()
    return {
        "cpu_mean": (time.process_time() - cpu) * 1e3 / len(texts),
        "p50": statistics.median(spent),
        "p95": spent[int(len(spent) * 0.95) - 1],
    }


def build(size: int, folder: Path, work: Path) -> dict[str, object]:
    where = work / f"ours_{size}"
    shutil.rmtree(where, ignore_errors=True)
    items = list(documents(size, folder))
    start, cpu = time.perf_counter(), time.process_time()
    Engine.build(items, folder=where)
    wall, used = time.perf_counter() - start, time.process_time() - cpu
    return {"wall_s": wall, "cpu_s": used, "rss_mb": memory(), "disk_mb": disk(where)}


def query(size: int, folder: Path, work: Path) -> dict[str, object]:
    start = time.perf_counter()
    engine = Engine.open(work / f"ours_{size}")
    result: dict[str, object] = {"open_first_ms": (time.perf_counter() - start) * 1e3}
    questions = asked(size, folder)
    for name in FIELDS:
        found = [{link.key for link in engine.rank(str(one[name])).items[:10]} for one in questions]
        hits = [str(one["id"]) in keys for one, keys in zip(questions, found, strict=True)]
        result[f"hit10_{name}"] = statistics.mean(hits)
    texts = [str(one["plain"]) for one in questions]
    shelf, reader = engine.store.shelves["items"], engine.store.reader

    def words_only(text: str) -> list[tuple[int, float]]:
        return shelf.by_words(shelf.worth(reader.question(reader.analyser.all_tokens(text)))[0], 10)

    for name in FIELDS:
        keys = [{shelf.rows[number].key for number, _ in words_only(str(one[name]))} for one in questions]
        result[f"words_hit10_{name}"] = statistics.mean(
            str(one["id"]) in some for one, some in zip(questions, keys, strict=True)
        )
    for name, ask in (("plain", engine.link), ("rank_only", engine.rank), ("words_only", words_only)):
        result[name] = timed(ask, texts)
    return {**result, "rss_mb": memory()}


def add(size: int, folder: Path, work: Path) -> dict[str, object]:
    engine = Engine.open(work / f"ours_{size}")
    some = list(islice(documents(size, folder), 130))
    spent = []
    for number, one in enumerate(some[:30]):
        start = time.perf_counter()
        engine.add(items=[Document(f"new{number}", one.title, one.body)])
        spent.append((time.perf_counter() - start) * 1e3)
    start = time.perf_counter()
    engine.add(items=[Document(f"more{number}", one.title, one.body) for number, one in enumerate(some[30:])])
    return {"add1_ms_p50": statistics.median(spent), "add100_ms": (time.perf_counter() - start) * 1e3}


def table(source: Path, work: Path, size: int, rounds: int = 3) -> dict[tuple[str, str], dict[str, object]]:
    """Measure all engines in turn; print medians and return them by engine and mode."""
    engines = os.environ.get("ENGINES", "ours,tantivy,fts5,postgres").split(",")
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        engines = [one for one in engines if one != "postgres"]
    make(source, size, work / "data", int(os.environ.get("WORDS", "45")))
    found: dict[tuple[str, str], list[dict[str, object]]] = {}
    for mode in ("build", "query", "add"):
        for _ in range(rounds if mode == "query" else 1):
            for engine in engines:
                found.setdefault((engine, mode), []).append(_one(engine, mode, size, work))
    medians = {key: _median(results) for key, results in found.items()}
    for (engine, mode), result in medians.items():
        print(json.dumps({"n": size, "engine": engine, "mode": mode, **result}), flush=True)
    return medians


def _one(engine: str, mode: str, size: int, work: Path) -> dict[str, object]:
    program = [__file__] if engine == "ours" else [str(Path(__file__).with_name("beside.py")), engine]
    command = [sys.executable, *program, mode, str(size), str(work / "data"), str(work)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        raise SystemExit(f"{' '.join(command)}\n{result.stderr[-2000:]}")
    return json.loads(result.stdout.splitlines()[-1])


def _median(results: list[dict[str, object]]) -> dict[str, object]:
    return {
        key: {name: round(statistics.median(one[key][name] for one in results), 3) for name in value}
        if isinstance(value, dict)
        else round(statistics.median(one[key] for one in results), 3)
        for key, value in results[0].items()
    }


def main(mode: str, *rest: str) -> None:
    if mode == "table":
        table(Path(rest[0]), Path(rest[1]), int(rest[2]), *map(int, rest[3:]))
        return
    measure = {"build": build, "query": query, "add": add}[mode]
    print(json.dumps(measure(int(rest[0]), Path(rest[1]), Path(rest[2]))))


if __name__ == "__main__":
    main(*sys.argv[1:])
