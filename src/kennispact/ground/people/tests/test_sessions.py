"""Sessions end in time, can be seen, and can be ended."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import kennispact
from kennispact.ground.journal.models import Entry
from kennispact.ground.people import commands, queries
from kennispact.ground.people.models import Session
from kennispact.ground.people.tests.make import AT, SUPERVISOR, as_person, invited

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return invited()


def signed_in(person, agent: str = "Firefox") -> Client:
    client = Client(headers={"User-Agent": agent})
    client.force_login(person)
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("people_me")).status_code == 200


def test_an_idle_session_ends_and_says_so(person, settings):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        client = signed_in(person)
        assert is_in(client)
        clock.shift(timedelta(seconds=settings.SESSION_IDLE_SECONDS - 1))
        assert is_in(client)
        clock.shift(timedelta(seconds=settings.SESSION_IDLE_SECONDS + 1))
        assert not is_in(client)
        assert "een tijd niets gedaan" in client.get(reverse("account_login")).content.decode()
        assert "een tijd niets gedaan" not in client.get(reverse("account_login")).content.decode()
    assert Entry.objects.get(verb="person.session-ended").facts == {"why": "idle"}


def test_a_busy_session_ends_too_when_it_is_old(person, settings):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = signed_in(person)
        assert is_in(client)
        step = timedelta(seconds=settings.SESSION_IDLE_SECONDS / 2)
        for _ in range(int(timedelta(seconds=settings.SESSION_ABSOLUTE_SECONDS) / step)):
            clock.shift(step)
            assert is_in(client)
        clock.shift(step)
        assert not is_in(client)


def test_looking_around_within_a_minute_writes_nothing(person):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = signed_in(person)
        assert is_in(client)
        before = Session.objects.get(person=person).session_data
        clock.shift(timedelta(seconds=30))
        assert is_in(client)
        assert Session.objects.get(person=person).session_data == before


def test_people_see_their_sessions_but_not_the_keys(person):
    here, there = signed_in(person, "Firefox op kantoor"), signed_in(person, "Telefoon")
    assert is_in(there)
    page = here.get(reverse("people_me")).content.decode()
    assert here.session.session_key not in page
    assert there.session.session_key not in page
    assert page.count("Op dit apparaat") == 1
    assert page.count("Op een ander apparaat") == 1


def test_people_end_another_session_and_keep_their_own(person):
    here, there = signed_in(person), signed_in(person)
    assert is_in(here)
    assert is_in(there)
    handle = queries.handle(there.session.session_key)
    here.post(reverse("people_end_sessions"), {"session": handle})
    assert is_in(here)
    assert not is_in(there)
    assert Entry.objects.get(verb="person.sessions-ended").facts == {"sessions": 1}


def test_people_end_all_other_sessions(person):
    here, others = signed_in(person), [signed_in(person) for _ in range(3)]
    here.post(reverse("people_end_sessions"))
    assert is_in(here)
    assert not any(is_in(other) for other in others)


def test_nobody_ends_the_sessions_of_a_colleague(person):
    colleague = invited("ander@deventer.example")
    theirs, mine = signed_in(colleague), signed_in(person)
    handle = queries.handle(theirs.session.session_key)
    mine.post(reverse("people_end_sessions"), {"session": handle})
    assert is_in(theirs)


def test_a_supervisor_ends_all_sessions_of_somebody(person):
    clients = [signed_in(person) for _ in range(2)]
    assert commands.end_sessions(person=person, by=SUPERVISOR, at=AT) == 2
    assert not any(is_in(client) for client in clients)


def test_a_new_password_ends_the_other_sessions(person):
    person.set_password("oud-wachtwoord-van-kantoor")
    person.save()
    here, there = signed_in(person), signed_in(person)
    new = "nieuw-wachtwoord-van-kantoor"
    facts = {"oldpassword": "oud-wachtwoord-van-kantoor", "password1": new, "password2": new}
    answer = here.post(reverse("account_change_password"), facts)
    assert answer.status_code == 302
    assert not is_in(there)


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(person, settings):
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": person.email})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_with_https_the_cookies_belong_to_this_host_alone():
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
    line = f"from kennispact.config import settings as s; print(*(getattr(s, name) for name in {names}))"
    told = {**os.environ, "KENNISPACT_HTTPS": "1", "PYTHONPATH": str(Path(kennispact.__file__).parents[1])}
    said = subprocess.run([sys.executable, "-c", line], env=told, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["__Host-session", "__Host-csrf", "True", "True"]


def test_listing_sessions_takes_one_question(person, django_assert_num_queries):
    for _ in range(5):
        signed_in(person)
    with django_assert_num_queries(1):
        assert len(queries.sessions(person)) == 5


def test_a_name_is_corrected_on_the_own_page_and_shown_again(person):
    client = signed_in(person)
    client.post(reverse("people_me"), {"name": "Strateeg", "language": "nl"})
    person.refresh_from_db()
    assert person.name == "Strateeg"
    wrong = client.post(reverse("people_me"), {"name": "", "language": "nl"})
    assert "<title>Fout:" in wrong.content.decode().replace("\n", "")
    assert as_person(person).person_id == person.pk
