"""A city that left shares in a surplus only when the parties chose so, and then on the last year it paid for."""

from datetime import date
from decimal import Decimal

import pytest

from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.calendar import EVER
from kennispact.ground.kit.refusal import Refused
from kennispact.pact.agreements import queries as agreement_queries
from kennispact.pact.agreements.tests import make as agreements
from kennispact.pact.invoicing import commands as invoicing
from kennispact.pact.invoicing.models import Invoice
from kennispact.pact.settlement import commands, queries, rules
from kennispact.pact.settlement.tests import make

pytestmark = pytest.mark.django_db


def left_city():
    make.world()
    agreements.notice(agreement_queries.agreement_of("GM0150"), date(2025, 8, 1), date(2025, 8, 2))


def test_a_city_that_left_needs_an_explicit_choice(quick):
    left_city()
    with pytest.raises(Refused) as refused:
        make.proposed()
    assert [(one.code, one.field) for one in refused.value.refusals] == [("settlement.choose", "left_GM0150")]
    without = make.proposed(GM0150=rules.LEAVES_OUT)
    assert "GM0150" not in {line.city.key for line in queries.settlement(without).lines}
    commands.strike_surplus(surplus=without, why="De stad deelt toch mee", by=SYSTEM, at=make.AT)
    shares = queries.settlement(make.proposed(GM0150=rules.SHARES)).lines
    (own,) = (line.share for line in shares if line.city.key == "GM0150")
    assert (own.year, own.has_left, own.amount > 0) == (2025, True, True)
    assert sum(line.share.amount for line in shares) == Decimal("20000.00")


def test_a_city_that_left_gets_its_share_as_a_credit_note_on_the_last_year_it_paid(quick):
    left_city()
    invoicing.set_value(
        organisation=queries.basis(EVER).cities["GM0150"], name="order_number", value="4500", year=2025,
        since=date(2023, 1, 1), by=SYSTEM, at=make.AT,
    )  # fmt: skip
    made = invoicing.issue(year=2025, by=SYSTEM, at=make.AT).issued
    assert [one.city.key for one in made] == ["GM0150"]
    surplus = make.proposed(GM0150=rules.SHARES)
    make.agreed(surplus)
    assert make.carried_out(surplus).done == 3
    (note,) = Invoice.objects.filter(kind="credit")
    assert (note.city.key, note.credits) == ("GM0150", made[0])
    assert queries.faults() == []
