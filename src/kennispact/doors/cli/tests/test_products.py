"""``kennispact products import``: tells, brings in once, refuses with reasons; nothing comes in by half."""

import json

import pytest
import xlsxwriter
from typer.testing import CliRunner

from kennispact.doors.cli import commands
from kennispact.doors.cli.main import app
from kennispact.ground.journal.models import Entry
from kennispact.ground.kit.refusal import Refused
from kennispact.programme.products.models import Product

pytestmark = pytest.mark.django_db
runner = CliRunner()
if not app.registered_groups:
    commands.hang_up(app)
ROWS = "id;titel;soort;jaar;prijs\nA1;Café Europa;publication;2020;3\n;Twee;event;2021;\n"


def bring(file, *options):
    return runner.invoke(app, ["products", "import", str(file), *options])


def told(file, *options):
    answer = bring(file, "--format", "json", *options)
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252"])
def test_a_list_is_tried_brought_in_and_brought_in_again(tmp_path, encoding):
    file = tmp_path / "producten.csv"
    file.write_bytes(ROWS.encode(encoding))

    tried = told(file, "--dry-run")
    assert (tried["dry_run"], tried["new"], tried["known"], tried["ignored"]) == (True, 2, 0, ["prijs"])
    assert tried["products"][0] == {
        "row": 2,
        "id": "A1",
        "title": "Café Europa",
        "kind": "publication",
        "year": "2020",
    }
    assert not Product.objects.exists()
    assert {**told(file), "dry_run": True} == tried
    assert Entry.objects.get(verb="product.imported").origin == "command line: products"
    again = bring(file)
    assert again.exit_code == 0
    assert "0 nieuw, 2 al bekend." in again.stderr
    assert "prijs" in again.stderr
    assert Product.objects.count() == 2


def test_a_workbook_with_a_formula_gives_its_value(tmp_path):
    file = tmp_path / "producten.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Titel", "Soort", "Jaar"])
        sheet.write_formula(1, 0, '="Een"&"Twee"', value="EenTwee")
        sheet.write_row(1, 1, ["project", 2022])
    assert [one["title"] for one in told(file, "--dry-run")["products"]] == ["EenTwee"]


@pytest.mark.parametrize(
    ("content", "reasons"),
    [
        (ROWS.replace("2021", "nu").encode(), 1),
        (b"titel\nx\n", 2),
        (b'[{"title": 1}, 2]', 1),
        (b"", 1),
    ],
)
def test_what_is_no_list_is_refused_with_every_reason(tmp_path, content, reasons):
    file = tmp_path / "producten.csv"
    file.write_bytes(content)
    with pytest.raises(Refused) as refused:
        runner.invoke(app, ["products", "import", str(file)], catch_exceptions=False)
    assert len(refused.value.refusals) == reasons
    assert not Product.objects.exists()


def test_a_file_of_200_megabytes_is_refused_in_a_sentence(tmp_path):
    file = tmp_path / "groot.csv"
    with file.open("wb") as huge:
        huge.truncate(200 * 1024 * 1024)
    with pytest.raises(Refused, match="25 MB"):
        runner.invoke(app, ["products", "import", str(file)], catch_exceptions=False)


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path):
    assert bring(tmp_path / "niets.csv").exit_code == 2
    assert bring(tmp_path).exit_code == 2
