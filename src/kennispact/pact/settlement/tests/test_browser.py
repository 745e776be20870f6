"""The settlement in a real browser: financial administration, both supervisors, a city, and nobody else."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from kennispact.ground.look.tests.browser import come_in
from kennispact.pact.settlement.tests import make
from kennispact.registers.documents.tests.make import PDF
from kennispact.registers.network.tests.door import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def someone(browser, live_server):
    """Return how somebody with a role comes in, each in a browser of their own."""
    contexts = []

    def enter(client: Client):
        contexts.append(browser.new_context(locale="nl-NL"))
        page = contexts[-1].new_page()
        come_in(page, live_server, client)
        return page

    yield enter
    for context in contexts:
        context.close()


def test_a_surplus_from_proposal_to_every_city_its_share(someone, live_server, tmp_path):
    make.world(tmp_path)
    start = f"{live_server.url}/overschot/"
    people = {
        role: signed_in(role, organisation)
        for role, organisation in (
            ("financiele-administratie", "platform31"),
            ("secretaris", "g40"),
            ("relatiemanager", "platform31"),
            ("contactpersoon", "GM0150"),
            ("thematrekker", "g40"),
        )
    }
    finance = someone(people["financiele-administratie"])
    finance.goto(start)
    finance.get_by_role("link", name="Overschot voorstellen").click()
    finance.get_by_label("Overschot, zonder btw").fill("20.000,00")
    paper = {"name": "afrekening.pdf", "mimeType": "application/pdf", "buffer": PDF}
    finance.get_by_label("Stuk waarin het is berekend").set_input_files(paper)
    finance.get_by_role("button", name="Voorstellen en de delen laten zien").click()
    expect(finance.get_by_text("€ 10.144,60")).to_be_visible()
    place = finance.url
    city = someone(people["contactpersoon"])
    assert city.goto(place).status == 404
    for role in ("secretaris", "relatiemanager"):
        supervisor = someone(people[role])
        supervisor.goto(place)
        supervisor.get_by_role("link", name="Zeggen of uw partij instemt").click()
        expect(supervisor.get_by_role("heading", name="Wat hieruit volgt")).to_be_visible()
        supervisor.get_by_role("button", name="Vastleggen").click()
        expect(supervisor.get_by_text("stemt in,").first).to_be_visible()
    finance.reload()
    finance.get_by_role("link", name="Overschot verrekenen").click()
    expect(finance.get_by_text("U kunt dit niet terugdraaien")).to_be_visible()
    finance.get_by_role("button", name="Nu verrekenen").click()
    expect(finance.get_by_text("Verrekend voor 3 steden.")).to_be_visible()
    city.goto(place)
    expect(city.get_by_text("€ 10.144,60").first).to_be_visible()
    expect(city.get_by_text("€ 6.000,00")).to_have_count(0)
    assert someone(people["thematrekker"]).goto(place).status == 404
