"""What a city owes follows the same two clocks as its agreement."""

from datetime import date

import pytest

from kennispact.ground.kit.calendar import AsOf
from kennispact.pact.agreements.tests import make
from kennispact.pact.contributions import queries as contributions
from kennispact.pact.contributions.rules import Ground
from kennispact.registers.network.tests import make as network

pytestmark = pytest.mark.django_db
FIRST = date(2025, 9, 1)
TRUE_THEN, KNOWN_THEN = AsOf(FIRST), AsOf.known_then(FIRST)


@pytest.fixture
def letter():
    network.baseline(2)
    return make.notice(make.registered(), date(2025, 8, 28), date(2025, 9, 5))


def test_contributions_follow_the_same_clocks(letter):
    def ground(view):
        return next(r.ground for r in contributions.contributions(2026, view).rows if r.city.key == "GM0150")

    assert ground(TRUE_THEN) is Ground.ENDED
    assert ground(KNOWN_THEN) is Ground.OWED
