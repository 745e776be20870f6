"""The covenant's pages, asked by people with a mandate."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kennispact.registers.decisions import commands as decisions
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


def text(client, name, *args, **query):
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_plan_of_which_nothing_was_recorded_is_never_shown_as_kept(secretary):
    page = text(secretary, "show_clause", "4f")
    assert "Te weinig gegevens" in page
    assert "Nagekomen" not in page


def test_an_adopted_plan_is_shown_with_its_proof_and_who_recorded_it(secretary):
    make.adopted("2026", make.secretary(), on=date(2026, 3, 14))
    page = text(secretary, "show_clause", "4f")
    assert "Gedaan op 14 maart 2026." in page
    assert "Jaarplan 2026 vastgesteld" in page
    assert "door secretaris van het netwerk (G40)" in page


def test_a_late_plan_is_adopted_and_its_lateness_is_seen(secretary):
    make.adopted("2026", make.secretary(), on=date(2026, 4, 7))
    assert "Te laat nagekomen" in text(secretary, "show_clause", "4f")


def test_the_page_looks_with_the_knowledge_of_then_when_asked(secretary):
    make.adopted("2026", make.secretary(), on=date(2026, 3, 14), at=datetime(2026, 4, 20, 9, tzinfo=UTC))
    assert "Gedaan op 14 maart 2026" in text(secretary, "show_clause", "4f", on="2026-04-10")
    then = text(secretary, "show_clause", "4f", on="2026-04-10", known="then")
    assert "Gedaan op 14 maart 2026" not in then
    assert "known=then" in then


def test_what_was_struck_is_shown_on_request_with_the_reason(secretary):
    decision = make.adopted("2026", make.secretary(), on=date(2026, 3, 14))
    decisions.strike_decision(
        decision=decision, why="Verkeerd jaar", by=make.manager(), at=datetime(2026, 4, 1, tzinfo=UTC)
    )
    assert "Verkeerd jaar" not in text(secretary, "show_clause", "4f")
    page = text(secretary, "show_clause", "4f", struck="1")
    assert "Verkeerd jaar" in page
    assert "Doorgehaald" in page


def test_only_who_may_record_sees_the_way_to_it(secretary):
    record = reverse("record_decision", args=["plan-adopted", "2026"])
    assert record in text(secretary, "show_clause", "4f")
    assert record not in text(signed_in("contactpersoon", "GM0150"), "show_clause", "4f")


def test_nothing_is_offered_to_be_recorded_while_looking_back(secretary):
    record = reverse("record_decision", args=["plan-adopted", "2026"])
    assert record not in text(secretary, "show_clause", "4f", on="2026-05-01")


def test_a_city_does_not_learn_from_the_data_how_others_stand_with_what_is_theirs(secretary):
    data = signed_in("contactpersoon", "GM0150").get(reverse("show_covenant"), {"format": "json"}).json()
    owed = {
        one["key"]: [when["cities"] for when in one["occurrences"]]
        for clause in data["clauses"]
        for one in clause["obligations"]
        if one["scope"] == "city"
    }
    assert set(owed["agreement-concluded"][0]) == {"GM0150", "GM0034"}  # annex 3 is open to all who take part
    assert all(set(cities) <= {"GM0150"} for cities in owed["contribution"])


def test_a_clause_the_covenant_does_not_have_is_not_found(secretary):
    assert secretary.get(reverse("show_clause", args=["99z"])).status_code == 404


def test_every_clause_has_a_page_with_a_title_of_its_own(secretary):
    from kennispact.registers.covenant import queries as covenants

    titles = {
        text(secretary, "show_clause", key).split("<title>")[1].split("</title>")[0]
        for key in covenants.covenant().clauses
    }
    assert len(titles) == len(covenants.covenant().clauses)


def test_the_list_is_narrowed_by_state_document_and_words(secretary):
    make.adopted("2026", make.secretary(), on=date(2026, 3, 14))
    everything = text(secretary, "show_covenant")
    assert "<b>4f" in everything
    assert "<b>O1.3" in everything
    attention = text(secretary, "show_covenant", state="attention")
    assert "<b>2d" in attention
    assert "<b>6a" not in attention
    assert "<b>4f" not in text(secretary, "show_covenant", document="O")
    assert "1 resultaat" in text(secretary, "show_covenant", search="in maart op zijn laatst")
    assert "Geen artikellid past hierbij" in text(secretary, "show_covenant", search="zwaluwstaart")


def test_an_earlier_year_that_is_still_open_is_not_forgotten(secretary):
    make.adopted("2026", make.secretary(), on=date(2026, 3, 14))
    page = text(secretary, "show_covenant", state="not-enough-facts")
    assert "<b>4f" in page
    assert "2024 (te weinig gegevens)" in page


def test_a_city_sees_its_own_row_beside_the_parties_who_see_all(secretary):
    assert {"Deventer", "Almere"} <= set(text(secretary, "show_matrix").replace("<", ">").split(">"))
    own = text(signed_in("contactpersoon", "GM0150"), "show_matrix")
    assert ">Deventer<" in own
    assert ">Almere<" not in own


def test_the_same_state_comes_as_json_and_as_csv(secretary):
    make.adopted("2026", make.secretary(), on=date(2026, 3, 14))
    found = secretary.get(reverse("show_covenant"), {"format": "json"}).json()
    clause = next(one for one in found["clauses"] if one["clause"] == "4f")
    year = next(one for one in clause["obligations"][0]["occurrences"] if one["key"] == "2026")
    assert (year["state"], year["kept_on"]) == ("kept", "2026-03-14")
    lines = secretary.get(reverse("show_covenant"), {"format": "csv"}).content.decode().splitlines()
    assert any("4f" in line and ",2026,kept," in line for line in lines)


def test_every_doubt_is_shown_with_what_we_do(secretary):
    page = text(secretary, "show_doubts")
    assert "15,38%" in page
    assert reverse("show_clause", args=["6b"]) in page


@pytest.mark.parametrize(
    ("name", "args"), [("show_covenant", ()), ("show_clause", ("L",)), ("show_matrix", ())]
)
def test_the_number_of_queries_is_the_same_for_two_cities_and_for_all(name, args):
    counts = []
    for number in (2, 41):
        network.baseline(number)
        client = signed_in("secretaris", "g40")
        client.get(reverse(name, args=args))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(name, args=args))
        counts.append(len(queries))
    # A first visit: the answers of the state are kept after it (decision 0014).
    assert counts[0] == counts[1] <= 13
