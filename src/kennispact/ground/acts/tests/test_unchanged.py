"""An answer is kept exactly as long as nothing in the database changes, whoever changes it."""

import threading

import pytest
from django.db import connection, transaction

from kennispact.ground.acts.unchanged import version, while_unchanged

pytestmark = pytest.mark.django_db(transaction=True)


def run(statement, *facts):
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return cursor.fetchall() if cursor.description else None


def invite(name):
    run("INSERT INTO guests (name) VALUES (%s)", name)


@pytest.fixture
def names():
    run("CREATE TABLE guests (name varchar(80))")
    asked = []

    @while_unchanged(most=2)
    def names(prefix=""):
        asked.append(prefix)
        return [name for (name,) in run("SELECT name FROM guests WHERE name LIKE %s", f"{prefix}%")]

    names.asked = asked
    yield names
    run("DROP TABLE guests")


def test_an_answer_is_kept_until_we_change_something_ourselves(names):
    invite("secretaris")
    assert names() == names() == ["secretaris"]
    assert names(prefix="v") == []
    assert names.asked == ["", "v"]
    invite("voorzitter")
    assert names() == ["secretaris", "voorzitter"]
    run("UPDATE guests SET name = 'directeur' WHERE name = 'voorzitter'")
    assert names() == ["secretaris", "directeur"]
    with transaction.atomic():
        invite("bestuurder")
        assert names() == ["secretaris", "directeur", "bestuurder"]
        assert version() is None
        transaction.set_rollback(True)
    assert names() == ["secretaris", "directeur"]


def test_what_another_is_doing_is_seen_when_it_is_done_and_not_before(names):
    begun, go = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            invite("secretaris")
            begun.set()
            go.wait(20)
        connection.close()

    assert names() == []
    thread = threading.Thread(target=slow)
    thread.start()
    assert begun.wait(20)
    assert names() == []
    go.set()
    thread.join(20)
    assert names() == ["secretaris"]
