"""The style guide in a real browser: axe, 320 pixels, keyboard, no request elsewhere, no broken policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.urls("kennispact.ground.look.tests.urls")]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = [
    "/look/style-guide",
    "/look/style-guide?errors=1&on=2025-09-01&known=then",
    "/toegankelijkheid",
    "/x",
]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(browser, live_server, address, width):
    page = browser.new_context(
        viewport={"width": width, "height": 900}, locale="nl-NL", bypass_csp=True, reduced_motion="reduce"
    ).new_page()
    page.goto(live_server.url + address)
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert results.violations_count == 0, results.generate_report()
    page.context.close()


@pytest.mark.parametrize("address", PAGES)
def test_at_320_pixels_nothing_hangs_over_the_edge_and_nothing_comes_from_elsewhere(
    browser, live_server, address
):
    page = browser.new_context(viewport={"width": 320, "height": 640}, locale="nl-NL").new_page()
    complaints, hosts = [], set()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto(live_server.url + address)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert [text for text in complaints if "404" not in text] == []
    assert hosts == {live_server.url.split("/")[2]}
    page.context.close()


def test_the_first_tab_is_the_skip_link_and_the_menu_opens_without_script(browser, live_server):
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, locale="nl-NL", java_script_enabled=False
    )
    page = context.new_page()
    page.goto(live_server.url + PAGES[0])
    page.keyboard.press("Tab")
    assert page.locator(".skip").bounding_box()["y"] >= 0
    menu = page.locator(".mainnav--small")
    assert not menu.get_by_role("link", name="Bijdragen").is_visible()
    menu.locator("summary").click()
    assert menu.get_by_role("link", name="Bijdragen").is_visible()
    context.close()


def test_after_a_wrong_form_the_focus_is_on_the_summary(browser, live_server):
    page = browser.new_context(locale="nl-NL").new_page()
    page.goto(live_server.url + "/look/style-guide?errors=1")
    assert page.evaluate("document.activeElement.id") == "error-summary-title"
    page.get_by_role("link", name="Ontvangen op:").click()
    assert page.evaluate("document.activeElement.id") == "id_received_on"
    page.context.close()
