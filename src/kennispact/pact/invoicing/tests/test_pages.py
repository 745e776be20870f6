"""Invoices as pages: the run from proposal to paper, who sees whose, the details, and crediting once."""

import threading

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kennispact.pact.agreements.tests import make as agreements
from kennispact.pact.invoicing import numbering, pages, particulars, queries
from kennispact.pact.invoicing.models import Invoice, Setting
from kennispact.pact.invoicing.tests import make
from kennispact.registers.network.tests import make as network
from kennispact.registers.network.tests.door import signed_in, words_of

pytestmark = pytest.mark.django_db(transaction=True)
RUN = "/facturen/maken/2023/"


def finance():
    return signed_in("financiele-administratie")


def test_the_run_tells_what_is_due_and_makes_it_once():
    make.world(3)
    client = finance()
    before = words_of(client.get(RUN))
    assert "0 van 3 steden hebben een factuur." in before
    assert "Maak 3 facturen" in before
    told = words_of(client.get(RUN + "bevestigen/"))
    assert "3 steden krijgen een factuur over 2023" in told
    assert Invoice.objects.count() == 0
    for _ in range(2):
        answer = client.post(RUN + "bevestigen/")
        assert answer.status_code == 302
    after = words_of(client.get(RUN))
    assert "3 van 3 steden hebben een factuur." in after
    assert "Elke factuur was er al." in after
    assert Invoice.objects.count() == 3
    listed = words_of(client.get("/facturen/?q=deven"))
    assert "€ 18.412,45" in listed
    assert "1 in totaal" in listed
    assert "G40-2023-0001" in client.get("/facturen/facturen.csv").content.decode()


def test_more_than_fit_in_one_request_go_on_with_the_next(monkeypatch):
    monkeypatch.setattr("kennispact.pact.invoicing.run_pages.MOST_AT_ONCE", 2)
    make.world(3)
    client = finance()
    client.post(RUN + "bevestigen/")
    assert "Ga door met de laatste factuur" in words_of(client.get(RUN))
    client.post(RUN + "bevestigen/")
    assert [one.number for one in Invoice.objects.all()] == [1, 2, 3]


def test_without_particulars_the_whole_list_is_told_and_a_press_makes_nothing():
    network.baseline(2)
    client = finance()
    page = words_of(client.get(RUN))
    for missing in ("KVK-nummer", "btw-nummer", "rekeningnummer", "postcode"):
        assert missing.lower() in page.lower()
    client.post(RUN + "bevestigen/")
    assert Invoice.objects.count() == 0


def test_an_invoice_shows_its_figures_every_check_and_its_papers():
    make.world(2)
    make.run()
    number = make.deventer().text
    client = finance()
    page = words_of(client.get(f"/facturen/{number}/"))
    for told in ("€ 15.216,90", "€ 3.195,55", "€ 18.412,45", "101.446", "1.3.16", "UBL 2.1", "RF"):
        assert told in page, told
    assert client.get(f"/facturen/{number}/nlcius.pdf").content.startswith(b"%PDF")
    xml = client.get(f"/facturen/{number}/nlcius.xml")
    assert b"18412.45" in xml.content
    assert "attachment" in xml["Content-Disposition"]
    assert client.get(f"/facturen/{number}/peppol.xml").status_code == 404
    client.post(f"/facturen/{number}/maken/peppol/")
    assert b"peppol.eu:2017:poacc:billing:3.0" in client.get(f"/facturen/{number}/peppol.xml").content


def test_a_city_sees_its_own_invoices_and_nothing_else():
    make.world(2)
    make.run()
    own, other = make.deventer().text, queries.invoice_of("GM0034", 2023).text
    client = signed_in("contactpersoon", "GM0150")
    page = words_of(client.get("/facturen/"))
    assert own in page
    assert other not in page
    assert other not in client.get("/facturen/facturen.csv").content.decode()
    assert client.get(f"/facturen/{own}/nlcius.pdf").status_code == 200
    for closed in (
        f"/facturen/{other}/",
        f"/facturen/{other}/nlcius.pdf",
        RUN,
        f"/facturen/{own}/crediteren/",
        "/facturen/gegevens/",
    ):
        assert client.get(closed).status_code == 403, closed
    assert signed_in("thematrekker", "g40").get("/facturen/").status_code == 403
    assert signed_in("relatiemanager").post(RUN + "bevestigen/").status_code == 403


def test_crediting_asks_first_and_the_same_form_sent_twice_credits_once():
    make.world(2)
    make.run()
    client, number = finance(), make.deventer().text
    page = client.get(f"/facturen/{number}/crediteren/")
    assert "€ 15.216,90 crediteren zonder btw" in words_of(page)
    asked = page.context["form"].initial["asked"]
    for _ in range(2):
        answer = client.post(
            f"/facturen/{number}/crediteren/", {"net": "100,00", "why": "Te veel", "asked": asked}
        )
        assert answer.status_code == 302
    assert Invoice.objects.filter(kind="credit").count() == 1
    too_much = client.post(
        f"/facturen/{number}/crediteren/", {"net": "99999,00", "why": "Te veel", "asked": "other"}
    )
    assert "over" in words_of(too_much)
    assert "€ 121,00" in words_of(client.get(f"/facturen/{number}/"))


