"""Recording a decision, finding it, and striking it, as people do it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kennispact.ground.kit.refusal import Refused
from kennispact.registers.decisions import commands
from kennispact.registers.decisions.models import Decision
from kennispact.registers.decisions.tests import make
from kennispact.registers.documents.tests.make import PDF
from kennispact.registers.network.tests import make as network
from kennispact.registers.network.tests.door import signed_in

pytestmark = pytest.mark.django_db
ADOPTED = ("plan-adopted", "2026")
READY = ("plan-ready", "2027")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(make.TODAY, tick=False):
        yield


@pytest.fixture
def secretary():
    network.baseline(2)
    return signed_in("secretaris", "g40")


def record(client, case, **given):
    facts = {"outcome": "yes", "happened_on": "14-03-2026", "title": "Jaarplan 2026 vastgesteld", **given}
    return client.post(reverse("record_decision", args=case), facts)


def test_a_decision_of_the_board_is_recorded_by_a_supervisor(secretary):
    answer = record(secretary, ADOPTED)
    assert answer.status_code == 302
    decision = Decision.objects.get()
    assert (decision.kind, decision.by_role, decision.body.key) == ("decision", "dagelijks-bestuur", "g40")
    assert decision.happened_on == date(2026, 3, 14)
    assert "Vastgelegd: Jaarplan vastgesteld" in secretary.get(answer["Location"]).content.decode()


def test_the_manager_of_the_partner_records_the_boards_decision_in_the_boards_name(secretary):
    record(signed_in("relatiemanager", "platform31"), ADOPTED)
    decision = Decision.objects.get()
    assert (decision.body.key, decision.recorded_as) == ("g40", "relatiemanager @ platform31")


def test_sending_the_form_twice_records_once(secretary):
    assert record(secretary, ADOPTED).status_code == record(secretary, ADOPTED).status_code == 302
    assert Decision.objects.count() == 1


def test_the_same_word_twice_is_refused_by_the_command_itself_until_it_was_struck():
    secretary, _manager = make.supervisors()
    first = make.adopted("2026", secretary, on=date(2026, 3, 14))
    with pytest.raises(Refused, match="already"):
        make.adopted("2026", secretary, on=date(2026, 3, 14))
    make.adopted("2026", secretary, on=date(2026, 3, 15))
    at = make.TODAY
    commands.strike_decision(decision=first, why="verkeerde dag", by=secretary, at=at)
    make.adopted("2026", secretary, on=date(2026, 3, 14))
    assert Decision.objects.filter(struck_at=None).count() == 2


def test_a_day_that_has_not_come_is_refused_at_its_field_and_nothing_is_written(secretary):
    page = record(secretary, ADOPTED, happened_on="02-06-2026").content.decode()
    assert "2 juni 2026" in page
    assert 'href="#id_happened_on"' in page
    assert not Decision.objects.exists()


def test_a_no_needs_an_explanation(secretary):
    assert "Zeg waarom niet." in record(secretary, ADOPTED, outcome="no").content.decode()
    assert record(secretary, ADOPTED, outcome="no", reason="Te weinig geld").status_code == 302
    assert Decision.objects.get().reason == "Te weinig geld"


@pytest.mark.parametrize(("shared", "seen"), [({}, False), ({"shared": "on"}, True)])
def test_the_minutes_are_kept_with_the_decision_and_opened_only_when_asked(secretary, shared, seen):
    record(secretary, ADOPTED, file=SimpleUploadedFile("verslag.pdf", PDF), **shared)
    assert Decision.objects.get().document.name == "verslag.pdf"
    clause = reverse("show_clause", args=["4f"])
    assert "verslag.pdf" in secretary.get(clause).content.decode()
    page = signed_in("contactpersoon", "GM0150").get(clause).content.decode()
    assert ("verslag.pdf" in page) == seen


def test_what_is_recorded_about_a_city_names_it_and_other_cities_do_not_see_it(secretary):
    case, given = ("agreement-experts", "los"), {"title": "Deskundigen gekozen", "about": "GM0150"}
    assert record(secretary, case, **given).status_code == record(secretary, case, **given).status_code == 302
    assert Decision.objects.get().about.key == "GM0150"
    for city, seen in (("GM0150", True), ("GM0034", False)):
        client = signed_in("contactpersoon", city)
        for page in (reverse("list_decisions"), reverse("show_clause", args=["O4.2"])):
            assert ("Deskundigen gekozen" in client.get(page).content.decode()) == seen


def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_recorded(secretary):
    page = record(secretary, ADOPTED, file=SimpleUploadedFile("verslag.pdf", b"<html>")).content.decode()
    assert 'href="#id_file"' in page
    assert not Decision.objects.exists()


def test_each_party_gives_its_own_consent_in_one_click(secretary):
    page = secretary.get(reverse("record_decision", args=READY)).content.decode()
    assert "U legt dit vast voor Stedennetwerk G40" in page
    record(secretary, READY, happened_on="01-06-2026")
    record(signed_in("relatiemanager", "platform31"), READY, happened_on="01-06-2026")
    given = Decision.objects.order_by("pk").values_list("body__key", "by_role", "kind")
    assert list(given) == [("g40", "secretaris", "consent"), ("platform31", "relatiemanager", "consent")]


def test_a_later_decision_names_the_one_it_replaces(secretary):
    first = make.adopted("2026", make.secretary(), on=date(2026, 3, 14))
    record(secretary, ADOPTED, happened_on="20-04-2026", title="Opnieuw vastgesteld", replaces=first.pk)
    assert Decision.objects.get(subject="Opnieuw vastgesteld").replaces == first


@pytest.mark.parametrize("role", [("contactpersoon", "GM0150"), ("directeur", "platform31")])
def test_who_does_not_supervise_records_no_decision_of_the_board(secretary, role):
    client = signed_in(*role)
    assert client.get(reverse("record_decision", args=ADOPTED)).status_code == 403
    assert record(client, ADOPTED).status_code == 403
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    "case",
    [("nonsense", "2026"), ("plan-adopted", "2031"), ("plan-adopted", "los"), ("contribution", "2026")],
)
def test_what_the_covenant_does_not_ask_is_not_found(secretary, case):
    assert secretary.get(reverse("record_decision", args=case)).status_code == 404


def test_what_has_no_day_of_its_own_can_be_recorded_when_it_happens(secretary):
    assert record(secretary, ("objections", "los"), title="Bezwaar opgelost").status_code == 302
    assert "Aantal keer vastgelegd: 1" in secretary.get(reverse("show_clause", args=["8f"])).content.decode()


def test_striking_says_first_what_becomes_of_the_obligation(secretary):
    decision = make.adopted("2024", make.secretary(), on=date(2024, 3, 14))
    address = reverse("strike_decision", args=[decision.pk])
    page = secretary.get(address).content.decode()
    assert "4f, Jaarplan vastgesteld door het dagelijks bestuur 2024, wordt: te weinig gegevens." in page
    assert secretary.post(address, {"why": ""}).status_code == 200
    assert not Decision.objects.get().struck_at
    assert secretary.post(address, {"why": "Verkeerd jaar"}).status_code == 302
    assert secretary.post(address, {"why": "Nog een keer"}).status_code == 302
    assert Decision.objects.get().struck_why == "Verkeerd jaar"


def test_striking_one_of_two_words_says_that_the_state_stays(secretary):
    by = make.secretary()
    first = make.adopted("2026", by, on=date(2026, 3, 14))
    make.adopted("2026", by, on=date(2026, 3, 20))
    page = secretary.get(reverse("strike_decision", args=[first.pk])).content.decode()
    assert "blijft: nagekomen." in page


def test_only_supervisors_strike(secretary):
    decision = make.adopted("2026", make.secretary(), on=date(2026, 3, 14))
    for role in (("voorzitter", "g40"), ("contactpersoon", "GM0150")):
        client = signed_in(*role)
        assert client.post(reverse("strike_decision", args=[decision.pk]), {"why": "x"}).status_code == 403
    assert not Decision.objects.get().struck_at


def test_the_list_is_searched_filtered_and_given_as_csv(secretary):
    by = make.secretary()
    for year in ("2024", "2025", "2026"):
        make.adopted(year, by, on=date(int(year), 3, 14))
    make.consented("2026", "g40", "secretaris", by, on=date(2025, 12, 1))
    page = secretary.get(reverse("list_decisions"), {"search": "2025"}).content.decode()
    assert "Jaarplan 2025 vastgesteld" in page
    assert "Jaarplan 2024 vastgesteld" not in page
    lines = secretary.get(reverse("list_decisions"), {"kind": "consent", "format": "csv"}).content.decode()
    assert len(lines.splitlines()) == 2
    assert "plan-ready,2026" in lines
    assert "Geen besluiten" in secretary.get(reverse("list_decisions"), {"search": "zwaluw"}).content.decode()


def test_the_list_is_paged_and_costs_the_same_for_few_and_many(secretary):
    by, counts = make.secretary(), []
    for days in (range(2), range(2, 62)):
        for day in days:
            make.adopted("2026", by, on=date(2026, 3, 1) + timedelta(day))
        secretary.get(reverse("list_decisions"))
        with CaptureQueriesContext(connection) as queries:
            page = secretary.get(reverse("list_decisions")).content.decode()
        counts.append(len(queries))
    assert "?page=2" in page
    assert counts[0] == counts[1] <= 12
