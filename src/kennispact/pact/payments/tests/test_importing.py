"""Bringing in statements and matching: nothing doubled, nothing lost, never on the amount alone."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kennispact.ground.kit.calendar import EVER
from kennispact.ground.kit.refusal import Forbidden, Refused
from kennispact.pact.ledger import queries as ledger
from kennispact.pact.ledger.models import Posting
from kennispact.pact.payments import commands, queries, undoing
from kennispact.pact.payments.faults import faults
from kennispact.pact.payments.models import BankEntry, BankStatement, Match
from kennispact.pact.payments.rules import Why
from kennispact.registers.network.tests import make as network

from . import make
from .make import AT, DEVENTER, OTHER, Ntry, Tx, after, one, paper

pytestmark = pytest.mark.django_db
SYSTEM = make.SYSTEM
FULL = 1841245


@pytest.fixture(autouse=True)
def world(monkeypatch):
    make.quick(monkeypatch)
    make.world()


def sound():
    assert list(faults()) == []
    assert ledger.balance(EVER).in_balance


def codes(call, **facts):
    with pytest.raises(Refused) as refused:
        call(**facts)
    return [found.code for found in refused.value.refusals]


def test_what_names_an_invoice_by_its_reference_is_put_on_it_at_once():
    done = make.bring(paper(one(FULL, reference=make.reference())))
    assert (done.new, done.known, done.matched) == (1, 0, 1)
    assert make.opened() == 0
    assert not queries.to_match().exists()
    sound()


def test_the_reference_is_read_in_the_text_however_it_is_written():
    spaced = " ".join(make.reference().lower())
    make.bring(paper(one(100_000, text=f"betr. {spaced}, 2023")))
    assert make.opened() == Decimal("17412.45")


def test_a_dry_run_tells_the_same_and_keeps_nothing():
    said = paper(one(FULL, reference=make.reference()), one(5, "B2"))
    tried = make.bring(said, dry_run=True)
    assert (tried.new, tried.matched) == (2, 1)
    assert not BankStatement.objects.exists()
    assert make.opened() == Decimal("18412.45")
    assert [found.amount for found in make.bring(said).statements[0].new] == [
        Decimal("18412.45"),
        Decimal("0.05"),
    ]


def test_the_same_again_adds_nothing_in_whichever_version_or_file():
    said = paper(
        one(FULL, reference=make.reference()), one(250, ""), one(250, ""), Ntry((Tx(1), Tx(2)), bank="B9")
    )
    assert make.bring(said).new == 5
    before = Posting.objects.count()
    for again in (said, replace(said, version="02"), replace(said, id="other", padded=True)):
        done = make.bring(again)
        assert (done.new, done.known, done.statements[0].pk) == (0, 5, None)
    assert (BankStatement.objects.count(), Posting.objects.count()) == (1, before)
    assert make.bring(said, replace(said, version="02"), said).known == 10
    sound()


def test_a_longer_download_adds_only_what_is_new_and_says_when_something_is_missing():
    first = paper(one(100, "B1"), one(200, ""))
    make.bring(first)
    longer = replace(first, entries=(*first.entries, one(300, "B3"), one(200, "")), id="longer")
    done = make.bring(longer)
    assert (done.new, done.known) == (2, 2)
    later = after(longer, one(7, "B7"), opening=longer.booked + 1, days=5)
    assert [found.continues for found in make.bring(later).statements] == [False]
    sound()


def test_two_equal_payments_without_a_reference_of_the_bank_on_following_statements_are_two():
    first = paper(one(100, ""))
    make.bring(first)
    second = after(first, one(100, "", on=first.on), days=0, id="second")
    assert make.bring(second).new == 1
    assert make.bring(second, first).new == 0
    assert BankEntry.objects.count() == 2
    sound()


def test_another_account_is_left_alone_and_alone_it_is_refused():
    ours, theirs = paper(one(100)), paper(one(100), iban=OTHER)
    done = make.bring(ours, theirs)
    assert (done.new, done.others) == (1, (OTHER,))
    assert codes(make.bring, *()) == ["statement.files"]
    with pytest.raises(Refused, match="account on our invoices"):
        make.bring(theirs)


def test_nothing_of_a_file_comes_in_when_one_statement_is_wrong_or_still_has_to_come():
    with pytest.raises(Refused):
        make.bring(paper(one(100)), paper(one(100), id="x", closing=3))
    with pytest.raises(Refused, match="has not come yet"):
        make.bring(paper(one(100), on=date(2031, 1, 1)))
    assert not BankStatement.objects.exists()
    assert not BankEntry.objects.exists()


def test_never_on_the_amount_alone():
    make.bring(paper(one(FULL, name="ONBEKEND")))
    (found,) = make.waiting()
    assert found.suggestions == ()


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"text": "FACTUUR g40 2023 0002 DANK"}, Why.NUMBER),
        ({"name": "Gemeente Deventer", "iban": OTHER}, Why.NAME_AND_AMOUNT),
        ({"name": "ONBEKEND", "ultimate": "GEM. DÉVENTER", "iban": OTHER}, Why.NAME_AND_AMOUNT),
    ],
)
def test_other_signs_are_suggested_for_a_person_to_confirm(facts, why):
    item = make.claim().item.replace("-", " ").lower()
    facts = {key: value.replace("g40 2023 0002", item) for key, value in facts.items()}
    make.bring(paper(one(FULL, **facts)))
    (found,) = make.waiting()
    (best,) = found.suggestions
    assert (best.why, best.claim.city_key, best.cents, best.beyond) == (why, "GM0150", FULL, False)
    assert not Match.objects.exists()


def test_a_reference_with_wrong_digits_is_only_a_suggestion():
    right = make.reference()
    wrong = right[:2] + f"{(int(right[2:4]) + 1) % 97:02d}" + right[4:]
    make.bring(paper(one(FULL, reference=wrong, name="X")))
    (found,) = make.waiting()
    assert found.suggestions[0].why in {Why.WRONG_DIGITS, Why.NUMBER}


def test_an_account_that_paid_before_is_known_from_then_on():
    first = paper(one(1_000_000, reference=make.reference(), name="SSC"))
    make.bring(first)
    make.bring(after(first, one(841245, "B2", name="SSC"), one(1, "B3", name="SSC")))
    exact, part = make.waiting()
    assert [best.why for best in exact.suggestions] == [Why.ACCOUNT_AND_AMOUNT]
    assert [best.why for best in part.suggestions] == [Why.ACCOUNT]


def test_parts_make_the_whole_and_too_much_has_to_be_meant():
    make.bring(
        paper(one(1_000_000, reference=make.reference()), one(900_000, "B2", reference=make.reference()))
    )
    assert make.opened() == 0
    (rest,) = make.waiting()
    assert (rest.left, [(best.why, best.cents, best.beyond) for best in rest.suggestions]) == (
        58755,
        [(Why.REFERENCE, 58755, True)],
    )
    assert codes(make.put, entry=rest.entry, cents=58755) == ["match.above-open"]
    make.put(rest.entry, 58755, beyond=True)
    assert make.opened() == Decimal("-587.55")
    sound()


def test_a_double_payment_is_held_for_refund_and_the_refund_settles_it():
    twice = paper(one(FULL, reference=make.reference()), one(FULL, "B2", reference=make.reference()))
    make.bring(twice)
    (double,) = make.waiting()
    make.put(double.entry, FULL, beyond=True)
    assert make.opened() == Decimal("-18412.45")
    make.bring(after(twice, one(-FULL, "B3", text="terug")))
    (refund,) = make.waiting()
    assert [best.why for best in refund.suggestions] == [Why.ACCOUNT_AND_AMOUNT]
    (made,) = make.put(refund.entry, FULL)
    assert (made.kind, make.opened()) == (Match.Kind.REFUND, 0)
    sound()


def test_our_refund_coming_back_is_no_payment():
    make.bring(paper(one(FULL, reference=make.reference(), returned="AC04")))
    (found,) = make.waiting()
    assert make.opened() == Decimal("18412.45")
    assert found.suggestions[0].why is Why.REFERENCE


def test_the_bank_undoing_a_payment_opens_the_invoice_again():
    paid = paper(one(FULL, reference=make.reference()))
    make.bring(paid)
    make.bring(after(paid, one(-FULL, "B2", reference=make.reference(), reversal=True)))
    (undone,) = make.waiting()
    assert undone.suggestions[0].beyond
    make.put(undone.entry, FULL, beyond=True)
    assert make.opened() == Decimal("18412.45")
    sound()


def test_one_payer_pays_for_several_cities_in_one_go():
    keys = ["GM0034", "GM0150"]
    total = sum(make.claim(key).open for key in keys)
    text = " en ".join(make.claim(key).item for key in keys)
    make.bring(paper(one(total, text=text, name="SERVICECENTRUM")))
    (found,) = make.waiting()
    assert sorted(best.claim.city_key for best in found.suggestions) == keys
    parts = [commands.Part(best.claim.item, best.cents) for best in found.suggestions]
    commands.match(entry=found.entry, parts=parts, by=SYSTEM, at=AT, seen_left=total)
    assert [make.opened(key) for key in keys] == [0, 0]
    assert (
        codes(commands.match, entry=found.entry, parts=parts, by=SYSTEM, at=AT, seen_left=total)[0]
        == "match.changed"
    )
    sound()


def test_a_batch_is_divided_over_its_cities():
    batch = Ntry((Tx(FULL, reference=make.reference()), Tx(5, reference=make.reference("GM0034"))), bank="B1")
    assert make.bring(paper(batch)).matched == 2
    assert make.opened() == 0


def test_undo_is_an_act_and_the_invoice_is_open_again():
    make.bring(paper(one(FULL, reference=make.reference())))
    made = Match.objects.get()
    undoing.strike_match(match=made, why="Andere stad", by=SYSTEM, at=AT)
    assert make.opened() == Decimal("18412.45")
    assert [found.left for found in make.waiting()] == [FULL]
    assert codes(undoing.strike_match, match=made, why="x", by=SYSTEM, at=AT) == ["act.struck-before"]
    sound()


def test_what_is_not_about_the_covenant_leaves_our_books():
    make.bring(paper(one(100, name="HUUR"), one(-40, "B2", name="BANK")))
    for found in make.waiting():
        commands.set_aside(entry=found.entry, by=SYSTEM, at=AT, seen_left=found.left)
    balances = {found.account.value: found.balance for found in ledger.balance(EVER).accounts}
    assert (balances["bank"], balances["suspense"]) == (0, 0)
    assert queries.waiting_total() == queries.Total(0, 0, 0)
    sound()


def test_a_statement_that_was_brought_in_wrongly_is_struck_and_may_come_again():
    said = paper(one(FULL, reference=make.reference()), one(-5, "B2"))
    make.bring(said)
    statement = BankStatement.objects.get()
    facts = {"statement": statement, "why": "proef", "by": SYSTEM, "at": AT}
    assert codes(commands.strike_statement, **facts) == ["statement.matched"]
    undoing.strike_match(match=Match.objects.get(), why="proef", by=SYSTEM, at=AT)
    commands.strike_statement(**facts)
    assert not queries.to_match().exists()
    assert ledger.balance(EVER).accounts[1].balance == 0
    assert make.bring(said).matched == 1
    sound()


@pytest.mark.parametrize(
    ("cents", "extra", "code"),
    [(0, {}, "match.no-amount"), (FULL + 1, {}, "match.above-left"), (5, {"seen_left": 4}, "match.changed")],
)
def test_what_cannot_be_is_refused(cents, extra, code):
    make.bring(paper(one(FULL, name="X", iban=OTHER)))
    (found,) = make.waiting()
    assert code in codes(make.put, entry=found.entry, cents=cents, **extra)
    part = commands.Part("G40-1999-0001", 1)
    assert codes(commands.match, entry=found.entry, parts=[part], by=SYSTEM, at=AT) == ["match.no-item"]


def test_only_the_financial_administration_may():
    finance = network.actor("financiele-administratie", "platform31")
    said = paper(one(100, iban=DEVENTER))
    assert make.bring(said, by=finance).new == 1
    for role, where in (
        ("secretaris", "g40"),
        ("relatiemanager", "platform31"),
        ("contactpersoon", "GM0150"),
    ):
        other = network.actor(role, where)
        with pytest.raises(Forbidden):
            make.bring(said, by=other)
        with pytest.raises(Forbidden):
            commands.set_aside(entry=BankEntry.objects.get(), by=other, at=AT)
