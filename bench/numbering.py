"""W5e: two workers give numbers at once, ours and the raw drill in turn, on the same engine.

numbering.py NUMBER ROUNDS    prints a JSON line: numbers a second, medians, and the ratio; DATABASE_URL chooses PostgreSQL

Raw: a number, a row for the invoice and one for the outbox in one short transaction. Ours is everything that the
numbered invoice is: lock, number, sealed invoice, its checked e-invoice, the sealed booking, the line in the journal.
What is made before the number (PDF, UBL, checks) is made once beforehand in both.
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
from kennispact.pact.einvoices.facts import Profile
from kennispact.pact.invoicing import numbering, queries
from kennispact.pact.invoicing.models import Invoice
from kennispact.pact.invoicing.tests import make

TABLES = ("inv (nr int primary key, k text unique, cents int)", "ctr (n int)", "outbox (k text unique)")


def prepare(kind, round_, begin, end):
    """Return the work of one worker: to number ``begin`` up to ``end`` of a round."""
    keys = [f"{round_}-{key}" for key in range(int(begin), int(end))]
    return partial({"raw": raw, "ours": ours()}[kind], keys)


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
    first = make.deventer()
    facts, paper = queries.facts_of(first), queries.papers_of(first)[0]
    xml, holds = bytes(paper.xml), None

    class Passed:
        sha256, passed = paper.sha256, True

        @staticmethod
        def plain():
            return paper.report

    numbering.prepared = lambda *_: (xml, Passed)

    def work(keys):
        for key in keys:
            order = numbering.Order(
                first.city, first.covenant, first.year, "G40", 1, Profile.NLCIUS,
                lambda text: replace(facts, number=text),
                lambda key=key: Invoice.objects.filter(matter=key).first(),
                matter=key,
            )  # fmt: skip
            numbering.give_number(order, holds, by=make.SYSTEM, at=make.AT)
        return len(keys)

    return work


def rate(kind: str, round_: int, number: int) -> float:
    half = number // 2
    both = [drill.start("numbering", kind, round_, begin, begin + half) for begin in (0, half)]
    begun = time.perf_counter()
    drill.go(*both)
    assert sum(int(one.stdout.readline()) for one in both) == number
    spent = time.perf_counter() - begun
    for one in both:
        drill.done(one)
    return number / spent


def main() -> None:
    number, rounds = int(sys.argv[1]), int(sys.argv[2])
    call_command("migrate", verbosity=0)
    make.world(2)
    make.run()
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"CREATE TABLE {table}")
        cursor.execute("INSERT INTO ctr VALUES (0)")
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
