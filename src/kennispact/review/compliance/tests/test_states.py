"""The states of obligations: legal cases in Dutch, and what a struck adoption does."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.calendar import AsOf
from kennispact.pact.agreements.tests import make as agreements
from kennispact.registers.decisions import commands as decisions
from kennispact.registers.decisions.rules import Subject
from kennispact.registers.network import queries as network
from kennispact.registers.network.tests import make as network_make
from kennispact.review.compliance import queries
from kennispact.review.compliance.rules import State

pytestmark = pytest.mark.django_db
CASES = tomllib.loads((Path(__file__).parent / "cases" / "afspraken.toml").read_text(encoding="utf-8"))


def happen(line: str, obligation: str, occurrence: str) -> None:
    """Record one line of a case with the command that fits."""
    day, who, word = line.split()
    on = date.fromisoformat(day)
    clause = queries.covenants.covenant().obligation[obligation].clause
    subject = Subject(clause, obligation, occurrence)
    facts = {"subject": subject, "title": "geval", "happened_on": on, "at": agreements.at(on)}
    outcome = {"ja": "yes", "nee": "no"}[word]
    if who in {"g40", "platform31"}:
        role = {"g40": "secretaris", "platform31": "relatiemanager"}[who]
        party, by = network.organisation(who), network_make.actor(role, who)
        decisions.consent(party=party, role=role, by=by, outcome=outcome, **facts)
    elif who == "bestuur":
        body = network.organisation("g40")
        decisions.decide(body=body, role="dagelijks-bestuur", by=SYSTEM, outcome=outcome, **facts)
    else:
        body = network.organisation("platform31")
        decisions.state(body=body, role=who, by=SYSTEM, outcome=outcome, **facts)


def found(obligation: str, occurrence: str, view: AsOf) -> queries.OccurrenceState:
    return next(
        one
        for one in queries.state(view).occurrences
        if one.obligation.key == obligation and one.occurrence and one.occurrence.key == occurrence
    )


@pytest.mark.parametrize("case", CASES["geval"], ids=lambda case: case["naam"])
def test_case(case):
    network_make.baseline(2)
    for line in case["gebeurd"]:
        happen(line, case["afspraak"], case["keer"])
    one = found(case["afspraak"], case["keer"], AsOf(case["op"]))
    assert one.finding.state == case["stand"]
    if "wacht_op" in case:
        assert list(one.finding.waits_for) == case["wacht_op"]


def test_ready_and_adopted_are_two_obligations_of_every_year_with_the_exception_of_2023():
    covenant = queries.covenants.covenant()
    ready = covenant.obligation["plan-ready"].occurrences
    adopted = covenant.obligation["plan-adopted"].occurrences
    assert [one.due_on for one in ready] == [date(2023, 3, 1), *(date(y, 1, 1) for y in range(2024, 2028))]
    assert [one.due_on for one in adopted] == [date(y, 3, 31) for y in range(2023, 2028)]


def test_striking_the_adoption_leaves_not_enough_facts():
    network_make.baseline(2)
    happen("2024-03-14 bestuur ja", "plan-adopted", "2024")
    view = AsOf(date(2024, 6, 1))
    assert found("plan-adopted", "2024", view).finding.state is State.KEPT
    decision = queries.decisions.decisions(view, clause="4f")[0]
    struck_at = agreements.at(date(2024, 7, 1))
    decisions.strike_decision(decision=decision, why="ander jaar", by=SYSTEM, at=struck_at)
    assert found("plan-adopted", "2024", view).finding.state is State.NOT_ENOUGH_FACTS
    assert found("plan-adopted", "2024", AsOf.known_then(view.on)).finding.state is State.KEPT


@pytest.mark.parametrize("days", range(0, 1900, 61))
def test_without_facts_nothing_is_ever_green_but_what_is_derived(days):
    network_make.baseline(2)
    for one in queries.state(AsOf(date(2022, 12, 19) + timedelta(days=days))).occurrences:
        if one.finding.state in {State.KEPT, State.KEPT_LATE}:
            assert one.obligation.key == "annex-up-to-date"


def test_rooms_that_do_not_exist_say_so():
    network_make.baseline(2)
    state = queries.state(AsOf(date(2024, 6, 1)))
    for clause in state.clauses:
        if not clause.obligations and clause.state is State.NO_ROOM:
            assert not clause.room_exists
    assert State.NO_ROOM in {clause.state for clause in state.clauses}


def test_the_number_of_queries_is_the_same_for_2_cities_and_for_41():
    counts = []
    for number in (2, 41):
        network_make.baseline(number)
        city = network.organisations("city")[0]
        agreements.registered(city.key)
        for ask in (queries.state, queries.matrix):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                ask(AsOf(date(2025, 1, 1)))
            counts.append(len(asked))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 9


def test_a_late_agreement_is_registered_and_its_lateness_is_seen():
    network_make.baseline(2)
    agreements.registered(registered_on=date(2023, 4, 6))
    target = found("agreement-concluded", "once", AsOf(date(2023, 5, 1)))
    assert {one.city.key: one.finding.state for one in target.cities} == {
        "GM0150": State.KEPT_LATE,
        "GM0034": State.OVERDUE,
    }
