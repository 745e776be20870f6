"""The cities as list and map, and one from near: what everybody sees, and what is for the city itself."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kennispact.ground.kit.actor import SYSTEM
from kennispact.pact.agreements import commands
from kennispact.pact.agreements.models import Step
from kennispact.pact.agreements.tests import make
from kennispact.programme.questions.tests.make import question
from kennispact.registers.network.tests import make as network
from kennispact.registers.network.tests.door import signed_in, words_of

pytestmark = pytest.mark.django_db
DEVENTER = "/steden/GM0150/"
MANAGER, OWN, OTHER = (
    ("relatiemanager", "platform31"),
    ("contactpersoon", "GM0150"),
    ("contactpersoon", "GM0034"),
)


@pytest.fixture
def cities():
    return network.baseline(2)


def test_the_list_shows_every_city_with_its_state_on_the_map_and_in_the_list(cities):
    make.registered()
    answer = signed_in().get("/steden/")
    page = words_of(answer)
    assert 'aria-label="Deventer: Van kracht"' in page
    assert 'aria-label="Almere: Nog geen overeenkomst"' in page
    assert "101.446" in page
    assert "€ 15.216,90" in page
    assert "2 steden in het netwerk. Daarvan doen er 1 mee." in page


def test_a_city_sees_no_amount_of_another(cities):
    for address in ("/steden/", "/steden/steden.csv", "/steden/?sort=inhabitants"):
        page = words_of(signed_in(*OWN).get(address))
        assert "15.216,90" in page or "15216.90" in page
        assert "32.674,20" not in page
        assert "32674.20" not in page
    assert "€" not in words_of(signed_in("thematrekker", "g40").get("/steden/"))


@pytest.mark.parametrize(
    ("ask", "names"),
    [
        ("q=dev", ["Deventer"]),
        ("q=DÉVENTER", ["Deventer"]),
        ("province=Flevoland", ["Almere"]),
        ("state=participates", ["Deventer"]),
        ("state=missing", ["Almere"]),
        ("state=in-force", ["Deventer"]),
        ("sort=inhabitants", ["Almere", "Deventer"]),
        ("sort=state", ["Almere", "Deventer"]),
        ("q=nergens", []),
    ],
)
def test_the_list_is_searched_filtered_and_ordered(cities, ask, names):
    make.registered()
    answer = signed_in().get(f"/steden/?{ask}")
    assert [row.city.name for row in answer.context["rows"]] == names
    table = signed_in().get(f"/steden/steden.csv?{ask}").content.decode("utf-8-sig")
    assert [line.split(",")[1] for line in table.splitlines()[1:]] == names


def test_links_keep_the_day_and_the_knowledge_of_the_view(cities):
    page = words_of(signed_in().get("/steden/?on=2025-09-01&known=then"))
    assert 'href="/steden/GM0150/?on=2025-09-01&amp;known=then"' in page


def test_the_city_itself_and_the_supervisors_see_the_whole_dossier(cities):
    make.notice(make.registered(), date(2025, 8, 28), date(2025, 9, 5))
    for who in (MANAGER, OWN):
        page = words_of(signed_in(*who).get(DEVENTER + "?on=2025-10-01"))
        assert "28 augustus 2025" in page
        assert "Vastgelegd op 5 september 2025" in page
        assert "€ 15.216,90" in page
        assert "brief.pdf" in page
        assert page.count("Beëindigd") + page.count("Afgelopen") >= 2


def test_another_city_sees_the_facts_of_a_city_but_not_its_dossier(cities):
    make.notice(make.registered(), date(2025, 8, 28), date(2025, 9, 5))
    network.mandate("burgemeester", "GM0150")
    page = words_of(signed_in(*OTHER).get(DEVENTER))
    assert "101.446" in page
    assert "Burgemeester" in page
    for private in (
        "28 augustus 2025",
        "15.216,90",
        "brief.pdf",
        "burgemeester-gm0150",
        "Opzegging invoeren",
        "/stap/",
    ):
        assert private not in page, private


def test_names_of_people_are_for_colleagues_and_supervisors(cities):
    network.mandate("burgemeester", "GM0150")
    for who in (OWN, MANAGER):
        assert "burgemeester-gm0150" in words_of(signed_in(*who).get(DEVENTER))
    assert "burgemeester-gm0150" not in words_of(signed_in("directeur", "platform31").get(DEVENTER))


def test_a_struck_act_stays_visible_as_struck_with_both_dates_and_the_reason(cities):
    notice = make.notice(make.registered(), date(2025, 8, 28), date(2025, 9, 5))
    commands.strike_notice(notice=notice, why="Verkeerde stad.", by=SYSTEM, at=make.at(date(2025, 10, 1)))
    client = signed_in()
    now = words_of(client.get(DEVENTER))
    before = words_of(client.get(DEVENTER + "?on=2025-09-20&known=then"))
    assert "timeline__struck" in now
    assert "Doorgehaald op 1 oktober 2025, 14.00 uur: Verkeerde stad." in now
    assert "timeline__struck" not in before
    assert "Opgezegd" in before


def test_known_then_leaves_out_what_was_entered_later(cities):
    make.notice(make.registered(), date(2025, 8, 28), date(2025, 9, 5))
    client = signed_in()
    assert "Opgezegd" in words_of(client.get(DEVENTER + "?on=2025-09-01"))
    assert "Opgezegd" not in words_of(client.get(DEVENTER + "?on=2025-09-01&known=then"))


def test_what_is_missing_says_who_must_act_and_offers_what_can_be_done_now(cities):
    make.drafted()
    page = words_of(signed_in().get(DEVENTER))
    assert "wacht op: college van burgemeester en wethouders" in page
    assert 'href="/overeenkomsten/GM0150/stap/?kind=college-decided"' in page
    assert "kind=registered" not in page
    own = words_of(signed_in(*OWN).get(DEVENTER))
    assert "?kind=college-decided" in own
    assert "?kind=signed-by-partner" not in own
    assert "?kind=" not in words_of(signed_in().get(DEVENTER + "?on=2025-09-01"))


def test_both_percentages_are_named_for_what_they_are(cities):
    page = words_of(signed_in(*OWN).get(DEVENTER))
    assert "€ 13.187,98" in page
    assert "€ 2.028,92 meer" in page
    assert "Dat is een verhoging van 15,38%" in page
    assert "noemt 13,33%: dat is het deel van het nieuwe bedrag" in page


def test_the_figure_that_counts_is_marked(cities):
    page = words_of(signed_in().get(DEVENTER))
    assert "2022 (telt)" in page
    assert "2023 (telt)" not in page


def test_a_city_is_seen_with_its_questions_but_not_with_what_it_asked_another_in_confidence(cities):
    own = network.actor(*OWN)
    assert "Deventer stelde tot deze dag geen vraag." in words_of(signed_in().get(DEVENTER))
    question(own, "Hoe vullen wij lege winkels?")
    question(own, "Gaat onze zorgaanbieder failliet?", in_confidence=True)
    for reader, seen in ((OWN, 2), (MANAGER, 2), (OTHER, 1)):
        page = words_of(signed_in(*reader).get(DEVENTER))
        assert "Hoe vullen wij lege winkels?" in page
        assert ("Gaat onze zorgaanbieder failliet?" in page) == (seen == 2)
        assert ("Alle 2 vragen van Deventer" if seen == 2 else "De vraag van Deventer in de lijst") in page


def test_a_page_without_a_city_does_not_exist(cities):
    for key in ("GM9999", "g40", "x"):
        assert signed_in().get(f"/steden/{key}/").status_code == 404
    assert Client().get(DEVENTER).status_code == 302


@pytest.mark.parametrize("address", ["/steden/", DEVENTER])
def test_the_pages_ask_as_many_queries_for_all_cities_as_for_two(address):
    counts = []
    for number in (2, 41):
        make.drafted_everywhere(number)
        client = signed_in()
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert Step.objects.count() == 41
    if address == "/steden/":
        assert counts[1] <= 12
