"""The pages of an organisation: who sees what, what is refused, and what a change leaves behind."""

from datetime import date

import pytest
from django.test import Client

from kennispact.ground.journal import queries as journal
from kennispact.ground.journal.queries import Wanted
from kennispact.ground.kit.calendar import AsOf
from kennispact.registers.network import queries

from . import make
from .door import signed_in, words_of

pytestmark = pytest.mark.django_db
DEVENTER = "/netwerk/organisaties/GM0150/"
SINCE = date(2023, 1, 1)


@pytest.fixture
def cities():
    return make.baseline(2)


def test_whoever_takes_part_reads_the_facts_and_only_supervisors_change_them(cities):
    contact, secretary = signed_in("contactpersoon", "GM0150"), signed_in("secretaris", "g40")

    assert contact.get(DEVENTER).status_code == 200
    assert "verbeteren/" not in words_of(contact.get(DEVENTER))
    assert "verbeteren/" in words_of(secretary.get(DEVENTER))
    for change in ("verbeteren/", "toetreden/", "vertrekken/"):
        assert contact.get(DEVENTER + change).status_code == 403
        assert contact.post(DEVENTER + change, {"name": "Kwijt"}).status_code == 403
        assert Client().post(DEVENTER + change).status_code in {302, 403}
    assert queries.organisation("GM0150").name == "Deventer"


def test_a_correction_keeps_what_it_was_before(cities):
    client = signed_in("secretaris", "g40")
    form = client.get(DEVENTER + "verbeteren/").context["form"]
    facts = {field: form[field].value() or "" for field in form.fields}

    answer = client.post(DEVENTER + "verbeteren/", {**facts, "website": "www.nieuw.example"}, follow=True)

    assert "www.nieuw.example" in words_of(answer)
    (line,) = journal.lines(Wanted(verbs=("network.organisation-corrected",)))
    assert set(line.facts["after"]) == {"website"}
    assert "<del>www.deventer.nl</del>" in words_of(answer)


def test_saving_without_change_leaves_no_line(cities):
    client = signed_in("secretaris", "g40")
    form = client.get(DEVENTER + "verbeteren/").context["form"]
    facts = {field: str(form[field].value() or "").replace("\n", "\r\n") for field in form.fields}

    client.post(DEVENTER + "verbeteren/", facts)

    assert journal.count(Wanted(verbs=("network.organisation-corrected",))) == 0


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("nl", "typefout"), ("en", "This RSIN has a typing error: its check digit is wrong.")],
)
def test_a_wrong_number_is_refused_at_its_field_in_the_readers_language(cities, language, sentence):
    client = signed_in("secretaris", "g40", language)

    answer = client.post(DEVENTER + "verbeteren/", {"name": "Deventer", "rsin": "123456789"})

    assert answer.status_code == 200
    assert sentence in words_of(answer)
    assert answer.context["form"].errors["rsin"]
    assert queries.organisation("GM0150").rsin != "123456789"


def test_a_city_leaves_once_however_often_it_is_sent(cities):
    client = signed_in("secretaris", "g40")
    assert "Opzegging" not in client.get(DEVENTER + "vertrekken/").context["title"]
    assert client.get(DEVENTER + "vertrekken/").context["consequences"]

    first = client.post(DEVENTER + "vertrekken/", {"happened_on": "01-01-2026"})
    second = client.post(DEVENTER + "vertrekken/", {"happened_on": "01-01-2026"})

    assert (first.status_code, second.status_code) == (302, 200)
    assert second.context["form"].errors
    assert [one.key for one in queries.members(AsOf(date(2026, 1, 1)))] == ["GM0034"]
    assert len(queries.membership_history(queries.organisation("GM0150"))) == 2


def test_a_struck_departure_makes_the_city_a_member_again_and_stays_readable(cities):
    client = signed_in("secretaris", "g40")
    client.post(DEVENTER + "vertrekken/", {"happened_on": "01-01-2026"})
    left = queries.membership_history(queries.organisation("GM0150"))[-1]
    address = f"{DEVENTER}lidmaatschap/{left.id}/doorhalen/"

    assert client.post(address, {"why": ""}).context["form"].errors["why"]
    client.post(address, {"why": "Verkeerde stad"})
    again = client.post(address, {"why": "Verkeerde stad"})

    assert again.context["form"].errors
    assert client.get(DEVENTER).context["is_member"]
    assert "state--absent" in words_of(client.get(DEVENTER))


def test_a_change_that_a_later_one_rests_on_is_not_struck(cities):
    client = signed_in("secretaris", "g40")
    client.post(DEVENTER + "vertrekken/", {"happened_on": "01-01-2026"})
    joined = queries.membership_history(queries.organisation("GM0150"))[0]

    answer = client.post(f"{DEVENTER}lidmaatschap/{joined.id}/doorhalen/", {"why": "Verkeerde stad"})

    assert "Haal eerst de latere door." in words_of(answer)
    assert queries.membership_history(queries.organisation("GM0150"))[0].struck_at is None


def test_a_wrong_figure_is_struck_once_and_no_longer_counts(cities):
    client = signed_in("secretaris", "g40")
    day = date(2022, 1, 1)
    deventer = queries.organisation("GM0150")
    known = queries.populations(AsOf(date(2026, 1, 1)), day)[deventer.pk]
    address = f"{DEVENTER}inwoners/{known.id}/doorhalen/"

    assert address in words_of(client.get(DEVENTER))
    assert signed_in("contactpersoon", "GM0150").post(address, {"why": "x"}).status_code == 403
    first = client.post(address, {"why": "Typefout"})
    second = client.post(address, {"why": "Typefout"})

    assert (first.status_code, second.status_code) == (302, 200)
    assert second.context["form"].errors
    assert deventer.pk not in queries.populations(AsOf(date(2026, 1, 1)), day)
    assert client.get(f"/netwerk/organisaties/GM0034/inwoners/{known.id}/doorhalen/").status_code == 404


def test_the_page_follows_the_date_bar(cities):
    client = signed_in("secretaris", "g40")

    assert not client.get(DEVENTER, {"on": "01-01-2022"}).context["is_member"]
    assert client.get(DEVENTER, {"on": "01-01-2024"}).context["is_member"]


def test_unknown_organisations_are_not_found_and_a_party_is_no_city(cities):
    client = signed_in("secretaris", "g40")

    assert client.get("/netwerk/organisaties/GM9999/").status_code == 404
    assert client.get("/netwerk/organisaties/g40/").status_code == 200
    assert client.get("/netwerk/organisaties/g40/vertrekken/").status_code == 404


def test_the_page_asks_as_much_for_2_cities_as_for_41(cities, django_assert_max_num_queries):
    client = signed_in("secretaris", "g40")
    client.get(DEVENTER)
    with django_assert_max_num_queries(12) as few:
        client.get(DEVENTER)
    make.baseline(41)
    with django_assert_max_num_queries(12) as many:
        client.get(DEVENTER)

    assert len(few) == len(many)
