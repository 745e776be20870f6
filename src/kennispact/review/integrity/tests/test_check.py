"""Every invariant holds in a world made with commands, and has a broken twin that it finds."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from kennispact.ground.acts import guard
from kennispact.ground.kit import sandbox
from kennispact.ground.kit.actor import SYSTEM
from kennispact.pact.agreements import commands as agreements
from kennispact.pact.agreements.models import Notice, Step
from kennispact.registers.decisions.models import Decision
from kennispact.registers.decisions.rules import matter_of
from kennispact.registers.documents import commands as documents
from kennispact.registers.documents import store
from kennispact.registers.documents.models import Document
from kennispact.registers.documents.tests.make import PDF
from kennispact.registers.network import queries as network
from kennispact.registers.network.models import Mandate, Membership, Organisation, Population
from kennispact.registers.network.tests import make
from kennispact.review.integrity.queries import INVARIANTS, check

pytestmark = pytest.mark.django_db
AT = datetime(2025, 9, 5, 10, tzinfo=UTC)
STEPS = ("drafted", "sent", "college-decided", "signed-by-city", "signed-by-partner", "registered")


@pytest.fixture
def world(monkeypatch):
    """Two cities, one mandate, and one agreement from draft to notice - all through commands."""
    monkeypatch.setattr(sandbox, "call", lambda target, payload: "application/pdf")
    make.baseline(2)
    make.mandate("contactpersoon", "GM0150")
    city = network.organisation("GM0150")
    paper = documents.receive(
        file=PDF, name="a.pdf", organisation=city.key, happened_on=date(2023, 3, 1), by=SYSTEM, at=AT
    )
    agreement = agreements.draft(city=city, happened_on=date(2023, 1, 10), by=SYSTEM, at=AT)
    for number, kind in enumerate(STEPS[1:]):
        day = date(2023, 2, 1) + timedelta(days=number)
        agreements.take_step(
            agreement=agreement, kind=kind, happened_on=day, document=paper, by=SYSTEM, at=AT
        )
    agreements.give_notice(
        agreement=agreement, received_on=date(2025, 8, 28), letter=paper, giver=city, by=SYSTEM, at=AT
    )
    return agreement


def broken():
    return {finding.invariant for finding in check() if not finding.holds}


@pytest.fixture
def behind_the_guard():
    """Change a row as nobody can: with the triggers off for that moment."""

    def change(rows, **columns):
        guard.remove(connection)
        rows.update(**columns)
        guard.install(connection)

    return change


def test_a_world_made_with_commands_keeps_every_invariant(world):
    findings = check()
    assert broken() == set()
    assert [finding.invariant for finding in findings] == [invariant.id for invariant in INVARIANTS]
    assert not any(finding.facts for finding in findings)


def test_a_table_without_its_guard_is_found(world):
    guard.remove(connection)
    try:
        assert broken() == {"acts-guarded"}
    finally:
        guard.install(connection)


def test_one_missing_trigger_is_enough(world):
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else ' ON "agreements_step"'
        cursor.execute(f'DROP TRIGGER "agreements_step_no_update"{on}')
    finding = next(finding for finding in check() if not finding.holds)
    assert (finding.invariant, finding.facts) == ("acts-guarded", {"count": 1, "which": "agreements_step"})


def test_a_changed_file_and_a_missing_one_are_found_and_a_nameless_one_is_a_note(world):
    store.keep(b"left behind")
    assert broken() == set()
    assert next(f for f in check() if f.invariant == "files-known").facts["count"] == 1
    path = store.place(Document.objects.get().sha256)
    path.write_bytes(b"%PDF changed")
    assert broken() == {"files-kept"}
    path.unlink()
    assert broken() == {"files-kept"}


def test_an_act_of_the_future_is_found(world, behind_the_guard):
    behind_the_guard(
        Population.objects.filter(pk=Population.objects.first().pk), happened_on=date(2030, 1, 1)
    )
    assert "no-act-of-the-future" in broken()


def test_the_night_in_amsterdam_counts_for_the_day_in_amsterdam(world, behind_the_guard):
    late = datetime(2025, 8, 27, 22, 30, tzinfo=UTC)
    behind_the_guard(Notice.objects.all(), recorded_at=late)
    assert broken() == set()
    behind_the_guard(Notice.objects.all(), recorded_at=late - timedelta(hours=1))
    assert broken() == {"no-act-of-the-future"}


def test_an_act_struck_before_it_was_entered_is_found(world, behind_the_guard):
    behind_the_guard(Mandate.objects.all(), struck_at=AT - timedelta(days=900), struck_why="te vroeg")
    assert broken() == {"struck-with-reason"}


def test_an_act_that_was_removed_is_missed_by_the_journal(world):
    guard.remove(connection)
    Notice.objects.all().delete()
    guard.install(connection)
    assert broken() == {"journal-tells-of-what-is"}


def test_a_mandate_for_a_role_the_covenant_does_not_know_is_found(world, behind_the_guard):
    behind_the_guard(Mandate.objects.all(), role="koning")
    assert broken() == {"mandates-known"}


def test_a_mandate_at_the_wrong_kind_of_organisation_is_found(world, behind_the_guard):
    behind_the_guard(Mandate.objects.all(), organisation=Organisation.objects.get(key="platform31"))
    behind_the_guard(Mandate.objects.all(), role="burgemeester")
    assert broken() == {"mandates-known"}


def test_a_member_without_inhabitants_on_the_reference_date_is_found(world, behind_the_guard):
    behind_the_guard(
        Population.objects.filter(happened_on=date(2022, 1, 1), city__key="GM0150"),
        happened_on=date(2021, 6, 1),
    )
    finding = next(finding for finding in check() if not finding.holds)
    assert (finding.invariant, finding.facts["which"]) == ("population-known", "Deventer")


def test_who_is_no_member_need_not_be_counted(world):
    guard.remove(connection)
    Population.objects.filter(city__key="GM0034").delete()
    Membership.objects.filter(city__key="GM0034").delete()
    guard.install(connection)
    assert "population-known" not in broken()


def decision(**facts):
    from kennispact.registers.covenant.queries import covenant

    obligation = covenant().obligations[0]
    told = {
        "covenant": covenant().key,
        "clause": obligation.clause,
        "obligation": obligation.key,
        "occurrence": obligation.occurrences[0].key if obligation.occurrences else "",
        "kind": "decision",
        "body": Organisation.objects.get(key="g40"),
        "by_role": "secretaris",
        "subject": "x",
        "happened_on": date(2023, 3, 1),
        "recorded_at": AT,
        "recorded_as": "system",
        **facts,
    }
    about = matter_of(told["covenant"], told["obligation"], told["occurrence"])
    return Decision.objects.create(matter=about, **told)


def test_a_decision_that_fits_the_definition_is_right(world):
    decision()
    decision(covenant="another", clause="99z")
    assert broken() == set()


@pytest.mark.parametrize("facts", [{"clause": "99z"}, {"obligation": "no-such"}, {"occurrence": "1999"}])
def test_a_decision_about_nothing_in_the_covenant_is_found(world, facts):
    decision(**facts)
    assert broken() == {"decisions-fit"}


@pytest.mark.parametrize("lacking", ["college-decided", "signed-by-city", "signed-by-partner"])
def test_a_step_that_misses_what_it_rests_on_is_found(world, behind_the_guard, lacking):
    behind_the_guard(Step.objects.filter(kind=lacking), struck_at=AT, struck_why="zomaar")
    assert broken() == {"steps-in-order"}


def test_a_step_before_the_one_it_rests_on_is_found(world, behind_the_guard):
    behind_the_guard(Step.objects.filter(kind="college-decided"), happened_on=date(2024, 1, 1))
    assert broken() == {"steps-in-order"}


def test_a_struck_letter_under_a_standing_notice_is_found(world, behind_the_guard):
    behind_the_guard(Document.objects.all(), struck_at=AT, struck_why="verkeerde brief")
    assert broken() == {"papers-there"}


def test_a_database_of_another_version_is_told_and_nothing_else_is_asked(world):
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder(connection).record_unapplied("agreements", "0001_initial")
    try:
        finding, *others = check()
        assert (finding.invariant, finding.holds, others) == ("migrations-applied", False, [])
        assert "agreements.0001_initial" in finding.facts["which"]
    finally:
        MigrationRecorder(connection).record_applied("agreements", "0001_initial")


@pytest.mark.django_db(transaction=True)
def test_a_constraint_that_is_gone_is_found():
    from kennispact.pact.agreements.models import Step

    constraint = next(one for one in Step._meta.constraints if one.name == "one_step_of_a_kind")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Step, constraint)
    try:
        assert "constraints-kept" in broken()
    finally:
        with connection.schema_editor() as editor:
            editor.add_constraint(Step, constraint)
        guard.install(connection)
