"""Reading CAMT.053: both versions alike, every oddity of the banks, and nothing of what strangers put in."""

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kennispact.ground.kit.refusal import Refused
from kennispact.pact.einvoices.tests.make import IBAN
from kennispact.pact.payments import assembly, camt
from kennispact.pact.payments.bookings import page_of

from .make import DAY, Ntry, Tx, after, one, paper

BATCH = Ntry((Tx(1000, reference="RF18A1"), Tx(2500, name="STAD B"), Tx(4000)), bank="B9")


def pages_of(*papers):
    return [page_of(facts) for found in papers for facts in camt.parse(found.xml())]


def whole(*papers):
    (found,) = assembly.assemble(pages_of(*papers), {IBAN}).statements
    return found


def codes(call):
    with pytest.raises(Refused) as refused:
        call()
    return [one.code for one in refused.value.refusals]


@pytest.mark.parametrize("version", ["02", "08"])
@pytest.mark.parametrize("padded", [False, True])
def test_both_versions_say_the_same(version, padded):
    said = paper(
        one(1841245, reference="RF24G4020230010", text="factuur G40", ultimate="Gemeente X", end_to_end="E1"),
        BATCH,
        one(-500, "B3", name="STAD"),
        version=version,
        padded=padded,
    )
    found = whole(said)
    first, *batch, back = found.bookings
    assert (first.cents, first.reference, first.text) == (1841245, "RF24G4020230010", "factuur G40")
    assert (first.name, first.iban, first.ultimate) == (
        "GEMEENTE DEVENTER",
        "NL20INGB0001234567",
        "Gemeente X",
    )
    assert (first.end_to_end, first.bank_reference, first.on) == ("E1", "B1", DAY)
    assert [(booked.cents, booked.part, booked.parts) for booked in batch] == [
        (1000, 1, 3),
        (2500, 2, 3),
        (4000, 3, 3),
    ]
    assert (back.cents, back.name, back.returned) == (-500, "STAD", False)
    assert (found.opening, found.closing) == (100_000, 100_000 + 1841245 + 7500 - 500)


def test_the_difference_between_a_batch_and_its_transactions_stays_visible():
    found = whole(paper(replace(BATCH, cents=7400)))
    assert [(booked.cents, booked.rest) for booked in found.bookings] == [
        (1000, False),
        (2500, False),
        (4000, False),
        (-100, True),
    ]


def test_a_batch_without_details_stays_one_booking_that_says_how_many_it_is():
    (only,) = whole(paper(Ntry((), cents=7500, batch=3, bank="B9"))).bookings
    assert (only.cents, only.parts, only.iban) == (7500, 3, "")


def test_what_is_not_booked_is_no_money():
    found = whole(paper(one(100), Ntry((Tx(999),), state="PDNG"), Ntry((Tx(1),), state="INFO")))
    assert [booked.cents for booked in found.bookings] == [100]
    assert found.pending == (999, 1)


def test_money_that_comes_back_says_so():
    back, undone = whole(paper(one(500, returned="AC04"), one(-700, "B2", reversal=True))).bookings
    assert (back.returned, back.reason, undone.returned) == (True, "AC04", True)


