import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from kennispact.ground.kit.actor import SYSTEM, VISITOR
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Forbidden, Refused
from kennispact.programme.products import access, commands, queries, reader, rules
from kennispact.programme.products.models import Registration, Withdrawal
from kennispact.programme.products.queries import Wanted
from kennispact.registers.documents.tests.make import DEVENTER, MANAGER, SECRETARY

from .make import AT, DAY, facts, product

pytestmark = pytest.mark.django_db
LATER = datetime(2025, 7, 1, 9, tzinfo=UTC)
NOW = AsOf(date(2025, 12, 1))
ROOT = Path(__file__).resolve().parents[5]


def csv(*rows: str) -> bytes:
    return "\n".join(("titel;soort;jaar;thema's;voor wie", *rows)).encode()


def codes(refused) -> list[str]:
    return [one.code for one in refused.value.refusals]


def test_a_product_gets_a_code_and_is_found_by_word_theme_kind_and_year():
    made = product()
    product("Samen een warmtenet", summary="", themes=("duurzaamheid",), year=2023, kind="project")

    assert made.key == "P001"
    for wanted in (
        Wanted(words=("BEL",)),
        Wanted(theme="armoede_schuldhulpverlening"),
        Wanted(kind="publication"),
        Wanted(year=2024),
    ):
        assert [one.title for one in queries.products(NOW, wanted)] == ["Eerder aan de bel"]
    assert queries.count(NOW) == 2
    assert queries.years(NOW) == (2024, 2023)
    assert queries.count(AsOf(date(2025, 6, 1))) == 0


def test_a_correction_keeps_what_was_said_before():
    made = product()
    commands.correct_product(product=made, facts=facts("Beter"), why="Typefout", by=SECRETARY, at=LATER)

    assert queries.product(NOW, made.key).title == "Beter"
    assert queries.product(AsOf(NOW.on, AT), made.key).title == "Eerder aan de bel"
    assert [one.struck_why for one in queries.history(made.key)] == ["", "Typefout"]
    with pytest.raises(Refused) as refused:
        commands.correct_product(product=made, facts=facts("Beter"), why="", by=SECRETARY, at=LATER)
    assert codes(refused) == ["product.nothing-changed", "act.no-reason"]


def test_a_withdrawn_product_is_offered_no_more_but_can_be_read_and_offered_again():
    made = product()
    act = commands.withdraw_product(product=made, why="Verouderd", happened_on=DAY, by=SECRETARY, at=LATER)

    assert queries.products(NOW) == ()
    assert queries.product(NOW, made.key).why_withdrawn == "Verouderd"
    assert queries.count(AsOf(NOW.on, AT)) == 1
    with pytest.raises(Refused):
        commands.withdraw_product(product=made, why="Weer", happened_on=DAY, by=SECRETARY, at=LATER)
    commands.strike_withdrawal(withdrawal=act, why="Toch niet", by=SECRETARY, at=LATER)
    assert queries.count(NOW) == 1
    assert Withdrawal.objects.count() == 1


def test_everything_that_is_wrong_is_said_at_once():
    wrong = facts("", kind="x", year=1, themes=("y",), url="javascript:alert(1)", audience="z")
    with pytest.raises(Refused) as refused:
        commands.register_product(facts=wrong, happened_on=date(2099, 1, 1), by=SYSTEM, at=AT)
    assert {one.field for one in refused.value.refusals} == {
        "title", "kind", "year", "themes", "url", "audience", "happened_on",
    }  # fmt: skip


def test_a_city_brings_in_its_own_knowledge_and_nothing_else():
    own = product("Onze aanpak", by=DEVENTER, organisation="GM0150", kind="city-knowledge")
    assert queries.row(own.key)
    commands.correct_product(
        product=own, facts=facts("Beter", organisation="GM0150"), why="x", by=DEVENTER, at=LATER
    )
    for owner in ("", "GM0034"):
        with pytest.raises(Forbidden):
            product("Van een ander", by=DEVENTER, organisation=owner)
    with pytest.raises(Forbidden):
        commands.import_products(file=csv(), by=DEVENTER, at=AT)


def test_a_visitor_sees_what_is_public_only():
    product("Openbaar")
    product("Voor partijen", audience="parties")
    assert access.audiences(VISITOR) == ("public",)
    seen = queries.products(NOW, Wanted(audiences=access.audiences(VISITOR)))
    assert [one.title for one in seen] == ["Openbaar"]
    closed = queries.product(NOW, "P002")
    assert not access.may(VISITOR, "see", closed)
    assert access.may(DEVENTER, "see", closed)
    assert not access.may(SYSTEM, "unknown")


