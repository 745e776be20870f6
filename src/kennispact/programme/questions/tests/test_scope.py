"""Within the covenant or not: it takes two. Source: covenant 5b, annex 1-6."""

from datetime import date, timedelta

import pytest

from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Forbidden, Refused
from kennispact.programme.questions import commands, queries, rules
from kennispact.registers.network import queries as network

from .make import AT, DAY, LATER, actors, question, voice

pytestmark = pytest.mark.django_db
NOW = AsOf(date(2025, 7, 1))


@pytest.fixture
def cast():
    return actors()


def line(asked, view=NOW):
    return queries.question(view, SYSTEM, asked.pk)


def codes(refused) -> list[str]:
    return [one.code for one in refused.value.refusals]


def test_one_supervisor_alone_decides_nothing(cast):
    asked = question(cast["deventer"])
    voice(asked, cast["secretary"])

    assert line(asked).scope.outcome == ""
    assert line(asked).scope.waiting_for == ("partner",)
    with pytest.raises(Refused) as refused:
        voice(asked, cast["secretary"])
    assert codes(refused) == ["scope.said-before"]
    with pytest.raises(Forbidden):
        commands.give_voice(
            question=asked, party=network.organisation("platform31"), outcome="inside", clauses=["5b"],
            happened_on=DAY, by=cast["secretary"], at=AT,
        )  # fmt: skip
    with pytest.raises(Forbidden):
        voice(asked, cast["deventer"])

    voice(asked, cast["manager"], happened_on=DAY + timedelta(days=2), at=LATER)
    found = line(asked).scope
    assert (found.outcome, found.decided_on) == ("inside", DAY + timedelta(days=2))
    assert [one.mandate for one in found.voices] == ["secretaris @ g40", "relatiemanager @ platform31"]
    assert line(asked, view=AsOf(NOW.on, AT)).scope.outcome == ""


def test_one_person_cannot_speak_for_both(cast):
    asked = question(cast["deventer"])
    voice(asked, cast["secretary"])
    both = type(cast["manager"])(cast["secretary"].person_id, "", cast["manager"].capacities)
    with pytest.raises(Refused) as refused:
        voice(asked, both)
    assert codes(refused) == ["scope.same-person"]


def test_parties_that_differ_have_not_decided_and_may_come_round(cast):
    asked = question(cast["deventer"])
    voice(asked, cast["secretary"], "outside")
    voice(asked, cast["manager"])
    assert line(asked).scope.differ

    voice(asked, cast["manager"], "outside", at=LATER)
    assert (line(asked).scope.outcome, line(asked).scope.route) == ("outside", "own-account")
    with pytest.raises(Refused) as refused:
        voice(asked, cast["manager"], "outside", route="", reason="", clauses=["99z"])
    assert codes(refused) == ["scope.no-ground", "scope.route", "scope.no-reason"]


def test_what_waits_too_long_for_a_decision_is_found(cast):
    asked = question(cast["deventer"])
    voice(asked, cast["secretary"])
    late = queries.without_decision(AsOf(DAY + timedelta(days=15)), SYSTEM, 14)
    assert [one.id for one in late] == [asked.pk]
    assert queries.without_decision(AsOf(DAY + timedelta(days=14)), SYSTEM, 14) == ()
    (proof,) = queries.scope_proofs(NOW, 14)
    assert (proof.outcome, proof.due_on) == ("", DAY + timedelta(days=14))

    voice(asked, cast["manager"], at=LATER)
    assert queries.without_decision(NOW, SYSTEM, 14) == ()
    (proof,) = queries.scope_proofs(NOW, 14)
    assert (proof.outcome, proof.decided_on) == ("inside", DAY)


def test_a_proposal_names_its_grounds():
    inside = rules.propose(from_city=True, takes_part=True, themes=["europa"], alike=2, answered_by=1)
    assert (inside.outcome, inside.clauses) == ("inside", ("3b", "1b", "5b", "2f"))
    outside = rules.propose(from_city=True, takes_part=False, themes=[], alike=0, answered_by=0)
    assert (outside.outcome, outside.clauses) == ("outside", ("3b", "1b"))
    assert rules.propose(from_city=False, takes_part=False, themes=["x"], alike=0, answered_by=0).clauses == (
        "5a",
        "1b",
    )
