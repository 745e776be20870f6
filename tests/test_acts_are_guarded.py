"""The database itself refuses to change or remove an act, whoever asks."""

import pytest
from django.db import DatabaseError, connection, transaction

from kennispact.ground.acts import guard
from kennispact.ground.journal.models import Entry
from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.refusal import Refused
from kennispact.pact.agreements import commands
from kennispact.pact.agreements.models import Step
from kennispact.pact.agreements.tests import make
from kennispact.registers.network.models import Population
from kennispact.registers.network.tests import make as network

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement():
    network.baseline(2)
    return make.registered()


def refused(change):
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        change()


def test_every_act_and_the_journal_are_guarded():
    tables = {model._meta.db_table for model, _ in guard.guarded()}
    assert {"agreements_step", "agreements_notice", "decisions_decision", "journal_entry"} <= tables
    assert guard.unguarded(connection) == []


def test_a_missing_guard_is_found(agreement):
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON agreements_step"
        cursor.execute(f"DROP TRIGGER agreements_step_no_delete{on}")
    assert guard.unguarded(connection) == ["agreements_step"]


@pytest.mark.parametrize("column", ["happened_on", "recorded_at", "kind", "recorded_as", "agreement_id"])
def test_no_column_of_an_act_can_be_updated(agreement, column):
    other = {"happened_on": "2020-01-01", "recorded_at": "2020-01-01 00:00:00+00", "agreement_id": 999}
    value = other.get(column, "x")

    def change():
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE agreements_step SET {column} = %s", [value])

    refused(change)


def test_acts_and_journal_cannot_be_deleted(agreement):
    refused(lambda: Step.objects.all()._raw_delete("default"))
    refused(lambda: Population.objects.all()._raw_delete("default"))
    refused(lambda: Entry.objects.all()._raw_delete("default"))
    refused(lambda: Entry.objects.update(verb="x"))


def test_an_act_is_struck_once_and_stays_struck(agreement):
    step = Step.objects.get(kind="registered")
    commands.strike_step(step=step, why="verkeerd bestand", by=SYSTEM, at=make.at(make.REGISTERED_ON, 13))
    with pytest.raises(Refused):
        commands.strike_step(step=step, why="nog eens", by=SYSTEM, at=make.at(make.REGISTERED_ON, 14))
    refused(lambda: Step.objects.filter(pk=step.pk).update(struck_at=None, struck_why=""))
    refused(lambda: Step.objects.filter(pk=step.pk).update(struck_why="iets anders"))


def test_an_act_cannot_be_struck_and_changed_in_one_go(agreement):
    moment = make.at(make.REGISTERED_ON, 13)
    refused(lambda: Step.objects.update(struck_at=moment, struck_why="zo", reference="anders"))


def test_striking_without_a_reason_is_refused_by_the_database_too(agreement):
    with pytest.raises(DatabaseError), transaction.atomic():
        Step.objects.update(struck_at=make.at(make.REGISTERED_ON, 13))


def test_truncate_is_refused_where_it_exists(agreement):
    if connection.vendor == "sqlite":
        return

    def empty():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("TRUNCATE agreements_step CASCADE")

    refused(empty)


def test_every_change_has_its_line_in_the_journal(agreement):
    verbs = set(Entry.objects.filter(organisation="GM0150").values_list("verb", flat=True))
    assert {"agreement.drafted", "agreement.sent", "agreement.registered"} <= verbs
