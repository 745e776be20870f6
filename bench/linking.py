"""Measure the linking engine beside the reference programs, on items made out of the shipped ones.

usage: linking.py make ITEMS_JSONL N FOLDER [WORDS]      items and 30-word questions, the references' format
       linking.py build|query|add|open N FOLDER WORK     one JSON line, the same keys as the references
       linking.py table ITEMS_JSONL WORK N[,N...] REFERENCE_FOLDER [ROUNDS]   everything in turn, medians

The words of an item are clauses of real items and compounds made of their nouns, so that the list of words
grows with the collection as it does in Dutch. The same N gives the same files.
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
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
from kennispact.programme.linking.analyser import count_words
from kennispact.programme.linking.documents import Document
from kennispact.programme.linking.engine import Engine

FILLER = """hoe kan een gemeente met een beperkt budget het beste omgaan met de en welke ervaring is er bij
andere steden die dit al hebben gedaan en wat werkt er in de praktijk""".split()  # noqa: SIM905


def make(source: Path, size: int, folder: Path, length: int = 45) -> None:
    rng = random.Random(size)
    rows = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    clauses = [
        clause.strip()
        for row in rows
        for clause in re.split(r"[.:;]\s", f"{row['title']}. {row['excerpt']}")
        if len(clause.split()) > 3
    ]
    words = count_words([f"{row['title']} {row['excerpt']}" for row in rows], 2)
    nouns = sorted(word for word in words if 4 <= len(word) <= 9)
    folder.mkdir(parents=True, exist_ok=True)
    items = []
    for number in range(size):
        body: list[str] = []
        while len(body) < length:
            body += rng.choice(clauses).split()
            body.append(rng.choice(nouns) + rng.choice(nouns))
        items.append(
            {"id": number, "title": " ".join(rng.choice(clauses).split()[:9]), "body": " ".join(body)}
        )
    with (folder / f"passages_{size}.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(item, ensure_ascii=False) + "\n" for item in items)
    vocabulary = {word: count for word, count in words.items() if len(word) >= 4}
    (folder / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    with (folder / f"questions_{size}.jsonl").open("w", encoding="utf-8") as file:
        for _ in range(200):
            item = rng.choice(items)
            content = sorted({word.lower() for word in re.findall(r"[^\W\d_]{5,}", item["body"])})
            asked = rng.sample(content, min(10, len(content)))
            plain = " ".join(asked + FILLER[: 30 - len(asked)])
            file.write(json.dumps({"id": item["id"], "plain": plain, "split": plain, "hard": plain}) + "\n")


def documents(size: int, folder: Path) -> list[Document]:
    lines = (folder / f"passages_{size}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = map(json.loads, lines)
    return [Document(str(row["id"]), row["title"], row["body"]) for row in rows]


def questions(size: int, folder: Path) -> list[dict[str, object]]:
    return [
        json.loads(line)
        for line in (folder / f"questions_{size}.jsonl").read_text(encoding="utf-8").splitlines()
    ]


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
        "cpu_mean": round((time.process_time() - cpu) * 1e3 / len(texts), 3),
        "p50": round(statistics.median(spent), 3),
        "p95": round(spent[int(len(spent) * 0.95) - 1], 3),
    }


def build(size: int, folder: Path, work: Path) -> dict[str, object]:
    where = work / f"ours_{size}"
    shutil.rmtree(where, ignore_errors=True)
    items = documents(size, folder)
    start, cpu = time.perf_counter(), time.process_time()
    Engine.build(items, folder=where)
    wall, used = time.perf_counter() - start, time.process_time() - cpu
    disk = sum(path.stat().st_size for path in where.rglob("*") if path.is_file()) / 1e6
    return {"wall_s": round(wall, 2), "cpu_s": round(used, 2), "rss_mb": memory(), "disk_mb": round(disk, 1)}


def query(size: int, folder: Path, work: Path) -> dict[str, object]:
    start = time.perf_counter()
    engine = Engine.open(work / f"ours_{size}")
    opened = round((time.perf_counter() - start) * 1e3, 1)
    asked = questions(size, folder)
    texts = [str(one["plain"]) for one in asked]
    hits = sum(str(one["id"]) in {link.key for link in engine.link(str(one["plain"])).items} for one in asked)
    result: dict[str, object] = {"open_first_ms": opened, "plain": timed(engine.link, texts)}
    result["rank_only"] = timed(engine.rank, texts)
    shelf, reader = engine.store.shelves["items"], engine.store.reader
    result["words_only"] = timed(
        lambda text: shelf.by_words(shelf.worth(reader.question(reader.analyser.all_tokens(text)))[0], 10),
        texts,
    )
    result["hit10"] = round(hits / len(asked), 3)
    result["rss_mb"] = memory()
    return result


def add(size: int, folder: Path, work: Path) -> dict[str, object]:
    engine = Engine.open(work / f"ours_{size}")
    some = documents(size, folder)[:130]
    spent = []
    for number, one in enumerate(some[:30]):
        start = time.perf_counter()
        engine.add(items=[Document(f"new{number}", one.title, one.body)])
        spent.append((time.perf_counter() - start) * 1e3)
    start = time.perf_counter()
    engine.add(items=[Document(f"more{number}", one.title, one.body) for number, one in enumerate(some[30:])])
    many = (time.perf_counter() - start) * 1e3
    return {
        "add1_ms_p50": round(statistics.median(spent), 2),
        "add1_ms_max": round(max(spent), 1),
        "add100_ms": round(many, 1),
    }


def table(source: Path, work: Path, sizes: list[int], reference: Path, rounds: int = 3) -> None:
    engines = os.environ.get("ENGINES", "ours,tantivy,tantivycomp").split(",")
    for size in sizes:
        make(source, size, work / "data", int(os.environ.get("WORDS", "45")))
        found: dict[tuple[str, str], list[dict[str, object]]] = {}
        for mode in ("build", "query", "add"):
            for _ in range(1 if mode != "query" else rounds):
                for engine in engines:
                    found.setdefault((engine, mode), []).append(_one(engine, mode, size, work, reference))
        for (engine, mode), results in found.items():
            print(json.dumps({"n": size, "engine": engine, "mode": mode, **_median(results)}), flush=True)


def _one(engine: str, mode: str, size: int, work: Path, reference: Path) -> dict[str, object]:
    program = [__file__, mode] if engine == "ours" else [str(reference / "bench_search.py"), engine, mode]
    command = [sys.executable, *program, str(size), str(work / "data"), str(work)]
    result = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "QFIELDS": "plain"}
    )
    if result.returncode:
        return {"failed": result.stderr[-300:]}
    return json.loads(result.stdout.splitlines()[-1])


def _median(results: list[dict[str, object]]) -> dict[str, object]:
    merged = dict(results[0])
    for key, value in merged.items():
        if isinstance(value, dict):
            merged[key] = {name: statistics.median(one[key][name] for one in results) for name in value}  # type: ignore[index]
    return merged


def main(arguments: list[str]) -> None:
    mode, *rest = arguments
    if mode == "make":
        make(Path(rest[0]), int(rest[1]), Path(rest[2]), int(rest[3]) if len(rest) > 3 else 45)
    elif mode == "table":
        sizes = [int(size) for size in rest[2].split(",")]
        table(Path(rest[0]), Path(rest[1]), sizes, Path(rest[3]), int(rest[4]) if len(rest) > 4 else 3)
    else:
        measure = {"build": build, "query": query, "add": add}[mode]
        print(
            json.dumps(
                {
                    "engine": "ours",
                    "mode": mode,
                    "n": int(rest[0]),
                    **measure(int(rest[0]), Path(rest[1]), Path(rest[2])),
                }
            )
        )


if __name__ == "__main__":
    main(sys.argv[1:])
