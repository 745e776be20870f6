"""W5e: two workers give numbers at once, ours and the raw drill in turn, on the same engine.

numbering.py NUMBER ROUNDS    prints a JSON line: numbers a second, medians, and the ratio; DATABASE_URL chooses PostgreSQL

Raw: a number, a row for the invoice and one for the outbox in one short transaction. Ours is what a run does for
each city: lock, number, sealed invoice, its checked e-invoice, the sealed booking, the line in the journal.
What is made before the number (PDF, UBL, checks) is made once beforehand. Each worker has given a number before it
is measured, so that connecting and loading do not count in either.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from functools import partial

HOME = None
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kennispact.config.settings")
if __name__ == "__main__":
    HOME = tempfile.TemporaryDirectory(prefix="kennispact-bench-numbering-")
    os.environ["KENNISPACT_HOME"] = HOME.name

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction

from kennispact.ground.acts.tests import drill
from kennispact.ground.kit.calendar import AsOf
from kennispact.pact.invoicing import commands, numbering, queries
from kennispact.pact.invoicing.tests import make
from kennispact.registers.network.models import Organisation

TABLES = ("inv (nr int primary key, k text unique, cents int)", "ctr (n int)", "outbox (k text unique)")


def prepare(kind, round_, begin, end):
    """Return the work of one worker: to number ``begin`` up to ``end`` of a round, after one more as a start."""
    first, *keys = [f"{round_}-{kind}-{key}" for key in range(int(begin) - 1, int(end))]
    give = raw if kind == "raw" else ours()
    give([first])
    return partial(give, keys)


def raw(keys):
    with connection.cursor() as cursor:
        for key in keys:
            with transaction.atomic():
                cursor.execute("UPDATE ctr SET n = n + 1 RETURNING n")
                (number,) = cursor.fetchone()
                cursor.execute("SELECT 1 FROM inv WHERE k = %s", [key])
                assert cursor.fetchone() is None
                cursor.execute("INSERT INTO inv VALUES (%s, %s, %s)", [number, key, 100])
                cursor.execute("INSERT INTO outbox VALUES (%s)", [key])
    return len(keys)


def ours():
    """Return what a run does for each city, but with the first one's e-invoice and checks."""
    found = queries.proposal(2023, AsOf(make.ISSUED_ON))
    row = next(row for row in found.rows if row.invoice is not None)
    paper = queries.papers_of(row.invoice)[0]
    xml = bytes(paper.xml)

    class Passed:
        sha256, passed = paper.sha256, True

        @staticmethod
        def plain():
            return paper.report

    numbering.prepared = lambda *_: (xml, Passed)

    def work(keys):
        cities = Organisation.objects.in_bulk(keys, field_name="key")
        run = commands.Run()
        for key in keys:
            other = replace(row, contribution=replace(row.contribution, city=cities[key]))
            commands._issue_one(run, found, other, None, by=make.SYSTEM, at=make.AT)  # noqa: SLF001
        return len(run.issued)

    return work


def rate(kind: str, round_: int, number: int) -> float:
    half = number // 2
    both = [drill.start("numbering", kind, round_, begin, begin + half) for begin in (1, half + 2)]
    begun = time.perf_counter()
    drill.go(*both)
    assert sum(int(one.stdout.readline()) for one in both) == number
    spent = time.perf_counter() - begun
    for one in both:
        drill.done(one)
    return number / spent


def world(number: int, rounds: int) -> None:
    """Make an invoice to repeat, a city for each of the numbers, and the tables of the raw drill."""
    call_command("migrate", verbosity=0)
    make.world(2)
    make.run()
    keys = [f"{round_}-ours-{key}" for round_ in range(rounds) for key in range(number + 2)]
    Organisation.objects.bulk_create(Organisation(key=key, name=key, kind="city") for key in keys)
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"CREATE TABLE {table}")
        cursor.execute("INSERT INTO ctr VALUES (0)")


def main() -> None:
    number, rounds = int(sys.argv[1]), int(sys.argv[2])
    world(number, rounds)
    found = {"raw": [], "ours": []}
    for round_ in range(rounds):
        for kind, rates in found.items():
            rates.append(rate(kind, round_, number))
    assert not list(numbering.faults())
    middle = {f"{kind}_per_s": round(statistics.median(rates)) for kind, rates in found.items()}
    ratio = statistics.median(a / b for a, b in zip(found["ours"], found["raw"], strict=True))
    print(json.dumps({"engine": connection.vendor, **middle, "ratio": round(ratio, 3)}), flush=True)


if __name__ == "__main__":
    main()
