"""The ledger as pages: what is open, how long, whose, and the same minute."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kennispact.ground.kit.actor import SYSTEM
from kennispact.pact.ledger import commands, queries
from kennispact.pact.ledger.rules import Account, Line
from kennispact.registers.network.tests import make
from kennispact.registers.network.tests.door import signed_in, words_of

pytestmark = pytest.mark.django_db


def billed(city, item, amount, on):
    euros = Decimal(amount)
    commands.post(
        source=f"invoice {item}",
        text=f"Factuur {item}",
        happened_on=on,
        lines=[
            Line(Account.DEBTORS, debit=euros, party=city, item=item),
            Line(Account.CONTRIBUTIONS, credit=euros),
        ],
        by=SYSTEM,
        at=datetime(on.year, on.month, on.day, 9, tzinfo=UTC),
    )


@pytest.fixture
def world():
    make.baseline(2)
    billed("GM0150", "A-1", "100.00", date(2025, 1, 1))
    billed("GM0034", "A-2", "40.00", date(2025, 3, 1))


def test_what_is_open_is_told_by_age_and_adds_up(world):
    page = words_of(signed_in("financiele-administratie").get("/grootboek/?on=2025-03-15&known=true"))
    assert "€ 140,00" in page
    assert "Deventer" in page
    items = queries.open_items(queries.AsOf(date(2025, 3, 15)))
    ages = queries.ageing(items, date(2025, 3, 15))
    assert ages["GM0150"] == {
        30: Decimal("0.00"),
        60: Decimal("0.00"),
        90: Decimal("100.00"),
        0: Decimal("0.00"),
    }
    assert sum(one[30] for one in ages.values()) == Decimal("40.00")


def test_a_city_sees_its_own_statement_the_same_minute_and_no_other(world):
    client = signed_in("contactpersoon", "GM0150")
    assert "€ 100,00" in words_of(client.get("/grootboek/GM0150/"))
    assert "Factuur A-1" in words_of(client.get("/steden/GM0150/"))
    billed("GM0150", "A-3", "7.00", date(2025, 3, 2))
    assert "€ 107,00" in words_of(client.get("/steden/GM0150/"))
    for closed in ("/grootboek/GM0034/", "/grootboek/", "/grootboek/boekingen.csv"):
        assert client.get(closed).status_code == 403
    other = words_of(client.get("/steden/GM0034/"))
    assert "A-2" not in other


def test_the_export_holds_every_side_of_every_booking(world):
    text = signed_in("financiele-administratie").get("/grootboek/boekingen.csv").content.decode("utf-8-sig")
    rows = text.strip().splitlines()
    assert len(rows) == 1 + 4
    assert "debtors" in rows[1]
    assert "100.00" in rows[1]


def test_nothing_booked_is_said_so():
    make.baseline(2)
    client = signed_in("financiele-administratie")
    assert "Er is nog niets geboekt" in words_of(client.get("/grootboek/"))
    assert client.get("/grootboek/g40/").status_code == 404


@pytest.mark.parametrize("place", ["/grootboek/", "/grootboek/GM0150/", "/grootboek/boekingen.csv"])
def test_the_ledger_asks_as_many_queries_for_all_cities_as_for_two(place):
    cities, counts = [one.key for one in make.baseline(41)], []
    client = signed_in("financiele-administratie")
    for number in (2, 41):
        for key in cities[len(counts) and 2 : number]:
            billed(key, f"{key}-1", "100.00", date(2025, 1, 1))
            billed("GM0150", f"{key}-2", "40.00", date(2025, 3, 1))
        client.get(place)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(place).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12
