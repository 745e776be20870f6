"""What each city said, in another covenant: read in one look-up per cell, the same on both engines."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.calendar import AsOf, end_of
from kennispact.pact.agreements.tests.make import at
from kennispact.registers.decisions import commands as decisions
from kennispact.registers.decisions.models import Decision
from kennispact.registers.decisions.rules import Subject
from kennispact.registers.network import queries as network
from kennispact.registers.network.tests import make
from kennispact.review.compliance import queries
from kennispact.review.compliance.rules import State

pytestmark = pytest.mark.django_db
MORE = """
[[obligation]]
key = "knowledge-shared"
clause = "2f"
title = "Kennis van de stad gedeeld"
title_en = "Knowledge of the city shared"
scope = "city"
rhythm = "once"
evidence = "statement"
owners = ["contactpersoon"]

  [obligation.schedule]
  opens_on = 2024-01-01
  due_on = 2024-06-30
"""
ABOUT = Subject("2f", "knowledge-shared", "once", "GM0150")


@pytest.fixture
def covenant(settings, tmp_path):
    real = Path(settings.KENNISPACT_COVENANT).read_text(encoding="utf-8")
    settings.KENNISPACT_COVENANT = tmp_path / "more.toml"
    settings.KENNISPACT_COVENANT.write_text(real + MORE, encoding="utf-8")
    make.baseline(2)


def say(day: date, outcome: str = "yes", entered: date | None = None) -> Decision:
    return decisions.state(
        body=network.organisation("g40"),
        role="secretaris",
        subject=ABOUT,
        title="gedeeld",
        about=network.organisation("GM0150"),
        happened_on=day,
        outcome=outcome,
        by=SYSTEM,
        at=at(entered or day),
    )


def both(view: AsOf) -> tuple[State, State]:
    """Return the state of Deventer in the full answer and in the heat map: they must agree."""
    one = next(o for o in queries.state(view).occurrences if o.obligation.key == "knowledge-shared")
    full = next(city.finding.state for city in one.cities if city.city.key == "GM0150")
    return full, queries.matrix(view)["knowledge-shared"][network.organisation("GM0150").pk]


@pytest.mark.parametrize(
    ("said", "on", "state"),
    [
        ([], date(2023, 12, 1), State.NOT_APPLICABLE),
        ([], date(2024, 7, 1), State.NOT_ENOUGH_FACTS),
        ([(date(2024, 6, 30), "yes")], date(2024, 7, 1), State.KEPT),
        ([(date(2024, 7, 2), "yes")], date(2024, 8, 1), State.KEPT_LATE),
        ([(date(2024, 5, 1), "yes"), (date(2024, 9, 1), "yes")], date(2024, 10, 1), State.KEPT),
        ([(date(2024, 5, 1), "yes"), (date(2024, 9, 1), "no")], date(2024, 10, 1), State.OVERDUE),
        ([(date(2024, 5, 1), "no"), (date(2024, 9, 1), "yes")], date(2024, 10, 1), State.KEPT_LATE),
    ],
)
def test_the_last_word_counts_and_the_last_day_decides_whether_it_was_in_time(covenant, said, on, state):
    for day, outcome in said:
        say(day, outcome)
    assert both(AsOf(on)) == (state, state)


def test_what_was_entered_later_was_not_known_then(covenant):
    say(date(2024, 6, 1), entered=date(2024, 8, 1))
    assert both(AsOf(date(2024, 7, 1))) == (State.KEPT, State.KEPT)
    assert both(AsOf.known_then(date(2024, 7, 1))) == (State.NOT_ENOUGH_FACTS, State.NOT_ENOUGH_FACTS)


def test_a_struck_word_counts_no_more(covenant):
    first = say(date(2024, 5, 1))
    decisions.strike_decision(decision=first, why="andere stad", by=SYSTEM, at=at(date(2024, 5, 9)))
    assert both(AsOf(date(2024, 7, 1))) == (State.NOT_ENOUGH_FACTS, State.NOT_ENOUGH_FACTS)
    assert both(AsOf(date(2024, 7, 1), end_of(date(2024, 5, 8)))) == (State.KEPT, State.KEPT)


def test_other_cities_are_not_touched(covenant):
    say(date(2024, 5, 1))
    found = queries.matrix(AsOf(date(2024, 7, 1)))["knowledge-shared"]
    assert found[network.organisation("GM0034").pk] is State.NOT_ENOUGH_FACTS


DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31))


@given(
    words=st.lists(
        st.tuples(DAYS, st.sampled_from(["yes", "no"]), DAYS),
        max_size=6,
        unique_by=lambda word: (min(word[0], word[2]), word[1]),
    ),
    on=DAYS,
    known=DAYS,
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_quick_look_up_agrees_with_plain_python(covenant, words, on, known):
    from django.db import transaction

    with transaction.atomic():
        acts = [say(min(day, entered), outcome, entered) for day, outcome, entered in words]
        view = AsOf(on, end_of(known))

        def last(until):
            seen = [a for a in acts if a.happened_on <= until and a.recorded_at <= view.known]
            best = max(seen, key=lambda a: (a.happened_on, a.recorded_at), default=None)
            same = (best.happened_on, best.recorded_at) if best else None
            ties = [a for a in seen if (a.happened_on, a.recorded_at) == same]
            return best, {a.outcome for a in ties}

        word, outcomes = last(on)
        full, quick = both(view)
        assert full == quick
        if word is None:
            assert full not in {State.KEPT, State.KEPT_LATE, State.OVERDUE}
        elif outcomes == {"yes"}:
            assert full in {State.KEPT, State.KEPT_LATE}
        elif outcomes == {"no"}:
            assert full not in {State.KEPT, State.KEPT_LATE}
        transaction.set_rollback(True)
