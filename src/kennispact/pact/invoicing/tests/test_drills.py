"""Killed, raced and hit by faults at every call: never a gap, a double, a lost cent or an unchecked paper."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction

from kennispact.ground.kit.calendar import AsOf
from kennispact.pact.einvoices import gateway
from kennispact.pact.einvoices.verdicts import Layer, Outcome
from kennispact.pact.invoicing import numbering, queries
from kennispact.pact.invoicing.models import Invoice, Paper
from kennispact.pact.invoicing.tests import make
from kennispact.pact.ledger import queries as ledger
from kennispact.pact.ledger import seals
from kennispact.pact.ledger.models import Posting

EVER = AsOf(make.date(9999, 12, 31))
SCRIPT = Path(__file__).with_name("issuing_process.py")


def start(*flags):
    """Start a run in a process of its own, and wait until it has warmed up."""
    database = str(connection.settings_dict["NAME"])
    script = f"import runpy, sys; sys.argv = {['x', database, *flags]!r}; "
    script += f"runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout.readline().strip() == "ready"
    return process


def go(process):
    process.stdin.write("go\n")
    process.stdin.flush()


def done(process):
    """Wait for the end and return how many invoices it made."""
    made = process.stdout.readline().strip()
    # A kill may also come after the count was told.
    assert process.wait(120) in {0, -signal.SIGKILL}
    process.stdout.close()
    process.stdin.close()
    connection.close()
    return int(made or -1)


def sound():
    """Return everything that is wrong at this moment."""
    found = [*numbering.faults(), *seals.broken_seals()]
    if not ledger.balance(EVER).in_balance:
        found.append("out of balance")
    if len({(one.city_id, one.year) for one in Invoice.objects.all()}) != Invoice.objects.count():
        found.append("a city twice")
    if not (Invoice.objects.count() == Paper.objects.count() == Posting.objects.count()):
        found.append("an invoice without paper or booking, or the other way round")
    if sum(one.gross for one in Invoice.objects.all()) != sum(one.billed for one in ledger.items(EVER)):
        found.append("a cent lost")
    return found


def complete(number):
    assert sound() == []
    assert Invoice.objects.count() == number
    rows = queries.proposal(2023, AsOf(make.ISSUED_ON)).rows
    assert sum(one.net for one in Invoice.objects.all()) == sum(row.contribution.amount for row in rows)


@pytest.mark.django_db(transaction=True)
def test_two_workers_number_at_once():
    make.world(8)
    connection.close()
    both = [start(), start()]
    for process in both:
        go(process)
    made = [done(process) for process in both]
    complete(8)
    assert sum(made) == 8


def killed(times, number, *flags):
    """Start runs and kill each at a random moment of its work."""
    chance = random.Random(7)
    for _ in range(times):
        process = start(*flags)
        go(process)
        time.sleep(chance.uniform(0, 0.4))
        os.kill(process.pid, signal.SIGKILL)
        done(process)
        if not flags:
            assert sound() == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_ten_times_nothing_is_lost_or_doubled():
    make.world(24)
    connection.close()
    killed(10, 24)
    process = start()
    go(process)
    assert done(process) >= 0
    complete(24)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_drill_has_teeth():
    make.world(12)
    connection.close()
    killed(3, 12, "broken")
    process = start("broken")
    go(process)
    done(process)
    assert any("is missing before" in fault for fault in numbering.faults())


class Quick:
    """Says that all is well, to make room for many runs."""

    def layers(self, xml, profile):
        return tuple(Layer(name, Outcome.PASSED, "quick") for name in gateway.LAYERS[profile])


class FaultAt:
    """Raises an error at one call of the database."""

    def __init__(self, place):
        self.place, self.calls = place, 0

    def __call__(self, execute, sql, params, many, context):
        self.calls += 1
        if self.calls == self.place:
            raise OperationalError("injected")
        return execute(sql, params, many, context)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_fault_at_every_call_of_the_database_leaves_all_sound(monkeypatch):
    make.world(2)
    monkeypatch.setattr(gateway, "official_rules", Quick)
    place = 0
    while True:
        place += 1
        clean = transaction.savepoint()
        fault = FaultAt(place)
        try:
            with connection.execute_wrapper(fault):
                make.run()
        except OperationalError:
            assert sound() == [], place
            make.run()
            complete(2)
            transaction.savepoint_rollback(clean)
        else:
            break
    assert place > 40, "the fault never came"
    complete(2)
