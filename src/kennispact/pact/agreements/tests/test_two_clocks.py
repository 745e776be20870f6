"""The letter of the house: received on 28 August 2025, entered on 5 September."""

from datetime import date

import pytest

from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Forbidden, Refused
from kennispact.pact.agreements import commands, queries
from kennispact.pact.agreements.rules import Standing
from kennispact.pact.agreements.tests import make
from kennispact.registers.network.tests import make as network

pytestmark = pytest.mark.django_db
RECEIVED, ENTERED, FIRST = date(2025, 8, 28), date(2025, 9, 5), date(2025, 9, 1)
TRUE_THEN, KNOWN_THEN = AsOf(FIRST), AsOf.known_then(FIRST)


@pytest.fixture
def letter():
    network.baseline(2)
    return make.notice(make.registered(), RECEIVED, ENTERED)


def test_what_was_true_then_and_what_was_known_then_differ(letter):
    true, known = make.row("GM0150", TRUE_THEN), make.row("GM0150", KNOWN_THEN)
    assert (true.state.standing, true.state.ends_before) == (Standing.NOTICE_GIVEN, date(2026, 1, 1))
    assert (known.state.standing, known.state.ends_before) == (Standing.IN_FORCE, date(2028, 1, 1))
    assert [row.city.key for row in queries.participants(TRUE_THEN)] == ["GM0150"]


def test_a_struck_notice_is_gone_now_and_still_there_for_what_was_known_then(letter):
    commands.strike_notice(notice=letter, why="verkeerde stad", by=SYSTEM, at=make.at(date(2025, 10, 1)))
    assert make.row("GM0150", TRUE_THEN).state.standing is Standing.IN_FORCE
    then = AsOf.known_then(date(2025, 9, 20))
    assert make.row("GM0150", then).state.standing is Standing.NOTICE_GIVEN


def test_a_withdrawn_notice_ends_nothing(letter):
    commands.withdraw_notice(
        agreement=letter.agreement,
        happened_on=date(2025, 11, 20),
        by=SYSTEM,
        at=make.at(date(2025, 11, 20)),
    )
    assert make.row("GM0150", AsOf(date(2025, 10, 1))).state.ends_before == date(2026, 1, 1)
    assert make.row("GM0150", AsOf(date(2026, 1, 1))).state.standing is Standing.IN_FORCE


@pytest.mark.parametrize(
    ("received_on", "ends_before"),
    [
        (date(2023, 8, 31), date(2024, 1, 1)),
        (date(2025, 8, 31), date(2026, 1, 1)),
        (date(2025, 9, 1), date(2027, 1, 1)),
        (date(2024, 2, 29), date(2025, 1, 1)),
        (date(2026, 9, 1), date(2028, 1, 1)),
        (date(2027, 3, 1), date(2028, 1, 1)),
        (date(2027, 12, 31), date(2028, 1, 1)),
    ],
)
def test_the_day_of_receipt_decides_when_the_agreement_ends(received_on, ends_before):
    assert queries.foretell_notice(received_on).ends_before == ends_before


@pytest.mark.parametrize("received_on", [date(2022, 12, 1), date(2022, 12, 18), date(2028, 1, 1)])
def test_there_is_nothing_to_end_before_the_covenant_or_after_the_agreement(received_on):
    with pytest.raises(Refused) as refused:
        queries.foretell_notice(received_on)
    assert refused.value.refusals[0].clause == "O1.1"


def test_a_notice_on_an_agreement_that_is_not_registered_is_refused_with_every_reason():
    network.baseline(2)
    agreement = make.drafted()
    with pytest.raises(Refused) as refused:
        commands.give_notice(
            agreement=agreement,
            received_on=date(2025, 9, 6),
            giver=agreement.city,
            letter=make.paper(agreement.city),
            by=SYSTEM,
            at=make.at(date(2025, 9, 5)),
        )
    assert {one.code for one in refused.value.refusals} == {"act.in-the-future", "notice.not-in-force"}


def test_another_city_cannot_give_notice(letter):
    stranger = network.actor("contactpersoon", "GM0034")
    with pytest.raises(Forbidden):
        make.notice(letter.agreement, RECEIVED, ENTERED, by=stranger)


def test_nothing_is_registered_without_decision_signatures_and_file():
    network.baseline(2)
    agreement = make.drafted()
    with pytest.raises(Refused) as refused:
        commands.take_step(
            agreement=agreement,
            kind="registered",
            happened_on=make.REGISTERED_ON,
            by=SYSTEM,
            at=make.at(make.REGISTERED_ON),
        )
    assert [one.code for one in refused.value.refusals] == [
        "agreement.needs-college-decided",
        "agreement.needs-signed-by-city",
        "agreement.needs-signed-by-partner",
        "agreement.needs-file",
    ]
