"""R2, R6: killed, raced and hit by faults at every call, an import is whole or not there, and comes in once."""

import random
import time

import pytest
from django.db import OperationalError, connection, transaction

from kennispact.ground.acts.tests import drill
from kennispact.ground.kit.calendar import EVER
from kennispact.pact.ledger import queries as ledger
from kennispact.pact.ledger import seals
from kennispact.pact.payments.faults import faults
from kennispact.pact.payments.models import BankEntry, BankStatement, Match

from . import make
from .make import Ntry, Tx, one, paper

PROCESS = "kennispact.pact.payments.tests.importing_process"


def sound():
    """Return everything that is wrong at this moment."""
    found = [*faults(), *seals.broken_seals()]
    return found if ledger.balance(EVER).in_balance else [*found, "out of balance"]


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
    assert sorted(drill.at_once(PROCESS, file)) == [0, 60]
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
        process = drill.start(PROCESS, file)
        drill.go(process)
        time.sleep(chance.uniform(0, 0.15))
        process.kill()
        drill.done(process)
        assert BankEntry.objects.count() in {0, 60}
        assert sound() == []
    assert drill.alone(PROCESS, file) in {0, 60}
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
            with connection.execute_wrapper(drill.FaultAt(place)):
                make.bring(said)
        except OperationalError:
            assert not BankEntry.objects.exists(), place
            assert sound() == [], place
            transaction.savepoint_rollback(clean)
        else:
            break
    assert place > 20, "the fault never came"
    assert (BankEntry.objects.count(), Match.objects.count(), sound()) == (2, 1, [])
