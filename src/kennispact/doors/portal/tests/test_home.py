"""The overview, for the supervisors, a city's people and everybody else."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kennispact.doors.portal.home import progress
from kennispact.ground.kit.calendar import AsOf
from kennispact.pact.agreements import queries as agreement_queries
from kennispact.pact.agreements.tests import make as agreements
from kennispact.registers.decisions.tests import make
from kennispact.registers.network.tests import make as network
from kennispact.registers.network.tests.door import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(make.TODAY, tick=False):
        yield


@pytest.fixture
def secretary():
    network.baseline(2)
    return signed_in("secretaris", "g40")


def text(client, **query):
    answer = client.get(reverse("home"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def part(page, start, end="</section>"):
    return page.split(f'id="{start}"')[1].split(end)[0]


def test_the_supervisors_page_says_whether_the_covenant_is_kept_and_never_guesses(secretary):
    assert "Het convenant wordt niet helemaal nagekomen" in text(secretary)
    for key in ("GM0150", "GM0034"):
        agreements.registered(key)
    assert "Wij kunnen niet zeggen dat het convenant wordt nagekomen" in text(secretary)


def test_what_waits_for_the_reader_stands_apart_from_what_waits_for_others(secretary):
    make.consented("2027", "g40", "secretaris", make.secretary(), on=date(2026, 5, 1))
    own, others = (
        part(text(secretary, on="2026-12-20"), "own"),
        part(text(secretary, on="2026-12-20"), "others"),
    )
    assert "Jaarplan klaar 2027" not in own
    assert "Jaarplan klaar 2027" in others
    manager = text(signed_in("relatiemanager", "platform31"), on="2026-12-20")
    assert "Jaarplan klaar 2027" in part(manager, "own")


def test_the_way_to_record_is_offered_today_and_not_while_looking_back(secretary):
    record = reverse("record_decision", args=["plan-adopted", "2026"])
    assert record in text(secretary)
    assert record not in text(secretary, on="2026-05-01")


def test_the_next_dates_come_in_order_from_the_day_asked_for(secretary):
    coming = part(text(secretary, on="2026-11-23"), "coming")
    days = [piece.split("</span>")[0] for piece in coming.split('coming__day">')[1:]]
    assert days[0] == "30 november 2026"
    assert len(days) == 5


def test_what_was_entered_lately_is_told_in_sentences_and_only_to_supervisors(secretary):
    make.adopted("2026", make.secretary(), on=date(2026, 3, 14))
    assert "Jaarplan vastgesteld door het dagelijks bestuur 2026" in part(text(secretary), "changes")
    assert 'id="changes"' not in text(signed_in("directeur", "platform31"))


def test_a_citys_people_see_their_own_city_first_and_no_amount_of_another(secretary):
    for key in ("GM0150", "GM0034"):
        agreements.registered(key)
    page = text(signed_in("contactpersoon", "GM0150"))
    own = part(page, "city-GM0150")
    assert "Van kracht" in own
    assert "15.216,90" in own
    assert "Almere" not in page


def test_an_agreement_that_is_missing_waits_for_that_citys_people_only(secretary):
    agreements.registered("GM0150")
    title = "Overeenkomst van de stad getekend en ontvangen"
    assert title not in part(text(signed_in("contactpersoon", "GM0150")), "own")
    assert title in part(text(signed_in("contactpersoon", "GM0034")), "own")


def test_the_page_follows_both_clocks(secretary):
    make.adopted("2026", make.secretary(), on=date(2026, 3, 14), at=datetime(2026, 4, 20, 9, tzinfo=UTC))
    title = "Jaarplan vastgesteld door het dagelijks bestuur 2026"
    assert title not in part(text(secretary, on="2026-04-10"), "own")
    assert title in part(text(secretary, on="2026-04-10", known="then"), "own")


def test_progress_counts_up_to_all_that_is_registered(secretary):
    agreements.registered("GM0150", registered_on=date(2023, 1, 20))
    agreements.registered("GM0034", registered_on=date(2023, 6, 5))
    on = date(2026, 6, 1)
    found = progress(agreement_queries.register(AsOf(on)), on)
    counts = [count for _, count in found.moments]
    assert (found.done, found.all, found.taking_part) == (2, 2, 2)
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (0, 2)
    assert len(counts) <= 12


def test_a_stranger_and_a_visitor_see_no_overview(secretary):
    stranger = Client()
    stranger.force_login(network.person("stranger"))
    assert stranger.get(reverse("home")).status_code == 403
    assert Client().get(reverse("home")).status_code == 302


@pytest.mark.parametrize(
    "role", [("secretaris", "g40"), ("contactpersoon", "GM0150"), ("directeur", "platform31")]
)
def test_the_number_of_queries_is_the_same_for_two_cities_and_for_all(role):
    counts = []
    for number in (2, 41):
        network.baseline(number)
        client = signed_in(*role)
        text(client)
        with CaptureQueriesContext(connection) as queries:
            text(client)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 19  # two of them read the decisions on questions (5b)
