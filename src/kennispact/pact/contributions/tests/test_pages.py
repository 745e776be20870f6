"""What is owed, as a page: who sees whose amounts, and what another rate would do."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kennispact.pact.agreements.tests import make
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.network.tests import make as network
from kennispact.registers.network.tests.door import signed_in, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cities():
    return network.baseline(2)


def test_all_cities_together_owe_what_the_covenant_comes_to():
    network.baseline()
    page = words_of(signed_in().get("/bijdragen/?year=2023"))
    assert "€ 784.643,10" in page
    assert "€ 15.216,90" in page
    assert "101.446 inwoners x 0,15 = € 15.216,90" in page
    assert "overeenkomst 3.1" in page


@pytest.mark.parametrize(
    ("role", "organisation", "sees"),
    [
        ("relatiemanager", "platform31", {"GM0034", "GM0150"}),
        ("secretaris", "g40", {"GM0034", "GM0150"}),
        ("financiele-administratie", "platform31", {"GM0034", "GM0150"}),
        ("dagelijks-bestuur", "g40", {"GM0034", "GM0150"}),
        ("contactpersoon", "GM0150", {"GM0150"}),
        ("ambtenaar", "GM0034", {"GM0034"}),
    ],
)
def test_who_sees_whose_amounts_on_the_page_and_in_every_export(cities, role, organisation, sees):
    client = signed_in(role, organisation)
    page = words_of(client.get("/bijdragen/?year=2024&rate=0,20"))
    found = json.loads(client.get("/bijdragen/bijdragen.json?year=2024").content)
    table = client.get("/bijdragen/bijdragen.csv?year=2024").content.decode()
    amounts = {
        "GM0150": ("15.216,90", "20.289,20", "15216.90"),
        "GM0034": ("32.674,20", "43.565,60", "32674.20"),
    }
    assert {row["code"] for row in found["items"]} == sees
    for key, (now, then, plain) in amounts.items():
        assert (now in page) == (key in sees)
        assert (then in page) == (key in sees)
        assert (plain in table) == (key in sees)
    assert Decimal(found["total"]) == sum(Decimal(amounts[key][2]) for key in sees)


def test_who_may_see_no_amount_sees_none_and_gets_no_export(cities):
    client = signed_in("thematrekker", "g40")
    page = words_of(client.get("/bijdragen/?rate=0,20"))
    assert "U ziet geen bedragen" in page
    assert "€" not in page
    assert client.get("/bijdragen/bijdragen.csv").status_code == 403
    assert Client().get("/bijdragen/").status_code == 302


def test_a_year_without_contribution_is_refused_with_its_clause(cities):
    client = signed_in()
    answer = client.get("/bijdragen/?year=2028")
    assert answer.status_code == 400
    assert "Het convenant vraagt een bijdrage voor 2023 tot en met 2027, niet voor 2028." in words_of(answer)
    assert covenants.covenant().term_clause.lstrip("C") in words_of(answer)
    assert "?year=2027" in words_of(answer)
    assert client.get("/bijdragen/bijdragen.json?year=2022").status_code == 400
    assert client.get("/bijdragen/?year=volgend").status_code == 404


def test_both_clocks_decide_what_is_owed(cities):
    make.notice(make.registered(), date(2025, 8, 28), date(2025, 9, 5))
    client = signed_in()

    def owed(known):
        answer = client.get(f"/bijdragen/bijdragen.json?year=2026&on=2025-09-01&known={known}")
        return {row["code"]: (row["ground"], row["amount"]) for row in json.loads(answer.content)["items"]}

    assert owed("true")["GM0150"] == ("ended", "0.00")
    assert owed("then")["GM0150"] == ("owed", "15216.90")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("typed", "rate"),
    [("0,16", "0.16"), ("0.16", "0.16"), ("15216,90", "15216.90"), ("15,216.90", "15216.90"), ("1", "1.00")],
)
def test_a_rate_means_the_same_in_both_languages_and_never_a_hundred_times_more(
    cities, language, typed, rate
):
    answer = signed_in("contactpersoon", "GM0150", language).get("/bijdragen/", {"year": 2024, "rate": typed})
    assert answer.context["form"].errors == {}
    assert answer.context["other"].total == Decimal(101446) * Decimal(rate)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("typed", ["0,165", "15.216", "-1", "veel", ""])
def test_a_rate_that_is_no_amount_or_could_be_two_is_refused_in_a_sentence(cities, language, typed):
    answer = signed_in(language=language).get("/bijdragen/", {"year": 2024, "rate": typed})
    assert set(answer.context["form"].errors) == {"rate"}
    assert "what_if_table" not in answer.context
    assert "error-summary" in words_of(answer)


def test_what_if_tells_the_difference_and_touches_nothing(cities):
    client, terms = signed_in(), covenants.covenant().contribution
    page = words_of(client.get("/bijdragen/?year=2024&rate=0,16"))
    assert "€ 51.083,84" in page
    assert "Het verschil is € 3.192,74 per jaar" in page
    assert covenants.covenant().contribution is terms
    assert terms.rate == Decimal("0.15")
    assert "51.083,84" not in words_of(client.get("/bijdragen/?year=2024"))


def test_what_if_keeps_an_ended_agreement_at_nothing(cities):
    make.notice(make.registered(), date(2024, 3, 1), date(2024, 3, 2))
    answer = signed_in("contactpersoon", "GM0150").get("/bijdragen/?year=2026&rate=0,20")
    assert answer.context["other"].total == Decimal("0.00")


def test_the_page_asks_as_many_queries_for_all_cities_as_for_two():
    counts = []
    for number in (2, 41):
        make.drafted_everywhere(number)
        client = signed_in()
        client.get("/bijdragen/")
        with CaptureQueriesContext(connection) as asked:
            answer = client.get("/bijdragen/?year=2025&rate=0,16")
        counts.append(len(asked))
        assert len(answer.context["found"].rows) == number
    assert counts[0] == counts[1]
    assert counts[1] <= 12