def test_a_credit_note_asked_for_with_other_words_is_another_request_and_the_rest_is_credited_once():
    make.world(2)
    make.run()
    client, url = finance(), f"/facturen/{make.deventer().text}/crediteren/"
    sent = {"net": "", "why": "Te veel", "asked": "a"}
    first = client.post(url, sent)
    assert (first.status_code, client.post(url, sent)["Location"]) == (302, first["Location"])
    other = client.post(url, {**sent, "net": "1,00"})
    assert other.status_code == 422
    assert Invoice.objects.filter(kind="credit").count() == 1


def test_a_request_that_is_still_worked_on_is_told_so_and_then_gets_the_same_answer(monkeypatch):
    make.world(2)
    make.run()
    url = f"/facturen/{make.deventer().text}/crediteren/"
    sent = {"net": "100,00", "why": "Te veel", "asked": "a"}
    begun, go_on, answers = threading.Event(), threading.Event(), []
    real, client = numbering.prepared, finance()
    login = client.cookies

    def slowly(*facts):
        begun.set()
        assert go_on.wait(60)
        return real(*facts)

    def first():
        other = Client()
        other.cookies = login
        answers.append(other.post(url, sent))
        connection.close()

    monkeypatch.setattr(numbering, "prepared", slowly)
    thread = threading.Thread(target=first)
    thread.start()
    assert begun.wait(60)
    meanwhile = client.post(url, sent)
    go_on.set()
    thread.join()
    assert meanwhile.status_code == 409
    assert "op dit moment" in words_of(meanwhile)
    assert (answers[0].status_code, client.post(url, sent)["Location"]) == (302, answers[0]["Location"])
    assert Invoice.objects.filter(kind="credit").count() == 1


def test_fallen_out_between_keeping_and_answering_the_same_answer_is_given_again(monkeypatch):
    make.world(2)
    make.run()
    client, url = finance(), f"/facturen/{make.deventer().text}/crediteren/"
    sent = {"net": "100,00", "why": "Te veel", "asked": "a"}
    with monkeypatch.context() as broken:
        broken.setattr(pages.messages, "success", lambda *_: 1 / 0)
        assert client.post(url, sent).status_code == 500
    note = Invoice.objects.get(kind="credit").text
    assert client.post(url, sent)["Location"].endswith(f"/{note}/")
    assert Invoice.objects.filter(kind="credit").count() == 1


def test_details_are_kept_from_a_day_on_all_or_none_and_can_be_struck():
    network.baseline(2)
    client = finance()
    page = client.get("/facturen/gegevens/leverancier/")
    known = {name: field.initial or "" for name, field in page.context["form"].fields.items()}
    wrong = {**known, "since": "01-01-2023", "kvk": "12345678", "iban": "NL00ABNA0417164300"}
    assert "NL00ABNA0417164300" in words_of(client.post("/facturen/gegevens/leverancier/", wrong))
    assert Setting.objects.count() == 0
    right = {**wrong, "iban": make.SUPPLIER["iban"], "vat_rate": "19"}
    assert client.post("/facturen/gegevens/leverancier/", right).status_code == 302
    known_now = particulars.of_supplier(queries.AsOf(make.ISSUED_ON))
    assert (known_now["kvk"], known_now["vat_rate"]) == ("12345678", "19")
    rate = Setting.objects.get(name="vat_rate")
    assert client.post(f"/facturen/gegevens/doorhalen/{rate.pk}/", {"why": "vergist"}).status_code == 302
    assert particulars.of_supplier(queries.AsOf(make.ISSUED_ON))["vat_rate"] == "21"
    city = "/facturen/gegevens/GM0150/2024/"
    form = client.get(city).context["form"]
    told = {name: field.initial or "" for name, field in form.fields.items()}
    client.post(city, {**told, "since": "01-01-2023", "order_number": "4500012345"})
    deventer = [network_city("GM0150")]
    assert particulars.of_cities(queries.AsOf(make.ISSUED_ON), 2024, deventer)[deventer[0].pk]["order_number"]
    assert (
        "order_number"
        not in particulars.of_cities(queries.AsOf(make.ISSUED_ON), 2023, deventer)[deventer[0].pk]
    )


def network_city(key):
    from kennispact.registers.network import queries as cities

    return cities.organisation(key)


def test_lists_take_as_many_queries_for_many_invoices_as_for_few():
    make.world(2)
    make.run()
    client = finance()

    def asked(url):
        client.get(url)
        # In a transaction no answer is kept: this counts a first visit.
        with transaction.atomic(), CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    urls = ["/facturen/", RUN, "/facturen/gegevens/", f"/facturen/{make.deventer().text}/"]
    few = [asked(url) for url in urls]
    for city in network.baseline(6):
        if not city.agreements.exists():
            agreements.registered(city.key, file=agreements.paper(city))
    make.order_numbers()
    make.run()
    assert [asked(url) for url in urls] == few
    assert few[0] <= 12
