from datetime import UTC, date, datetime

import pytest

from kennispact.ground.journal import commands, queries
from kennispact.ground.journal.queries import Wanted
from kennispact.ground.kit.actor import SYSTEM, Actor, Capacity

pytestmark = pytest.mark.django_db
SINCE = date(2023, 1, 1)
SECRETARY = Actor(name="s", capacities=(Capacity("secretaris", "g40", "network", SINCE),))
PILLAR = Actor(name="p", capacities=(Capacity("pijlersecretaris", "g40", "network", SINCE),))
BOTH = Actor(
    name="b",
    capacities=(
        Capacity("expert", "platform31", "partner", SINCE),
        Capacity("secretaris", "g40", "network", SINCE),
    ),
)


def write(verb="one.done", at=datetime(2025, 9, 1, 12, tzinfo=UTC), by=SYSTEM, **facts):
    return commands.write(verb, None, by=by, at=at, **facts)


def test_the_newest_line_comes_first_and_pages_follow_each_other():
    written = [write(number=number).pk for number in range(5)]

    assert [line.id for line in queries.lines(Wanted())] == written[::-1]
    assert [line.id for line in queries.lines(Wanted(), start=2, most=2)] == [written[2], written[1]]
    assert queries.count(Wanted()) == 5


def test_a_role_is_found_as_a_whole_wherever_it_stands_in_the_capacity():
    for by in (SECRETARY, PILLAR, BOTH):
        write(by=by)

    found = {line.mandate for line in queries.lines(Wanted(role="secretaris"))}

    assert found == {SECRETARY.mandate, BOTH.mandate}


def test_a_period_holds_whole_days_as_amsterdam_counts_them():
    late = write(at=datetime(2025, 8, 31, 21, 59, tzinfo=UTC)).pk  # 31 August, 23.59
    early = write(at=datetime(2025, 8, 31, 22, 1, tzinfo=UTC)).pk  # 1 September, 00.01

    august, september = Wanted(until=date(2025, 8, 31)), Wanted(since=date(2025, 9, 1))

    assert [line.id for line in queries.lines(august)] == [late]
    assert [line.id for line in queries.lines(september)] == [early]


def test_who_asks_for_one_organisation_gets_no_line_of_another_nor_of_none():
    own = write(organisation="GM0150").pk
    write(organisation="GM0193", result="refused")
    write()

    assert [line.id for line in queries.lines(Wanted(organisations={"GM0150"}))] == [own]
    assert queries.count(Wanted(organisations=())) == 0
    assert queries.count(Wanted(result="refused")) == 1


def test_what_was_written_later_was_not_known_then():
    write(at=datetime(2025, 9, 5, tzinfo=UTC))

    assert queries.count(Wanted(known=datetime(2025, 9, 4, tzinfo=UTC))) == 0
