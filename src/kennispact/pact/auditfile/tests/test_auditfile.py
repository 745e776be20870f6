"""A year as an auditfile: as the standard asks, and to the cent what the ledger says."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from lxml import etree

from kennispact.ground.kit.actor import SYSTEM, VISITOR
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Forbidden, Refused
from kennispact.pact.auditfile import rules
from kennispact.pact.auditfile.commands import write_auditfile
from kennispact.pact.auditfile.tests.structure import every, faults, signed, texts
from kennispact.pact.invoicing.tests import make as invoicing
from kennispact.pact.ledger import commands as ledger
from kennispact.pact.ledger import queries
from kennispact.pact.ledger.rules import REVENUE, Account, Line
from kennispact.pact.payments import undoing
from kennispact.pact.payments.models import BankEntry, Match
from kennispact.pact.payments.tests import make
from kennispact.registers.network.tests import make as cities
from kennispact.registers.network.tests.door import signed_in, words_of

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
SEVERAL = ("GM0150", "GM0034")


def written(year=2023, at=NOW, **more):
    into = BytesIO()
    write_auditfile(year=year, into=into, by=SYSTEM, at=at, **more)
    return etree.fromstring(into.getvalue())


def moved(root):
    """Return per account what was booked: debit minus credit."""
    found = defaultdict(Decimal)
    for line in every(root, "trLine"):
        found[texts(line, "accID")[0]] += signed(line)
    return found


def opened(root):
    return {texts(one, "accID")[0]: signed(one) for one in every(root, "obLine")}


def left_open(root):
    return {texts(one, "custSupID", "invRef"): signed(one) for one in every(root, "obSbLine")}


def adds_up(root, year):
    """Hold every figure of a file against the ledger."""
    assert faults(root) == []
    until = AsOf(date(year, 12, 31))
    before = AsOf(date(year, 1, 1) - timedelta(days=1))
    (all_lines,) = every(root, "transactions")
    count, debit, credit = texts(all_lines, "linesCount", "totalDebit", "totalCredit")
    amounts = [signed(line) for line in every(root, "trLine")]
    assert int(count) == len(amounts)
    ended, began = queries.balance(until), queries.balance(before)
    assert Decimal(debit) == Decimal(credit) == ended.debit - began.debit
    assert (Decimal(debit), Decimal(credit)) == rules.totals(amounts)
    assert len({texts(one, "nr") for one in every(root, "transaction")}) == len(every(root, "transaction"))
    first, booked = opened(root), moved(root)
    assert sum(first.values()) == 0
    assert first.get("debtors", 0) == sum(left_open(root).values())
    for one in ended.accounts:
        start = 0 if one.account in REVENUE else first.get(one.account.value, 0)
        earlier = {was.account: was.balance for was in began.accounts}[one.account]
        closing = start + booked[one.account.value]
        assert closing == one.balance - (earlier if one.account in REVENUE else 0)


@pytest.fixture
def world(monkeypatch):
    """Two years: an invoice that was credited, a payment, one that was undone, and one not yet matched."""
    make.quick(monkeypatch)
    make.world()
    invoicing.credited(net=Decimal("100.00"))
    first = make.paper(make.one(100_000, reference=make.reference()), make.one(50_000, "B2"))
    make.bring(first)
    make.put(BankEntry.objects.order_by("pk").last(), 50_000, "GM0034")
    undone = Match.objects.order_by("pk").last()
    undoing.strike_match(match=undone, why="Toch \x0b niet <die> & meer", by=SYSTEM, at=make.AT)
    invoicing.order_numbers(2024)
    invoicing.run(2024, at=datetime(2024, 2, 1, 12, tzinfo=UTC))


@pytest.mark.django_db
def test_every_year_is_as_the_standard_asks_and_adds_up(world):
    for year in (2023, 2024):
        adds_up(written(year), year)


@pytest.mark.django_db
def test_an_invoice_is_told_with_its_number_its_city_and_its_vat(world):
    root = written()
    number = invoicing.deventer().text
    booked = next(
        one for one in every(root, "transaction") if number in texts(every(one, "trLine")[0], "docRef")
    )
    debtor, revenue, vat = every(booked, "trLine")
    assert texts(debtor, "accID", "custSupID", "invRef", "effDate") == (
        "debtors",
        "GM0150",
        number,
        "2023-03-01",
    )
    assert [signed(one) for one in (debtor, revenue, vat)] == [
        Decimal("18412.45"),
        Decimal("-15216.90"),
        Decimal("-3195.55"),
    ]
    (rate,) = every(revenue, "vat")
    assert texts(rate, "vatID", "vatPerc", "vatAmnt", "vatAmntTp") == ("S21", "21", "3195.55", "C")
    assert [texts(one, "vatDesc", "vatToPayAccID") for one in every(root, "vatCode")] == [("Btw 21%", "vat")]
    assert not [one for one in every(root, "vat") if one.getparent() is vat]


@pytest.mark.django_db
def test_a_credit_note_has_a_number_of_its_own_and_points_to_its_invoice(world):
    root, number = written(), invoicing.deventer().text
    lines = [one for one in every(root, "trLine") if (texts(one, "recRef")[0] or "").startswith("credit ")]
    (debtor,) = (one for one in lines if texts(one, "accID") == ("debtors",))
    (rate,) = (found for one in lines for found in every(one, "vat"))
    assert texts(debtor, "invRef") == (number,)
    assert texts(debtor, "docRef") != (number,)
    assert signed(debtor) == Decimal("-121.00")
    assert signed(rate, "vatAmnt") == Decimal("21.00")


@pytest.mark.django_db
def test_what_was_undone_stays_in_the_file_with_what_undid_it(world):
    told = [texts(one, "desc")[0] for one in every(written(), "transaction")]
    assert any(text.startswith("Betaling") for text in told)
    assert "Toch   niet <die> & meer" in told


@pytest.mark.django_db
def test_each_booking_is_in_the_journal_of_its_kind(world):
    found = {
        texts(one, "jrnTp")[0]: {texts(line, "recRef")[0].split(" ")[0] for line in every(one, "trLine")}
        for one in every(written(), "journal")
    }
    assert found == {"S": {"invoice", "credit"}, "B": {"statement"}, "M": {"match", "reversal"}}


@pytest.mark.django_db
def test_the_year_begins_with_what_was_open_and_no_earlier_result_is_lost(world):
    first = opened(written(2024))
    before = {one.account: one.balance for one in queries.balance(AsOf(date(2023, 12, 31))).accounts}
    assert first["result"] == before[Account.CONTRIBUTIONS]
    assert first["bank"] == Decimal("1500.00")
    assert first["suspense"] == Decimal("-500.00")
    number = invoicing.deventer().text
    assert left_open(written(2024))["GM0150", number] == Decimal("17291.45")
    assert opened(written(2023)) == {}


@pytest.mark.django_db
def test_what_was_not_known_then_is_not_in_the_file(world):
    then = datetime(2023, 3, 1, 12, tzinfo=UTC)
    root = written(known=then)
    assert {texts(one, "recRef")[0].split(" ")[0] for one in every(root, "trLine")} == {"invoice", "credit"}
    assert "1 maart 2023" in texts(every(root, "openingBalance")[0], "opBalDesc")[0]
    assert texts(every(root, "header")[0], "dateCreated") == ("2026-11-01",)


@pytest.mark.django_db
def test_a_year_without_bookings_or_a_supplier_without_particulars_is_refused():
    invoicing.cities.baseline(2)
    with pytest.raises(Refused) as refused:
        written(2023)
    codes = {one.code for one in refused.value.refusals}
    assert {"auditfile.nothing", "invoicing.missing.iban", "invoicing.missing.vat_number"} <= codes
    with pytest.raises(Forbidden):
        write_auditfile(year=2023, into=BytesIO(), by=VISITOR, at=NOW)


def schema(folder, header):
    (folder / "deep").mkdir(parents=True)
    (folder / "other.xsd").write_text('<schema xmlns="http://www.w3.org/2001/XMLSchema"/>')
    (folder / "deep" / "ours.xsd").write_text(
        f'<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="{rules.NAMESPACE}">'
        f'<element name="auditfile"><complexType><sequence><any namespace="##targetNamespace"'
        f' processContents="lax" maxOccurs="unbounded"/></sequence></complexType></element>'
        f'<element name="header"><complexType><sequence><any processContents="skip" maxOccurs="{header}"/>'
        f"</sequence></complexType></element></schema>"
    )


@pytest.mark.django_db
def test_where_there_is_an_official_schema_no_file_leaves_that_it_refuses(world, settings, tmp_path):
    schema(tmp_path / "kind", 7)
    schema(tmp_path / "strict", 6)
    (tmp_path / "empty").mkdir()
    settings.KENNISPACT_AUDITFILE_SCHEMAS = tmp_path / "kind"
    written()
    for folder, code, told in (
        ("strict", "auditfile.schema", "softwareVersion"),
        ("empty", "auditfile.no-schema", "empty"),
    ):
        settings.KENNISPACT_AUDITFILE_SCHEMAS = tmp_path / folder
        with pytest.raises(Refused, match=told) as refused:
            written()
        assert {one.code for one in refused.value.refusals} == {code}


cents = st.integers(1, 10**9).map(lambda number: Decimal(number) / 100)
acts = st.tuples(
    st.sampled_from(["invoice", "credit", "statement", "match", "set-off"]),
    st.integers(2023, 2025),
    st.sampled_from(SEVERAL),
    cents,
    cents,
    st.booleans(),
)


def book(place, kind, year, city, amount, vat, back):
    debtor = {"account": Account.DEBTORS, "party": city}
    item = f"item-{place % 3}"
    if kind in {"invoice", "credit"}:
        to, origin = ("debit", "credit") if kind == "invoice" else ("credit", "debit")
        revenue = REVENUE[place % 2]
        lines = [Line(**debtor, item=item, **{to: amount + vat}), Line(revenue, **{origin: amount})]
        lines.append(Line(Account.VAT, **{origin: vat}))
    elif kind == "statement":
        lines = [Line(Account.BANK, debit=amount + vat, item=item)]
        lines += [Line(Account.SUSPENSE, credit=one, item=item) for one in (amount, vat)]
    elif kind == "match":
        lines = [Line(Account.SUSPENSE, debit=amount, item=item), Line(**debtor, item=item, credit=amount)]
    else:
        lines = [Line(**debtor, item=item, debit=amount), Line(**debtor, item="other", credit=amount)]
    day = date(year, place % 12 + 1, 28)
    made = ledger.post(source=f"{kind} {place}", text=kind, happened_on=day, lines=lines, by=SYSTEM, at=NOW)
    if back:
        ledger.reverse(posting=made, why="fout", happened_on=date(2025, 12, 31), by=SYSTEM, at=NOW)


@pytest.mark.django_db
def test_whatever_was_booked_every_year_adds_up_and_begins_where_the_one_before_ended():
    invoicing.cities.baseline(2)
    invoicing.supplier()

    @trying(max_examples=12, deadline=None, database=None)
    @given(st.lists(acts, min_size=1, max_size=6))
    def holds(bookings):
        with transaction.atomic():
            for place, one in enumerate(bookings):
                book(place, *one)
            for year in sorted({one[1] for one in bookings}):
                adds_up(written(year), year)
            transaction.set_rollback(True)

    holds()


@pytest.mark.django_db
def test_finance_saves_it_and_others_neither_get_it_nor_see_that_it_is_there(world):
    finance, director = signed_in("financiele-administratie"), signed_in("directeur", "platform31")
    assert "auditfile-2024.xaf" in finance.get("/grootboek/").content.decode()
    answer = finance.get("/grootboek/auditfile-2023.xaf")
    assert faults(etree.fromstring(b"".join(answer.streaming_content))) == []
    assert "auditfile-2023-" in answer["Content-Disposition"]
    assert "auditfile" not in director.get("/grootboek/").content.decode()
    assert director.get("/grootboek/auditfile-2023.xaf").status_code == 403
    nothing = finance.get("/grootboek/auditfile-2019.xaf")
    assert nothing.status_code == 400
    assert "In 2019 is niets geboekt" in words_of(nothing)


@pytest.mark.django_db
def test_more_bookings_ask_no_more_queries():
    keys, counts = [one.key for one in cities.baseline(41)], []
    invoicing.supplier()
    for number in (2, 41):
        for place, key in enumerate(keys[len(counts) and 2 : number]):
            book(100 * number + place, "invoice", 2023, key, Decimal(100), Decimal(21), back=False)
            book(100 * number + place, "match", 2024, key, Decimal(10), Decimal(1), back=False)
        written(2024)
        with CaptureQueriesContext(connection) as asked:
            written(2024)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 30
