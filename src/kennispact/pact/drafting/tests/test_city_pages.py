"""The papers of one city: in one click, its own proposal, and what the city releases."""

import io
import zipfile

import pytest

from kennispact.ground.kit.actor import SYSTEM
from kennispact.pact.agreements.tests import make as agreed
from kennispact.pact.drafting.models import SectionChange, UsageFigure
from kennispact.pact.drafting.tests import make
from kennispact.registers.documents import commands as documents
from kennispact.registers.network.models import Organisation
from kennispact.registers.network.tests.door import words_of

pytestmark = pytest.mark.django_db
HOME = "/stukken/"


# ---- one city ----------------------------------------------------------------------------------


def test_the_contact_person_has_every_paper_in_one_click_and_no_other_citys(contact):
    page = words_of(contact.get("/steden/GM0150/"))
    for kind in ("agreement", "nota"):
        for form, start in (("docx", b"PK"), ("odt", b"PK"), ("pdf", b"%PDF")):
            url = f"{HOME}GM0150/stuk/{kind}.{form}"
            assert f'href="{url}"' in page
            answer = contact.get(url)
            assert answer.content.startswith(start)
            assert "attachment" in answer["Content-Disposition"]
            assert contact.get(f"{HOME}GM0034/stuk/{kind}.{form}").status_code == 403
    assert contact.get(f"{HOME}GM0150/stuk/nota.exe").status_code == 404
    assert contact.get(f"{HOME}GM0150/").status_code == 200
    assert contact.get(f"{HOME}GM0034/").status_code == 403


def test_a_city_that_lacks_a_datum_is_told_which(manager):
    Organisation.objects.filter(key="GM0150").update(visiting_address="", postal_address="")
    answer = manager.get(f"{HOME}GM0150/stuk/nota.pdf", follow=True)
    assert "Deze stukken kunnen nog niet worden gemaakt" in words_of(answer)


def test_the_proposal_is_a_page_with_its_figures_and_sources(contact):
    make.starting_line()
    page = words_of(contact.get(f"{HOME}GM0150/nota/"))
    for figure in ("15.216,90", "13.187,98", "2.028,92", "15,38%", "CBS StatLine", "opgave van Platform31"):
        assert figure in page, figure
    assert page.count("13,33%") == 1
    assert "dat is een aandeel en geen stijging" in page
    assert '<article class="stack" lang="nl">' in page


def test_a_part_is_renamed_moved_and_switched_off_without_script(contact):
    place = f"{HOME}GM0150/nota/"
    form = {"title": "Wat wij vragen", "is_on": "on", "text": "Stem in.", "seen": "0"}
    assert contact.post(f"{place}besluit/", form).status_code == 302
    assert "<h2>Wat wij vragen</h2>" in words_of(contact.get(place))
    for _twice in range(2):
        contact.post(f"{place}resultaat/plaats/", {"position": "2"})
    titles = [one["text"] for one in contact.get(place).context["blocks"] if one.get("level") == 1]
    assert titles[:3] == ["Wat wij vragen", "Beoogd maatschappelijk resultaat", "Inleiding"]
    assert words_of(contact.get(f"{place}bewerken/")).count("Omhoog") == 9
    kader = {"title": "Kader", "text": "", "seen": str(_last("kader"))}
    assert contact.post(f"{place}kader/", kader).status_code == 302
    assert "<h2>Kader</h2>" not in words_of(contact.get(place))


def _last(section):
    found = SectionChange.objects.filter(section=section).order_by("-pk").first()
    return found.pk if found else 0


def test_moving_again_and_again_always_gives_the_order_that_was_asked(contact):
    place = f"{HOME}GM0150/nota/"
    order = [one["section"].key for one in contact.get(f"{place}bewerken/").context["parts"]]
    for section, position in (("kader", 2), ("partijen", 3), ("bijlagen", 1), ("besluit", 10), ("kader", 3)):
        order.remove(section)
        order.insert(position - 1, section)
        contact.post(f"{place}{section}/plaats/", {"position": str(position)})
        found = [one["section"].key for one in contact.get(f"{place}bewerken/").context["parts"]]
        assert found == order


def test_whoever_saves_later_sees_what_was_saved_meanwhile_and_overwrites_nothing(contact, manager):
    place = f"{HOME}GM0150/nota/financien/"
    first = {"title": "Geld", "is_on": "on", "text": "Dekking uit post A.", "seen": "0"}
    assert contact.post(place, first).status_code == 302
    late = manager.post(place, {**first, "text": "Dekking uit post B."})
    assert late.status_code == 200
    assert "Iemand anders wijzigde dit onderdeel" in words_of(late)
    assert "Dekking uit post A." in words_of(late)
    assert "Dekking uit post B." in words_of(late)
    assert SectionChange.objects.get().text == "Dekking uit post A."


def test_an_empty_required_part_blocks_release_and_says_which(contact):
    agreed.registered("GM0150")
    page = words_of(contact.get(f"{HOME}GM0150/"))
    assert "Financiële consequenties en dekking" in page
    assert "Dit moet eerst gebeuren" in words_of(contact.post(f"{HOME}GM0150/vrijgeven/"))
    blocked = contact.get(f"{HOME}GM0150/pakket/public/", follow=True)
    assert "Financiële consequenties en dekking" in words_of(blocked)
    form = {"title": "Dekking", "is_on": "on", "text": "Uit de post netwerken.", "seen": "0"}
    contact.post(f"{HOME}GM0150/nota/financien/", form)
    assert "Geef de stukken vrij" in words_of(contact.get(f"{HOME}GM0150/"))
    contact.post(f"{HOME}GM0150/vrijgeven/")
    page = contact.get(f"{HOME}GM0150/")
    (release,) = page.context["releases"]
    answer = contact.get(f"{HOME}GM0150/vrijgegeven/{release.pk}/")
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert "nota-gm0150.pdf" in names
    assert "overeenkomst-getekend-gm0150.pdf" not in names
    whole = contact.get(f"{HOME}GM0150/pakket/archive/")
    assert "overeenkomst-getekend-gm0150.pdf" in zipfile.ZipFile(io.BytesIO(whole.content)).namelist()


def test_supervisors_cannot_release_for_a_city(manager):
    assert manager.post(f"{HOME}GM0150/vrijgeven/").status_code == 403


def test_a_scan_is_accepted_as_a_scan_and_says_so(contact):
    scan = documents.receive(
        file=make.file("agreement", "pdf"),
        name="scan.pdf",
        organisation="GM0150",
        happened_on=make.ON,
        by=SYSTEM,
        at=make.at(),
    )
    agreed.registered("GM0150", file=scan)
    assert "Een scan, of een bestand dat niet digitaal is getekend" in words_of(
        contact.get(f"{HOME}GM0150/handtekeningen/")
    )


def test_figures_of_use_need_a_source_and_can_be_struck(manager, contact):
    place = f"{HOME}GM0150/gebruik/"
    form = {
        "kind": "projects",
        "year": "2021",
        "number": "3",
        "source": "opgave van Platform31",
        "happened_on": "01-12-2022",
    }
    assert manager.post(place, {**form, "source": ""}).status_code == 200
    assert manager.post(place, form).status_code == 302
    assert "opgave van Platform31" in words_of(contact.get(f"{HOME}GM0150/nota/"))
    figure = UsageFigure.objects.get()
    assert manager.post(f"{place}{figure.pk}/doorhalen/", {"why": "Andere stad"}).status_code == 302
    assert "opgave van Platform31" not in words_of(contact.get(f"{HOME}GM0150/nota/"))
    assert contact.get(place).status_code == 403
