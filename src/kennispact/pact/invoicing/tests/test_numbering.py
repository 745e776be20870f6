"""What a number brings with it, to the letter: the row, the paper, the booking, the journal, the seal."""

import hashlib
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from kennispact.ground.acts import guard
from kennispact.ground.journal.models import Entry
from kennispact.ground.kit.actor import SYSTEM
from kennispact.pact.einvoices.facts import Profile, to_plain
from kennispact.pact.einvoices.tests import make as einvoices
from kennispact.pact.einvoices.verdicts import Layer, Outcome, Report
from kennispact.pact.invoicing import numbering
from kennispact.pact.invoicing.models import Invoice, Paper
from kennispact.pact.invoicing.numbering import BEGINNING, Order, give_number
from kennispact.pact.invoicing.tests.make import AT
from kennispact.pact.ledger.models import Movement, Posting
from kennispact.registers.network.models import Organisation

XML = b"<Invoice/>"
SHA = hashlib.sha256(XML).hexdigest()
HOLDS = object()  # what was agreed; only the checks look at it
PASSED = Report(SHA, "nlcius", (Layer("safe", Outcome.PASSED, "ours"),))


@pytest.fixture
def city(db):
    return Organisation.objects.create(pk=150, key="GM0150", kind="city", name="Deventer")


@pytest.fixture
def prepared(monkeypatch):
    """Leave out making and checking the paper; note of what it was asked."""
    asked = []

    def pretend(facts, profile, agreed):
        asked.append((facts.number, profile, agreed))
        return XML, PASSED

    monkeypatch.setattr(numbering, "prepared", pretend)
    return asked


def order(city, facts=None, **other):
    facts = facts or einvoices.deventer()
    told = {
        "city": city,
        "covenant": "g40-platform31-2023",
        "year": 2023,
        "prefix": "G40",
        "turn": 1,
        "profile": Profile.NLCIUS,
        "draft": lambda text: replace(facts, number=text),
        "still": lambda: None,
    }
    return Order(**{**told, **other})


def given(city, facts=None, **other):
    made, new = give_number(order(city, facts, **other), HOLDS, by=SYSTEM, at=AT)
    assert new is True
    return made


def credited(city, first, **other):
    facts = einvoices.credit(credits=first.text, note="Wij crediteren de hele factuur.")
    return given(city, facts, credits=first, asked="why 1", matter=first.matter, **other)


def booked(made):
    """Return what was booked for an invoice: from where, to where, and how much."""
    rows = Movement.objects.filter(posting__source=f"{made.kind} {made.text}")
    return [
        (f"{one.credit}/{one.credit_party}/{one.credit_item}", f"{one.debit}/{one.debit_party}/{one.debit_item}", one.cents)
        for one in rows
    ]  # fmt: skip


def test_the_first_invoice_is_kept_as_it_was_made(city, prepared):
    given(city)
    assert prepared == [("G40-2023-0001", Profile.NLCIUS, HOLDS)]
    (made,) = Invoice.objects.values()
    assert made.pop("digest") == numbering.seal(Invoice.objects.get())
    assert made == {
        "id": made["id"],
        "series": "G40-2023",
        "number": 1,
        "text": "G40-2023-0001",
        "kind": "invoice",
        "covenant": "g40-platform31-2023",
        "city_id": 150,
        "year": 2023,
        "turn": 1,
        "matter": "",
        "credits_id": None,
        "asked": None,
        "issued_on": date(2023, 3, 1),
        "due_on": date(2023, 3, 31),
        "net_cents": 1521690,
        "vat_cents": 319555,
        "gross_cents": 1841245,
        "facts": to_plain(einvoices.deventer(number="G40-2023-0001")),
        "recorded_at": AT,
        "recorded_by_id": SYSTEM.person_id,
        "recorded_as": SYSTEM.mandate,
        "previous": BEGINNING,
    }


def test_its_paper_is_what_was_checked(city, prepared):
    made = given(city, profile=Profile.PEPPOL)
    (paper,) = Paper.objects.all()
    assert (paper.invoice, paper.profile, bytes(paper.xml)) == (made, "peppol", XML)
    assert (paper.sha256, paper.report, paper.recorded_at) == (SHA, PASSED.plain(), AT)


def test_it_is_booked_with_what_the_city_owes_and_what_is_vat(city, prepared):
    made = given(city)
    posting = Posting.objects.get(source="invoice G40-2023-0001")
    assert (posting.text, posting.happened_on) == (einvoices.deventer().note, made.issued_on)
    assert (posting.recorded_at, posting.recorded_as) == (AT, SYSTEM.mandate)
    owed = "debtors/GM0150/G40-2023-0001"
    assert booked(made) == [("contributions//", owed, 1521690), ("vat//", owed, 319555)]


def test_without_vat_none_is_booked(city, prepared):
    made = given(city, einvoices.deventer(vat=Decimal("0.00"), gross=Decimal("15216.90")))
    assert booked(made) == [("contributions//", "debtors/GM0150/G40-2023-0001", 1521690)]


def test_the_journal_tells_which_number_how_much_and_why(city, prepared):
    made = given(city)
    (line,) = Entry.objects.values(
        "verb", "subject", "subject_id", "at", "mandate", "clause", "organisation", "facts"
    )
    assert line == {
        "verb": "invoice.issued",
        "subject": "invoicing.invoice",
        "subject_id": made.pk,
        "at": AT,
        "mandate": SYSTEM.mandate,
        "clause": "O3.1",
        "organisation": "GM0150",
        "facts": {"number": "G40-2023-0001", "gross": "18412.45", "profile": "nlcius"},
    }


