"""The settlement as pages: who sees what, the steps in order, and sending twice does nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kennispact.pact.agreements.tests import make as agreements
from kennispact.pact.invoicing.models import SetOff
from kennispact.pact.settlement import queries, rules
from kennispact.pact.settlement.models import Surplus
from kennispact.pact.settlement.tests import make
from kennispact.registers.documents.tests.make import PDF
from kennispact.registers.network.tests import make as network
from kennispact.registers.network.tests.door import signed_in, words_of

pytestmark = pytest.mark.django_db


def proposal(**other):
    paper = SimpleUploadedFile("afrekening.pdf", PDF)
    return {"amount": "20.000,00", "happened_on": "10-12-2024", "document": paper, **other}


def finance():
    return signed_in("financiele-administratie", "platform31")


def test_from_proposal_to_result(tmp_path):
    make.world(tmp_path)
    answer = finance().post("/overschot/voorstellen/", proposal(), follow=True)
    page = words_of(answer)
    assert "€ 10.144,60" in page
    assert "€ 3.855,40" in page
    assert "0 van 2" in page
    surplus = Surplus.objects.get()
    place = f"/overschot/{surplus.pk}/"
    for role, party in (("secretaris", "g40"), ("relatiemanager", "platform31")):
        client = signed_in(role, party)
        assert "Zeggen of uw partij instemt" in words_of(client.get(place))
        shown = words_of(client.get(f"{place}instemmen/"))
        assert "Wat hieruit volgt" in shown
        assert "€ 10.144,60" in shown
        given = {"outcome": "yes", "happened_on": "11-12-2024"}
        for _ in range(2):
            assert client.post(f"{place}instemmen/", given).status_code == 302
        assert "Zeggen of uw partij instemt" not in words_of(client.get(place))
    assert "U kunt dit niet terugdraaien" in words_of(finance().get(f"{place}uitvoeren/"))
    done = words_of(finance().post(f"{place}uitvoeren/", follow=True))
    assert "Verrekend voor 3 steden." in done
    assert "Korting op de komende factuur" in done
    again = words_of(finance().post(f"{place}uitvoeren/", follow=True))
    assert "Alles was al verrekend." in again
    assert SetOff.objects.count() == 3


def test_a_city_sees_its_own_share_once_it_is_established_and_others_see_nothing(tmp_path):
    make.world(tmp_path)
    surplus = make.proposed()
    place = f"/overschot/{surplus.pk}/"
    deventer, almere = signed_in("contactpersoon", "GM0150"), signed_in("contactpersoon", "GM0034")
    assert deventer.get(place).status_code == 404
    make.agreed(surplus)
    page, table = words_of(deventer.get(place)), deventer.get(f"{place}aandelen.csv").content.decode()
    assert "€ 10.144,60" in page
    assert "10144.60" in table
    for secret in ("6.000,00", "6000.00", "3.855,40", "3855.40", "20.000,00", "Almere", "afrekening"):
        assert secret not in page + table
    assert "6.000,00" in words_of(almere.get("/overschot/"))
    assert "10.144,60" not in words_of(almere.get("/overschot/"))
    other = signed_in("thematrekker", "g40")
    assert other.get(place).status_code == 404
    assert "€" not in words_of(other.get("/overschot/"))
    for client in (deventer, other):
        for page in (
            "voorstellen/",
            f"{surplus.pk}/instemmen/",
            f"{surplus.pk}/uitvoeren/",
            f"{surplus.pk}/doorhalen/",
        ):
            assert client.post(f"/overschot/{page}").status_code in {403, 404}
    assert SetOff.objects.count() == 0


def test_a_no_needs_a_reason_and_is_seen():
    make.world(number=2)
    surplus = make.proposed()
    client, place = signed_in("secretaris", "g40"), f"/overschot/{surplus.pk}/"
    given = {"outcome": "no", "happened_on": "10-12-2024", "reason": ""}
    assert client.post(f"{place}instemmen/", given).status_code == 200
    client.post(f"{place}instemmen/", given | {"reason": "De reserve telt niet mee"})
    page = words_of(client.get(place))
    assert "stemt niet in" in page
    assert "De reserve telt niet mee" in page
    assert finance().post(f"{place}uitvoeren/").status_code == 200
    assert SetOff.objects.count() == 0
    finance().post(f"{place}doorhalen/", {"why": "Opnieuw berekenen"})
    assert "Opnieuw berekenen" in words_of(client.get(place))


def test_a_city_that_left_is_asked_for_on_the_form():
    make.world(number=2)
    agreements.notice(
        agreements.queries.agreement_of("GM0150"), network.date(2025, 8, 1), network.date(2025, 8, 2)
    )
    client = finance()
    assert "Deventer stopte voor het laatste jaar" in words_of(client.get("/overschot/voorstellen/"))
    assert client.post("/overschot/voorstellen/", proposal()).status_code == 200
    client.post("/overschot/voorstellen/", proposal(left_GM0150=rules.LEAVES_OUT))
    (surplus,) = queries.surpluses()
    assert [line.city.key for line in queries.settlement(surplus).lines] == ["GM0034"]


def test_what_is_refused_is_told_at_the_amount():
    make.world(number=2)
    page = words_of(finance().post("/overschot/voorstellen/", proposal(amount="900.000,00")))
    assert "Het moet dus lager zijn" in page
    assert Surplus.objects.count() == 0


def test_the_list_asks_as_many_queries_for_ten_surpluses_as_for_two():
    make.world(number=2)
    client, counts = finance(), []
    for number in range(1, 11):
        surplus = make.proposed()
        if number in {2, 10}:
            client.get("/overschot/")
            with CaptureQueriesContext(connection) as asked:
                listed = words_of(client.get("/overschot/"))
            counts.append(len(asked))
            assert listed.count("<tr") == number + 1
        make.commands.strike_surplus(surplus=surplus, why="Opnieuw", by=make.SYSTEM, at=make.AT)
    assert counts[0] == counts[1] <= 14


def test_the_page_asks_as_many_queries_for_all_cities_as_for_two():
    counts = []
    for number in (2, 41):
        with pytest.MonkeyPatch.context():
            for city in network.baseline(number):
                if not city.agreements.exists():
                    agreements.registered(city.key)
        for one in queries.surpluses():
            make.commands.strike_surplus(surplus=one, why="Opnieuw", by=make.SYSTEM, at=make.AT)
        surplus = make.proposed()
        client = finance()
        client.get(f"/overschot/{surplus.pk}/")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/overschot/{surplus.pk}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[1] <= 20
