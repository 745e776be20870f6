"""The financial administration brings in a batch with a partial payment and matches the rest, by keyboard."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from kennispact.ground.look.tests.browser import come_in, fits_and_is_accessible
from kennispact.registers.network.tests.door import signed_in

from . import make
from .make import Ntry, Tx, one, paper

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FULL = 1841245


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
    come_in(page, live_server, signed_in("financiele-administratie", "platform31"))

    page.goto(f"{live_server.url}/betalingen/")
    page.get_by_role("link", name="Bankafschrift inlezen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Bankafschrift")).to_be_visible()
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
    expect(page.get_by_label("Bedrag").first).to_have_value("8.412,45")
    fits_and_is_accessible(page)
    page.get_by_role("button", name="Koppel zoals hier staat").press("Enter")
    expect(page.get_by_text("Alles is gekoppeld")).to_be_visible()
    page.get_by_role("link", name="Openstaande posten").click()
    expect(page.get_by_text("Er staat niets open")).to_be_visible()

    others_see_nothing(page, live_server)
    assert [make.opened(key) for key in ("GM0034", "GM0150")] == [Decimal(0), Decimal(0)]


def others_see_nothing(page: Page, live_server) -> None:
    come_in(page, live_server, signed_in("contactpersoon", "GM0150"))
    assert page.goto(f"{live_server.url}/betalingen/").status == 403
    page.goto(f"{live_server.url}/")
    expect(page.get_by_role("link", name="Betalingen")).to_have_count(0)
