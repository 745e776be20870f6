"""R7: invoices, payments, refunds, credits and strikes in any order against a plain model of cents."""

from collections import Counter
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.refusal import Refused
from kennispact.pact.invoicing import commands as invoicing
from kennispact.pact.invoicing import queries as invoices
from kennispact.pact.ledger import queries as ledger
from kennispact.pact.payments import commands, queries
from kennispact.pact.payments.bookings import page_of
from kennispact.pact.payments.faults import faults
from kennispact.pact.payments.models import BankEntry, Match

from . import make
from .make import AT, Ntry, Tx, paper

CITIES = ("GM0034", "GM0150")
AMOUNTS = st.sampled_from([1, 2500, 100_000, 1_841_245, 3_000_000])
CITY = st.sampled_from(CITIES)


class AnyOrder(RuleBasedStateMachine):
    """The model: what is open per city, and what is left of each booking, in cents."""

    @initialize()
    def begin(self):
        self.savepoint = transaction.savepoint()
        self.open = {key: make.claim(key).open for key in CITIES}
        self.left = {}
        self.balance, self.number = 100_000, 0

    def teardown(self):
        if hasattr(self, "savepoint"):
            transaction.savepoint_rollback(self.savepoint)

    def bring(self, *parts):
        self.number += 1
        cents = sum(one.cents for one in parts)
        entry = Ntry(tuple(parts), bank=f"B{self.number}")
        said = paper(entry, opening=self.balance, id=str(self.number))
        done = make.bring(said)
        assert make.bring(said).new == 0
        self.balance += cents
        return [BankEntry.objects.order_by("-pk")[place] for place in reversed(range(done.new))]

    @rule(key=CITY, cents=AMOUNTS, named=st.booleans())
    def pay(self, key, cents, named):
        (entry,) = self.bring(Tx(cents, reference=make.reference(key) if named else ""))
        put = min(cents, max(self.open[key], 0)) if named else 0
        self.open[key] -= put
        self.left[entry.pk] = cents - put

    @rule(cents=AMOUNTS)
    def pay_in_a_batch(self, cents):
        entries = self.bring(*(Tx(cents, reference=make.reference(key)) for key in CITIES))
        for key, entry in zip(CITIES, entries, strict=True):
            put = min(cents, max(self.open[key], 0))
            self.open[key] -= put
            self.left[entry.pk] = cents - put

    @rule(cents=AMOUNTS)
    def pay_back(self, cents):
        (entry,) = self.bring(Tx(-cents))
        self.left[entry.pk] = cents

    @precondition(lambda self: any(self.left.values()))
    @rule(data=st.data(), key=CITY, part=st.integers(1, 4), beyond=st.booleans())
    def match(self, data, key, part, beyond):
        entry = BankEntry.objects.get(
            pk=data.draw(st.sampled_from([pk for pk, left in self.left.items() if left]))
        )
        cents = max(self.left[entry.pk] // part, 1)
        sign = 1 if entry.cents > 0 else -1
        try:
            make.put(entry, cents, key, beyond=beyond)
        except Refused:
            assert not beyond
            assert cents > max(self.open[key] * sign, 0)
        else:
            assert beyond or cents <= max(self.open[key] * sign, 0)
            self.open[key] -= cents * sign
            self.left[entry.pk] -= cents

    @precondition(lambda self: Match.objects.filter(struck_at__isnull=True).exists())
    @rule(data=st.data())
    def strike(self, data):
        found = list(Match.objects.filter(struck_at__isnull=True).select_related("entry", "city"))
        one = data.draw(st.sampled_from(found))
        commands.strike_match(match=one, why="fout", by=SYSTEM, at=AT)
        self.left[one.entry_id] += one.cents
        if one.city:
            self.open[one.city.key] += one.cents * (1 if one.entry.cents > 0 else -1)

    @precondition(lambda self: any(self.left.values()))
    @rule(data=st.data())
    def set_aside(self, data):
        pk = data.draw(st.sampled_from([pk for pk, left in self.left.items() if left]))
        commands.set_aside(entry=BankEntry.objects.get(pk=pk), by=SYSTEM, at=AT)
        self.left[pk] = 0

    @rule(key=CITY, whole=st.booleans())
    def credit(self, key, whole):
        invoice = invoices.invoice_of(key, 2023)
        left = invoices.left(invoice)
        net = None if whole else Decimal("100.00")
        try:
            made = invoicing.credit(invoice=invoice, why="Te veel", net=net, by=SYSTEM, at=AT)
        except Refused:
            assert left.net < Decimal("100.00") or whole
        else:
            self.open[key] -= int(made.gross * 100)

    @invariant()
    def all_is_right(self):
        if not hasattr(self, "open"):
            return
        assert list(faults()) == []
        assert ledger.balance(queries.EVER).in_balance
        found = Counter()
        for claim in queries.claims():
            found[claim.city_key] += claim.open
        assert {key: found[key] for key in CITIES} == self.open
        assert {one.pk: one.left for one in queries.to_match()} == {
            pk: left for pk, left in self.left.items() if left
        }


@pytest.mark.django_db
def test_in_any_order_every_cent_is_where_the_model_says(monkeypatch):
    make.quick(monkeypatch)
    monkeypatch.setattr(make.importing.camt, "read", read_here)
    make.world(2)
    run_state_machine_as_test(
        AnyOrder, settings=settings(max_examples=12, stateful_step_count=12, deadline=None, database=None)
    )


def read_here(payload):
    """Read without a process of its own, to make room for many."""
    return tuple(page_of(facts) for facts in make.importing.camt.parse(payload))
