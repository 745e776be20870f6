"""One agreement goes the whole way in a browser: manager and contact person, and what goes wrong."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pikepdf
import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from kennispact.ground.look.tests.browser import come_in, fits_and_is_accessible
from kennispact.ground.post.models import Letter
from kennispact.pact.agreements.models import Agreement, Step
from kennispact.pact.drafting.models import SectionChange
from kennispact.pact.drafting.tests import make
from kennispact.pact.drafting.tests.signing import Authority, signed
from kennispact.registers.documents.models import Document
from kennispact.registers.documents.tests import make as files
from kennispact.registers.network.tests import make as network

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STEP = "/overeenkomsten/GM0150/stap/?kind="
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def enter(browser: Browser, live_server):
    """Return how somebody with a role comes in, each in a browser of their own."""
    make.world(2)
    people = {
        role: network.mandate(role, organisation).person
        for role, organisation in (("relatiemanager", "platform31"), ("contactpersoon", "GM0150"))
    }
    opened = []

    def come(role: str) -> Page:
        client = Client()
        client.force_login(people[role])
        context = browser.new_context(base_url=live_server.url, locale="nl-NL")
        opened.append(context)
        page = context.new_page()
        come_in(page, live_server, client)
        return page

    yield come
    for context in opened:
        context.close()


def send_form(page: Page, **answers) -> None:
    """Fill in the form of the page and send it; a file is a pair of name and bytes."""
    for name, value in answers.items():
        field = page.locator(f"main form [name={name}]")
        if isinstance(value, tuple):
            field.set_input_files({"name": value[0], "mimeType": DOCX, "buffer": value[1]})
        else:
            field.fill(value)
    page.locator("main form[method=post] button").first.click()


def step(page: Page, kind: str, day: str, **answers) -> None:
    page.goto(STEP + kind)
    send_form(page, happened_on=day, **answers)


def locked(payload: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(payload)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def signed_paper(payload: bytes) -> bytes:
    """Sign in a thread of its own: the browser's loop runs in this one."""
    with ThreadPoolExecutor(1) as hands:
        signer = Authority().signer("burgemeester Deventer")
        return hands.submit(signed, payload, signer, "stad").result()


def bomb() -> bytes:
    out = io.BytesIO(files.docx())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("word/x.xml", "w") as part:
        for _ in range(120):
            part.write(bytes(1024 * 1024))
    return out.getvalue()


def drafted_in_wrong_order_and_sent(manager: Page, paper: bytes) -> None:
    manager.goto("/stukken/")
    manager.get_by_role("link", name="Stel 2 overeenkomsten op").click()
    send_form(manager, happened_on="21-12-2022")
    expect(manager.get_by_role("status")).to_have_text("2 overeenkomsten zijn opgesteld.")
    # Nothing is registered that nobody signed, and no file stays behind.
    step(manager, "registered", "20-01-2023", document=("overeenkomst.pdf", paper))
    expect(manager.locator(".error-summary")).to_be_visible()
    assert (Step.objects.count(), Document.objects.count()) == (2, 0)
    step(manager, "sent", "21-12-2022")


def decided_and_signed_by_the_city(contact: Page) -> None:
    contact.goto("/steden/GM0150/")
    section = contact.locator("section", has=contact.get_by_role("heading", name="Stukken voor het college"))
    with contact.expect_download() as download:
        section.get_by_role("link", name="PDF").last.click()
    assert download.value.suggested_filename == "nota-deventer-gm0150.pdf"
    contact.goto("/stukken/GM0150/nota/financien/")
    send_form(contact, text="Uit de post netwerken.")
    contact.goto("/stukken/GM0150/nota/")
    expect(contact.get_by_text("Uit de post netwerken.")).to_be_visible()
    step(contact, "college-decided", "10-01-2023", reference="B&W 2023-17")
    for name, payload in (("getekend.pdf", b"MZ\x90\0" + bytes(600)), ("getekend.docx", bomb())):
        step(contact, "signed-by-city", "12-01-2023", document=(name, payload))
        expect(contact.locator(".error-summary")).to_be_visible()
    assert Document.objects.count() == 0
    step(contact, "signed-by-city", "12-01-2023")


