"""The style guide in a real browser: axe, 320 pixels, keyboard, no request elsewhere, no broken policy."""

import pytest
from playwright.sync_api import expect

from kennispact.ground.look.tests.browser import fits_and_is_accessible

pytestmark = [pytest.mark.browser, pytest.mark.urls("kennispact.ground.look.tests.urls")]
PAGES = [
    "/look/style-guide",
    "/look/style-guide?errors=1&on=2025-09-01&known=then",
    "/toegankelijkheid",
    "/x",
]


@pytest.mark.parametrize("address", PAGES)
def test_it_fits_and_axe_finds_nothing(page, live_server, address):
    page.emulate_media(reduced_motion="reduce")
    page.goto(live_server.url + address)
    fits_and_is_accessible(page)


@pytest.mark.parametrize("address", PAGES)
def test_nothing_comes_from_elsewhere_and_nothing_is_complained_of(page, live_server, address):
    complaints, hosts = [], set()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto(live_server.url + address)
    page.wait_for_load_state("networkidle")
    assert [text for text in complaints if "404" not in text] == []
    assert hosts == {live_server.url.split("/")[2]}


def test_the_first_tab_is_the_skip_link_and_the_menu_opens_without_script(browser, live_server):
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, locale="nl-NL", java_script_enabled=False
    )
    page = context.new_page()
    page.goto(live_server.url + PAGES[0])
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_in_viewport()
    menu = page.locator(".mainnav--small")
    expect(menu.get_by_role("link", name="Bijdragen")).not_to_be_visible()
    menu.locator("summary").click()
    expect(menu.get_by_role("link", name="Bijdragen")).to_be_visible()
    context.close()


def test_after_a_wrong_form_the_focus_is_on_the_summary(page, live_server):
    page.goto(live_server.url + "/look/style-guide?errors=1")
    expect(page.locator("#error-summary-title")).to_be_focused()
    page.get_by_role("link", name="Ontvangen op:").click()
    expect(page.locator("#id_received_on")).to_be_focused()
