"""The financial administration brings in a batch with a partial payment and matches the rest, by keyboard."""

import re
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from kennispact.registers.network.tests import make as network

from . import make
from .make import Ntry, Tx, one, paper

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FULL = 1841245


@pytest.fixture
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "nl-NL"}


def sign_in(page: Page, live_server, role: str, organisation: str) -> None:
    client = Client()
    client.force_login(network.mandate(role, organisation).person)
    name = settings.SESSION_COOKIE_NAME
    page.context.clear_cookies()
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])


def fits_and_is_accessible(page: Page) -> None:
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
    assert [(finding["id"], finding["nodes"][0]["html"]) for finding in found] == [], page.url


def test_a_batch_and_a_partial_payment_are_brought_in_and_matched(page: Page, live_server, monkeypatch):
    make.quick(monkeypatch)
    make.world(2)
    item, open_cents = make.claim("GM0034").item, make.claim("GM0034").open
    batch = Ntry(
        (
            Tx(1_000_000, reference=make.reference()),
            Tx(open_cents, text=item, name="GEMEENTE ALMERE", iban=make.OTHER),
        ),
        bank="B1",
    )
    said = paper(batch, one(FULL - 1_000_000, "B2", text="restant", name="GEMEENTE DEVENTER"))
    sign_in(page, live_server, "financiele-administratie", "platform31")

    page.goto(f"{live_server.url}/betalingen/")
    page.get_by_role("link", name="Bankafschrift inlezen").focus()
    page.keyboard.press("Enter")
    fits_and_is_accessible(page)
    page.get_by_label("Bankafschrift").set_input_files(
        {"name": "a.xml", "mimeType": "text/xml", "buffer": said.xml()}
    )
    page.get_by_role("button", name="Laat zien wat erbij komt").press("Enter")
    expect(page.get_by_text("3 boekingen zijn nieuw")).to_be_visible()
    fits_and_is_accessible(page)
    page.get_by_role("button", name="Lees 3 boekingen in").press("Enter")

    # The part of Deventer named its invoice; Almere and the rest of Deventer are for a person.
    expect(page.get_by_role("heading", level=2).filter(has_text="GEMEENTE")).to_have_count(2)
    fits_and_is_accessible(page)
    page.get_by_role("button", name=re.compile("Koppel .* aan Almere")).press("Enter")
    expect(page.get_by_role("heading", level=2).filter(has_text="GEMEENTE")).to_have_count(1)
    page.get_by_role("link", name=re.compile("Iets anders")).press("Enter")
    fits_and_is_accessible(page)
    expect(page.get_by_label("Bedrag").first).to_have_value("8.412,45")
    page.get_by_role("button", name="Koppel zoals hier staat").press("Enter")
    expect(page.get_by_text("Alles is gekoppeld")).to_be_visible()
    page.get_by_role("link", name="Openstaande posten").click()
    expect(page.get_by_text("Er staat niets open")).to_be_visible()

    others_see_nothing(page, live_server)
    assert [make.opened(key) for key in ("GM0034", "GM0150")] == [Decimal(0), Decimal(0)]


def others_see_nothing(page: Page, live_server) -> None:
    sign_in(page, live_server, "contactpersoon", "GM0150")
    assert page.goto(f"{live_server.url}/betalingen/").status == 403
    page.goto(f"{live_server.url}/")
    expect(page.get_by_role("link", name="Betalingen")).to_have_count(0)
