"""State of 60 obligations x all cities on any day, as known on any day. One JSON line: p50 and p95 in ms.

asof.py ours HOME CITIES ACTS        through review.compliance
asof.py statement HOME CITIES ACTS   the one SQL statement alone, on the same table
asof.py reference HOME CITIES ACTS   the best single SQL statement on a bare table of the same facts
"""

import json
import random
import sqlite3
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

from world import DAYS, FIRST, build

ROUNDS = 25


def questions():
    rnd = random.Random(8)
    for _ in range(ROUNDS):
        on = FIRST + timedelta(days=rnd.randrange(200, DAYS))
        known = FIRST + timedelta(days=rnd.randrange(200, DAYS + 70))
        yield on, datetime.combine(known, clock_time(12), tzinfo=UTC)


def ours(home: Path, cities: int, acts: int):
    build(home, cities, acts)
    from kennispact.ground.kit.calendar import AsOf
    from kennispact.review.compliance import queries

    def ask(on, known):
        found = queries.matrix(AsOf(on, known))
        return sum(len(row) for key, row in found.items() if key.startswith("measured"))

    return ask


def statement(home: Path, cities: int, acts: int):
    """Give the one SQL statement alone, on the same table."""
    build(home, cities, acts)
    connection = sqlite3.connect(home / "kennispact.sqlite3")
    connection.execute("PRAGMA cache_size=-200000")
    connection.execute("PRAGMA mmap_size=1073741824")
    about = [row[0] for row in connection.execute("SELECT id FROM network_organisation WHERE kind = 'city'")]
    matters = [
        row[0]
        for row in connection.execute("SELECT DISTINCT matter FROM decisions_decision WHERE about_id > 0")
    ]
    connection.execute(
        "CREATE TEMP TABLE cell(city INT, matter INT, PRIMARY KEY(city, matter)) WITHOUT ROWID"
    )
    connection.executemany(
        "INSERT INTO cell VALUES (?, ?)", [(city, one) for city in about for one in matters]
    )
    sql = """SELECT city, cell.matter, (SELECT d.outcome FROM decisions_decision d WHERE d.about_id = cell.city
        AND d.matter = cell.matter AND d.happened_on <= ? AND d.recorded_at <= ?
        AND (d.struck_at IS NULL OR d.struck_at > ?)
        ORDER BY d.happened_on DESC, d.recorded_at DESC LIMIT 1) FROM cell"""

    def ask(on, known):
        moment = known.replace(tzinfo=None).isoformat(" ")
        return len(connection.execute(sql, (on.isoformat(), moment, moment)).fetchall())

    return ask


def reference(home: Path, cities: int, acts: int):
    path = home / "reference.sqlite3"
    if not path.exists():
        _fill(path, cities, acts)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA cache_size=-200000")
    connection.execute("PRAGMA mmap_size=1073741824")
    statement = """SELECT city, clause, (SELECT state FROM fact f WHERE f.city = cell.city AND f.clause = cell.clause
        AND f.valid <= ? AND f.known <= ? ORDER BY f.valid DESC, f.known DESC LIMIT 1) FROM cell"""
    first = FIRST.toordinal()

    def ask(on, known):
        asked = (on.toordinal() - first, known.date().toordinal() - first)
        return len(connection.execute(statement, asked).fetchall())

    return ask


def _fill(path, cities, acts):
    rnd = random.Random(3)
    connection = sqlite3.connect(path)
    connection.execute(
        "CREATE TABLE fact(id INTEGER PRIMARY KEY, city INT, clause INT, valid INT, known INT, state INT)"
    )
    connection.execute("CREATE TABLE cell(city INT, clause INT, PRIMARY KEY(city, clause)) WITHOUT ROWID")
    connection.executemany(
        "INSERT INTO cell VALUES (?, ?)", [(a, b) for a in range(cities) for b in range(60)]
    )

    def facts():
        for _ in range(acts):
            valid = rnd.randrange(DAYS)
            known = valid + int(rnd.expovariate(1 / 20))
            yield rnd.randrange(cities), rnd.randrange(60), valid, known, rnd.randrange(4)

    connection.executemany(
        "INSERT INTO fact(city, clause, valid, known, state) VALUES (?, ?, ?, ?, ?)", facts()
    )
    connection.execute("CREATE INDEX ix ON fact(city, clause, valid DESC, known DESC, state)")
    connection.execute("ANALYZE")
    connection.commit()
    connection.close()


def main() -> None:
    what, home, cities, acts = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    home.mkdir(parents=True, exist_ok=True)
    ask = {"ours": ours, "statement": statement, "reference": reference}[what](home, cities, acts)
    asked = list(questions())
    ask(*asked[0])
    took = []
    for on, known in asked:
        begun = time.perf_counter()
        cells = ask(on, known)
        took.append((time.perf_counter() - begun) * 1e3)
    took.sort()
    line = {
        "what": what,
        "cities": cities,
        "acts": acts,
        "cells": cells,
        "p50_ms": round(statistics.median(took), 2),
        "p95_ms": round(took[int(len(took) * 0.95)], 2),
    }
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
