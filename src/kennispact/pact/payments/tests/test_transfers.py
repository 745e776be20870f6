"""What was paid too much is set off or paid back, to the cent, once, and can be undone."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Forbidden, Refused
from kennispact.pact.invoicing.tests import make as invoicing
from kennispact.pact.ledger import queries as ledger
from kennispact.pact.payments import commands, queries, transfers, undoing
from kennispact.pact.payments.faults import faults
from kennispact.pact.payments.models import Match, Transfer
from kennispact.pact.payments.moves import moves, without_ground
from kennispact.pact.payments.rules import Claim
from kennispact.registers.network import queries as organisations
from kennispact.registers.network.tests import make as network

from . import make
from .make import AT, after, one, paper

FULL, TOO_MUCH = 1_841_245, 70_000
amounts = st.lists(st.integers(-500, 500), max_size=7)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(amounts)
def test_moves_keep_every_cent_and_leave_nothing_that_could_still_be_set_off(opens):
    claims = [Claim(str(place), "GM0150", "Deventer", 900, cents) for place, cents in enumerate(opens)]
    left = dict(enumerate(opens))
    for move in moves(claims):
        assert move.cents > 0
        left[int(move.origin)] += move.cents
        left[int(move.item)] -= move.cents
    assert sum(left.values()) == sum(opens)
    assert all(cents == 0 or (cents > 0) == (opens[at] > 0) for at, cents in left.items())
    assert not (min(left.values(), default=0) < 0 < max(left.values(), default=0))


@pytest.fixture
def city(monkeypatch, db):
    """Deventer paid its invoice for 2023 and 700.00 more, and was invoiced for 2024."""
    make.quick(monkeypatch)
    make.world(2)
    make.bring(paper(one(FULL + TOO_MUCH, text="Bijdrage")))
    (waits,) = make.waiting()
    make.put(waits.entry, FULL + TOO_MUCH, beyond=True)
    invoicing.order_numbers(2024)
    invoicing.run(2024, AT)
    return organisations.organisation("GM0150")


def opened():
    return {one.item: one.open for one in queries.claims() if one.city_key == "GM0150"}


def set_off(city, **more):
    return transfers.set_off_overpayment(**{"city": city, "by": SYSTEM, "at": AT, **more})


def sound():
    assert ledger.balance(AsOf(date.max)).in_balance
    assert list(faults()) == []


def test_an_overpayment_pays_for_the_next_invoice_and_undone_it_is_open_again(city):
    first, second = sorted(opened())
    (made,) = set_off(city, seen_left=TOO_MUCH)
    assert opened() == {first: 0, second: FULL - TOO_MUCH}
    sound()
    lines = {
        (row.item, row.debit, row.credit)
        for row in ledger.statement("GM0150", AsOf(AT.date()))
        if "verrekend" in row.text
    }
    amount = Decimal("700.00")
    assert lines == {(first, amount, Decimal(0)), (second, Decimal(0), amount)}

    undoing.strike_transfer(transfer=made, why="De stad wil het terug", by=SYSTEM, at=AT)
    assert opened() == {first: -TOO_MUCH, second: FULL}
    sound()
    with pytest.raises(Refused):
        undoing.strike_transfer(transfer=made, why="Nog eens", by=SYSTEM, at=AT)


def test_pressed_twice_it_happens_once(city):
    set_off(city, seen_left=TOO_MUCH)
    with pytest.raises(Refused, match="Look again"):
        set_off(city, seen_left=TOO_MUCH)
    with pytest.raises(Refused, match="nothing too much"):
        set_off(city)
    assert Transfer.objects.count() == 1


def test_it_never_pays_for_another_city(city):
    almere = organisations.organisation("GM0034")
    with pytest.raises(Refused):
        set_off(almere)
    set_off(city)
    assert make.opened("GM0034") > 0
    assert {one.city_id for one in Transfer.objects.all()} == {city.pk}


def test_paid_back_by_the_bank_there_is_nothing_left_to_set_off(city):
    first, second = sorted(opened())
    before = paper(one(FULL + TOO_MUCH, text="Bijdrage"))
    make.bring(after(before, one(-TOO_MUCH, "B2", text=f"Terug {first}")))
    (waits,) = make.waiting()
    assert waits.suggestions[0].cents == TOO_MUCH
    commands.match(entry=waits.entry, parts=[commands.Part(first, TOO_MUCH)], by=SYSTEM, at=AT)
    assert opened() == {first: 0, second: FULL}
    assert Match.objects.filter(kind=Match.Kind.REFUND).count() == 1
    with pytest.raises(Refused):
        set_off(city)


def undo(match, seen=0):
    undoing.strike_match(match=match, why="Verkeerde stad", by=SYSTEM, at=AT, seen=seen)


def pay_more(item, cents, bank, days=1):
    """Let Deventer pay an item once more; return the match."""
    before = paper(one(FULL + TOO_MUCH, text="Bijdrage"))
    make.bring(after(before, one(cents, bank, text="Nog eens"), days=days))
    entry = next(found.entry for found in make.waiting() if found.entry.bank_reference == bank)
    (made,) = commands.match(entry=entry, parts=[commands.Part(item, cents, beyond=True)], by=SYSTEM, at=AT)
    return made


def test_a_payment_that_was_no_payment_after_all_takes_its_set_off_along_when_that_was_seen(city):
    (made,) = set_off(city)
    paid = Match.objects.get()
    assert undoing.undone_with(paid) == (made,)
    with pytest.raises(Refused, match="is set off against") as refused:
        undo(paid)
    assert [one.code for one in refused.value.refusals] == ["match.set-off"]
    undo(paid, seen=TOO_MUCH)
    assert set(opened().values()) == {FULL}, "nothing is more open than was billed"
    assert Transfer.objects.get().struck_why == "Verkeerde stad"
    sound()
    with pytest.raises(Refused, match="changed in the meantime"):
        undo(paid, seen=TOO_MUCH)


def test_a_set_off_stays_when_the_rest_was_still_paid_too_much(city):
    first, second = sorted(opened())
    (made,) = set_off(city)
    extra = pay_more(first, TOO_MUCH, "B2")
    assert opened() == {first: -TOO_MUCH, second: FULL - TOO_MUCH}
    assert undoing.undone_with(extra) == ()
    undo(extra)
    assert undoing.undone_with(Match.objects.get(struck_at=None)) == (made,)
    assert opened() == {first: 0, second: FULL - TOO_MUCH}
    sound()


def test_what_was_set_off_and_set_off_again_is_undone_to_its_end(city):
    first, second = sorted(opened())
    (made,) = set_off(city)
    pay_more(second, FULL, "B2")
    invoicing.order_numbers(2025)
    invoicing.run(2025, AT)
    (then,) = set_off(city)
    assert opened() == {first: 0, second: 0, then.item: FULL - TOO_MUCH}
    assert undoing.undone_with(made) == (then,)
    paid = Match.objects.get(item=first)
    assert undoing.undone_with(paid) == (made, then)
    undo(paid, seen=2 * TOO_MUCH)
    assert opened() == {first: FULL, second: 0, then.item: FULL}
    sound()


@settings(deadline=None)
@given(st.lists(st.integers(1, 900), min_size=2, max_size=5), st.data())
def test_whatever_is_undone_no_item_gives_away_more_than_was_paid_too_much(paid, data):
    """Items of 500 each: what was paid, what was set off, and one payment less."""
    opens = {str(place): 500 - cents for place, cents in enumerate(paid)}
    made = moves([Claim(item, "GM0150", "Deventer", 500, cents) for item, cents in opens.items()])
    for move in made:
        opens[move.origin] += move.cents
        opens[move.item] -= move.cents
    item = data.draw(st.sampled_from(sorted(opens)))
    less = data.draw(st.integers(1, paid[int(item)]))
    gone = without_ground(opens, made[::-1], item, less)
    opens[item] += less
    for move in gone:
        opens[move.origin] -= move.cents
        opens[move.item] += move.cents
    assert all(opens[move.origin] <= 0 for move in made if move not in gone)
    assert all(cents <= 500 for cents in opens.values())


def test_the_pages_show_what_follows_set_off_and_undo(city):
    first, second = sorted(opened())
    client = Client(headers={"accept-language": "nl"})
    with time_machine.travel(AT, tick=False):
        client.force_login(network.mandate("financiele-administratie", "platform31").person)
        listed = client.get("/betalingen/open/").content.decode()
        place = "/betalingen/open/GM0150/verrekenen/"
        assert place in listed
        page = client.get(place).content.decode()
        assert f"van {first} betaalt {second}" in page
        assert make.DEVENTER in page, "the account to pay it back to"
        answer = client.post(place, {"seen_left": TOO_MUCH}, follow=True).content.decode()
        assert f"is verrekend met {second}" in answer
        undo = f"/betalingen/verrekening/{Transfer.objects.get().pk}/ongedaan/"
        assert undo in answer
        assert client.post(undo, {"why": "Vergist", "seen": 0}).status_code == 302
        assert opened()[first] == -TOO_MUCH
        assert "Doorgehaald" in client.get("/betalingen/open/").content.decode()
        client.post(place, {"seen_left": TOO_MUCH})
        undo = f"/betalingen/koppeling/{Match.objects.get().pk}/ongedaan/"
        assert f"op {second} staat dat weer open" in client.get(undo).content.decode()
        assert "Kijk opnieuw" in client.post(undo, {"why": "Vergist", "seen": 0}).content.decode()
        assert client.post(undo, {"why": "Vergist", "seen": TOO_MUCH}).status_code == 302
        assert opened() == {first: FULL, second: FULL}


def test_only_the_administration_sets_off(city):
    with pytest.raises(Forbidden):
        set_off(city, by=network.actor("contactpersoon", "GM0150"))
    assert not Transfer.objects.exists()
