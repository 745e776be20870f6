"""Clause 5b follows from the decisions on questions."""

from datetime import date, timedelta

import pytest

from kennispact.ground.kit.calendar import AsOf
from kennispact.programme.questions.tests.make import DAY, LATER, actors, question, voice
from kennispact.review.compliance import queries
from kennispact.review.compliance.rules import State

pytestmark = pytest.mark.django_db


def found(on: date):
    clauses = {one.clause.key: one for one in queries.state(AsOf(on)).clauses}
    return clauses["5b"].obligations[0].now.finding


def test_a_question_without_a_decision_of_both_is_late_after_its_days():
    cast = actors()
    assert found(DAY).state is State.NOT_APPLICABLE
    asked = question(cast["deventer"])
    assert found(DAY).state is State.DUE_SOON
    voice(asked, cast["secretary"])
    assert found(DAY + timedelta(days=15)).state is State.OVERDUE
    voice(asked, cast["manager"], happened_on=DAY + timedelta(days=2), at=LATER)
    kept = found(DAY + timedelta(days=15))
    assert (kept.state, kept.kept_on) == (State.KEPT, DAY + timedelta(days=2))
