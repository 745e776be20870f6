"""R2, R6: killed, raced and hit by faults at every call, an import is whole or not there, and comes in once."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction

from kennispact.pact.invoicing.tests.test_drills import FaultAt
from kennispact.pact.ledger import queries as ledger
from kennispact.pact.ledger import seals
from kennispact.pact.payments import queries
from kennispact.pact.payments.faults import faults
from kennispact.pact.payments.models import BankEntry, BankStatement, Match

from . import make
from .make import Ntry, Tx, one, paper

SCRIPT = Path(__file__).with_name("importing_process.py")


def start(file):
    """Start an import in a process of its own, and wait until it is about to write."""
    database = str(connection.settings_dict["NAME"])
    script = f"import runpy, sys; sys.argv = {['x', database, str(file)]!r}; "
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
    """Wait for the end and return how many bookings it told to be new."""
    told = process.stdout.readline().strip()
    assert process.wait(60) in {0, -signal.SIGKILL}
    process.stdout.close()
    process.stdin.close()
    connection.close()
    return int(told or -1)


def sound():
    """Return everything that is wrong at this moment."""
    found = [*faults(), *seals.broken_seals()]
    return found if ledger.balance(queries.EVER).in_balance else [*found, "out of balance"]


def large(tmp_path, number=60):
    """Write a statement with a batch, a payment that names its invoice, and many more."""
    batch = Ntry((Tx(400), Tx(600)), bank="B")
    rest = [one(100 + place, f"C{place}") for place in range(number - 3)]
    file = tmp_path / "a.xml"
    file.write_bytes(paper(one(100_000, "A", reference=make.reference()), batch, *rest).xml())
    return file


@pytest.mark.django_db(transaction=True)
def test_the_same_file_twice_at_once_comes_in_once(tmp_path, monkeypatch):
    make.quick(monkeypatch)
    make.world(2)
    file = large(tmp_path)
    connection.close()
    both = [start(file), start(file)]
    for process in both:
        go(process)
    assert sorted(done(process) for process in both) == [0, 60]
    assert sound() == []
    assert (BankStatement.objects.count(), BankEntry.objects.count(), Match.objects.count()) == (1, 60, 1)


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_all_of_it_is_there_or_nothing(tmp_path, monkeypatch):
    make.quick(monkeypatch)
    make.world(2)
    file = large(tmp_path)
    connection.close()
    chance = random.Random(7)
    for _ in range(3):
        process = start(file)
        go(process)
        time.sleep(chance.uniform(0, 0.15))
        os.kill(process.pid, signal.SIGKILL)
        done(process)
        assert BankEntry.objects.count() in {0, 60}
        assert sound() == []
    process = start(file)
    go(process)
    assert done(process) in {0, 60}
    assert (BankEntry.objects.count(), Match.objects.count(), sound()) == (60, 1, [])


@pytest.mark.django_db
def test_the_drills_have_teeth(monkeypatch):
    make.quick(monkeypatch)
    make.world(2)
    monkeypatch.setattr(make.importing, "_book", lambda *_, **__: None)
    make.bring(paper(one(5, "B2")))
    assert sound() == [f"entry {BankEntry.objects.get().pk}"]


@pytest.mark.django_db
def test_a_fault_at_every_call_of_the_database_leaves_nothing_behind(monkeypatch):
    make.quick(monkeypatch)
    make.world(2)
    said = paper(one(100_000, reference=make.reference()), one(5, "B2"))
    pages = make.importing.camt.read(said.xml())
    monkeypatch.setattr(make.importing.camt, "read", lambda _: pages)
    place = 0
    while True:
        place += 1
        clean = transaction.savepoint()
        try:
            with connection.execute_wrapper(FaultAt(place)):
                make.bring(said)
        except OperationalError:
            assert not BankEntry.objects.exists(), place
            assert sound() == [], place
            transaction.savepoint_rollback(clean)
        else:
            break
    assert place > 20, "the fault never came"
    assert (BankEntry.objects.count(), Match.objects.count(), sound()) == (2, 1, [])
