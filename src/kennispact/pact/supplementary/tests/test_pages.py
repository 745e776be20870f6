"""What is asked apart from the contribution, as pages: proposing, answering, and who sees what."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kennispact.pact.supplementary import queries
from kennispact.pact.supplementary.models import Extra, Reply
from kennispact.pact.supplementary.tests import make
from kennispact.registers.network.tests.door import signed_in, words_of

pytestmark = pytest.mark.django_db


def proposal(**other):
    return {
        "kind": "extra",
        "title": "Extra netwerkdag",
        "purpose": "Een dag over wonen",
        "year": "2025",
        "amount": "2.500,00",
        "per": "city",
        "everyone": "on",
        "happened_on": "06-05-2025",
        **other,
    }


def test_from_proposal_to_the_answer_of_a_city():
    make.cities()
    manager = signed_in("relatiemanager", "platform31")
    page = words_of(manager.post("/extra-bijdragen/voorstellen/", proposal(), follow=True))
    assert "€ 5.000,00" in page
    place = f"/extra-bijdragen/{Extra.objects.get().pk}/"
    city = signed_in("contactpersoon", "GM0150")
    assert city.get(place).status_code == 404
    for client in (manager, signed_in("secretaris", "g40")):
        given = {"outcome": "yes", "happened_on": "07-05-2025", "reason": ""}
        assert client.post(f"{place}instemmen/", given).status_code == 302
    shown = words_of(city.get(place))
    assert "Antwoord geven voor Deventer" in shown
    assert "Almere" not in shown
    asked = words_of(city.get(f"{place}GM0150/antwoord/"))
    assert "één keer een factuur van € 2.500,00" in asked
    for _ in range(2):
        assert city.post(f"{place}GM0150/antwoord/", given).status_code == 302
    assert Reply.objects.count() == 1
    assert "Stemt in" in words_of(city.get(place))
    assert "Antwoord geven voor Deventer" not in words_of(city.get(place))
    assert "1 van 2" in words_of(manager.get(place))


def test_a_city_never_sees_or_answers_for_another():
    make.cities()
    extra = make.proposed("GM0150", "GM0034", amount="0.05", per="inhabitant")
    make.agreed(extra)
    make.replied(extra, "GM0034", "no", reason="Geen geld dit jaar")
    city, place = signed_in("contactpersoon", "GM0150"), f"/extra-bijdragen/{extra.pk}/"
    told = words_of(city.get(place)) + city.get(f"{place}antwoorden.csv").content.decode()
    assert "5072.30" in told
    assert "Geen geld dit jaar" not in told
    assert "Almere" not in told
    assert city.post(f"{place}GM0034/antwoord/", {"outcome": "yes"}).status_code == 403
    assert signed_in("ambtenaar", "GM0150").get(f"{place}GM0150/antwoord/").status_code == 403
    assert signed_in("thematrekker", "g40").get(place).status_code == 404
    assert signed_in("thematrekker", "g40").get("/extra-bijdragen/").status_code == 200


def test_a_no_needs_a_reason():
    make.cities()
    extra = make.proposed("GM0150", kind="arrangement")
    city, place = signed_in("burgemeester", "GM0150"), f"/extra-bijdragen/{extra.pk}/GM0150/antwoord/"
    answer = city.post(place, {"outcome": "no", "happened_on": "07-05-2025", "reason": ""})
    assert "Leg uit waarom niet" in words_of(answer) or "reason" in answer.context["form"].errors
    city.post(place, {"outcome": "no", "happened_on": "07-05-2025", "reason": "Geen budget"})
    assert "Geen budget" in words_of(signed_in().get(f"/extra-bijdragen/{extra.pk}/"))


def test_every_wrong_answer_is_told_at_its_field():
    make.cities()
    answer = signed_in().post("/extra-bijdragen/voorstellen/", proposal(everyone="", amount="0,00"))
    assert set(answer.context["form"].errors) == {"cities", "amount"}
    assert Extra.objects.count() == 0


def test_the_financial_administration_invoices_who_consented():
    make.cities()
    extra = make.proposed("GM0150", kind="arrangement")
    make.replied(extra, "GM0150")
    place = f"/extra-bijdragen/{extra.pk}/factureren/"
    assert signed_in().get(place).status_code == 403
    client = signed_in("financiele-administratie", "platform31")
    assert "Factureren wie instemde" in words_of(client.get(f"/extra-bijdragen/{extra.pk}/"))
    page = words_of(client.get(place))
    assert "Deventer" in page
    assert "KvK" in page or "ontbreekt" in page
    assert client.post(place).status_code == 200


def test_the_page_asks_as_many_queries_for_all_cities_as_for_two():
    counts = []
    for number in (2, 8):
        keys = make.network.baseline(number)
        for city in keys:
            if not city.agreements.exists():
                make.agreements.registered(city.key)
        extra = make.proposed(*(city.key for city in keys))
        client = signed_in()
        client.get(f"/extra-bijdragen/{extra.pk}/")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/extra-bijdragen/{extra.pk}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert len(queries.proposals()) == 2
