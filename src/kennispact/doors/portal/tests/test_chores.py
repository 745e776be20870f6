"""What waits for the financial administration stands on its first page, each with one thing to do."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kennispact.doors.portal.chores import chores
from kennispact.ground.kit.actor import SYSTEM
from kennispact.pact.delivery import commands as delivery
from kennispact.pact.delivery.gateway import Delivery
from kennispact.pact.delivery.rules import Result
from kennispact.pact.invoicing import commands as invoicing
from kennispact.pact.invoicing import queries as invoices
from kennispact.pact.invoicing.tests import make as invoice_world
from kennispact.pact.payments.tests import make
from kennispact.registers.network.tests.door import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    make.quick(monkeypatch)
    with time_machine.travel(invoice_world.AT, tick=False) as clock:
        yield clock


class Refuses:
    def submit(self, parcel):
        return Delivery(Result.REJECTED, "422 no such receiver")


def send(now=invoice_world.AT):
    delivery.ask(invoices=invoices.invoices(invoices.AsOf(now.date())), by=SYSTEM, at=now)
    delivery.hand_over(transports={"outbox": Refuses()}, by=SYSTEM, now=lambda: now)


def waits(client, on=""):
    page = client.get(reverse("home"), {"on": on} if on else {}).content.decode()
    return page.split('id="own"')[1].split("</section>")[0]


def finance():
    return signed_in("financiele-administratie", "platform31")


def test_invoices_are_sent_looked_after_and_money_is_matched_from_the_first_page(clock):
    make.world(3)
    client = finance()
    assert "3 facturen over 2023 zijn nog niet verstuurd" in waits(client)
    assert reverse("send_invoices", args=[2023]) in waits(client)
    send()
    assert "3 facturen over 2023 kwamen niet aan" in waits(client)
    assert "niet verstuurd" not in waits(client)
    make.bring(make.paper(make.one(70_000, text="Bijdrage"), make.one(-500, "B2")))
    found = waits(client)
    assert "2 boekingen van de bank wachten op een koppeling" in found
    assert "700,00" in found
    assert "te laat" not in found
    clock.shift(timedelta(days=31))
    client = finance()
    assert "3 steden zijn te laat met betalen" in waits(client)
    assert waits(client).count("utrecht-button--primary-action") == 1


def test_looking_back_offers_nothing_to_do(clock):
    make.world(2)
    assert "verstuurd" in waits(finance())
    assert "verstuurd" not in waits(finance(), "2023-02-01")


@pytest.mark.parametrize(
    "role", [("secretaris", "g40"), ("directeur", "platform31"), ("contactpersoon", "GM0150")]
)
def test_it_waits_for_nobody_else(role):
    make.world(2)
    send()
    make.bring(make.paper(make.one(70_000)))
    page = waits(signed_in(*role))
    assert "facturen" not in page
    assert "bank" not in page


def test_the_number_of_queries_is_the_same_for_two_invoices_and_for_five():
    invoice_world.world(5)
    client, counts = finance(), []
    for most in (2, None):
        invoicing.issue(year=2023, by=SYSTEM, at=invoice_world.AT, most=most)
        send()
        waits(client)
        with CaptureQueriesContext(connection) as page:
            waits(client)
        with CaptureQueriesContext(connection) as own:
            assert chores(SYSTEM, invoice_world.AT)
        counts.append((len(page), len(own)))
    assert counts[0] == counts[1]
    assert counts[0][0] <= 32, counts
    assert counts[0][1] <= 12, counts
