"""``kennispact invoices send`` and ``kennispact work``: each invoice leaves once, however they are run."""

import json

import pytest
import time_machine
from django.core import mail
from typer.testing import CliRunner

from kennispact.doors.cli import commands
from kennispact.doors.cli.main import app
from kennispact.ground.post.models import Letter
from kennispact.pact.delivery.models import Dispatch, Handover
from kennispact.pact.invoicing import queries as invoicing
from kennispact.pact.invoicing.tests import make
from kennispact.pact.payments.tests.make import quick

pytestmark = pytest.mark.django_db(transaction=True)
runner = CliRunner()
if not app.registered_groups:
    commands.hang_up(app)


@pytest.fixture(autouse=True)
def _invoiced(monkeypatch, settings, tmp_path):
    quick(monkeypatch)
    settings.KENNISPACT_INVOICE_OUTBOX = str(tmp_path)
    with time_machine.travel(make.AT, tick=False) as clock:
        make.world(3)
        make.run()
        yield clock


@pytest.fixture
def clock(_invoiced):
    return _invoiced


def run(*words, code=0):
    answer = runner.invoke(app, list(words))
    assert answer.exit_code == code, answer.output
    return json.loads(answer.stdout)


def send(*options, code=0):
    return run("invoices", "send", "--year", "2023", "--format", "json", *options, code=code)


def files(tmp_path):
    return sorted(path.name for path in tmp_path.glob("*.xml"))


def test_a_trial_tells_where_each_invoice_would_go_and_sends_nothing(tmp_path):
    tried = send("--dry-run")
    assert {(row["city"], row["channel"]) for row in tried["new"]} == {
        (one.city.key, "outbox") for one in invoicing.invoices(invoicing.AsOf(make.ISSUED_ON))
    }
    assert (tried["results"], tried["invoices"], files(tmp_path)) == ({}, [], [])
    assert not Dispatch.objects.exists()


def test_first_one_city_then_the_rest_and_nothing_a_second_time(tmp_path):
    one = send("--city", "gm0150")
    assert [row["state"] for row in one["invoices"]] == ["handed-over"]
    assert files(tmp_path) == [f"{make.deventer().text}-nlcius.xml"]
    rest = send()
    assert (len(rest["new"]), rest["results"], len(rest["invoices"])) == (2, {"accepted": 2}, 3)
    again = send()
    assert (again["new"], again["results"]) == ([], {})
    assert Handover.objects.count() == 3


def test_an_unknown_city_is_refused_and_an_unset_channel_is_told():
    assert runner.invoke(app, ["invoices", "send", "--year", "2023", "--city", "GM9999"]).exception
    make.set_of("GM0150", "channel", "provider")
    stuck = send("--city", "GM0150", code=1)
    assert [row["state"] for row in stuck["invoices"]] == ["waiting"]


def test_the_timer_tries_again_sends_the_letters_and_tells_whom_to_remind(clock, settings, tmp_path):
    make.set_of("GM0150", "channel", "email")
    make.set_of("GM0150", "email", "facturen@stad.invalid")
    blocked = tmp_path / "no folder"
    blocked.write_text("a file stands in its place")
    settings.KENNISPACT_INVOICE_OUTBOX = str(blocked)
    assert run("work") == {"invoices": {}, "letters": {}, "to_remind": []}, "nobody asked to send them"
    assert send()["results"] == {"accepted": 1, "deferred": 1}, "the folder is left alone after one failure"

    blocked.unlink()
    clock.shift(360)
    assert run("work") == {"invoices": {"accepted": 2}, "letters": {"accepted": 1}, "to_remind": []}
    assert run("work") == {"invoices": {}, "letters": {}, "to_remind": []}
    assert (len(files(blocked)), len(mail.outbox), Letter.objects.count()) == (2, 1, 1)
    clock.shift(40 * 24 * 3600)
    late = run("work")["to_remind"]
    assert {"city": "GM0150", "overdue": "18412.45", "reminders": 0} in late
    assert Letter.objects.count() == 1, "reminding is for a person"
