"""Pages of the look itself, headers on every answer, and errors that help."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as project
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from kennispact.ground.look.headers import FIXED, content_security_policy
from kennispact.ground.look.states import STATES, sign_of

pytestmark = [pytest.mark.urls("kennispact.ground.look.tests.urls"), pytest.mark.django_db]
ANSWERS = {
    "/look/style-guide": 200,
    "/toegankelijkheid": 200,
    "/.well-known/security.txt": 200,
    "/robots.txt": 200,
    "/no-such-page": 404,
    "/refuse": 403,
    "/spoil": 400,
    "/crash": 500,
}


@pytest.mark.parametrize(("address", "status"), ANSWERS.items())
def test_every_answer_has_every_header(client, address, status):
    client.raise_request_exception = False
    response = client.get(address)
    assert response.status_code == status
    for name, value in FIXED.items():
        assert response[name] == value
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert re.search(r"unsafe|data:|https?:|\*", policy) is None
    assert "Strict-Transport-Security" not in response


def test_a_year_of_https_only_is_promised_over_https(client):
    response = client.get("/robots.txt", secure=True)
    assert int(re.search(r"max-age=(\d+)", response["Strict-Transport-Security"])[1]) >= 31_536_000


def test_sign_in_forms_may_go_to_the_identity_providers_and_nowhere_else():
    policy = content_security_policy(["https://login.example.nl/realms/x/.well-known/openid-configuration"])
    assert policy["DIRECTIVES"]["form-action"] == ["'self'", "https://login.example.nl"]
    assert policy["DIRECTIVES"]["script-src"] == ["'self'"]


def test_security_txt_says_where_and_until_when(client, settings):
    settings.KENNISPACT_CONTACT = "veilig@example.nl"
    settings.KENNISPACT_SECURITY_EXPIRES_ON = (datetime.now(UTC) + timedelta(days=200)).date()
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert fields["Contact"] == "mailto:veilig@example.nl"
    expires = datetime.fromisoformat(fields["Expires"])
    assert datetime.now(UTC) < expires < datetime.now(UTC) + timedelta(days=366)
    assert fields["Canonical"].endswith("/.well-known/security.txt")


@pytest.mark.parametrize(
    ("language", "sentence"), [("nl", "Deze pagina bestaat niet"), ("en", "does not exist")]
)
def test_a_missing_page_says_so_in_the_language_of_the_reader(client, language, sentence):
    page = client.get("/no-such-page", headers={"accept-language": language}).content.decode()
    assert sentence in page
    assert f'<html lang="{language}">' in page


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "413.html"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_error_pages_need_nothing_but_themselves(name, language):
    with translation.override(language):
        assert render_to_string(name).count("<h1>") == 1


def test_the_last_error_page_has_no_template_language_in_it(client):
    client.raise_request_exception = False
    page = client.get("/crash").content.decode()
    assert "{%" not in page
    assert "{{" not in page
    assert "Er ging iets mis" in page
    assert "Something went wrong" in page


def test_a_form_with_errors_says_so_first_in_the_title_and_links_to_each_field(client):
    page = client.get("/look/style-guide?errors=1", headers={"accept-language": "nl"}).content.decode()
    assert "<title>Fout: Stijlgids" in page
    assert 'id="error-summary-title" tabindex="-1" autofocus' in page
    targets = re.findall(r'<li><a href="#(id_[a-z_0-9]+)">', page)
    assert len(targets) == 5
    assert all(f'id="{target}"' in page for target in targets)


def test_the_language_switch_returns_to_the_same_page(client):
    asked = client.get("/look/style-guide?on=2025-09-01", headers={"accept-language": "nl"})
    assert 'name="next" value="/look/style-guide?on=2025-09-01"' in asked.content.decode()
    assert f'action="{reverse("set_language")}"' in asked.content.decode()
    client.post(reverse("set_language"), {"language": "en", "next": "/look/style-guide"})
    assert '<html lang="en">' in client.get("/look/style-guide").content.decode()


def test_a_badge_is_a_word_and_a_shape_and_no_two_states_of_obligations_look_alike():
    obligations = [sign_of(code) for code in list(STATES)[:8]]
    assert len({sign.shape for sign in obligations}) == 8
    assert len({sign.tone for sign in obligations}) == 8
    assert len({sign.label for sign in obligations}) == 8


def test_the_style_guide_shows_every_state(client):
    page = client.get("/look/style-guide", headers={"accept-language": "en"}).content.decode()
    assert [
        sign.label for sign in STATES.values() if f">{sign.label}</span>" not in page.replace("</svg>", ">")
    ] == []


def test_the_middleware_stands_where_every_answer_passes():
    assert project.MIDDLEWARE.index("kennispact.ground.look.middleware.headers") <= 1
