"""Sign-in through an employer, over real HTTP: who comes in, and which lies are not believed."""

import time
from urllib.parse import parse_qs, urlsplit

import oidc_provider_mock
import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client
from django.urls import reverse

from kennispact.ground.journal.models import Entry
from kennispact.ground.people import checks, commands
from kennispact.ground.people.models import Person
from kennispact.ground.people.tests import hostile
from kennispact.ground.people.tests.make import AT, SUPERVISOR, invited

pytestmark = pytest.mark.django_db
EMAIL = "contact@deventer.example"


def configure(settings, url: str, **more) -> None:
    app = {
        "provider_id": "deventer",
        "name": "Gemeente Deventer",
        "client_id": hostile.CLIENT,
        "secret": "geheim",
        "settings": {"server_url": url, "domains": ["deventer.example"], **more},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


@pytest.fixture
def provider(settings):
    with hostile.running() as running:
        configure(settings, running.url)
        yield running


def attempt(client: Client, provider: hostile.Provider, query: str = ""):
    """Go to the provider and come back from it."""
    start = client.post(reverse("openid_connect_login", args=["deventer"]) + query)
    provider.asked = {name: values[0] for name, values in parse_qs(urlsplit(start["Location"]).query).items()}
    back = reverse("openid_connect_callback", args=["deventer"])
    return client.get(back, {"code": "abc", "state": provider.asked["state"]})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# ---- with a provider that others wrote -----------------------------------------------------------


def test_an_invited_person_comes_in_through_a_real_provider_and_is_known_by_subject(client, settings):
    person = invited()
    users = [oidc_provider_mock.User(sub="s-1", claims={"email": EMAIL, "email_verified": True})]
    with oidc_provider_mock.run_server_in_thread(require_nonce=True, user_claims=users) as server:
        url = f"http://localhost:{server.server_port}"
        configure(settings, url)
        for _ in range(2):
            start = client.post(reverse("openid_connect_login", args=["deventer"]))
            assert start["Location"].startswith(f"{url}/oauth2/authorize")
            there = requests.post(start["Location"], data={"sub": "s-1"}, allow_redirects=False, timeout=5)
            back = urlsplit(there.headers["Location"])
            answer = client.get(f"{back.path}?{back.query}")
            assert (answer.status_code, is_in(client)) == (302, True)
            client.post(reverse("account_logout"))
    account = SocialAccount.objects.get()
    assert (account.user, account.provider, account.uid, account.extra_data) == (
        person,
        "deventer",
        f"{url} s-1",
        {},
    )
    assert [e.verb for e in Entry.objects.filter(verb="person.identity-linked")] == ["person.identity-linked"]
    assert Entry.objects.filter(verb="person.signed-in").count() == 2
    assert "werkgever" in mail.outbox[0].subject


# ---- with a provider that lies when told to ------------------------------------------------------


def test_the_attempt_carries_a_challenge_a_nonce_and_a_state(client, provider):
    invited()
    attempt(client, provider)
    assert is_in(client)
    assert provider.verifier_fits
    assert provider.asked["code_challenge_method"] == "S256"
    assert provider.asked["nonce"]
    assert provider.asked["nonce"] != provider.asked["code_challenge"]


@pytest.mark.parametrize(
    ("claims", "more"),
    [
        ({"aud": "another-client"}, {}),
        ({"aud": ["kennispact", "another"], "azp": "another"}, {}),
        ({"iss": "http://127.0.0.1:1"}, {}),
        ({"nonce": "of another attempt"}, {}),
        ({"nonce": None}, {}),
        ({"exp": -120}, {}),
        ({"exp": None}, {}),
        ({"sub": None}, {}),
        ({"iat": 600}, {}),
        ({"sub": "x" * 600}, {}),
        ({}, {"key": hostile.STRANGE_KEY}),
        ({}, {"algorithm": "none"}),
        ({}, {"algorithm": "HS256", "key": "geheim" * 8}),
        ({}, {"lies": {"issuer": "https://login.deventer.example"}}),
        ({}, {"lies": {"token_endpoint": None}}),
        ({"email": None}, {"about": {"sub": "8"}}),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_lie_is_not_believed(client, provider, claims, more):
    invited()
    # Moments are given as seconds from now.
    provider.claims = {
        name: int(time.time()) + value if name in {"exp", "iat"} and value else value
        for name, value in claims.items()
    }
    lies = more.get("lies")
    for name in more.keys() - {"lies"}:
        setattr(provider, name, more[name])
    if lies:
        start = client.post(reverse("openid_connect_login", args=["deventer"]))
        provider.lies = lies
        state = parse_qs(urlsplit(start["Location"]).query)["state"][0]
        callback = reverse("openid_connect_callback", args=["deventer"])
        answer = client.get(callback, {"code": "abc", "state": state})
    else:
        answer = attempt(client, provider)
    assert not is_in(client)
    assert answer.status_code == 401
    assert "U bent niet ingelogd" in answer.content.decode()
    assert not SocialAccount.objects.exists()


def test_a_lie_is_written_down(client, provider):
    invited()
    provider.claims = {"nonce": "of another attempt"}
    attempt(client, provider)
    entry = Entry.objects.get(verb="person.sign-in-failed")
    assert entry.facts == {"way": "socialaccount", "employer": "deventer"}


def test_a_state_works_once_and_only_in_its_own_browser(client, provider):
    invited()
    attempt(client, provider)
    callback = reverse("openid_connect_callback", args=["deventer"])
    for visitor in (client, Client()):
        visitor.post(reverse("account_logout"))
        answer = visitor.get(callback, {"code": "abc", "state": provider.asked["state"]})
        assert (answer.status_code, is_in(visitor)) == (401, False)


def test_the_address_bar_cannot_choose_the_nonce_or_the_scope(client, provider):
    invited()
    attempt(client, provider, "?auth_params=nonce%3Dchosen%26prompt%3Dnone&scope=admin")
    assert provider.asked["nonce"] != "chosen"
    assert "prompt" not in provider.asked
    assert "admin" not in provider.asked["scope"]


# ---- who comes in --------------------------------------------------------------------------------


def refused(client, answer) -> list[str]:
    assert not is_in(client)
    assert answer.status_code == 403
    assert not SocialAccount.objects.exists()
    return Entry.objects.get(verb="person.sign-in-refused").facts["why"]


def test_nobody_comes_in_without_an_invitation(client, provider):
    answer = attempt(client, provider)
    assert refused(client, answer) == ["sign-in.unknown"]
    assert "om u uit te nodigen" in answer.content.decode()
    assert not Person.objects.exists()


def test_an_address_of_another_organisation_is_no_proof(client, provider):
    invited("contact@zwolle.example")
    provider.claims = {"email": "contact@zwolle.example"}
    answer = attempt(client, provider)
    assert refused(client, answer) == ["sign-in.collision"]
    assert "Gemeente Deventer mag daarvoor niet inloggen" in answer.content.decode()


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_was_not_verified_is_no_proof(client, provider, verified):
    invited()
    provider.claims = {"email_verified": verified}
    assert refused(client, attempt(client, provider)) == ["sign-in.unverified"]


def test_an_address_that_went_to_a_successor_does_not_open_the_account(client, provider):
    invited()
    attempt(client, provider)
    client.post(reverse("account_logout"))
    provider.claims = {"sub": "another-subject"}
    answer = attempt(client, provider)
    assert not is_in(client)
    assert answer.status_code == 403
    assert SocialAccount.objects.count() == 1


def test_once_linked_the_address_does_not_matter_any_more(client, provider):
    person = invited()
    attempt(client, provider)
    client.post(reverse("account_logout"))
    provider.claims = {"email": "nieuwe.naam@deventer.example", "email_verified": False}
    attempt(client, provider)
    assert client.session["_auth_user_id"] == str(person.pk)


def test_who_lost_access_does_not_come_in_and_is_not_linked(client, provider):
    person = invited()
    commands.deactivate_person(person=person, by=SUPERVISOR, at=AT)
    answer = attempt(client, provider)
    assert (answer["Location"], is_in(client)) == (reverse("account_inactive"), False)
    assert not SocialAccount.objects.exists()
    commands.reactivate_person(person=person, by=SUPERVISOR, at=AT)
    attempt(client, provider)
    assert is_in(client)
    client.post(reverse("account_logout"))
    commands.deactivate_person(person=person, by=SUPERVISOR, at=AT)
    assert attempt(client, provider)["Location"] == reverse("account_inactive")
    assert not is_in(client)


def test_another_tenant_of_the_same_service_stays_outside(client, provider, settings):
    invited()
    configure(settings, provider.url, tenant="our-tenant")
    provider.claims = {"tid": "their-tenant"}
    assert refused(client, attempt(client, provider)) == ["sign-in.tenant"]


def test_an_address_from_the_organisations_own_tenant_counts_as_verified(client, provider, settings):
    invited()
    configure(settings, provider.url, tenant="our-tenant")
    provider.claims = {"tid": "our-tenant", "email_verified": None}
    attempt(client, provider)
    assert is_in(client)


@pytest.mark.parametrize("process", ["connect", "redirect"])
def test_nobody_links_an_account_by_themselves(client, provider, process):
    person = invited("contact@zwolle.example")
    client.force_login(person)
    answer = attempt(client, provider, f"?process={process}")
    assert answer.status_code == 400
    assert not SocialAccount.objects.exists()


def test_a_second_step_is_asked_after_the_employer_too_if_there_is_one(client, provider):
    person = invited()
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(person, generate_totp_secret())
    assert attempt(client, provider)["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)


def test_a_service_that_is_away_gives_a_page_and_no_error(client, settings):
    configure(settings, "http://127.0.0.1:9")
    answer = client.post(reverse("openid_connect_login", args=["deventer"]))
    assert answer.status_code == 401
    assert client.post(reverse("openid_connect_login", args=["elders"])).status_code == 404


def test_going_to_the_employer_takes_a_button(client, provider):
    answer = client.get(reverse("openid_connect_login", args=["deventer"]))
    assert answer.status_code == 200
    assert "Inloggen met Gemeente Deventer" in client.get(reverse("account_login")).content.decode()


def test_stopping_at_the_employer_gives_a_page(client, provider):
    start = client.post(reverse("openid_connect_login", args=["deventer"]))
    state = parse_qs(urlsplit(start["Location"]).query)["state"][0]
    callback = reverse("openid_connect_callback", args=["deventer"])
    answer = client.get(callback, {"error": "access_denied", "state": state}, follow=True)
    assert "U bent gestopt met inloggen" in answer.content.decode()


def test_what_is_missing_in_the_settings_is_said_at_the_start(settings):
    apps = [{"provider_id": "x", "settings": {"server_url": "http://login.example"}}]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}
    said = " ".join(error.msg for error in checks.employers_are_complete())
    for word in ("name", "client_id", "https", "domains"):
        assert word in said
