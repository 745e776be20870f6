"""The calendar as a page, as a file, and as a feed with a secret address."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from kennispact.ground.kit.actor import SYSTEM
from kennispact.pact.agreements.tests import make as agreements
from kennispact.registers.decisions.tests import make
from kennispact.registers.network.commands import mandates
from kennispact.registers.network.tests import make as network
from kennispact.registers.network.tests.door import signed_in
from kennispact.review.calendar import papers
from kennispact.review.calendar.models import Feed
from kennispact.review.calendar.queries import Day

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(make.TODAY, tick=False):
        yield


@pytest.fixture
def secretary():
    network.baseline(2)
    return signed_in("secretaris", "g40")


def subscribe(client):
    client.post(reverse("make_feed"))
    page = client.get(reverse("show_calendar")).content.decode()
    return page.split('feed-address"><code>')[1].split("</code>")[0]


def events(payload):
    return {str(event["uid"]).split("@")[0]: event for event in Calendar.from_ical(payload).walk("VEVENT")}


def file_of(*days, **facts):
    usual = {"name": "Convenant", "host": "pact.example", "stamp": make.TODAY, "language": "nl"}
    return papers.ics(days, **{**usual, **facts})


def test_the_list_shows_what_comes_with_its_owner_state_and_clause(secretary):
    page = secretary.get(reverse("show_calendar")).content.decode()
    ahead = page.split('class="today"')[1]
    assert "31 juli 2026" in ahead
    assert "Jaarplan geëvalueerd en gerapporteerd 2026-07" in ahead
    assert "relatiemanager van de partner" in ahead
    assert "31 maart 2026" not in ahead
    assert "31 maart 2026" in page


def test_the_list_is_narrowed_by_who_must_act_and_by_period(secretary):
    def listed(**asked):
        return secretary.get(reverse("show_calendar"), {"format": "json", **asked}).json()["days"]

    assert all("dagelijks-bestuur" in day["owners"] for day in listed(owner="dagelijks-bestuur"))
    assert {day["on"][:4] for day in listed(since="01-01-2027", until="31-12-2027")} == {"2027"}
    page = secretary.get(reverse("show_calendar"), {"since": "31-02-2027"}).content.decode()
    assert "is geen datum" in page


def test_a_city_sees_its_own_leaving_and_not_that_of_another(secretary):
    for key in ("GM0150", "GM0034"):
        agreements.notice(agreements.registered(key), date(2025, 8, 28), date(2025, 9, 5))
    everything = secretary.get(reverse("show_calendar")).content.decode()
    assert {"Deventer eindigt", "Almere eindigt"} <= {
        part.split(" door")[0] for part in everything.split("Overeenkomst van ")
    }
    own = signed_in("contactpersoon", "GM0150").get(reverse("show_calendar")).content.decode()
    assert "Overeenkomst van Deventer eindigt" in own
    assert "Almere" not in own


def test_the_address_of_a_feed_is_shown_once_and_works_without_signing_in(secretary):
    address = subscribe(secretary)
    assert address not in secretary.get(reverse("show_calendar")).content.decode()
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Cache-Control"].startswith("private")
    assert "plan-adopted-2027" in events(answer.content)
    assert address.split("/")[-1].removesuffix(".ics") not in str(Feed.objects.values())


def test_a_feed_speaks_the_language_it_was_made_in(secretary):
    secretary.cookies["django_language"] = "en"
    payload = Client(headers={"Accept-Language": "nl"}).get(subscribe(secretary)).content
    assert str(events(payload)["plan-ready-2027"]["summary"]) == "Annual plan ready 2027"


def test_a_feed_that_was_stopped_or_never_was_does_not_exist(secretary):
    address = subscribe(secretary)
    secretary.post(reverse("revoke_feed", args=[Feed.objects.get().pk]))
    assert Client().get(address).status_code == 404
    assert Client().get(reverse("feed", args=["guessed"])).status_code == 404


def test_nobody_stops_the_feed_of_another(secretary):
    address = subscribe(secretary)
    signed_in("directeur", "platform31").post(reverse("revoke_feed", args=[Feed.objects.get().pk]))
    assert Client().get(address).status_code == 200


def test_a_feed_closes_when_its_owner_has_no_mandate_left(secretary):
    address = subscribe(secretary)
    mandate = make.holder("secretaris", "g40").mandates.get()
    mandates.end_mandate(
        mandate=mandate, last_day=date(2026, 5, 31), happened_on=date(2026, 5, 31), by=SYSTEM, at=make.TODAY
    )
    assert Client().get(address).status_code == 404


def test_a_feed_shows_its_owner_no_other_citys_leaving(secretary):
    for key in ("GM0150", "GM0034"):
        agreements.notice(agreements.registered(key), date(2025, 8, 28), date(2025, 9, 5))
    found = events(Client().get(subscribe(signed_in("contactpersoon", "GM0150"))).content)
    assert [uid[:13] for uid in found if uid.startswith("leaves-")] == ["leaves-GM0150"]


def test_an_event_lasts_one_whole_day_also_on_29_february_and_31_december():
    days = [
        Day("leap", date(2028, 2, 29), "Schrikkeldag", "Leap day", "2d"),
        Day("end", date(2027, 12, 31), "Oudjaar", "Last day", "6a"),
        Day("clocks", date(2027, 3, 28), "Zomertijd", "Summer time", "6a"),
    ]
    found = events(file_of(*days))
    for day in days:
        event = found[day.uid]
        assert event["dtstart"].dt == day.on
        assert event["dtend"].dt == day.on + timedelta(days=1)
        assert event["dtstart"].params["VALUE"] == "DATE"


def test_an_event_keeps_its_identity_when_it_is_read_again_later():
    day = Day("plan-ready-2027", date(2027, 1, 1), "Jaarplan klaar; 2027, eerste versie", "Plan", "2d")
    first = events(file_of(day))["plan-ready-2027"]
    again = events(file_of(day, stamp=datetime(2026, 9, 9, tzinfo=UTC)))["plan-ready-2027"]
    assert first["uid"] == again["uid"] == "plan-ready-2027@pact.example"
    assert str(first["summary"]) == "Jaarplan klaar; 2027, eerste versie"


def test_long_lines_are_folded_and_every_line_ends_as_the_standard_says():
    payload = file_of(Day("long", date(2027, 1, 1), "é" * 200, "e" * 200, "2d"))
    assert payload.endswith(b"\r\n")
    assert max(len(line) for line in payload.split(b"\r\n")) <= 75


def test_the_number_of_queries_is_the_same_for_two_cities_and_for_all():
    counts = []
    for number in (2, 41):
        network.baseline(number)
        client = signed_in("secretaris", "g40")
        client.get(reverse("show_calendar"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("show_calendar"))
        counts.append(len(queries))
    # A first visit: the answers of the state are kept after it (decision 0014).
    assert counts[0] == counts[1] <= 14
