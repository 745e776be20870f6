"""Asking, deciding and joining as people do it, in a browser; axe on the way."""

import pytest
from playwright.sync_api import Page, expect

from kennispact.ground.look.tests.browser import come_in, fits_and_is_accessible
from kennispact.programme.products.tests import make as products
from kennispact.programme.questions.models import Question
from kennispact.programme.questions.tests.make import actors
from kennispact.registers.network.tests.door import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "Hoe helpen wij inwoners met een huurachterstand voordat zij uit hun woning worden gezet?"
NEW = "Mag onze stad met drones tellen hoeveel zwerfvuil er in het park ligt?"


@pytest.fixture
def world():
    products.collection()
    return actors()


def test_a_city_asks_sees_an_answer_that_exists_and_stops(world, page: Page, live_server):
    said = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    come_in(page, live_server, signed_in("contactpersoon", "GM0150"))
    page.goto(f"{live_server.url}/vragen/stellen/")
    page.get_by_label("Wat wilt u weten?").press_sequentially(TEXT)
    expect(page.get_by_role("status").filter(has_text="Hierover")).to_be_visible()
    expect(page.locator("#suggestions").get_by_role("link", name="Eerder aan de bel").first).to_be_visible()
    fits_and_is_accessible(page)
    page.get_by_role("button", name="Dit is mijn antwoord").first.click()
    expect(page.get_by_text("Mooi dat het er al was")).to_be_visible()
    assert Question.objects.count() == 0
    assert said == []


def test_another_asks_two_supervisors_decide_and_a_third_city_joins(world, page: Page, live_server):
    come_in(page, live_server, signed_in("contactpersoon", "GM0150"))
    page.goto(f"{live_server.url}/vragen/stellen/")
    page.get_by_label("Wat wilt u weten?").fill(NEW)
    page.get_by_label("Veiligheid", exact=True).check()
    page.get_by_role("button", name="Stel deze vraag").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NEW)
    fits_and_is_accessible(page)
    number = Question.objects.get().pk

    for role, organisation, after in (
        ("secretaris", "g40", "Eén partij heeft beslist, de andere nog niet"),
        ("relatiemanager", "platform31", "Binnen het convenant"),
    ):
        come_in(page, live_server, signed_in(role, organisation))
        page.goto(f"{live_server.url}/")
        page.get_by_role("link", name="Binnen het convenant of niet?").filter(has_text=NEW).click()
        expect(page.get_by_label("Binnen het convenant", exact=True)).to_be_attached()
        fits_and_is_accessible(page)
        if not page.get_by_label("Artikelleden waarop dit rust").is_visible():
            page.get_by_text("Of beslis anders").click()
        page.get_by_label("Binnen het convenant", exact=True).check()
        page.get_by_label("Artikelleden waarop dit rust").fill("1b")
        page.get_by_role("button", name="Leg dit vast voor uw partij").click()
        expect(page.locator("#scope-heading + p strong")).to_have_text(after)

    come_in(page, live_server, signed_in("contactpersoon", "GM0034"))
    page.goto(f"{live_server.url}/vragen/{number}/")
    page.get_by_role("button", name="Doe mee met onze stad").click()
    expect(page.get_by_text("Het jaarplan kan deze vraag opnemen.")).to_be_visible()
    expect(page.locator("section[aria-labelledby=part]")).to_contain_text("Almere")
    fits_and_is_accessible(page)
