"""Killed with -9 anywhere, or carried out twice at once: every city gets its share of a surplus, once."""

from datetime import date

import pytest

from kennispact.ground.acts.tests import drill
from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.calendar import AsOf
from kennispact.pact.invoicing import commands as invoicing
from kennispact.pact.invoicing import numbering
from kennispact.pact.invoicing.models import Invoice, SetOff
from kennispact.pact.ledger import queries as ledger
from kennispact.pact.ledger import seals
from kennispact.pact.settlement import queries
from kennispact.pact.settlement.tests import make

pytestmark = pytest.mark.django_db(transaction=True)
PROCESS = "kennispact.pact.settlement.tests.settling_process"
CITIES = 4
EVER = AsOf(date.max)


@pytest.fixture
def surplus(quick):
    """Four cities that were invoiced, and a surplus that both parties agree to."""
    make.world(number=CITIES)
    invoicing.issue(year=make.YEAR, by=SYSTEM, at=make.AT)
    made = make.proposed()
    make.agreed(made)
    return made


def sound(surplus):
    """Return everything that is wrong at this moment."""
    found = [*numbering.faults(), *seals.broken_seals(), *queries.faults()]
    notes, asked = Invoice.objects.filter(kind="credit").count(), SetOff.objects.count()
    if not 0 <= asked - notes <= 1:
        found.append("a credit note too many, or lost")
    if queries.settlement(surplus).is_done != (notes == CITIES):
        found.append("done, or not, while it is not so")
    return found if ledger.balance(EVER).in_balance else [*found, "out of balance"]


def complete(surplus):
    assert sound(surplus) == []
    assert (Invoice.objects.filter(kind="credit").count(), SetOff.objects.count()) == (CITIES, CITIES)
    assert queries.settlement(surplus).settled == surplus.amount
    owed = sum(one.open for one in ledger.items(EVER))
    made = {kind: sum(one.gross for one in Invoice.objects.filter(kind=kind)) for kind in Invoice.Kind.values}
    assert owed == made["invoice"] - made["credit"]


def test_carried_out_twice_at_once_every_city_gets_its_share_once(surplus):
    assert min(drill.at_once(PROCESS, surplus.pk)) >= 0
    complete(surplus)


def test_killed_again_and_again_nothing_is_doubled_and_the_rest_follows(surplus):
    # Each time a little further, so that it dies before, within and after a city's transaction.
    call, fallen = 25, 0
    while drill.alone(PROCESS, surplus.pk, fall=call) < 0:
        assert sound(surplus) == []
        call, fallen = call + 13, fallen + 1
    assert fallen > 1, "it was never killed"
    complete(surplus)
