"""Notice by its pages: what follows is shown first, and nothing is kept twice or by halves."""

from datetime import date

import pytest

from kennispact.pact.agreements.models import Notice
from kennispact.pact.agreements.tests import make
from kennispact.pact.agreements.tests.door import file
from kennispact.registers.documents.models import Document
from kennispact.registers.network.tests import make as network
from kennispact.registers.network.tests.door import signed_in, words_of

pytestmark = pytest.mark.django_db
NOTICE = "/overeenkomsten/GM0150/opzegging/"


@pytest.fixture
def cities():
    return network.baseline(2)


def test_a_notice_shows_what_follows_before_anything_is_kept(cities):
    make.registered()
    files = Document.objects.count()
    page = words_of(signed_in().get(NOTICE, {"received_on": "28-08-2025", "giver": "GM0150"}))
    assert "De laatste dag van de overeenkomst van Deventer is 31 december 2025." in page
    assert "2025 is het laatste jaar waarover Deventer een bijdrage betaalt." in page
    assert "Stap 2 van 2" in page
    assert not Notice.objects.exists()
    assert Document.objects.count() == files


@pytest.mark.parametrize(
    ("received_on", "last"),
    [
        ("31-08-2025", "31 december 2025"),
        ("01-09-2025", "31 december 2026"),
        ("2026-11-01", "31 december 2027"),
    ],
)
def test_the_day_of_receipt_decides_and_the_reader_sees_it(cities, received_on, last):
    make.registered()
    page = words_of(signed_in().get(NOTICE, {"received_on": received_on, "giver": "GM0150"}))
    assert f"is {last}." in page


def test_a_notice_is_entered_once_however_often_it_is_sent(cities):
    make.registered()
    client, files = signed_in("contactpersoon", "GM0150"), Document.objects.count()
    answers = {"received_on": "28-08-2025", "giver": "GM0150"}
    first = client.post(NOTICE, {**answers, "letter": file()})
    again = client.post(NOTICE, {**answers, "letter": file()})
    assert first.url == "/steden/GM0150/"
    assert "Er is al opgezegd. Die opzegging is ontvangen op 28 augustus 2025." in words_of(again)
    assert Notice.objects.count() == 1
    assert Document.objects.count() == files + 1


def test_a_notice_without_letter_or_with_a_false_one_is_not_entered(cities):
    make.registered()
    client, answers = signed_in(), {"received_on": "28-08-2025", "giver": "GM0150"}
    missing = client.post(NOTICE, answers)
    false = client.post(NOTICE, {**answers, "letter": file("brief.pdf", b"MZ" + b"\x90" * 200)})
    assert set(missing.context["form"].errors) == set(false.context["form"].errors) == {"letter"}
    assert "31 december 2025" in words_of(false)
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("received_on", "reason"),
    [
        ("01-12-2022", "Er viel op 1 december 2022 niets op te zeggen"),
        ("01-01-2099", "1 januari 2099"),
        ("gisteren", "is geen datum"),
    ],
)
def test_a_notice_that_cannot_be_is_refused_in_the_first_step(cities, received_on, reason):
    make.registered()
    answer = signed_in().get(NOTICE, {"received_on": received_on, "giver": "GM0150"})
    assert reason in words_of(answer)
    assert "Stap 1 van 2" in words_of(answer)


def test_a_notice_is_withdrawn_once_and_the_agreement_goes_on(cities):
    make.notice(make.registered(), date(2026, 9, 28), date(2026, 9, 30))
    client, address = signed_in(), NOTICE + "intrekken/"
    assert client.post(address, {"happened_on": "01-10-2026"}).status_code == 302
    again = client.post(address, {"happened_on": "01-10-2026"})
    assert "Er is geen opzegging om in te trekken." in words_of(again)
    assert signed_in("contactpersoon", "GM0150").post(address).status_code == 403


def test_a_city_gives_no_notice_in_the_name_of_the_partner(cities):
    make.registered()
    answers = {"received_on": "28-08-2025", "giver": "platform31", "letter": file()}
    assert signed_in("contactpersoon", "GM0150").post(NOTICE, answers).url == NOTICE
    assert not Notice.objects.exists()
    answers["letter"] = file()
    assert signed_in("secretaris", "g40").post(NOTICE, answers).url == "/steden/GM0150/"
    assert Notice.objects.get().by.key == "platform31"
