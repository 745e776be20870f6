"""The ledger is in balance whatever happens, and says so to the cent."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kennispact.ground.acts import guard
from kennispact.ground.kit.actor import SYSTEM, VISITOR
from kennispact.ground.kit.calendar import EVER, AsOf
from kennispact.ground.kit.refusal import Forbidden, Refused
from kennispact.pact.ledger import commands, queries, rules, seals
from kennispact.pact.ledger.models import Movement, Posting
from kennispact.pact.ledger.rules import Account, Line

AT = datetime(2023, 3, 1, 12, tzinfo=UTC)
DAY = date(2023, 3, 1)


def lines_of_invoice(net="15216.90", vat="3195.55", city="GM0150", item="G40-2023-0001"):
    gross = Decimal(net) + Decimal(vat)
    return [
        Line(Account.DEBTORS, debit=gross, party=city, item=item),
        Line(Account.CONTRIBUTIONS, credit=Decimal(net)),
        Line(Account.VAT, credit=Decimal(vat)),
    ]


def post(lines, source="invoice G40-2023-0001", day=DAY, at=AT, by=SYSTEM):
    return commands.post(source=source, text="factuur", happened_on=day, lines=lines, by=by, at=at)


def pay(amount, city="GM0150", item="G40-2023-0001", source="payment 1", day=DAY):
    amount = Decimal(amount)
    return post(
        [Line(Account.BANK, debit=amount), Line(Account.DEBTORS, credit=amount, party=city, item=item)],
        source,
        day,
    )


amounts = st.decimals(min_value="0.01", max_value="99999.99", places=2)


@given(st.lists(amounts, min_size=1, max_size=6), st.lists(st.integers(0, 10**7), max_size=5))
def test_splitting_lines_in_movements_loses_no_cent(debits, cuts):
    total = int(sum(debits) * 100)
    places = sorted({0, total, *(cut % (total + 1) for cut in cuts)})
    parts = [Decimal(b - a) / 100 for a, b in pairwise(places)]
    lines = [Line(Account.DEBTORS, debit=one, party="x", item=str(i)) for i, one in enumerate(debits)]
    lines += [Line(Account.DEBTORS, credit=one, party="y", item=str(i)) for i, one in enumerate(parts)]
    assert not list(rules.line_refusals(lines))
    pairs = rules.pairs(lines)
    for line in lines:
        side = rules.Side(line.account, line.party, line.item)
        debit = sum(pair.cents for pair in pairs if pair.debit == side)
        credit = sum(pair.cents for pair in pairs if pair.credit == side)
        assert (debit, credit) == (int(line.debit * 100), int(line.credit * 100))


@given(amounts, amounts)
def test_lines_out_of_balance_are_refused(debit, credit):
    lines = [Line(Account.BANK, debit=debit), Line(Account.SUSPENSE, credit=credit)]
    codes = {one.code for one in rules.line_refusals(lines)}
    assert codes == (set() if debit == credit else {"ledger.unbalanced"})


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([], "ledger.unbalanced"),
        (
            [Line(Account.BANK, debit=Decimal("0.005")), Line(Account.VAT, credit=Decimal("0.005"))],
            "ledger.no-amount",
        ),
        ([Line(Account.BANK, debit=Decimal(-1)), Line(Account.VAT, credit=Decimal(-1))], "ledger.no-amount"),
        ([Line(Account.BANK, debit=Decimal(1), credit=Decimal(1))], "ledger.one-side"),
        ([Line(Account.DEBTORS, debit=Decimal(1)), Line(Account.VAT, credit=Decimal(1))], "ledger.whose"),
        (
            [Line(Account.BANK, debit=Decimal(1), party="x"), Line(Account.VAT, credit=Decimal(1))],
            "ledger.whose",
        ),
    ],
)
def test_wrong_lines_are_refused_by_name(lines, code):
    assert code in {one.code for one in rules.line_refusals(lines)}


@pytest.mark.django_db
def test_an_invoice_and_its_payment_settle_the_item():
    post(lines_of_invoice())
    (item,) = queries.open_items(EVER)
    assert (item.party, item.item, item.open) == ("GM0150", "G40-2023-0001", Decimal("18412.45"))
    pay("18000.00", day=date(2023, 4, 1))
    pay("412.45", source="payment 2", day=date(2023, 4, 3))
    assert queries.open_items(EVER) == ()
    assert queries.open_items(AsOf(date(2023, 4, 2)))[0].open == Decimal("412.45")
    assert [line.open for line in queries.statement("GM0150", EVER)] == [
        Decimal("18412.45"),
        Decimal("412.45"),
        Decimal("0.00"),
    ]
    found = {one.account: one.balance for one in queries.balance(EVER).accounts}
    assert found == {
        Account.DEBTORS: Decimal(0),
        Account.BANK: Decimal("18412.45"),
        Account.VAT: Decimal("-3195.55"),
        Account.SUSPENSE: Decimal(0),
        Account.CONTRIBUTIONS: Decimal("-15216.90"),
        Account.EXTRAS: Decimal("0.00"),
    }


@pytest.mark.django_db
def test_what_was_not_known_then_is_not_seen_then():
    post(lines_of_invoice(), at=datetime(2023, 3, 5, 12, tzinfo=UTC))
    assert queries.balance(AsOf(DAY)).debit == Decimal("18412.45")
    assert queries.balance(AsOf.known_then(DAY)).debit == 0


@pytest.mark.django_db
def test_the_same_source_is_booked_once():
    post(lines_of_invoice())
    with pytest.raises(Refused) as refused, transaction.atomic():
        post(lines_of_invoice())
    assert [one.code for one in refused.value.refusals] == ["ledger.twice"]
    assert Posting.objects.count() == 1


@pytest.mark.django_db
def test_only_the_administration_books():
    with pytest.raises(Forbidden):
        post(lines_of_invoice(), by=VISITOR)


@pytest.mark.django_db
def test_a_posting_is_booked_back_and_never_removed():
    first = post(lines_of_invoice())
    commands.reverse(posting=first, why="verkeerde stad", happened_on=DAY, by=SYSTEM, at=AT)
    assert queries.open_items(EVER) == ()
    assert queries.balance(EVER).debit == Decimal("36824.90")
    with pytest.raises(Refused):
        commands.reverse(posting=first, why="nog eens", happened_on=DAY, by=SYSTEM, at=AT)
    for model in (Posting, Movement):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all()._raw_delete("default")
    with pytest.raises(DatabaseError), transaction.atomic():
        Movement.objects.update(cents=1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"cents": 0},
        {"cents": -5},
        {"debit": "cash"},
        {"debit": "bank", "credit": "bank"},
        {"debit": "debtors", "debit_party": ""},
        {"debit": "bank", "debit_party": "GM0150"},
    ],
)
def test_the_database_itself_refuses_a_movement_that_cannot_be(wrong):
    posting = post(lines_of_invoice())
    facts = {"debit": "bank", "credit": "suspense", "cents": 100, **wrong}
    with pytest.raises(DatabaseError), transaction.atomic():
        Movement.objects.create(posting=posting, place=9, **facts)


@pytest.mark.django_db
def test_a_change_behind_our_back_breaks_the_seals():
    post(lines_of_invoice())
    pay("100.00")
    pay("1.00", source="payment 2")
    assert list(seals.broken_seals()) == []
    guard.remove(connection)
    Movement.objects.filter(posting__source="payment 1").update(cents=10001)
    assert list(seals.broken_seals()) == ["payment 1"]
    Posting.objects.filter(source="payment 1").update(digest="f" * 64)
    assert list(seals.broken_seals()) == ["payment 1", "payment 2"]


class AnyOrder(RuleBasedStateMachine):
    """Invoices, payments, refunds, credits and bookings back in any order, beside a model in plain numbers."""

    def __init__(self):
        super().__init__()
        self.atom = transaction.atomic()
        self.atom.__enter__()
        self.open, self.postings, self.count = {}, {}, 0

    def teardown(self):
        transaction.set_rollback(True)
        self.atom.__exit__(None, None, None)

    def _post(self, lines, changes):
        self.count += 1
        made = post(lines, f"posting {self.count}")
        for key, amount in changes.items():
            self.open[key] = self.open.get(key, Decimal(0)) + amount
        self.postings[made.source] = (made, changes)

    @initialize()
    def begin(self):
        self.invoice(Decimal("100.00"), Decimal("21.00"))

    @rule(net=amounts, vat=amounts, city=st.sampled_from(["GM0150", "GM0034"]))
    def invoice(self, net, vat, city="GM0150"):
        item = f"inv-{self.count}"
        self._post(lines_of_invoice(net, vat, city, item), {(city, item): net + vat})

    def _some(self, data):
        return data.draw(st.sampled_from(sorted(self.open)))

    @rule(data=st.data(), amount=amounts, back=st.booleans())
    def payment_or_refund(self, data, amount, back):
        key = self._some(data)
        bank, debt = ("credit", "debit") if back else ("debit", "credit")
        lines = [
            Line(Account.BANK, **{bank: amount}),
            Line(Account.DEBTORS, party=key[0], item=key[1], **{debt: amount}),
        ]
        self._post(lines, {key: amount if back else -amount})

    @rule(data=st.data(), net=amounts, vat=amounts)
    def credit(self, data, net, vat):
        key = self._some(data)
        lines = [
            Line(Account.CONTRIBUTIONS, debit=net),
            Line(Account.VAT, debit=vat),
            Line(Account.DEBTORS, credit=net + vat, party=key[0], item=key[1]),
        ]
        self._post(lines, {key: -(net + vat)})

    @precondition(lambda self: self.postings)
    @rule(data=st.data())
    def book_back(self, data):
        posting, changes = self.postings.pop(data.draw(st.sampled_from(sorted(self.postings))))
        commands.reverse(posting=posting, why="fout", happened_on=DAY, by=SYSTEM, at=AT)
        for key, amount in changes.items():
            self.open[key] -= amount

    @invariant()
    def all_is_right(self):
        assert queries.balance(EVER).in_balance
        found = {(one.party, one.item): one.open for one in queries.open_items(EVER)}
        assert found == {key: amount for key, amount in self.open.items() if amount}
        debtors = queries.balance(EVER).accounts[0]
        assert debtors.balance == sum(self.open.values())
        assert list(seals.broken_seals()) == []


@pytest.mark.django_db
def test_any_order_of_bookings_stays_in_balance():
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        AnyOrder, settings=settings(max_examples=12, stateful_step_count=10, deadline=None, database=None)
    )
