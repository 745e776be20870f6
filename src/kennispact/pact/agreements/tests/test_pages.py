"""The register and the pages that change an agreement: who may, what is refused, and both clocks."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kennispact.ground.journal.models import Entry
from kennispact.pact.agreements.models import Notice, Step
from kennispact.pact.agreements.tests import make
from kennispact.pact.agreements.tests.door import file
from kennispact.registers.documents.models import Document
from kennispact.registers.documents.tests.make import PDF
from kennispact.registers.network.tests import make as network
from kennispact.registers.network.tests.door import signed_in, words_of

pytestmark = pytest.mark.django_db
STEP, NOTICE = "/overeenkomsten/GM0150/stap/", "/overeenkomsten/GM0150/opzegging/"
RECEIVED, ENTERED = date(2025, 8, 28), date(2025, 9, 5)


@pytest.fixture
def cities():
    return network.baseline(2)


def test_the_letter_gives_two_registers_on_one_september(cities):
    make.notice(make.registered(), RECEIVED, ENTERED)
    client = signed_in()

    true = client.get("/overeenkomsten/?on=2025-09-01&known=true")
    known = client.get("/overeenkomsten/?on=2025-09-01&known=then")

    assert "Opgezegd" in words_of(true)
    assert "31-12-2025" in words_of(true)
    assert "Opgezegd" not in words_of(known)
    assert "31-12-2027" in words_of(known)


def test_csv_and_json_follow_the_same_clocks_and_the_same_filter(cities):
    make.notice(make.registered(), RECEIVED, ENTERED)
    client = signed_in()
    ask = "?on=2025-09-01&known={}&show=participates"

    true = json.loads(client.get("/overeenkomsten/register.json" + ask.format("true")).content)
    known = json.loads(client.get("/overeenkomsten/register.json" + ask.format("then")).content)
    table = client.get("/overeenkomsten/register.csv" + ask.format("then")).content.decode("utf-8-sig")

    assert [(row["code"], row["ends_before"]) for row in true["items"]] == [("GM0150", "2026-01-01")]
    assert [(row["code"], row["ends_before"]) for row in known["items"]] == [("GM0150", "2028-01-01")]
    assert table.splitlines()[1].startswith("GM0150,Deventer,in-force,true")
    assert len(table.splitlines()) == 2


def test_another_city_finds_no_dossier_in_the_export(cities):
    make.notice(make.registered(), RECEIVED, ENTERED)
    other = signed_in("contactpersoon", "GM0034")
    rows = json.loads(other.get("/overeenkomsten/register.json").content)["items"]
    deventer = next(row for row in rows if row["code"] == "GM0150")
    assert (deventer["notice_received_on"], deventer["steps"], deventer["missing"]) == (None, {}, [])
    assert (
        signed_in("contactpersoon", "GM0150")
        .get("/overeenkomsten/register.json")
        .content.count(b"2025-08-28")
    )


@pytest.mark.parametrize(
    "address", [STEP, STEP + "?kind=college-decided", NOTICE, NOTICE + "intrekken/", STEP + "1/doorhalen/"]
)
def test_another_city_and_who_only_looks_are_refused(cities, address):
    make.registered()
    before = Step.objects.count(), Notice.objects.count(), Document.objects.count()
    for role, organisation in (
        ("contactpersoon", "GM0034"),
        ("ambtenaar", "GM0150"),
        ("financiele-administratie", "platform31"),
        ("dagelijks-bestuur", "g40"),
    ):
        client = signed_in(role, organisation)
        assert client.get(address).status_code == 403, role
        assert client.post(address, {"received_on": "28-08-2025", "letter": file()}).status_code == 403, role
    assert Client().get(address).status_code == 302
    assert (Step.objects.count(), Notice.objects.count(), Document.objects.count()) == before


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("drafted", 403),
        ("sent", 403),
        ("college-decided", 200),
        ("signed-by-city", 200),
        ("signed-by-partner", 403),
        ("registered", 403),
    ],
)
def test_a_city_records_its_own_steps_only(cities, kind, expected):
    make.drafted()
    assert signed_in("contactpersoon", "GM0150").get(f"{STEP}?kind={kind}").status_code == expected
    assert signed_in().get(f"{STEP}?kind={kind}").status_code == 200


def test_only_steps_that_are_possible_now_are_offered_and_the_others_say_why(cities):
    make.drafted()
    page = words_of(signed_in().get(STEP))
    assert 'href="?kind=college-decided"' in page
    assert 'href="?kind=registered"' not in page
    assert "Het college heeft nog niet besloten." in page


def test_an_agreement_is_carried_along_by_its_pages(cities):
    client = signed_in()
    answers = {"happened_on": "20-01-2023", "reference": "B&W 2023-7", "place": "Deventer"}
    for kind in ("drafted", "sent", "college-decided", "signed-by-city", "signed-by-partner"):
        assert client.post(f"{STEP}?kind={kind}", answers).status_code == 302, kind
    answer = client.post(f"{STEP}?kind=registered", {**answers, "document": file("overeenkomst.pdf")})
    assert answer.url == "/steden/GM0150/"
    assert make.row("GM0150", make.queries.AsOf(date(2023, 3, 1))).participates
    assert Step.objects.get(kind="college-decided").reference == "B&W 2023-7"
    assert Entry.objects.filter(verb="agreement.registered", origin__startswith="page ").exists()


def test_sending_a_step_twice_records_it_once_and_keeps_no_second_file(cities):
    make.drafted()
    client, answers = signed_in(), {"happened_on": "10-01-2023"}
    client.post(f"{STEP}?kind=college-decided", {**answers, "document": file()})
    again = client.post(f"{STEP}?kind=college-decided", {**answers, "document": file()})
    assert "Deze stap is al vastgelegd." in words_of(again)
    assert Step.objects.filter(kind="college-decided").count() == 1
    assert Document.objects.count() == 1


def test_a_day_that_has_not_come_is_refused_in_a_sentence_and_nothing_is_kept(cities):
    make.drafted()
    answer = signed_in().post(
        f"{STEP}?kind=college-decided", {"happened_on": "01-01-2099", "document": file()}
    )
    assert "1 januari 2099" in " ".join(answer.context["form"].errors["happened_on"])
    assert "<title>Fout:" in words_of(answer)
    assert not Step.objects.filter(kind="college-decided").exists()
    assert not Document.objects.exists()


def test_a_day_that_is_no_day_is_refused_beside_what_else_is_wrong(cities):
    make.drafted()
    answer = signed_in(language="en").post(f"{STEP}?kind=registered", {"happened_on": "31-04-2023"})
    assert set(answer.context["form"].errors) == {"happened_on", "document"}


def test_a_file_that_is_not_what_it_says_is_refused_at_its_field(cities):
    make.drafted()
    answer = signed_in().post(
        f"{STEP}?kind=college-decided",
        {"happened_on": "10-01-2023", "document": file("besluit.docx", PDF)},
    )
    assert set(answer.context["form"].errors) == {"document"}
    assert not Step.objects.filter(kind="college-decided").exists()


def test_every_reason_comes_at_once_with_its_clause(cities):
    make.drafted()
    answer = signed_in().post(f"{STEP}?kind=registered", {"happened_on": "20-01-2023", "document": file()})
    page = words_of(answer)
    for reason in (
        "Het college heeft nog niet besloten. (3b)",
        "De stad heeft nog niet getekend. (8d)",
        "De partner heeft nog niet getekend. (6b)",
    ):
        assert reason in page
    assert not Document.objects.exists()


def test_an_act_is_struck_with_a_reason_only_and_once(cities):
    notice = make.notice(make.registered(), RECEIVED, ENTERED)
    client, address = signed_in("secretaris", "g40"), f"{NOTICE}{notice.pk}/doorhalen/"
    assert set(client.post(address, {"why": "  "}).context["form"].errors) == {"why"}
    assert client.post(address, {"why": "Verkeerde stad."}).status_code == 302
    again = client.post(address, {"why": "Nog eens."})
    notice.refresh_from_db()
    assert again.status_code == 200
    assert notice.struck_why == "Verkeerde stad."


def test_a_step_that_another_rests_on_is_not_struck(cities):
    make.registered()
    step = Step.objects.get(kind="college-decided")
    answer = signed_in().post(f"{STEP}{step.pk}/doorhalen/", {"why": "Vergissing."})
    assert "Een latere stap rust op deze. Haal die eerst door." in words_of(answer)
    step.refresh_from_db()
    assert step.struck_at is None


def test_an_act_of_another_city_is_not_found_under_this_one(cities):
    make.registered("GM0034")
    step = Step.objects.filter(agreement__city__key="GM0034").first()
    assert signed_in().get(f"{STEP}{step.pk}/doorhalen/").status_code == 404
    assert signed_in().get("/overeenkomsten/GM9999/stap/").status_code == 404
    assert signed_in().get("/overeenkomsten/g40/stap/").status_code == 404


def test_the_register_asks_as_many_queries_for_all_cities_as_for_two():
    counts = []
    for number in (2, 41):
        make.drafted_everywhere(number)
        client = signed_in()
        client.get("/overeenkomsten/")
        with CaptureQueriesContext(connection) as asked:
            answer = client.get("/overeenkomsten/")
        counts.append(len(asked))
        assert len(answer.context["rows"]) == number
    assert counts[0] == counts[1]
    assert counts[1] <= 12
