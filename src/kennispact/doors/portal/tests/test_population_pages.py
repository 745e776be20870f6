"""Bringing in inhabitants: what is shown is what is entered, and what is wrong changes nothing."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kennispact.ground import clock
from kennispact.ground.kit.calendar import AsOf
from kennispact.registers.documents import queries as documents
from kennispact.registers.network import queries
from kennispact.registers.network.models import Population
from kennispact.registers.network.tests import make
from kennispact.registers.network.tests.door import signed_in, words_of

pytestmark = pytest.mark.django_db
PLACE = "/netwerk/inwoners/"
HEADER = "code;inwoners;peildatum;status;bron\n"
RIGHT = HEADER + "GM0150;99.958;01-01-2020;definitief;CBS\nGM0034;211.893;01-01-2020;definitief;CBS\n"
WRONG = HEADER + (
    "GM9999;1000;01-01-2020;definitief;CBS\n"
    "GM0150;honderd;01-01-2020;definitief;CBS\n"
    "GM0034;211893;eergisteren;definitief;CBS\n"
)
OTHER_YEAR = HEADER + "GM0150;101236;01-01-2021;definitief;CBS\n"


def bring(client: Client, text: str | bytes, purpose: str = "other", name: str = "cijfers.csv"):
    payload = text.encode() if isinstance(text, str) else text
    return client.post(PLACE, {"file": SimpleUploadedFile(name, payload), "purpose": purpose})


def figure(city: str, day: date) -> int | None:
    found = queries.populations(AsOf(clock.today()), day).get(queries.organisation(city).pk)
    return found.inhabitants if found else None


@pytest.fixture
def secretary() -> Client:
    make.baseline(2)
    return signed_in("secretaris", "g40")


def test_only_supervisors_bring_in_figures(secretary):
    address = bring(secretary, RIGHT)["location"]
    contact, finance = (
        signed_in("contactpersoon", "GM0150"),
        signed_in("financiele-administratie", "platform31"),
    )

    for client in (contact, finance):
        assert client.get(PLACE).status_code == 403
        assert bring(client, RIGHT).status_code == 403
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403
    assert Client().get(PLACE).status_code == 302
    assert figure("GM0150", date(2020, 1, 1)) is None


def test_nothing_is_entered_before_it_is_confirmed_and_then_exactly_what_was_shown(secretary):
    before = Population.objects.count()
    address = bring(secretary, RIGHT)["location"]

    shown = secretary.get(address)
    assert Population.objects.count() == before
    assert {(one.city, one.inhabitants) for one in shown.context["found"].new} == {
        ("GM0150", 99958),
        ("GM0034", 211893),
    }

    first, second = secretary.post(address), secretary.post(address)
    assert (first.status_code, second.status_code) == (302, 302)
    assert figure("GM0150", date(2020, 1, 1)) == 99958
    assert Population.objects.count() == before + 2


def test_the_file_is_kept_as_it_came_once(secretary):
    addresses = {bring(secretary, RIGHT)["location"] for _ in range(2)}

    (kept,) = documents.documents(AsOf(clock.today()), organisation="")
    assert len(addresses) == 1
    assert documents.content(kept) == RIGHT.encode()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("nl", "is geen aantal inwoners"), ("en", "is no number of inhabitants")],
)
def test_every_wrong_row_is_told_and_nothing_changes(language, sentence):
    make.baseline(2)
    client = signed_in("secretaris", "g40", language)
    before = Population.objects.count()

    answer = bring(client, WRONG)

    assert answer.status_code == 200
    assert sorted(one.facts["row"] for one in answer.context["refusals"]) == [2, 3, 4]
    assert sentence in words_of(answer)
    assert Population.objects.count() == before
    assert documents.documents(AsOf(clock.today())) == ()


def test_a_figure_of_another_date_is_refused_for_the_contribution_and_welcome_to_compare(secretary):
    refused = bring(secretary, OTHER_YEAR, purpose="base")
    welcome = bring(secretary, OTHER_YEAR, purpose="other")

    (reason,) = refused.context["refusals"]
    assert (reason.code, reason.clause) == ("population.other-reference-date", "6b")
    assert "101.236" in words_of(refused)
    assert "1 januari 2021" in words_of(refused)
    assert welcome.status_code == 302


def test_a_file_that_is_no_table_is_refused(secretary):
    answer = bring(secretary, b"\x89PNG\r\n\x1a\n\0\0", name="cijfers.csv")

    assert answer.context["refusals"]
    assert documents.documents(AsOf(clock.today())) == ()


def test_what_was_entered_meanwhile_is_seen_before_confirming(secretary):
    address = bring(secretary, RIGHT)["location"]
    other = RIGHT.replace("99.958", "99.957")
    secretary.post(bring(secretary, other)["location"])

    answer = secretary.post(address)

    assert [one.code for one in answer.context["refusals"]] == ["population.differs"]
    assert figure("GM0150", date(2020, 1, 1)) == 99957


def test_the_statistics_office_is_not_asked_unless_this_installation_may(secretary):
    assert "year" not in secretary.get(PLACE).context["form"].fields


def test_an_office_that_cannot_be_reached_is_told_in_a_clear_sentence(secretary, settings):
    settings.KENNISPACT_STATISTICS = "http://127.0.0.1:9/odata"

    answer = secretary.post(PLACE, {"year": "2022", "purpose": "base"})

    assert [one.code for one in answer.context["refusals"]] == ["statistics.unavailable"]
    assert "Er is niets gewijzigd" in words_of(answer) or "niets" in words_of(answer)


def test_a_file_and_a_year_at_once_are_one_too_many(secretary, settings):
    settings.KENNISPACT_STATISTICS = "http://127.0.0.1:9/odata"
    file = SimpleUploadedFile("cijfers.csv", RIGHT.encode())

    for asked in ({"purpose": "base"}, {"purpose": "base", "year": "2022", "file": file}):
        assert secretary.post(PLACE, asked).context["form"].errors["file"]


def test_the_answer_of_the_office_is_kept_and_confirmed_like_a_file(secretary, settings, monkeypatch):
    from kennispact.doors.portal.manage import figures
    from kennispact.registers.network.gateway import Observation

    asked = []

    class Office:
        def observations(self, codes, year):
            asked.append(year)
            day = date(year, 1, 1)
            return tuple(Observation(code, 90_000, day, "final", "CBS", "t", "m") for code in sorted(codes))

    monkeypatch.setattr(figures, "office", Office)
    address = secretary.post(PLACE, {"year": "2019", "purpose": "other"})["location"]
    secretary.get(address)
    secretary.post(address)

    assert asked == [2019]
    assert figure("GM0034", date(2019, 1, 1)) == 90_000


def test_a_document_of_a_city_is_no_file_with_figures(secretary):
    assert secretary.get(f"{PLACE}999/").status_code == 404
