"""One run drafts what is missing; nothing can make it draft twice, or lose a city."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import date

import pytest
from django.db import OperationalError, connection

from kennispact.ground.journal.models import Entry
from kennispact.ground.kit.refusal import Forbidden, Refused
from kennispact.pact.agreements.models import Agreement, Step
from kennispact.pact.drafting import access, commands
from kennispact.pact.drafting.tests import make
from kennispact.registers.network.models import Organisation, Population
from kennispact.registers.network.tests import make as network_make


@pytest.mark.django_db
def test_one_run_drafts_every_agreement_that_is_missing_and_the_next_run_none():
    make.world(5)
    first, second = make.drafted(), make.drafted()
    assert (len(first.drafted), first.present, first.skipped) == (5, [], {})
    assert (second.drafted, len(second.present)) == ([], 5)
    assert Step.objects.filter(kind="drafted").count() == Agreement.objects.count() == 5


@pytest.mark.django_db
def test_a_city_without_a_needed_datum_is_named_and_the_others_go_through():
    make.world(4)
    Organisation.objects.filter(key="GM0034").update(visiting_address="", postal_address="")
    connection.cursor().execute("SELECT 1")
    Population.objects.filter(city__key="GM0150", happened_on=date(2022, 1, 1)).update(
        struck_at=make.at(), struck_why="verkeerd"
    )
    run = make.drafted()
    assert len(run.drafted) == 2
    assert {city: [one.code for one in refusals] for city, refusals in run.skipped.items()} == {
        "GM0034": ["drafting.no-seat"],
        "GM0150": ["drafting.no-population"],
    }


@pytest.mark.django_db
def test_the_run_tells_how_far_it_is():
    make.world(3)
    told = []
    make.drafted(tell=told.append)
    assert [(one.done, one.total) for one in told] == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.django_db
def test_only_the_supervisors_draft_and_nothing_is_written_for_others():
    make.world(2)
    for role, organisation in (
        ("contactpersoon", "GM0150"),
        ("voorzitter", "g40"),
        ("directeur", "platform31"),
    ):
        with pytest.raises(Forbidden):
            make.drafted(by=network_make.actor(role, organisation))
    assert not Step.objects.exists()
    assert make.drafted(by=network_make.actor("relatiemanager", "platform31")).drafted


@pytest.mark.django_db
def test_a_day_that_has_not_come_is_refused_before_anything_happens():
    make.world(2)
    with pytest.raises(Refused):
        make.drafted(happened_on=date(2023, 6, 1))
    assert not Agreement.objects.exists()


class Failing:
    """Breaks the database at its n-th statement."""

    def __init__(self, at):
        self.left = at

    def __call__(self, execute, sql, params, many, context):
        self.left -= 1
        if self.left == 0:
            raise OperationalError("broken on purpose")
        return execute(sql, params, many, context)


@pytest.mark.django_db(transaction=True)
def test_a_fault_at_any_database_call_leaves_whole_drafts_only_and_a_rerun_finishes():
    make.world(2)
    number = 0
    while True:
        number += 1
        try:
            with connection.execute_wrapper(Failing(number)):
                make.drafted()
            break
        except OperationalError:
            drafted = set(Step.objects.values_list("agreement__city__key", flat=True))
            assert set(Agreement.objects.values_list("city__key", flat=True)) == drafted
            assert Entry.objects.filter(verb="agreement.drafted").count() == len(drafted)
    assert number > 10
    assert make.drafted().drafted == []
    assert Step.objects.count() == 2


_RUN = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "kennispact.config.settings"
import django
django.setup()
from django.conf import settings
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[1]
from kennispact.pact.drafting.tests import make
sys.stdout.write("ready\\n"); sys.stdout.flush()
make.drafted(tell=lambda step: (sys.stdout.write("x"), sys.stdout.flush()))
"""


@pytest.mark.django_db(transaction=True)
def test_a_run_that_is_killed_again_and_again_drafts_every_city_exactly_once():
    make.world(8)
    name = connection.settings_dict["NAME"]
    dice = random.Random(31)
    for _ in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", _RUN, str(name)], stdout=subprocess.PIPE, env=os.environ
        )
        process.stdout.readline()
        time.sleep(dice.uniform(0, 0.15))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert Agreement.objects.count() == Step.objects.count()
    make.drafted()
    assert Step.objects.filter(kind="drafted").count() == Agreement.objects.count() == 8
    assert Entry.objects.filter(verb="agreement.drafted").count() == 8


def test_what_access_does_not_know_is_denied():
    assert not access.may(commands.Actor(), "draft")
    assert not access.may(commands.Actor(is_system=True), "something new")
