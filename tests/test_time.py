"""R19: days do not shift, whatever the machine's zone, the season, the year's end or a clock put back."""

import os
import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from kennispact.ground import clock
from kennispact.ground.kit.calendar import AMSTERDAM, AsOf, day_of, end_of, parse_moment
from kennispact.pact.agreements import queries
from kennispact.pact.agreements.tests import make
from kennispact.registers.network.tests import make as network

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.fixture(params=["Europe/Amsterdam", "UTC", "Pacific/Kiritimati", "America/Adak"])
def zone(request):
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    os.environ.pop("TZ") if before is None else os.environ.__setitem__("TZ", before)
    time.tzset()


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2025-08-31T21:59:59Z", date(2025, 8, 31)),
        ("2025-08-31T22:00:00Z", date(2025, 9, 1)),
        ("2025-12-31T22:59:59Z", date(2025, 12, 31)),
        ("2025-12-31T23:00:00Z", date(2026, 1, 1)),
        ("2024-02-28T23:30:00Z", date(2024, 2, 29)),
        ("2025-03-30T00:59:59Z", date(2025, 3, 30)),  # the night that loses an hour
        ("2025-10-26T00:30:00Z", date(2025, 10, 26)),  # the night that has one twice
    ],
)
def test_today_is_the_day_in_amsterdam(zone, moment, day):
    with time_machine.travel(datetime.fromisoformat(moment), tick=False):
        assert clock.today() == day


@given(day=DAYS)
def test_the_end_of_a_day_is_on_that_day_and_the_next_moment_is_not(day):
    assert day_of(end_of(day)) == day
    assert day_of(end_of(day) + timedelta(microseconds=1)) == day + timedelta(days=1)


@given(moment=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)))
def test_a_moment_is_known_at_the_end_of_its_own_day_and_not_the_day_before(moment):
    day = day_of(moment)
    assert AsOf.known_then(day).sees(day, moment, None)
    assert not AsOf.known_then(day - timedelta(days=1)).sees(day - timedelta(days=1), moment, None)


def test_a_moment_without_a_zone_is_one_in_amsterdam():
    assert parse_moment("2025-07-01T12:00") == datetime(2025, 7, 1, 12, tzinfo=AMSTERDAM)
    assert parse_moment("2025-07-01T12:00+09:00").tzinfo != ZoneInfo("Europe/Amsterdam")


@pytest.mark.django_db
def test_the_register_is_the_same_in_every_zone_of_the_machine(zone):
    network.baseline(2)
    make.notice(make.registered(), date(2025, 8, 31), date(2025, 8, 31))
    row = make.row("GM0150", AsOf(date(2025, 9, 1)))
    assert (row.dossier.notice.received_on, row.state.ends_before) == (date(2025, 8, 31), date(2026, 1, 1))


@pytest.mark.django_db
def test_a_clock_that_is_put_back_loses_nothing():
    network.baseline(2)
    agreement = make.registered()
    late = datetime(2025, 8, 28, 12, tzinfo=UTC)
    letter = make.paper(agreement.city, late.date())
    queries_before = make.row("GM0150", AsOf(late.date(), late))
    notice = make.commands.give_notice(
        agreement=agreement,
        received_on=late.date(),
        giver=agreement.city,
        letter=letter,
        by=make.SYSTEM,
        at=late - timedelta(minutes=10),
    )
    assert queries_before.dossier.notice is None
    assert queries.dossier(agreement, AsOf(late.date(), late)).notice.id == notice.pk
    assert queries.dossier(agreement, AsOf(late.date(), late - timedelta(minutes=11))).notice is None


@pytest.mark.django_db
@pytest.mark.parametrize("on", [date(2028, 1, 1), date(2028, 6, 1), date(2040, 2, 29)])
def test_after_the_covenant_every_agreement_has_ended_by_itself(on):
    network.baseline(2)
    make.registered()
    row = make.row("GM0150", AsOf(on))
    assert (row.state.standing, row.participates) == ("ended", False)
