"""What somebody writes is there again: after a lost connection, after being signed out, and for nobody else."""

import pytest
from django.conf import settings
from playwright.sync_api import Error, Page, expect

from kennispact.ground.look.tests.browser import come_in, fits_and_is_accessible
from kennispact.programme.products.tests import make as products
from kennispact.programme.questions.models import Draft, Question
from kennispact.programme.questions.tests.make import actors
from kennispact.registers.network.tests.door import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BEGUN = "Hoe helpen wij inwoners met een huurachterstand"
REST = " voordat zij uit hun woning worden gezet?"


@pytest.fixture
def asking(page: Page, live_server) -> Page:
    """Return the page on which Deventer's contact person wrote half a question, that the server has too."""
    products.collection()
    actors()
    come_in(page, live_server, signed_in("contactpersoon", "GM0150"))
    page.on("dialog", lambda one: one.accept())
    page.goto(f"{live_server.url}/vragen/stellen/")
    box(page).press_sequentially(BEGUN)
    expect(page.get_by_role("status").filter(has_text="Hierover")).to_be_visible()
    return page


def box(page: Page):
    return page.get_by_label("Wat wilt u weten?")


def kept(page: Page) -> str | None:
    return page.evaluate("sessionStorage.getItem('kennispact-draft')")


def test_words_of_a_lost_connection_are_there_again_and_go_once_they_were_sent(asking, live_server):
    asking.context.set_offline(True)
    box(asking).press_sequentially(REST)
    asking.get_by_label("Vertrouwelijk").check()
    expect(asking.get_by_text("Er is geen verbinding.")).to_be_visible()
    asking.get_by_role("button", name="Stel deze vraag").click()
    expect(box(asking)).to_have_value(BEGUN + REST)
    with pytest.raises(Error):
        asking.reload()

    asking.context.set_offline(False)
    asking.goto(f"{live_server.url}/vragen/stellen/")
    expect(box(asking)).to_have_value(BEGUN + REST)
    expect(asking.get_by_label("Vertrouwelijk")).to_be_checked()
    expect(asking.get_by_text("Er is geen verbinding.")).to_be_hidden()
    fits_and_is_accessible(asking)
    asking.get_by_role("button", name="Stel deze vraag").click()
    expect(asking.get_by_role("heading", level=1)).to_have_text(BEGUN + REST)
    assert Question.objects.get().in_confidence
    assert not Draft.objects.exists()
    assert kept(asking) is None


def test_words_of_who_was_signed_out_are_there_after_signing_in_and_not_for_another(asking, live_server):
    asking.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    box(asking).press_sequentially(REST)
    expect(asking.get_by_text("U bent niet meer ingelogd.")).to_be_visible()
    asking.get_by_role("button", name="Stel deze vraag").click()
    expect(asking.get_by_role("heading", level=1)).to_have_text("Inloggen")

    come_in(asking, live_server, signed_in("contactpersoon", "GM0150"))
    asking.goto(f"{live_server.url}/vragen/stellen/")
    expect(box(asking)).to_have_value(BEGUN + REST)

    come_in(asking, live_server, signed_in("contactpersoon", "GM0034"))
    asking.goto(f"{live_server.url}/vragen/stellen/")
    expect(box(asking)).to_have_value("")
    assert kept(asking) is None
