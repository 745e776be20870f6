import csv
import datetime as dt
import io
import struct
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kennispact.ground.kit import grids, sheet_reader
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.kit.sheet_reader import parse
from kennispact.ground.kit.sheets import csv_text, read_rows, safe_cell

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def refused(payload, read=read_rows, **options):
    with pytest.raises(Refused) as answer:
        read(payload, **options)
    return {refusal.code for refusal in answer.value.refusals}


def packed(parts, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook(sheet_xml, **more):
    """Return an Excel workbook with one sheet, written as it stands: no library would write these."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    return packed(
        {
            "[Content_Types].xml": f'{HEAD}<Types xmlns="{package}/content-types">'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/></Types>',
            "_rels/.rels": f'{HEAD}<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{rel}"><sheets>'
            '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": sheet_xml,
            **more,
        }
    )


def sheet(rows):
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def ods(rows):
    space = "urn:oasis:names:tc:opendocument:xmlns"
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'{HEAD}<manifest:manifest xmlns:manifest="{space}:manifest:1.0"/>',
            "content.xml": f'{HEAD}<office:document-content xmlns:office="{space}:office:1.0" '
            f'xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet>'
            f'<table:table table:name="A">{rows}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        }
    )


def test_excel_comes_as_text_with_formulas_as_values_and_whole_numbers_whole():
    book = openpyxl.Workbook()
    page = book.active
    page.append(["GM0150", 101446, 0.15, dt.date(2022, 1, 1), True, " Deventer "])
    page.append([])
    page.append(["1e3", 1e20, -3.5, dt.datetime.fromisoformat("2022-01-01 10:30:00"), None, "0150"])
    out = io.BytesIO()
    book.save(out)
    assert read_rows(out.getvalue()) == [
        ["GM0150", "101446", "0.15", "2022-01-01", "true", "Deventer"],
        ["", "", "", "", "", ""],
        ["1e3", "100000000000000000000", "-3.5", "2022-01-01 10:30:00", "", "0150"],
    ]


def test_a_formula_is_read_as_its_value_never_as_a_formula():
    rows = read_rows(workbook(sheet('<row r="1"><c r="A1"><f>WEBSERVICE("http://x")</f><v>7</v></c></row>')))
    assert rows == [["7"]]


def test_opendocument_may_be_filled_up_with_repeated_emptiness():
    cell = (
        '<table:table-cell office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell>'
    )
    empty = '<table:table-cell table:number-columns-repeated="16383"/>'
    rest = '<table:table-row table:number-rows-repeated="1048575"><table:table-cell/></table:table-row>'
    assert read_rows(ods(f"<table:table-row>{cell}{empty}</table:table-row>{rest}")) == [["3"]]


def test_opendocument_that_repeats_something_a_million_times_is_refused():
    cell = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'
    many = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    assert refused(ods(many)) == {"sheet.too-large"}
    wide = cell.replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="16384"')
    assert refused(ods(f"<table:table-row>{wide}</table:table-row>")) == {"sheet.too-large"}


KILLER = sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def test_five_kilobytes_that_claim_the_whole_grid_are_refused_before_they_are_read(monkeypatch):
    monkeypatch.setattr(sheet_reader, "CalamineWorkbook", None)
    assert refused(workbook(KILLER), read=parse) == {"sheet.too-large"}


def test_without_the_look_ahead_the_same_file_costs_a_child_and_not_the_worker(monkeypatch):
    from kennispact.ground.kit import sandbox

    assert refused(
        workbook(KILLER), lambda p: sandbox.call("kennispact.ground.kit.tests.misbehave:calamine", p)
    ) == {"file.unreadable"}


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="200001"><c r="A200001"><v>1</v></c></row>',
        '<row r="1"><c r="CW1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="150000"><c r="CA150000"><v>1</v></c></row>',
        '<row r="1"><c r="A99999999999"><v>1</v></c></row>',
        '<row r="1">' + "<c><v>1</v></c>" * 101 + "</row>",
    ],
)
def test_cells_too_far_out_are_refused(rows):
    assert refused(workbook(sheet(rows)), parse) <= {"sheet.too-large", "file.unreadable"}


def test_a_sheet_with_a_claimed_size_in_its_dimension_is_refused():
    xml = sheet('<row r="1"><c r="A1"><v>1</v></c></row>').replace(
        "<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'
    )
    assert refused(workbook(xml), parse) == {"sheet.too-large"}


def test_a_zip_bomb_is_refused_by_its_directory(monkeypatch):
    zeros = b"0" * (1024 * 1024)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", HEAD)
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(200):
                part.write(zeros)
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    assert refused(out.getvalue(), read=parse) == {"file.unpacks-too-big"}


def test_a_zip_that_lies_about_its_sizes_does_not_unpack_beyond_them():
    honest = workbook(sheet("<!--" + "0" * 5_000_000 + "-->"))
    size = struct.pack("<I", len(sheet("<!--" + "0" * 5_000_000 + "-->")))
    assert honest.count(size) >= 2
    assert refused(honest.replace(size, struct.pack("<I", 1000))) == {"file.unreadable"}


@pytest.mark.parametrize("name", ["../out.xml", "/etc/x.xml", "a/../../b.xml", "a\\b.xml", "C:/x.xml"])
def test_names_that_lead_out_of_the_archive_are_refused(name):
    assert refused(workbook(sheet(""), **{name: "x"}), parse) == {"file.strange-names"}


def test_names_with_nul_are_refused():
    good = workbook(sheet(""), **{"xl/a_b.xml": "x"})
    assert refused(good.replace(b"xl/a_b.xml", b"xl/a\0b.xml"), parse) == {"file.strange-names"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused():
    out = io.BytesIO(workbook(sheet("")))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("XL/workbook.xml", "another")
    assert refused(out.getvalue(), parse) == {"file.strange-names"}


def test_entities_are_refused_and_no_file_is_read(tmp_path):
    (tmp_path / "canary").write_text("canary")
    bomb = (
        f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{tmp_path}/canary">]><worksheet xmlns="{MAIN}">'
        '<sheetData><row r="1"><c r="A1" t="str"><v>&a;</v></c></row></sheetData></worksheet>'
    )
    assert refused(workbook(bomb), parse) == {"file.unreadable"}


@pytest.mark.parametrize("payload", [b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, packed({"a": "b"})])
def test_damaged_and_foreign_zips_are_refused(payload):
    assert refused(payload, parse) == {"file.unreadable"}


@pytest.mark.parametrize("payload", [b"", b"\n\n", b" , \n"])
def test_an_empty_file_is_refused(payload):
    assert refused(payload, parse) == {"sheet.empty"}


@pytest.mark.parametrize(
    "payload", [b"%PDF-1.7\n\x00\x01", b"a\0b", b"GIF89a\x01\x02\x03", "ab".encode("utf-16")]
)
def test_what_is_no_table_is_refused(payload):
    assert refused(payload, parse) == {"file.not-a-table"}


def test_a_file_over_the_limit_is_not_opened_at_all():
    assert refused(b"a,b\n" * 1000, most_bytes=3999) == {"file.too-big"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_is_understood_in_every_usual_writing(encoding, separator):
    lines = [
        ["stad", "inwoners", "noot"],
        ["Súdwest-Fryslân", "90126", "één € meer"],
        ["", "", ""],
        ["x", "1", '"'],
    ]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(lines)
    assert parse(out.getvalue().encode(encoding)) == lines


def test_amounts_with_a_decimal_comma_do_not_become_two_columns():
    assert parse(b"GM0150;15216,90\nGM0200;1,10\n") == [["GM0150", "15216,90"], ["GM0200", "1,10"]]


def test_a_broken_quotation_mark_names_its_line():
    with pytest.raises(Refused, match="Line 2"):
        parse(b'a;b\n"x"y;2\n')


def test_a_csv_with_too_many_columns_is_refused():
    assert refused(b",".join([b"x"] * 101), parse) == {"sheet.too-large"}


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_whatever_the_bytes_it_is_rows_of_text_or_a_refusal(payload):
    try:
        rows = parse(payload)
    except Refused:
        return
    assert all(isinstance(cell, str) for row in rows for cell in row)


def split_as(separator, text):
    return [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) for cell in row]


@given(st.text(max_size=60) | st.from_regex(r"\A[;\t\r\n ]?[=+\-@].*", fullmatch=True))
@settings(max_examples=300, deadline=None)
def test_no_text_becomes_a_formula_whichever_separator_the_reader_takes(text):
    written = csv_text([["Deventer", text]])
    for separator in (",", ";", "\t"):
        for cell in split_as(separator, written):
            assert cell.lstrip()[:1] not in set("=@＝＋－＠")
            if cell.lstrip()[:1] in set("+-"):
                assert all(sign in "0123456789.,+-%" for sign in cell.strip())


def test_the_written_table_is_read_back():
    written = csv_text([["stad", "bedrag"], ["'s-Hertogenbosch, NB", Decimal("-12.50")], [None, 3]], bom=True)
    assert written.encode().startswith(b"\xef\xbb\xbf")
    assert parse(written.encode()) == [["stad", "bedrag"], ["'s-Hertogenbosch, NB", "-12.50"], ["", "3"]]


def test_an_apostrophe_that_belongs_to_a_name_stays():
    assert safe_cell("'s-Gravenhage") == "'s-Gravenhage"


def test_the_limits_are_those_the_house_named():
    assert (grids.MOST_ROWS, grids.MOST_COLUMNS) == (200_000, 100)
