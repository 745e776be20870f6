"""The last days to pay, in the calendar: of all cities for who sees them all, else of one's own city only."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from kennispact.ground.kit.actor import SYSTEM
from kennispact.pact.invoicing import commands
from kennispact.pact.invoicing.tests import make as invoicing
from kennispact.pact.payments.tests import make
from kennispact.registers.network.tests.door import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _invoiced(monkeypatch):
    make.quick(monkeypatch)
    with time_machine.travel(make.AT, tick=False):
        yield


def finance():
    return signed_in("financiele-administratie", "platform31")


def paying(client: Client, on: str = "2023-03-10") -> list[tuple[str, str, str]]:
    days = client.get(reverse("show_calendar"), {"format": "json", "on": on}).json()["days"]
    return [(day["on"], day["title"], day["state"]) for day in days if day["uid"].startswith("pay-")]


def test_the_administration_sees_one_line_for_a_run_and_how_many_paid():
    make.world(3)
    make.bring(make.paper(make.one(1841245, reference=make.reference())))
    line = ("2023-03-31", "Facturen over 2023 betalen", "on-course")
    assert paying(finance()) == [line]
    assert paying(finance(), "2023-03-20") == [(*line[:2], "due-soon")]
    assert paying(finance(), "2023-04-01") == [(*line[:2], "overdue")]
    page = finance().get(reverse("show_calendar"), {"on": "2023-03-20"}).content.decode()
    assert "1 van 3 steden" in page


def test_a_city_sees_its_own_invoice_on_the_page_and_in_its_calendar_and_no_other():
    make.world(2)
    number, other = make.claim().item, make.claim("GM0034").item
    client = signed_in("contactpersoon", "GM0150")
    assert paying(client) == [("2023-03-31", f"Factuur {number} betalen", "on-course")]
    page = client.get(reverse("show_calendar")).content.decode()
    assert reverse("show_invoice", args=[number]) in page
    client.post(reverse("make_feed"))
    address = client.get(reverse("show_calendar")).content.decode().split('feed-address"><code>')[1]
    answer = Client().get(address.split("</code>")[0])
    events = {str(one["uid"]).split("@")[0]: one for one in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert events[f"pay-{number}"]["dtstart"].dt == date(2023, 3, 31)
    assert f"pay-{other}" not in events
    assert other not in page


def test_what_was_paid_is_kept_and_what_was_credited_is_no_date():
    make.world(2)
    client = signed_in("contactpersoon", "GM0150")
    make.bring(make.paper(make.one(1841245, reference=make.reference())))
    assert [state for *_, state in paying(client, "2023-03-20")] == ["kept"]
    assert [state for *_, state in paying(client, "2023-03-19")] == ["due-soon"], "not paid yet on that day"
    invoicing.credited()
    assert paying(client) == []


def test_who_may_see_no_invoice_sees_no_day_to_pay():
    make.world(3)
    assert paying(signed_in("thematrekker", "g40")) == []


def test_the_number_of_queries_is_the_same_for_two_invoices_and_for_five():
    invoicing.world(5)
    client, counts = finance(), []
    for most in (2, None):
        commands.issue(year=2023, by=SYSTEM, at=invoicing.AT, most=most)
        client.get(reverse("show_calendar"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("show_calendar"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 18
