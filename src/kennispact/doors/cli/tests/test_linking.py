"""Linking on the command line: what a program reads, and files that are no files."""

import io
import json

import pytest
from typer.testing import CliRunner

from kennispact.doors.cli import commands
from kennispact.doors.cli.commands import linking
from kennispact.ground.kit.refusal import Refused
from kennispact.programme.products.tests import make as products
from kennispact.programme.questions.tests.make import actors, question

ITEMS = '{"id": "a", "title": "Warmtenet", "excerpt": "Een buurt gaat van het gas af."}\n'
QUESTIONS = '{"id": "q", "question": "Hoe gaat een buurt van het gas af?"}\n'


@pytest.fixture
def asked(monkeypatch, capsys, settings, tmp_path):
    settings.HOME = tmp_path

    def ask(text: bytes) -> dict:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
        linking.link(linking.TableOrJson.JSON)
        return json.loads(capsys.readouterr().out)

    return ask


@pytest.mark.django_db
def test_a_question_gets_questions_products_and_themes_with_scores_and_reasons(asked):
    products.collection()
    cast = actors()
    open_one = question(cast["deventer"])
    question(cast["deventer"], in_confidence=True)

    told = asked(b"Hoe helpen we inwoners met betalingsachterstanden en schulden?")

    assert told["products"][0]["key"] == "P003"
    assert told["products"][0]["reasons"][0]["values"]
    assert [one["key"] for one in told["questions"]] == [str(open_one.pk)]
    assert told["themes"][0]["key"] == "armoede_schuldhulpverlening"


@pytest.mark.django_db
@pytest.mark.parametrize("text", [b"", b"\xff\xfe", b"x" * 100_000])
def test_what_is_no_question_is_refused(asked, text):
    with pytest.raises(Refused):
        asked(text)


def test_files_are_ranked_without_the_database(tmp_path):
    """No mark of a database on this test: touching one would fail it."""
    items, questions, out = tmp_path / "items.jsonl", tmp_path / "questions.jsonl", tmp_path / "out"
    items.write_text(ITEMS)
    questions.write_text(QUESTIONS)
    linking.link_bench(items, questions, out)
    assert (out / "items.tsv").read_text().startswith("question\titem\tscore\nq\ta\t")
    assert {path.name for path in out.iterdir()} == {"items.tsv", "pairs.tsv", "themes.tsv"}
    with pytest.raises(Refused):
        linking.link_bench(tmp_path / "none.jsonl", questions, out)


def test_both_have_their_names():
    import typer

    app = typer.Typer()
    commands.hang_up(app)
    help_ = CliRunner().invoke(app, ["link-bench", "--help"]).output
    assert "--items" in help_
