"""Signing in as people do it: in a browser, with the keyboard, at two widths, under our own policy."""

import copy
import re
import time

import oidc_provider_mock
import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Page, expect

from kennispact.ground.look.tests.browser import fits_and_is_accessible
from kennispact.ground.people.tests.make import PASSWORD, invited, with_password

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _quiet(page: Page):
    """Fail when the browser refused anything, or fell over a script."""
    cache.clear()
    said = []
    ours = re.compile(r"^$|/sign-in/|/static/")
    page.on(
        "console",
        lambda line: (
            said.append(line.text)
            if line.type == "error" and ours.search(line.location.get("url", ""))
            else None
        ),
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    yield
    assert said == []


def test_a_code_by_e_mail_with_the_keyboard_alone(page: Page, live_server):
    person = invited()
    page.goto(f"{live_server.url}/sign-in/me/")
    expect(page).to_have_title(re.compile("Inloggen"))
    page.get_by_role("region", name="Met een code per e-mail").get_by_label("E-mailadres").focus()
    page.keyboard.type(person.email)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vul de code in")
    code = re.search(r"^([A-Z0-9]+-[A-Z0-9]+)$", mail.outbox[-1].body, re.MULTILINE)[1]
    page.get_by_label("Code", exact=True).focus()
    page.keyboard.insert_text(code)  # as a password manager or a paste does
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn gegevens")


def test_a_password_leads_to_the_hall_and_the_app_opens_the_rest(page: Page, live_server):
    person = with_password(invited())
    page.goto(f"{live_server.url}/sign-in/me/")
    login = page.get_by_role("region", name="Met een wachtwoord")
    login.get_by_label("E-mailadres").fill(person.email)
    login.get_by_label("Wachtwoord").fill(PASSWORD)
    login.get_by_role("button", name="Inloggen", exact=True).click()
    expect(page.get_by_text("Stel eerst een tweede stap in")).to_be_visible()
    page.get_by_role("link", name="De app instellen").click()
    secret = page.locator("#totp-key").inner_text()
    page.get_by_label("Code van de app").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Herstelcodes")
    expect(page.locator("main code")).to_have_count(10)
    page.get_by_role("link", name="Verder naar mijn gegevens").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn gegevens")


def test_a_passkey_is_added_and_signs_in_without_a_password(page: Page, live_server):
    url = live_server.url.replace("127.0.0.1", "localhost")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    person = with_password(invited())
    page.goto(f"{url}/sign-in/")
    login = page.get_by_role("region", name="Met een wachtwoord")
    login.get_by_label("E-mailadres").fill(person.email)
    login.get_by_label("Wachtwoord").fill(PASSWORD)
    login.get_by_role("button", name="Inloggen", exact=True).click()
    page.get_by_role("link", name="Een passkey toevoegen").click()
    page.get_by_label("Inloggen zonder wachtwoord").check()
    page.get_by_role("button", name="Een passkey toevoegen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Herstelcodes")
    page.goto(f"{url}/sign-in/out/")
    page.locator("main").get_by_role("button", name="Uitloggen").click()
    page.goto(f"{url}/sign-in/me/")
    page.get_by_role("button", name="Inloggen met een passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn gegevens")


def test_the_employers_button_passes_our_own_policy(page: Page, live_server, settings):
    users = [
        oidc_provider_mock.User(sub="s-1", claims={"email": "c@deventer.example", "email_verified": True})
    ]
    with oidc_provider_mock.run_server_in_thread(require_nonce=True, user_claims=users) as server:
        app = {
            "provider_id": "deventer",
            "name": "Gemeente Deventer",
            "client_id": "kennispact",
            "secret": "geheim",
            "settings": {
                "server_url": f"http://localhost:{server.server_port}",
                "domains": ["deventer.example"],
            },
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        policy = copy.deepcopy(settings.CONTENT_SECURITY_POLICY)
        policy["DIRECTIVES"]["form-action"].append(f"http://localhost:{server.server_port}")
        settings.CONTENT_SECURITY_POLICY = policy
        invited("c@deventer.example")
        page.goto(f"{live_server.url}/sign-in/me/")
        page.get_by_role("button", name="Inloggen met Gemeente Deventer").click()
        page.get_by_role("button", name="s-1").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Mijn gegevens")


class TestEveryPage:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return {**browser_context_args, "bypass_csp": True}

    @pytest.mark.parametrize(
        "address",
        ["", "code/", "password/reset/", "password/reset/sent/", "password/reset/done/", "inactive/"],
    )
    def test_is_accessible_to_a_visitor(self, page: Page, live_server, address):
        page.goto(f"{live_server.url}/sign-in/{address}")
        fits_and_is_accessible(page)

    def test_is_accessible_with_errors_and_behind_the_door(self, page: Page, live_server):
        person = with_password(invited())
        page.goto(f"{live_server.url}/sign-in/")
        login = page.get_by_role("region", name="Met een wachtwoord")
        login.get_by_label("E-mailadres").fill(person.email)
        login.get_by_role("button", name="Inloggen", exact=True).click()
        expect(page.locator("#error-summary-title")).to_be_focused()
        expect(page).to_have_title(re.compile("^Fout:"))
        fits_and_is_accessible(page)
        login.get_by_label("E-mailadres").fill(person.email)
        login.get_by_label("Wachtwoord").fill(PASSWORD)
        login.get_by_role("button", name="Inloggen", exact=True).click()
        expect(page.get_by_text("Stel eerst een tweede stap in")).to_be_visible()
        fits_and_is_accessible(page)
        page.goto(f"{live_server.url}/sign-in/second-factor/app/")
        fits_and_is_accessible(page)
        secret = page.locator("#totp-key").inner_text()
        page.get_by_label("Code van de app").fill(
            format_hotp_value(hotp_value(secret, int(time.time()) // 30))
        )
        page.get_by_role("button", name="Verder").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Herstelcodes")
        fits_and_is_accessible(page)
        pages = ["me/", "second-factor/", "second-factor/app/remove/", "second-factor/recovery/renew/"]
        pages += ["second-factor/passkeys/", "second-factor/passkeys/add/", "password/change/", "out/"]
        pages += ["second-factor/confirm/", "confirm/"]
        for address in pages:
            page.goto(f"{live_server.url}/sign-in/{address}")
            fits_and_is_accessible(page)
