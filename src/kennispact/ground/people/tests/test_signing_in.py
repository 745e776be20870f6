"""A code by e-mail, a password with a second step, signing out; the journal knows it all."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from kennispact.ground.journal.models import Entry
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.people import commands
from kennispact.ground.people.tests.knocking import app_code, by_code, by_password, sent_code, verbs, with_app
from kennispact.ground.people.tests.make import AT, SUPERVISOR, invited, with_password

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limits_from_before():
    cache.clear()


def test_a_code_by_e_mail_opens_the_door_in_the_persons_own_language(client: Client):
    person = invited(language="en")
    answer = by_code(client, person.email)
    assert answer.status_code == 302
    assert mail.outbox[0].subject == "Your code for Kennispact"
    assert client.cookies["django_language"].value == "en"
    assert client.get(reverse("people_me")).status_code == 200
    entry = Entry.objects.get(verb="person.signed-in")
    assert (entry.by, entry.facts) == (person, {"ways": ["code"]})


def test_the_code_mail_is_in_plain_dutch_for_who_reads_dutch(client: Client):
    person = invited()
    client.post(
        reverse("account_request_login_code"), {"email": person.email}, headers={"Accept-Language": "en"}
    )
    assert mail.outbox[0].subject == "Uw code voor Kennispact"
    assert "Geef de code aan niemand" in mail.outbox[0].body
    assert mail.outbox[0].to == [person.email]


def test_a_wrong_code_stays_outside_and_is_written_down_without_the_code(client: Client):
    person = invited()
    client.post(reverse("account_request_login_code"), {"email": person.email})
    answer = client.post(reverse("account_confirm_login_code"), {"code": "XXXX-0000"})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session
    entry = Entry.objects.get(verb="person.sign-in-failed")
    assert (entry.result, entry.subject_id, entry.facts) == ("refused", person.pk, {"way": "code"})


def test_three_wrong_codes_end_the_attempt(client: Client):
    person = invited()
    client.post(reverse("account_request_login_code"), {"email": person.email})
    right = sent_code()
    for _ in range(3):
        client.post(reverse("account_confirm_login_code"), {"code": "XXXX-0000"})
    client.post(reverse("account_confirm_login_code"), {"code": right})
    assert "_auth_user_id" not in client.session


def test_an_unknown_address_gets_the_same_page_and_no_mail(client: Client):
    known = invited()
    answers = []
    for email in (known.email, "vreemd@deventer.example"):
        visitor = Client()
        answers.append(visitor.post(reverse("account_request_login_code"), {"email": email}, follow=True))
    texts = [
        re.sub(r"\S+@deventer.example|csrfmiddlewaretoken\S+ value=\S+", "", a.content.decode())
        for a in answers
    ]
    assert texts[0] == texts[1]
    assert [message.to for message in mail.outbox] == [[known.email]]


def test_a_password_alone_reaches_nothing_but_the_set_up_of_a_second_step(client: Client):
    person = with_password(invited())
    by_password(client, person.email)
    assert "_auth_user_id" in client.session
    hall = reverse("mfa_index")
    outside = ["people_me", "people_export_me", "account_change_password", "mfa_view_recovery_codes"]
    for name in [*outside, "mfa_list_webauthn"]:
        answer = client.get(reverse(name))
        assert (answer.status_code, answer.headers["Location"]) == (302, hall), name
    for address in ("/", "/api/v1/", "/no-such-page"):
        assert client.get(address).headers.get("Location") == hall, address
    assert client.post(reverse("people_end_sessions")).headers["Location"] == hall
    assert client.get(hall).status_code == 200
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200


def test_setting_up_the_app_opens_the_rest_and_the_next_time_the_app_is_asked(client: Client):
    person = with_password(invited())
    secret = with_app(client, person)
    assert client.get(reverse("people_me")).status_code == 200
    assert client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    client.post(reverse("account_logout"))

    answer = by_password(client, person.email)
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert client.get(reverse("people_me")).status_code == 302
    cache.clear()
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200
    Authenticator.objects.get(type="totp")
    cache.clear()
    client.post(reverse("mfa_authenticate"), {"code": app_code(secret)})
    assert client.get(reverse("people_me")).status_code == 200
    assert verbs()[1:] == [
        "person.signed-in",
        "person.second-factor-added",
        "person.signed-out",
        "person.sign-in-failed",
        "person.signed-in",
    ]
    assert Entry.objects.filter(verb="person.signed-in").latest("id").facts == {"ways": ["password", "mfa"]}


def test_a_recovery_code_works_once(client: Client):
    person = with_password(invited())
    with_app(client, person)
    code = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
    for expected in (True, False):
        cache.clear()
        client.post(reverse("account_logout"))
        by_password(client, person.email)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert ("_auth_user_id" in client.session) is expected


def test_recovery_codes_are_shown_once(client: Client):
    with_app(client, with_password(invited()))
    assert client.get(reverse("mfa_view_recovery_codes")).context["can_view_codes"]
    second = client.get(reverse("mfa_view_recovery_codes"))
    assert not second.context["can_view_codes"]
    assert "****" not in second.content.decode()


def test_the_secret_of_the_app_is_unreadable_in_the_database(client: Client):
    secret = with_app(client, with_password(invited()))
    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_the_last_second_step_of_a_password_cannot_be_removed(client: Client):
    with_app(client, with_password(invited()))
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(type="totp").exists()


def test_who_lost_the_second_step_starts_again_with_a_code(client: Client):
    person = with_password(invited())
    with pytest.raises(Refused):
        commands.reset_second_factor(person=person, by=SUPERVISOR, at=AT)
    with_app(client, person)
    commands.reset_second_factor(person=person, by=SUPERVISOR, at=AT)
    assert client.get(reverse("people_me")).status_code == 302, "every session ended"
    cache.clear()
    assert by_password(client, person.email).status_code == 200, "the password opens nothing any more"
    assert "_auth_user_id" not in client.session
    by_code(client, person.email)
    assert client.get(reverse("people_me")).status_code == 200
    assert "person.second-factor-reset" in verbs()


def test_a_password_reset_does_not_go_around_the_second_step(client: Client):
    person = with_password(invited())
    with_app(client, person)
    client.post(reverse("account_logout"))
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = re.search(r"https?://\S+/password/reset/key/\S+", mail.outbox[-1].body)[0]
    form = client.get(link.removeprefix("http://testserver"), follow=True)
    new = "een-heel-ander-wachtwoord-9"
    done = client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new}, follow=True)
    assert done.status_code == 200
    assert "_auth_user_id" not in client.session
    cache.clear()
    answer = by_password(client, person.email, new)
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert "person.password-set" in verbs()


def test_a_wrong_password_is_written_down_without_what_was_typed(client: Client):
    person = with_password(invited())
    by_password(client, person.email, "verkeerd-wachtwoord")
    by_password(client, "mijn-wachtwoord@in-het-verkeerde-vak.example", "x")
    known, unknown = Entry.objects.filter(verb="person.sign-in-failed").order_by("id")
    assert (known.subject_id, unknown.subject_id) == (person.pk, None)
    assert {str(known.facts), str(unknown.facts)} == {"{'way': 'password'}"}
