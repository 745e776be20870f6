"""The papers' pages: all members on one page, what is done for many at once, annex 3 and the Word file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.post import queries as letters
from kennispact.ground.post.models import Letter
from kennispact.pact.agreements import commands as agreements
from kennispact.pact.agreements.models import Agreement, Step
from kennispact.pact.agreements.tests import make as agreed
from kennispact.pact.drafting.models import WordTemplate
from kennispact.pact.drafting.tests.test_templates import template
from kennispact.registers.documents.models import Document
from kennispact.registers.network.models import Organisation
from kennispact.registers.network.tests import make as network
from kennispact.registers.network.tests.door import words_of

pytestmark = pytest.mark.django_db
HOME = "/stukken/"


def sent(city="GM0150"):
    agreement = agreed.drafted(city)
    agreements.take_step(
        agreement=agreement, kind="sent", happened_on=agreed.SENT_ON, by=SYSTEM, at=agreed.at(agreed.SENT_ON)
    )
    return agreement


def body(answer):
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


# ---- the cockpit -------------------------------------------------------------------------------


def test_the_cockpit_says_how_far_each_city_is_and_who_must_act(manager):
    sent("GM0150")
    agreed.registered("GM0034")
    page = words_of(manager.get(HOME))
    assert "1 van 3" in page
    assert "dagen na de streefdatum" in page
    missing = manager.get(HOME, {"show": "missing"})
    assert "Almere" not in [row.papers.city.name for row in missing.context["rows"]]
    (theirs,) = manager.get(HOME, {"show": "city"}).context["rows"]
    assert (theirs.papers.city.name, theirs.step, theirs.owners) == (
        "Deventer",
        "college-decided",
        ("college",),
    )
    assert "GM0150,Deventer,sent" in manager.get(HOME, {"format": "csv"}).content.decode()


def test_days_are_counted_to_the_target_on_an_earlier_day(manager):
    assert "9 dagen tot de streefdatum" in words_of(manager.get(HOME, {"on": "2023-02-20"})).replace(
        '9</span><span class="tile__label">dagen', "9 dagen"
    )


def test_one_action_drafts_what_is_missing_tells_city_by_city_and_can_be_repeated(manager):
    Organisation.objects.filter(key="GM0034").update(visiting_address="", postal_address="")
    asked = words_of(manager.get(f"{HOME}opstellen/"))
    assert "2 overeenkomsten worden opgesteld" in asked
    assert "Almere: De vestigingsplaats" in asked or "Almere:" in asked
    told = body(manager.post(f"{HOME}opstellen/", {"happened_on": "21-12-2022"}))
    assert "1/3" in told
    assert "3/3" in told
    assert "2 overeenkomsten zijn opgesteld. 1 stad is overgeslagen." in told
    again = body(manager.post(f"{HOME}opstellen/", {"happened_on": "21-12-2022"}))
    assert "0 overeenkomsten zijn opgesteld." in again
    assert Agreement.objects.count() == 2


def test_a_run_that_stops_half_way_leaves_whole_drafts_and_the_next_does_the_rest(manager):
    answer = manager.post(f"{HOME}opstellen/", {"happened_on": "21-12-2022"})
    stream = iter(answer.streaming_content)
    next(stream)
    next(stream)  # the reader closes the window here
    assert Agreement.objects.count() == Step.objects.count() == 1
    body(manager.post(f"{HOME}opstellen/", {"happened_on": "21-12-2022"}))
    assert Agreement.objects.count() == Step.objects.count() == 3


# ---- reminders ---------------------------------------------------------------------------------


def test_a_city_whose_turn_it_is_gets_one_letter_after_a_preview(manager, contact):
    sent("GM0150")
    sent("GM0034")
    preview = words_of(manager.get(f"{HOME}herinneren/"))
    assert "Wij wachten nog op het besluit van uw college." in preview
    assert "Geen contactpersoon met een e-mailadres" in preview
    assert Letter.objects.count() == 0
    for _twice in range(2):
        answer = manager.post(f"{HOME}herinneren/", {"cities": ["GM0150"]})
        assert answer.status_code == 302
    letter = Letter.objects.get()
    assert letter.receiver == "contactpersoon-gm0150@example.org"
    assert letter.subject == "Herinnering: de overeenkomst van Deventer met Platform31"
    assert f"{HOME}GM0150/" in letter.text
    assert "{{" not in letter.text
    (row,) = manager.get(HOME, {"q": "deventer"}).context["rows"]
    assert row.reminder.state is letters.State.WAITING


@pytest.mark.parametrize("cities", [[], ["GM0034"], ["GM9999"]])
def test_nobody_else_is_reminded(manager, contact, cities):
    sent("GM0150")
    answer = manager.post(f"{HOME}herinneren/", {"cities": cities})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert Letter.objects.count() == 0


def test_the_letter_about_the_signature_asks_for_the_signature(manager, contact):
    agreement = sent("GM0150")
    agreements.take_step(
        agreement=agreement,
        kind="college-decided",
        happened_on=agreed.DECIDED_ON,
        by=SYSTEM,
        at=agreed.at(agreed.DECIDED_ON),
    )
    assert "de handtekening van de burgemeester" in words_of(manager.get(f"{HOME}herinneren/"))


# ---- annex 3 -----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "pdf", "docx", "odt"])
def test_annex_3_of_any_day_can_be_saved_and_a_changed_copy_is_found_out(manager, form):
    agreed.registered("GM0150")
    assert "Er doet nog geen stad mee" in words_of(manager.get(f"{HOME}bijlage-3/", {"on": "2023-01-01"}))
    page = words_of(manager.get(f"{HOME}bijlage-3/", {"on": "2023-03-02"}))
    assert "1 stad doet mee op 2 maart 2023" in page
    made = manager.get(f"{HOME}bijlage-3/bestand.{form}", {"on": "2023-03-02"}).content
    check = f"{HOME}bijlage-3/controleren/"
    genuine = manager.post(check, {"file": SimpleUploadedFile(f"bijlage.{form}", made)})
    assert "Deze kopie is echt" in words_of(genuine)
    changed = made.replace(b"Deventer", b"Devanter") if form == "csv" else made + b"\n"
    wrong = manager.post(check, {"file": SimpleUploadedFile(f"bijlage.{form}", changed)})
    assert "Deze kopie is echt" not in words_of(wrong)


def test_what_is_no_annex_is_said_to_be_none(manager):
    answer = manager.post(
        f"{HOME}bijlage-3/controleren/", {"file": SimpleUploadedFile("x.pdf", b"%PDF-1.7 iets anders")}
    )
    assert answer.context["form"].errors["file"]


# ---- the Word file -----------------------------------------------------------------------------


def test_an_own_word_file_is_taken_in_and_a_wrong_one_names_its_fields_and_is_not_kept(manager):
    place = f"{HOME}sjabloon/"
    shipped = manager.get(f"{place}word/").content
    assert manager.post(place, {"file": SimpleUploadedFile("eigen.docx", shipped)}).status_code == 302
    own = WordTemplate.objects.get()
    assert "eigen.docx" in words_of(manager.get(place))
    wrong = template("{{ gemeente }} {{ burgemeestersnaam }}")
    answer = manager.post(place, {"file": SimpleUploadedFile("fout.docx", wrong)})
    assert "burgemeestersnaam" in words_of(answer)
    assert "bedrag" in str(answer.context["form"].errors)
    exe = manager.post(place, {"file": SimpleUploadedFile("x.docx", b"MZ\x90\0" + bytes(400))})
    assert exe.context["form"].errors["file"]
    assert (WordTemplate.objects.count(), Document.objects.count()) == (1, 1)
    manager.post(f"{place}{own.pk}/doorhalen/", {"why": "Toch niet"})
    assert "Ons eigen bestand" in words_of(manager.get(place))


def test_the_number_of_queries_does_not_grow_with_the_cities(manager, django_assert_max_num_queries):
    manager.get(HOME)
    with django_assert_max_num_queries(24) as few:
        manager.get(HOME)
    network.baseline(12, at=network.SIGNED_AT)
    with django_assert_max_num_queries(len(few)):
        manager.get(HOME)
