"""The financial administration walks the run in a browser, from proposal to paper; others see nothing of it."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Page, expect

from kennispact.pact.agreements.tests.door import signed_in
from kennispact.pact.invoicing.tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "nl-NL"}


def enter(page: Page, live_server, role: str, organisation: str) -> None:
    """Bring the session of somebody with a role into the browser."""
    page.context.clear_cookies()
    key = signed_in(role, organisation).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])


def fits_and_is_accessible(page: Page) -> None:
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], page.url


def test_the_administration_makes_the_invoices_and_takes_one_out_and_others_see_nothing(page, live_server):
    make.world(2)
    enter(page, live_server, "financiele-administratie", "platform31")
    page.goto(f"{live_server.url}/facturen/maken/2023/")
    fits_and_is_accessible(page)
    page.get_by_role("link", name="Maak 2 facturen").click()
    page.get_by_role("button", name="Maak 2 facturen").click()
    expect(page.get_by_text("2 van 2 steden hebben een factuur.")).to_be_visible()
    fits_and_is_accessible(page)
    page.get_by_role("link", name=make.deventer().text).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(make.deventer().text))
    fits_and_is_accessible(page)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download de factuur (PDF)").click()
    assert taken.value.path().read_bytes().startswith(b"%PDF")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download de e-factuur (UBL)").click()
    assert b"18412.45" in taken.value.path().read_bytes()
    address = page.url
    for role, organisation in (("contactpersoon", "GM0034"), ("thematrekker", "g40")):
        enter(page, live_server, role, organisation)
        for closed in (address, f"{live_server.url}/facturen/maken/2023/"):
            assert page.goto(closed).status == 403
            expect(page.get_by_text("18.412,45")).to_have_count(0)
