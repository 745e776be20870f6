"""What every walk through the pages in a real browser shares."""

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 1280)
# A machine with other work is slow, not wrong.
expect.set_options(timeout=30_000)


def come_in(page: Page, live_server, client: Client) -> None:
    """Bring the session of a signed-in client into the browser, in place of whoever was there."""
    name = settings.SESSION_COOKIE_NAME
    page.context.clear_cookies()
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])


def fits_and_is_accessible(page: Page) -> None:
    """No scrolling sideways at either width, and no finding of axe.

    Wait first for something that only the page you mean has: a page that is still coming in looks like the one
    before it.
    """
    page.wait_for_load_state()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{page.url} is {wide} wide at {width}"
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
    assert [(finding["id"], finding["nodes"][0]["html"]) for finding in found] == [], page.url
