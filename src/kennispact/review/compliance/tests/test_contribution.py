"""6b: whether the cities paid, from invoices and payments; all together, never who."""

from datetime import date

import pytest

from kennispact.ground.kit.calendar import AsOf
from kennispact.pact.payments.tests import make
from kennispact.review.compliance import queries
from kennispact.review.compliance.rules import State

pytestmark = pytest.mark.django_db


def found(on, known=None):
    state = queries.state(AsOf(on, known))
    return next(
        one
        for one in state.occurrences
        if one.obligation.key == "contribution" and one.occurrence.key == "2023"
    )


def test_the_contribution_is_kept_when_every_invoice_is_settled_to_the_cent(monkeypatch):
    make.quick(monkeypatch)
    make.world(2)
    assert found(date(2023, 2, 1)).finding.state is State.NOT_APPLICABLE
    first = make.paper(make.one(make.claim("GM0034").open, reference=make.reference("GM0034")))
    make.bring(first)
    part = found(date(2023, 6, 1))
    assert (part.finding.state, part.finding.facts) == (State.ON_COURSE, {"done": 1, "all": 2})
    assert part.cities == ()
    assert found(date(2023, 11, 1)).finding.state is State.DUE_SOON
    assert found(date(2024, 1, 1)).finding.state is State.OVERDUE
    make.bring(make.after(first, make.one(make.claim().open - 1, "B2", reference=make.reference())))
    assert found(date(2024, 1, 1)).finding.state is State.OVERDUE
    cent = make.after(first, make.one(1, "B3", reference=make.reference()), days=2, opening=7, id="cent")
    make.bring(cent)
    assert found(date(2024, 1, 1)).finding.state is State.KEPT
    assert found(date(2023, 3, 21)).finding.facts["done"] == 1
    assert found(date(2024, 1, 1), make.invoicing.AT).finding.state is State.OVERDUE


def test_without_invoices_nothing_is_known():
    make.invoicing.cities.baseline(2)
    assert found(date(2023, 6, 1)).finding.state is State.ON_COURSE
    assert found(date(2024, 6, 1)).finding.state is State.NOT_ENOUGH_FACTS
