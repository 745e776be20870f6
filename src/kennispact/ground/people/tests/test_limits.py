"""Trying too often, leaving, what cannot be done at the door, and the language there."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from kennispact.ground.journal.models import Entry
from kennispact.ground.people import commands
from kennispact.ground.people.tests.knocking import by_code, by_password, sent_code, verbs
from kennispact.ground.people.tests.make import AT, PASSWORD, SUPERVISOR, invited, with_password

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limits_from_before():
    cache.clear()


def test_trying_too_often_gets_a_sentence_in_dutch(client: Client):
    person = with_password(invited())
    for _ in range(6):
        answer = by_password(client, person.email, "verkeerd-wachtwoord")
    assert "Te veel" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    right = by_password(client, person.email)
    assert right.status_code == 200, "the right password waits too"


def test_asking_for_codes_too_often_gets_a_page_in_dutch(client: Client):
    person = invited()
    answers = [
        Client().post(reverse("account_request_login_code"), {"email": person.email}) for _ in range(4)
    ]
    assert len(mail.outbox) <= 3
    assert answers[-1].status_code in (200, 429)
    assert "Te veel" in answers[-1].content.decode() or "snel" in answers[-1].content.decode()


def test_who_lost_access_is_told_so_and_does_not_come_in(client: Client):
    person = with_password(invited())
    commands.deactivate_person(person=person, by=SUPERVISOR, at=AT)
    answer = by_password(client, person.email)
    assert answer.headers["Location"] == reverse("account_inactive")
    assert client.get(reverse("account_inactive")).status_code == 200
    assert Entry.objects.get(verb="person.sign-in-refused").facts == {"why": "inactive"}
    visitor = Client()
    visitor.post(reverse("account_request_login_code"), {"email": person.email})
    if mail.outbox:
        visitor.post(reverse("account_confirm_login_code"), {"code": sent_code()})
    assert "_auth_user_id" not in visitor.session


def test_signing_out_takes_one_button(client: Client):
    person = invited()
    by_code(client, person.email)
    assert client.get(reverse("account_logout")).status_code == 200
    assert "_auth_user_id" in client.session, "a link alone signs nobody out"
    client.post(reverse("account_logout"))
    assert client.get(reverse("people_me")).status_code == 302
    assert verbs()[-1] == "person.signed-out"


@pytest.mark.parametrize(
    "name", ["account_signup", "socialaccount_signup", "socialaccount_connections", "account_email"]
)
def test_there_is_no_way_to_register_or_to_take_another_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_setting_a_password_by_code_needs_no_second_proof_and_is_written_down(client: Client):
    person = invited()
    by_code(client, person.email)
    client.post(reverse("account_set_password"), {"password1": PASSWORD, "password2": PASSWORD})
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert "person.password-set" in verbs()
    assert mail.outbox[-1].subject == "U hebt nu een wachtwoord."
    assert client.get(reverse("people_me")).status_code == 200, "a code proved this session"


def test_a_weak_password_is_refused_in_dutch(client: Client):
    person = invited()
    by_code(client, person.email)
    answer = client.post(reverse("account_set_password"), {"password1": "kort", "password2": "kort"})
    assert "12 tekens" in answer.content.decode()
    person.refresh_from_db()
    assert not person.has_usable_password()


def test_the_address_to_go_to_next_stays_at_home(client: Client):
    person = invited()
    client.post(
        reverse("account_request_login_code"), {"email": person.email, "next": "https://elders.example/"}
    )
    answer = client.post(
        reverse("account_confirm_login_code"), {"code": sent_code(), "next": "https://elders.example/"}
    )
    assert "elders" not in answer.headers["Location"]


def test_set_language_changes_the_screen_and_the_person(client: Client):
    person = invited()
    by_code(client, person.email)
    client.post(reverse("set_language"), {"language": "en", "next": "/sign-in/me/"})
    assert "My details" in client.get(reverse("people_me")).content.decode()
    person.refresh_from_db()
    assert person.language == "en"


def test_a_visitor_chooses_a_language_too(client: Client):
    client.post(reverse("set_language"), {"language": "en", "next": "/sign-in/"})
    assert '<html lang="en">' in client.get(reverse("account_login")).content.decode()