def test_a_credit_note_takes_everything_back_under_the_next_number(city, prepared):
    first = given(city)
    note = credited(city, first)
    assert (note.text, note.kind, note.credits, note.asked) == ("G40-2023-0002", "credit", first, "why 1")
    owed = "debtors/GM0150/G40-2023-0001"
    assert booked(note) == [(owed, "contributions//", 1521690), (owed, "vat//", 319555)]
    line = Entry.objects.get(subject_id=note.pk)
    assert (line.verb, line.clause) == ("invoice.credited", "6b")


def test_what_was_agreed_apart_has_its_own_account_and_clause_also_when_credited(city, prepared):
    first = given(city, matter="extra-3")
    note = credited(city, first)
    assert (first.matter, note.matter) == ("extra-3", "extra-3")
    assert booked(first)[0][0] == booked(note)[0][1] == "extras//"
    assert {line.clause for line in Entry.objects.all()} == {"6d"}


def test_every_year_counts_for_itself_and_every_seal_holds_the_one_before(city, prepared):
    first, second = given(city), given(city, turn=2)
    other = given(city, year=2024)
    assert (first.number, second.number, other.number) == (1, 2, 1)
    assert (other.series, other.text) == ("G40-2024", "G40-2024-0001")
    assert (first.previous, second.previous, other.previous) == (BEGINNING, first.digest, BEGINNING)
    assert list(numbering.faults()) == []


def test_what_is_superfluous_takes_no_number(city, prepared):
    first = given(city)
    again = give_number(order(city, still=lambda: first), HOLDS, by=SYSTEM, at=AT)
    assert again == (first, False)
    assert Invoice.objects.count() == Paper.objects.count() == Posting.objects.count() == 1


def test_who_was_overtaken_is_made_again_with_the_next_number(city, monkeypatch):
    made = []

    def slow(facts, profile, agreed):
        made.append(facts.number)
        if len(made) == 1:
            given(city, turn=2)
        return XML, PASSED

    monkeypatch.setattr(numbering, "prepared", slow)
    assert given(city).text == "G40-2023-0002"
    assert made == ["G40-2023-0001", "G40-2023-0001", "G40-2023-0002"]
    assert list(numbering.faults()) == []


SEALED = (
    "f44a0da6e96bf3c72ce7e83aa73243d961bcbec94a5f0ac9333e139b7e6a3ad1",
    "2c86082d8520e701dc475b47d5da32fd6fd6dc4aa35df643baab128c6a74c9f8",
)


def test_seals_that_were_given_before_stay_right(db):
    """A seal is for ever: whoever changes what goes in it makes every invoice there is look changed."""
    one = Invoice(
        series="G40-2023", number=2, text="G40-2023-0002", kind="credit", covenant="g40", city_id=150, year=2023,
        turn=1, credits_id=1, net_cents=100, vat_cents=21, gross_cents=121, facts={"b": [1], "a": "é"},
        previous=BEGINNING,
    )  # fmt: skip
    plain = numbering.seal(one)
    one.matter = "extra-3"
    assert (plain, numbering.seal(one)) == SEALED


@pytest.fixture
def three(city, prepared):
    """Give three numbers, and let go of the guard: somebody got at the database itself."""
    made = [given(city, turn=turn) for turn in (1, 2, 3)]
    guard.remove(connection)
    yield made
    guard.install(connection)


def test_a_gap_is_found_and_what_follows_it_no_longer_fits(three):
    Movement.objects.all().delete()
    Paper.objects.filter(invoice=three[1]).delete()
    Invoice.objects.filter(pk=three[1].pk).delete()
    assert list(numbering.faults()) == ["G40-2023: 2 is missing before 3", "G40-2023-0003: changed"]


@pytest.mark.parametrize("changed", [{"net_cents": 1521691, "gross_cents": 1841246}, {"previous": "1" * 64}])
def test_a_changed_invoice_is_found(three, changed):
    Invoice.objects.filter(pk=three[1].pk).update(**changed)
    assert list(numbering.faults()) == ["G40-2023-0002: changed"]


def test_an_invoice_sealed_anew_breaks_the_next(three):
    one = Invoice.objects.get(pk=three[1].pk)
    one.facts = {**one.facts, "note": "Iets anders"}
    Invoice.objects.filter(pk=one.pk).update(facts=one.facts, digest=numbering.seal(one))
    assert list(numbering.faults()) == ["G40-2023-0003: changed"]


def test_a_lost_or_changed_paper_is_found(three):
    Paper.objects.filter(invoice=three[0]).delete()
    Paper.objects.filter(invoice=three[2]).update(xml=b"<Invoice />")
    assert list(numbering.faults()) == [
        "G40-2023-0001: no paper, or a changed one",
        "G40-2023-0003: no paper, or a changed one",
    ]


def test_faults_are_told_series_by_series(three, city):
    other = given(city, year=2024)
    Paper.objects.filter(invoice__in=[three[2], other]).delete()
    assert list(numbering.faults()) == [
        "G40-2023-0003: no paper, or a changed one",
        "G40-2024-0001: no paper, or a changed one",
    ]


def test_where_nothing_is_wrong_two_queries_tell_so(three, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        assert list(numbering.faults()) == []