def test_pages_are_joined_and_all_of_them_are_needed():
    first = paper(one(100), page=(1, False), closing=0)
    last = replace(paper(one(250, "B2"), page=(2, True), opening=5), closing=100_350)
    found = whole(last, first)
    assert [booked.cents for booked in found.bookings] == [100, 250]
    assert (found.opening, found.closing) == (100_000, 100_350)
    assert codes(lambda: whole(first)) == codes(lambda: whole(last)) == ["statement.pages"]
    assert len(whole(first, last, first).bookings) == 2


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (paper(one(100), closing=1), "statement.balance"),
        (paper(one(100), currency="USD"), "camt.currency"),
        (paper(one(100), version="04"), "camt.version"),
        (paper(replace(one(100), state="HMM")), "camt.state"),
        (paper(one(100), iban="NL20INGB0001234567"), "statement.other-account"),
    ],
)
def test_what_is_wrong_is_refused(wrong, code):
    assert codes(lambda: whole(wrong)) == [code]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("1.00", "1.001", "camt.amount"),
        ("1.00", "1e5", "camt.amount"),
        ("1.00", "-1.00", "camt.amount"),
        ("1.00", "٣.00", "camt.amount"),
        ("1.00", "9" * 40, "camt.amount"),
        ("<CdtDbtInd>CRDT</CdtDbtInd>", "", "camt.direction"),
        ("2023-03-20", "2023-13-20", "camt.date"),
        ("OPBD", "XXXX", "statement.no-balance"),
        ("<Stmt>", "<Stm>", "camt.not-xml"),
        ("BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn", "camt.empty"),
        ("<Document ", "<!DOCTYPE x [<!ENTITY a 'b'>]><Document ", "camt.dtd"),
    ],
)
def test_a_broken_file_is_refused_with_its_reason(old, new, code):
    broken = paper(one(100)).text().replace(old, new)

    def read():
        return assembly.assemble([page_of(facts) for facts in camt.parse(broken.encode())], {IBAN})

    assert codes(read) == [code]


def test_no_definition_gets_in_whatever_its_encoding_and_nothing_outside_is_read(tmp_path):
    canary = tmp_path / "canary"
    canary.write_text("SECRET")
    body = paper(one(100, text="&x;")).text().replace("&amp;x;", "&x;").partition("?>")[2]
    bombs = [
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{canary}">]>',
        '<!DOCTYPE d [<!ENTITY x SYSTEM "http://127.0.0.1:9/">]>',
        '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/d.dtd">',
        "<!DOCTYPE d [<!ENTITY a 'ha'>"
        + "".join(
            f"<!ENTITY {new} '{('&' + old + ';') * 10}'>"
            for old, new in zip("abcdefgh", "bcdefghx", strict=True)
        )
        + "]>",
    ]
    for bomb in bombs:
        for encoding in ("utf-8", "utf-16"):
            told = f'<?xml version="1.0" encoding="{encoding}"?>{bomb}{body}'
            with pytest.raises(Refused) as refused:
                camt.parse(told.encode(encoding))
            assert refused.value.refusals[0].code in {"camt.dtd", "camt.not-xml"}


def test_it_is_read_in_a_process_of_its_own():
    (page,) = camt.read(paper(one(100)).xml())
    assert (page.iban, page.bookings[0].cents, page.closes_on) == (IBAN, 100, DAY)
    assert codes(lambda: camt.read(b"x" * (camt.MOST_BYTES + 1))) == ["file.too-big"]
    assert codes(lambda: camt.read(b"\x00")) == ["camt.not-xml"]


SEEDS = [paper(one(100), BATCH, one(-5, "B3"), version=version).xml() for version in ("02", "08")]
PIECES = [
    b"<",
    b">",
    b"</Ntry>",
    b"<TxDtls>",
    b"-",
    b"0",
    b"\xff",
    b"&#0;",
    b"&x;",
    b"<!--",
    b"]]>",
    b"9" * 30,
    b"EUR",
    b"DBIT",
]


@settings(max_examples=300, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(SEEDS), st.integers(1, 6))
def test_whatever_is_done_to_a_file_it_is_read_or_refused(chance: random.Random, seed, times):
    """R11. Whoever gets through adds up to the cent."""
    raw = bytearray(seed)
    for _ in range(times):
        start = chance.randrange(len(raw))
        end = min(len(raw), start + chance.choice([0, 1, 3, 30, 200]))
        raw[start:end] = chance.choice([*PIECES, bytes(raw[end : end + 60]), chance.randbytes(3), b""])
    try:
        pages = [page_of(facts) for facts in camt.parse(bytes(raw))]
        found = assembly.assemble(pages, {IBAN})
    except Refused as refused:
        str(refused)  # every sentence has its facts
        return
    for statement in found.statements:
        assert statement.opening + sum(one.cents for one in statement.bookings) == statement.closing
        assert all(isinstance(one.on, date) and one.cents for one in statement.bookings)
        assembly.statement_key(statement, assembly.groups(statement))


def test_the_next_statement_follows():
    first = paper(one(100))
    assert whole(after(first, one(200))).opening == whole(first).closing