def test_one_agreement_goes_the_whole_way_and_wrong_files_and_wrong_order_do_not(enter):
    manager, contact = enter("relatiemanager"), enter("contactpersoon")
    paper = make.file("agreement", "pdf")
    drafted_in_wrong_order_and_sent(manager, paper)
    decided_and_signed_by_the_city(contact)
    step(manager, "signed-by-partner", "18-01-2023")

    # A signed file that was changed comes in, and is told for what it is.
    whole = signed_paper(paper)
    place = whole.index(b"/Type")
    tampered = whole[: place + 2] + bytes([whole[place + 2] ^ 1]) + whole[place + 3 :]
    step(manager, "registered", "20-01-2023", document=("getekend.pdf", tampered))
    manager.goto("/stukken/GM0150/handtekeningen/")
    expect(manager.get_by_text("dit bestand is na het tekenen veranderd")).to_be_visible()

    # Struck, with the reason, and registered anew with the original.
    manager.goto(f"/overeenkomsten/GM0150/stap/{Step.objects.get(kind='registered').pk}/doorhalen/")
    send_form(manager, why="Het bestand was veranderd.")
    step(manager, "registered", "20-01-2023", document=("getekend.pdf", whole))
    manager.goto("/stukken/GM0150/handtekeningen/")
    expect(manager.get_by_text("Na het tekenen is er niets veranderd.")).to_be_visible()
    expect(manager.get_by_text("niet gecontroleerd").first).to_be_visible()
    contact.goto("/stukken/GM0150/")
    contact.get_by_role("link", name="Geef de stukken vrij").click()
    contact.get_by_role("button", name="Geef de stukken vrij").click()
    expect(contact.get_by_text("De stukken zijn vrijgegeven.")).to_be_visible()


def test_a_locked_pdf_is_not_taken_for_a_signed_one(enter):
    manager = enter("relatiemanager")
    make.drafted()
    for kind, day in (
        ("sent", "21-12-2022"),
        ("college-decided", "10-01-2023"),
        ("signed-by-city", "12-01-2023"),
        ("signed-by-partner", "18-01-2023"),
    ):
        step(manager, kind, day)
    step(manager, "registered", "20-01-2023", document=("slot.pdf", locked(make.file("agreement", "pdf"))))
    expect(manager.locator(".error-summary")).to_contain_text("wachtwoord")
    assert Document.objects.count() == 0


def test_a_double_click_does_nothing_twice(enter):
    manager = enter("relatiemanager")
    manager.goto("/stukken/opstellen/")
    manager.locator("[name=happened_on]").fill("21-12-2022")
    manager.get_by_role("button", name="Stel ze op").dblclick()
    expect(manager.get_by_role("link", name="Terug naar de voortgang")).to_be_visible()
    assert Agreement.objects.count() == Step.objects.count() == 2
    manager.goto(STEP + "sent")
    manager.locator("[name=happened_on]").fill("21-12-2022")
    manager.locator("main form[method=post] button").first.dblclick()
    expect(manager.locator("main [role=status], main .error-summary").first).to_be_visible()
    assert Step.objects.filter(kind="sent").count() == 1
    manager.goto("/stukken/herinneren/")
    manager.get_by_role("button", name="Verstuur de brieven").dblclick()
    expect(manager.locator("main [role=status], main .error-summary").first).to_be_visible()
    assert Letter.objects.count() == 1


def test_two_people_at_once_overwrite_nothing_of_each_other(enter):
    manager, contact = enter("relatiemanager"), enter("contactpersoon")
    make.drafted()
    step(manager, "sent", "21-12-2022")
    for page in (manager, contact):
        page.goto("/stukken/GM0150/nota/kader/")
    send_form(contact, text="Het collegeprogramma.")
    expect(contact.get_by_text("is gewijzigd")).to_be_visible()
    send_form(manager, text="Alleen het convenant.")
    expect(manager.locator(".error-summary")).to_contain_text("Iemand anders wijzigde dit onderdeel")
    expect(manager.locator("[name=text]")).to_have_value("Alleen het convenant.")
    assert SectionChange.objects.get().text == "Het collegeprogramma."
    for page in (manager, contact):
        page.goto(STEP + "college-decided")
    send_form(contact, happened_on="10-01-2023")
    expect(contact.get_by_role("heading", level=1)).to_have_text("Deventer")
    send_form(manager, happened_on="11-01-2023")
    expect(manager.locator(".error-summary")).to_be_visible()
    assert Step.objects.filter(kind="college-decided").count() == 1


def test_the_pages_fit_a_small_screen_and_axe_finds_nothing(enter):
    manager = enter("relatiemanager")
    make.drafted()
    step(manager, "sent", "21-12-2022")
    places = ("", "herinneren/", "sjabloon/", "bijlage-3/controleren/", "GM0150/", "GM0150/nota/")
    for place in (*places, "GM0150/nota/bewerken/", "GM0150/nota/kader/", "GM0150/gebruik/"):
        manager.goto(f"/stukken/{place}")
        fits_and_is_accessible(manager)
