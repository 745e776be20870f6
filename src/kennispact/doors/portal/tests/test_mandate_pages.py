"""Who acts for whom: who may see and change it, and what happens when it is sent twice."""

from datetime import date

import pytest
from django.test import Client

from kennispact.ground import clock
from kennispact.ground.kit.calendar import AsOf
from kennispact.registers.network import queries
from kennispact.registers.network.tests import make
from kennispact.registers.network.tests.door import signed_in, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cities():
    return make.baseline(2)


@pytest.fixture
def secretary(cities) -> Client:
    return signed_in("secretaris", "g40")


def holding():
    return {(line.person, line.role) for line in queries.mandates(AsOf(clock.today()))}


def test_a_city_reads_all_roles_but_only_its_own_names(cities):
    own = signed_in("contactpersoon", "GM0150")
    make.mandate("burgemeester", "GM0034")

    page = words_of(own.get("/netwerk/"))

    assert "contactpersoon-gm0150@example.org" in page
    assert "burgemeester-gm0034" not in page
    assert "burgemeester" in page
    assert "/einde/" not in page
    assert "burgemeester-gm0034" not in own.get("/netwerk/", {"format": "csv"}).content.decode()


def test_nobody_finds_a_name_by_searching_that_the_list_does_not_show(cities):
    own = signed_in("contactpersoon", "GM0150")
    make.mandate("burgemeester", "GM0034")

    assert own.get("/netwerk/", {"search": "burgemeester-gm0034"}).context["count"] == 0
    assert signed_in("secretaris", "g40").get("/netwerk/", {"search": "gm0034@"}).context["count"] == 1


def test_only_supervisors_reach_the_changes(cities):
    made = make.mandate("burgemeester", "GM0034")
    contact = signed_in("contactpersoon", "GM0150")

    for place in ("benoemen/", f"mandaten/{made.pk}/einde/", f"mandaten/{made.pk}/doorhalen/"):
        assert contact.get(f"/netwerk/{place}").status_code == 403
        assert contact.post(f"/netwerk/{place}", {"why": "x", "last_day": "01-01-2026"}).status_code == 403
        assert Client().get(f"/netwerk/{place}").status_code == 302
    assert len(holding()) == 2


def test_an_appointment_counts_once_however_often_it_is_sent(secretary):
    person = make.person("nieuw")
    form = {"person": person.pk, "organisation": "GM0150", "role": "contactpersoon", "since": "01-03-2026"}

    first = secretary.post("/netwerk/benoemen/", form)
    second = secretary.post("/netwerk/benoemen/", form)

    assert (first.status_code, second.status_code) == (302, 200)
    assert second.context["form"].errors
    assert ("nieuw", "contactpersoon") in holding()
    assert len(holding()) == 2


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nl", "Deze soort organisatie kan deze rol niet geven."),
        ("en", "This kind of organisation cannot give this role."),
    ],
)
def test_a_role_of_another_kind_is_refused_in_the_readers_language(cities, language, sentence):
    client = signed_in("secretaris", "g40", language)
    person = make.person("nieuw")

    answer = client.post(
        "/netwerk/benoemen/",
        {"person": person.pk, "organisation": "g40", "role": "burgemeester", "since": "01-03-2026"},
    )

    assert sentence in words_of(answer)
    assert len(holding()) == 1


def test_whoever_comes_from_an_organisation_is_offered_its_roles_only(secretary):
    make.person("nieuw")

    form = secretary.get("/netwerk/benoemen/", {"organisation": "GM0150"}).context["form"]

    assert "directeur" not in dict(form.fields["role"].choices)
    assert "contactpersoon" in dict(form.fields["role"].choices)


def test_an_end_shows_what_follows_and_counts_once(secretary):
    made = make.mandate("burgemeester", "GM0034")
    address = f"/netwerk/mandaten/{made.pk}/einde/"

    assert any("Almere" in sentence for sentence in secretary.get(address).context["consequences"])
    first = secretary.post(address, {"last_day": "01-06-2026"})
    second = secretary.post(address, {"last_day": "01-06-2026"})

    assert (first.status_code, second.status_code) == (302, 200)
    assert second.context["form"].errors["last_day"]
    (line,) = (one for one in queries.mandates(AsOf(clock.today()), holding=False) if one.id == made.pk)
    assert line.until == date(2026, 6, 1)
    assert "burgemeester-gm0034" not in words_of(secretary.get("/netwerk/"))
    assert "burgemeester-gm0034" in words_of(secretary.get("/netwerk/", {"which": "all"}))
    assert "burgemeester-gm0034" in words_of(secretary.get("/netwerk/", {"on": "01-03-2026"}))


def test_a_wrong_end_is_struck_and_the_role_goes_on(secretary):
    made = make.mandate("burgemeester", "GM0034", until=date(2025, 12, 31))
    address = f"/netwerk/mandaten/{made.pk}/einde/doorhalen/"
    assert address in words_of(secretary.get("/netwerk/", {"which": "all"}))

    assert secretary.post(address, {"why": "Verkeerde persoon"}).status_code == 302
    assert secretary.post(address, {"why": "Verkeerde persoon"}).status_code == 404

    assert ("burgemeester-gm0034", "burgemeester") in holding()


def test_striking_needs_a_reason_and_happens_once(secretary):
    made = make.mandate("burgemeester", "GM0034")
    address = f"/netwerk/mandaten/{made.pk}/doorhalen/"

    assert secretary.post(address, {"why": ""}).context["form"].errors["why"]
    assert secretary.post(address, {"why": "Verkeerde persoon"}).status_code == 302
    assert secretary.post(address, {"why": "Verkeerde persoon"}).context["form"].errors
    assert len(holding()) == 1


def test_what_is_not_there_is_not_found(secretary):
    assert secretary.get("/netwerk/mandaten/999/einde/").status_code == 404


def test_the_list_asks_as_much_for_2_cities_as_for_41(secretary, django_assert_max_num_queries):
    secretary.get("/netwerk/")
    with django_assert_max_num_queries(12) as few:
        secretary.get("/netwerk/")
    for city in make.baseline(41):
        make.mandate("contactpersoon", city.key)
        make.mandate("burgemeester", city.key)
    with django_assert_max_num_queries(12) as many:
        answer = secretary.get("/netwerk/")

    assert len(few) == len(many)
    assert answer.context["page"].paginator.num_pages == 2
    assert len(answer.content) <= 60_000
