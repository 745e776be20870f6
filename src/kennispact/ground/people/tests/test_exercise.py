"""The exercise doors: open on one's own machine, and nowhere else."""

import pytest
from django.conf import settings as all_settings
from django.test import Client
from django.urls import reverse

from kennispact.ground.journal.models import Entry
from kennispact.ground.people import checks
from kennispact.ground.people.rules import EXERCISE_DOMAIN
from kennispact.ground.people.tests.make import invited

pytestmark = pytest.mark.django_db
HOME = {"KENNISPACT_EXERCISE": True, "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]"]}


@pytest.fixture
def person():
    return invited(f"relatiemanager{EXERCISE_DOMAIN}", "Relatiemanager (oefening)")


@pytest.fixture
def at_home(settings):
    for name, value in HOME.items():
        setattr(settings, name, value)


@pytest.fixture
def client():
    return Client(headers={"Host": "localhost"})


def enter(client, person):
    return client.post(reverse("exercise_sign_in"), {"person": person.pk})


def test_at_home_one_button_signs_in_as_an_exercise_person(client, person, at_home):
    page = client.get(reverse("exercise_sign_in")).content.decode()
    assert "Relatiemanager (oefening)" in page
    assert "Oefenwereld" in page
    assert enter(client, person).status_code == 302
    assert client.get(reverse("people_me")).status_code == 200
    assert Entry.objects.get(verb="person.signed-in").facts == {"ways": ["exercise"]}


def test_changing_roles_signs_out_the_role_before(client, person, at_home):
    other = invited(f"secretaris{EXERCISE_DOMAIN}", "Secretaris (oefening)")
    enter(client, person)
    enter(client, other)
    assert client.session["_auth_user_id"] == str(other.pk)


@pytest.mark.parametrize(
    "change",
    [
        {"KENNISPACT_EXERCISE": False},
        {"ALLOWED_HOSTS": ["localhost", "kennispact.example.nl"]},
        {"ALLOWED_HOSTS": ["*"]},
        {"ALLOWED_HOSTS": [".localhost", "localhost"]},
    ],
)
def test_elsewhere_there_is_no_such_page(client, person, at_home, settings, change):
    for name, value in change.items():
        setattr(settings, name, value)
    assert client.get(reverse("exercise_sign_in")).status_code == 404
    assert enter(client, person).status_code == 404
    assert "_auth_user_id" not in client.session


def test_never_as_somebody_who_is_no_exercise_person(client, at_home):
    real = invited("relatiemanager@platform.example")
    tricky = invited(f"relatiemanager{EXERCISE_DOMAIN}.example")
    for person in (real, tricky):
        assert enter(client, person).status_code == 404
    assert client.post(reverse("exercise_sign_in"), {"person": "x"}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_an_exercise_person_without_access_stays_outside(client, person, at_home):
    person.is_active = False
    person.save()
    assert enter(client, person).status_code == 404


def test_the_sign_in_page_shows_the_way_only_at_home(client, at_home, settings):
    address = reverse("exercise_sign_in")
    assert address in client.get(reverse("account_login")).content.decode()
    settings.KENNISPACT_EXERCISE = False
    assert address not in client.get(reverse("account_login")).content.decode()


def test_the_program_does_not_start_with_exercise_doors_open_to_the_world(settings):
    settings.KENNISPACT_EXERCISE = True
    settings.ALLOWED_HOSTS = ["kennispact.example.nl"]
    assert [error.id for error in checks.exercise_stays_at_home()] == ["people.E001"]
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
    assert checks.exercise_stays_at_home() == []
    assert all_settings.KENNISPACT_EXERCISE
