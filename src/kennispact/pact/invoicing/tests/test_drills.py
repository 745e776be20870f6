"""Killed, raced and hit by faults at every call: never a gap, a double, a lost cent or an unchecked paper."""

import random
import time

import pytest
from django.db import OperationalError, connection, transaction

from kennispact.ground.acts.tests import drill
from kennispact.ground.kit.calendar import AsOf
from kennispact.pact.einvoices.tests.make import quick
from kennispact.pact.invoicing import numbering, queries
from kennispact.pact.invoicing.models import Invoice, Paper
from kennispact.pact.invoicing.tests import make
from kennispact.pact.ledger import queries as ledger
from kennispact.pact.ledger import seals
from kennispact.pact.ledger.models import Posting

EVER = AsOf(make.date(9999, 12, 31))
PROCESS = "kennispact.pact.invoicing.tests.issuing_process"


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
    made = drill.at_once(PROCESS)
    complete(8)
    assert sum(made) == 8


def killed(times):
    """Start runs and kill each at a random moment of its work."""
    chance = random.Random(7)
    for _ in range(times):
        process = drill.start(PROCESS)
        drill.go(process)
        time.sleep(chance.uniform(0, 0.4))
        process.kill()
        drill.done(process)
        assert sound() == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_ten_times_nothing_is_lost_or_doubled():
    make.world(24)
    connection.close()
    killed(10)
    assert drill.alone(PROCESS) >= 0
    complete(24)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_drill_has_teeth():
    make.world(12)
    connection.close()
    for call in (45, 60, 75):
        assert drill.alone(PROCESS, "broken", fall=call) == -1
    drill.alone(PROCESS, "broken")
    assert any("is missing before" in fault for fault in numbering.faults())


@pytest.mark.slow
@pytest.mark.django_db
def test_a_fault_at_every_call_of_the_database_leaves_all_sound(monkeypatch):
    make.world(2)
    quick(monkeypatch)
    place = 0
    while True:
        place += 1
        clean = transaction.savepoint()
        try:
            with connection.execute_wrapper(drill.FaultAt(place)):
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