def test_kinds_can_be_added_once():
    commands.add_kind(key="podcast", name="podcast", name_en="podcast", happened_on=DAY, by=MANAGER, at=AT)
    assert product("Luister", kind="podcast").key
    with pytest.raises(Refused) as refused:
        commands.add_kind(key="podcast", name="", name_en="p", happened_on=DAY, by=MANAGER, at=AT)
    assert codes(refused) == ["product.kind-twice", "product.kind-no-name"]


def test_a_file_comes_in_whole_and_twice_is_once():
    file = csv("Een;publicatie;2020;Europa|Veiligheid;openbaar", "Twee;event;2021;;")
    tried = commands.import_products(file=file, by=SECRETARY, at=AT, dry_run=True)
    assert [line.facts.title for line in tried.new] == ["Een", "Twee"]
    assert Registration.objects.count() == 0

    file = file.replace(b"titel", b"id;titel").replace(b"Een", b"A1;Een").replace(b"Twee", b";Twee")
    commands.import_products(file=file, by=SECRETARY, at=AT, source="lijst")
    (line,) = queries.products(NOW, Wanted(keys=["A1"]))
    assert (line.themes, line.audience, line.kind, line.source) == (
        ("europa", "veiligheid"), "public", "publication", "lijst",
    )  # fmt: skip
    again = commands.import_products(file=file, by=SECRETARY, at=AT)
    assert (again.new, again.known) == ((), 2)


def test_rows_without_a_code_come_in_once_too():
    file = csv("Een;publication;2020;;", "Twee;event;2021;;", "Een;publication;2020;;")
    for new, known in ((2, 1), (0, 3)):
        done = commands.import_products(file=file, by=SECRETARY, at=AT)
        assert (len(done.new), done.known) == (new, known)
    assert Registration.objects.count() == 2


def test_every_wrong_row_is_named_and_nothing_comes_in():
    file = csv("Een;publication;2020;;", ";x;nu;geen;ieder", "Twee;=1+1;2020;;")
    with pytest.raises(Refused) as refused:
        commands.import_products(file=file, by=SECRETARY, at=AT)
    assert [one.facts["row"] for one in refused.value.refusals] == ["3"] * 5 + ["4"]
    assert all(str(one) for one in refused.value.refusals)
    assert Registration.objects.count() == 0


def test_a_workbook_gives_the_value_of_a_formula_and_a_missing_column_is_named():
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Titel", "Soort", "Jaar"])
        sheet.write_formula(1, 0, '="Een"&"Twee"', value="EenTwee")
        sheet.write_row(1, 1, ["project", 2022])
    done = commands.import_products(file=made.getvalue(), by=SECRETARY, at=AT)
    assert [line.facts.title for line in done.new] == ["EenTwee"]
    with pytest.raises(Refused) as refused:
        commands.import_products(file=b"titel\nx\n", by=SECRETARY, at=AT)
    assert codes(refused) == ["product.column-missing"] * 2


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"[",
        b'[{"id": 1}, 2]',
        b'{"a"',
        b"[" * 100_000,
        b"\x00\x01",
        b"[\xff]",
        b"a" * 10,
        b"PK\x03\x04",
        b"{}",
    ],
)
def test_a_file_that_is_no_list_is_refused(payload):
    with pytest.raises(Refused):
        commands.import_products(file=payload, by=SECRETARY, at=AT)


def test_a_file_of_200_megabytes_is_refused_without_being_read():
    class Huge(io.RawIOBase):
        asked = 0

        def readable(self):
            return True

        def read(self, size=-1):
            Huge.asked = size
            return b"x" * size

    with pytest.raises(Refused) as refused:
        commands.import_products(file=Huge(), by=SECRETARY, at=AT)
    assert codes(refused) == ["file.too-big"]
    assert Huge.asked == reader.MOST_BYTES + 1


def test_the_starting_collection_comes_in_through_the_same_door():
    payload = (ROOT / "data" / "products.jsonl").read_bytes()
    done = commands.import_products(file=payload, by=SYSTEM, at=AT)
    assert len(done.new) == 310
    assert done.ignored == ()
    first = queries.product(NOW, json.loads(payload.split(b"\n")[0])["id"])
    assert first.audience == "public"
    assert "naverteld" in first.source
    assert commands.import_products(file=payload, by=SYSTEM, at=LATER).new == ()


@given(st.text())
def test_clean_text_is_clean_and_stays_so(text):
    once = rules.clean(text)
    assert rules.clean(once) == once
    assert "\x00" not in once
    assert "\r" not in once
    once.encode()
