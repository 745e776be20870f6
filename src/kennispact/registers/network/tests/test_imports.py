import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from kennispact.ground.journal.models import Entry
from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Forbidden, Refused
from kennispact.registers.network import commands, queries, reader, rules
from kennispact.registers.network.models import Population

from . import make

AT = make.SET_UP_AT
BASE = rules.Base(date(2022, 1, 1), "6b")
HEADER = "Gemeentecode;Naam;Inwoners;Peildatum;Status;Bron\n"
VIEW = AsOf(date(2025, 6, 1))


def bring_in(text: str | bytes, **facts) -> commands.Imported:
    payload = text.encode() if isinstance(text, str) else text
    return commands.import_population_file(payload=payload, **{"by": SYSTEM, "at": AT, **facts})


def refused_rows(text: str | bytes, **facts) -> list[tuple[object, object, str]]:
    with pytest.raises(Refused) as refused:
        bring_in(text, **facts)
    return [(one.facts.get("row"), one.facts.get("column"), one.code) for one in refused.value.refusals]


# ---- numbers and days ---------------------------------------------------------------------------


@given(st.integers(1, 2_000_000), st.sampled_from(["", ".", ",", "'", " ", "\u00a0"]))
def test_a_number_is_read_as_it_was_meant_whatever_separates_the_thousands(number, separator):
    assert reader.parse_inhabitants(f"{number:,}".replace(",", separator)) == number


@pytest.mark.parametrize(
    "text",
    ["101.44", "101,4", "1.01446", "101.446,0", "101,446.0", "1.234,567", "0", "-5", "0.446", "١٠١", "1e5", "", "∞",
     "101446.5", "101..446", ".446", "101.446.", "1.2345.678", "=101446", "101 446 inwoners"],
)  # fmt: skip
def test_a_number_that_could_be_another_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - the message is the text itself
        reader.parse_inhabitants(text)


@pytest.mark.parametrize("text", ["2022-01-01", "01-01-2022", "1-1-2022"])
def test_a_day_is_read_as_dutch_people_and_computers_write_it(text):
    assert reader.parse_day(text) == date(2022, 1, 1)


@pytest.mark.parametrize(
    "text", ["01/02/2022", "31-02-2022", "2022", "2022-13-01", "01-01-22", "", "1 januari 2022"]
)
def test_a_day_that_could_be_another_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - the message is the text itself
        reader.parse_day(text)


@given(st.lists(st.lists(st.text(max_size=8), max_size=8), max_size=8))
def test_no_table_whatever_breaks_the_reader(rows):
    header = ["code", "name", "inhabitants", "reference date", "status", "source"]
    for table in (rows, [header, *rows]):
        try:
            reading = reader.read(table)
        except Refused:
            continue
        assert len(reading.lines) <= len(rows)


# ---- files --------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize(
    ("separator", "number"), [(";", "74.776"), (",", "74776"), (";", "74,776"), ("\t", "74.776")]
)
def test_figures_come_in_whatever_the_encoding_and_the_separator(encoding, separator, number):
    make.baseline(2)
    text = HEADER + f"GM0150;Deventer;{number};1-1-2024;Voorlopig;opgave van de stad, café\n"

    done = bring_in(text.replace(";", separator).replace("stad, café", "stad café").encode(encoding))

    assert [(one.city, one.inhabitants) for one in done.new] == [("GM0150", 74_776)]
    figure = queries.populations(VIEW, date(2024, 1, 1))[queries.organisation("GM0150").pk]
    assert (figure.inhabitants, figure.source) == (74_776, "opgave van de stad café")


