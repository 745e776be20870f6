"""The financial administration walks the run in a browser, from proposal to paper; others see nothing of it."""

import re

import pytest
from playwright.sync_api import expect

from kennispact.ground.look.tests.browser import come_in, fits_and_is_accessible
from kennispact.pact.invoicing.tests import make
from kennispact.registers.network.tests.door import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_administration_makes_the_invoices_and_takes_one_out_and_others_see_nothing(page, live_server):
    make.world(2)
    come_in(page, live_server, signed_in("financiele-administratie", "platform31"))
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
        come_in(page, live_server, signed_in(role, organisation))
        for closed in (address, f"{live_server.url}/facturen/maken/2023/"):
            assert page.goto(closed).status == 403
            expect(page.get_by_text("18.412,45")).to_have_count(0)
