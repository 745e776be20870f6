"""What if: another rate, other inhabitants, members that leave; the covenant itself stays as it is."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kennispact.ground.kit.calendar import AsOf
from kennispact.pact.agreements.tests import make
from kennispact.pact.contributions import queries, scenarios
from kennispact.pact.contributions.scenarios import Assumptions
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.network.tests import make as network
from kennispact.registers.network.tests.door import signed_in, words_of

pytestmark = pytest.mark.django_db
VIEW = AsOf(date(2025, 6, 2))


@pytest.fixture
def world():
    cities = network.baseline(2)
    paper = make.paper(cities[0])
    for city in cities:
        make.registered(city.key, file=paper)


def test_without_assumptions_nothing_differs(world):
    found = scenarios.scenario(VIEW, Assumptions())
    assert found.whole.difference == 0
    assert found.by_year[2025].now == queries.contributions(2025, VIEW).total


def test_another_rate_counts_in_every_year_and_for_every_city(world):
    found = scenarios.scenario(VIEW, Assumptions(rate=Decimal("0.16")))
    cities = {city.key: one for city, one in found.by_city}
    assert cities["GM0150"].difference == Decimal("0.01") * 101446 * 5
    assert sum(one.difference for one in cities.values()) == found.whole.difference
    assert sum(one.difference for one in found.by_year.values()) == found.whole.difference
    assert covenants.covenant().contribution.rate == Decimal("0.15")


def test_inhabitants_of_another_day(world):
    days = scenarios.figure_dates(VIEW)
    assert date(2022, 1, 1) in days
    assert len(days) > 1
    found = scenarios.scenario(VIEW, Assumptions(population_on=days[-1]))
    (row,) = (row for row in found.then[0].rows if row.city.key == "GM0150")
    assert row.figure.reference_on == days[-1]
    assert row.amount == Decimal("0.15") * row.figure.inhabitants


def test_who_leaves_pays_no_more_from_that_year_and_the_others_the_same(world):
    found = scenarios.scenario(VIEW, Assumptions(leaving=frozenset({"GM0150"}), since=2026))
    assert [one.difference for one in found.by_year.values()] == [
        0,
        0,
        0,
        -Decimal("15216.90"),
        -Decimal("15216.90"),
    ]
    assert {city.key: one.difference for city, one in found.by_city}["GM0034"] == 0


def test_the_address_of_the_page_tells_all_and_a_city_sees_its_own(world):
    place = "/bijdragen/wat-als/?rate=0,16&since=2026&leaving=GM0150"
    page = words_of(signed_in().get(place))
    assert "Almere" in page
    assert "€ 76.084,50" in page
    own = signed_in("contactpersoon", "GM0150")
    page, table = words_of(own.get(place)), own.get(place.replace("als/", "als.csv")).content.decode()
    assert "76.084,50" in page
    assert "Almere" not in page + table
    assert "GM0150,Deventer,2023,15216.90,16231.36,1014.46" in table
    assert (
        "€" not in words_of(signed_in("thematrekker", "g40").get(place)).split("<main")[1].split("filters")[0]
    )
    assert signed_in("thematrekker", "g40").get("/bijdragen/wat-als.csv").status_code == 403


def test_half_a_question_is_asked_back(world):
    answer = signed_in().get("/bijdragen/wat-als/?leaving=GM0150")
    assert set(answer.context["form"].errors) == {"since"}
    assert "tiles" not in answer.context
    assert set(signed_in().get("/bijdragen/wat-als/?rate=0,165").context["form"].errors) == {"rate"}


def test_the_page_asks_as_many_queries_for_all_cities_as_for_two():
    counts = []
    for number in (2, 41):
        network.baseline(number)
        client = signed_in()
        client.get("/bijdragen/wat-als/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/bijdragen/wat-als/?rate=0,16")
        counts.append(len(asked))
    assert counts[0] == counts[1]