@pytest.mark.django_db
def test_a_workbook_comes_in_with_its_dates_and_numbers():
    make.baseline(2)
    out = io.BytesIO()
    with Workbook(out, {"default_date_format": "dd-mm-yyyy"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Naam", "Inwoners", "Peildatum", "Status", "Bron"])
        sheet.write_row(1, 0, ["Deventer", 103_000])
        sheet.write_datetime(1, 2, date(2024, 1, 1))
        sheet.write_row(1, 3, ["definitief", "CBS"])

    done = bring_in(out.getvalue())

    assert [(one.inhabitants, one.reference_on, one.status) for one in done.new] == [
        (103_000, date(2024, 1, 1), "final")
    ]


@pytest.mark.django_db
def test_every_wrong_row_is_named_and_nothing_is_half_brought_in():
    make.baseline(2)
    before = Population.objects.count()
    text = HEADER + (
        "GM0150;Deventer;103.000;01-01-2024;final;CBS\n"  # 2: right
        "GM0034;Almere;101.44;01-01-2024;final;CBS\n"  # 3
        "GM9999;;1000;01-01-2024;final;CBS\n"  # 4
        ";;1000;01-01-2024;final;CBS\n"  # 5
        "GM0034;Deventer;1000;01-01-2024;final;CBS\n"  # 6
        "\n"  # 7
        "GM0034;Almere;;2024;misschien;\n"  # 8
        "GM0150;;103.000;2024-01-01;definitief;CBS\n"  # 9: twice
        "GM0034;Almere;5000000;01-01-2026;final;CBS;8\n"  # 10
        "GM0034;Almere;5000000;01-01-2026;final;CBS\n"  # 11
    )

    rows = refused_rows(text)

    assert [(row, column) for row, column, _ in rows] == [
        (3, "Inwoners"),
        (4, "Gemeentecode"),
        (5, "Gemeentecode"),
        (6, "Naam"),
        (8, "Inwoners"),
        (8, "Peildatum"),
        (8, "Status"),
        (8, "Bron"),
        (9, "Gemeentecode"),
        (10, ""),
        (11, "Inwoners"),
        (11, "Peildatum"),
    ]
    assert Population.objects.count() == before


@pytest.mark.django_db
def test_the_figure_of_another_year_is_refused_for_the_contributions_with_a_clear_sentence():
    make.baseline(2)
    text = HEADER + "GM0150;Deventer;101.236;1-1-2021;final;CBS\n"

    with pytest.raises(Refused) as refused:
        bring_in(text, purpose=commands.Purpose(BASE, for_base=True))
    bring_in(text, purpose=commands.Purpose(BASE))  # as a figure of its own year it is welcome

    (refusal,) = refused.value.refusals
    assert (refusal.code, refusal.clause) == ("population.other-reference-date", "6b")
    assert str(refusal) == (
        "Row 2, column Peildatum: Deventer had 101236 inhabitants on 2021-01-01, but the contribution "
        "counts the inhabitants of 2022-01-01. (6b)"
    )


@pytest.mark.django_db
def test_by_hand_too_the_figure_of_another_year_is_refused_for_the_contributions():
    make.baseline(2)

    with pytest.raises(Refused) as refused:
        commands.record_population(
            city=queries.organisation("GM0150"),
            inhabitants=101_236,
            reference_on=date(2021, 1, 1),
            status="final",
            source="CBS",
            base=BASE,
            for_base=True,
            by=SYSTEM,
            at=AT,
        )

    assert [one.code for one in refused.value.refusals] == ["population.other-reference-date"]


@pytest.mark.django_db
def test_what_is_contracted_never_changes_by_an_import():
    make.baseline(2)
    city = queries.organisation("GM0150")
    text = HEADER + "GM0150;Deventer;101.447;1-1-2022;final;CBS\n"

    rows = refused_rows(text, purpose=commands.Purpose(BASE))
    assert rows == [(2, "Inwoners", "population.differs")]

    figure = Population.objects.get(city=city, happened_on=date(2022, 1, 1))
    commands.strike_population(population=figure, why="CBS herzag", by=SYSTEM, at=AT)
    bring_in(text, purpose=commands.Purpose(BASE))
    assert queries.populations(VIEW, date(2022, 1, 1))[city.pk].inhabitants == 101_447


@pytest.mark.django_db
def test_a_dry_run_says_what_would_change_and_changes_nothing():
    make.baseline(2)
    counts = Population.objects.count(), Entry.objects.count()
    text = HEADER + (
        "GM0150;Deventer;101.446;1-1-2022;final;CBS\nGM0150;Deventer;200.000;1-1-2025;final;CBS\n"
    )

    said = bring_in(text, dry_run=True)
    assert (Population.objects.count(), Entry.objects.count()) == counts
    done = bring_in(text)
    again = bring_in(text)

    assert said == done
    assert said.unchanged == 1
    assert [(one.inhabitants, one.before) for one in said.new] == [(200_000, 104_301)]
    assert (again.new, again.unchanged) == ((), 2)


@pytest.mark.django_db
def test_columns_that_are_not_known_are_named_and_left_alone():
    make.baseline(2)

    done = bring_in(
        "code,inwoners,peildatum,status,bron,Burgemeester\nGM0150,200000,2025-01-01,final,CBS,x\n"
    )

    assert done.ignored == ("Burgemeester",)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"", "sheet.empty"),
        (b"\x00\x01\x02", "file.not-a-table"),
        ((HEADER + 'GM0150;"Deventer;1;1-1-2024;final;CBS\n').encode(), "sheet.broken-row"),
        (b"code;inwoners\nGM0150;1\n", "population.column-missing"),
        ((HEADER.replace("Naam", "Bron")).encode(), "population.column-twice"),
        (b"x" * (2 * 1024 * 1024 + 1), "file.too-big"),
        ((HEADER + "GM0150;D;1;1-1-2024;final;CBS\n" * 5001).encode(), "population.too-many-rows"),
        (b"PK\x03\x04 no workbook", "file.unreadable"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused(payload, code):
    make.baseline(2)

    assert code in [found for _, _, found in refused_rows(payload)]


@pytest.mark.django_db
def test_a_contact_person_imports_nothing():
    make.baseline(2)

    with pytest.raises(Forbidden):
        bring_in(HEADER, by=make.actor("contactpersoon", "GM0150"))


@pytest.mark.django_db
@pytest.mark.parametrize("number", [2, 41])
def test_an_import_asks_the_database_as_often_for_2_cities_as_for_41(number, django_assert_num_queries):
    cities = make.baseline(number)
    text = HEADER + "".join(f"{city.key};{city.name};200000;1-1-2024;final;CBS\n" for city in cities)

    with django_assert_num_queries(6):
        assert len(bring_in(text).new) == number
