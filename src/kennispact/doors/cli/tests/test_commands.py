"""The command line as a person types it: JSON alone on stdout, messages on stderr, exit codes."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from typer.testing import CliRunner

from kennispact.doors.cli import commands
from kennispact.doors.cli.answers import refusals_as_exit
from kennispact.doors.cli.main import app
from kennispact.pact.agreements.tests import make
from kennispact.registers.network.tests import make as network

pytestmark = pytest.mark.django_db
if not app.registered_groups:
    commands.hang_up(app)


class Answer:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture
def kennispact(capsys):
    def run(*words):
        code = 0
        capsys.readouterr()
        try:
            with refusals_as_exit():
                app(list(words), standalone_mode=True)
        except SystemExit as end:
            code = end.code or 0
        shown = capsys.readouterr()
        return Answer(code, shown.out, shown.err)

    return run


def test_the_contributions_of_2023_are_those_of_the_covenant(kennispact):
    network.baseline(41)
    found = kennispact("contributions", "--year", "2023", "--format", "json").json
    assert (len(found["rows"]), found["total"]) == (41, "784643.10")
    deventer = next(row for row in found["rows"] if row["code"] == "GM0150")
    assert (deventer["inhabitants"], deventer["amount"]) == (101446, "15216.90")
    assert deventer["clauses"] == ["6b", "O3.1"]
    assert "CBS" in deventer["source"]
    assert kennispact("contributions", "--year", "2027", "--format", "json").json["total"] == "784643.10"


def test_a_year_outside_the_covenant_is_refused_with_its_clause(kennispact):
    answer = kennispact("contributions", "--year", "2028", "--format", "json")
    assert (answer.code, answer.out) == (1, "")
    assert "6a" in answer.err
    assert "2028" in answer.err


@pytest.mark.parametrize(
    ("received", "ends_on"),
    [("2025-08-31", "2026-01-01"), ("2025-09-01", "2027-01-01"), ("01-09-2025", "2027-01-01")],
)
def test_the_notice_rule(kennispact, received, ends_on):
    assert kennispact("notice", "--received", received, "--format", "json").json["ends_on"] == ends_on


def test_a_late_notice_brings_no_earlier_end_and_an_early_one_is_refused(kennispact):
    late = kennispact("notice", "--received", "2027-03-01", "--format", "json").json
    assert (late["last_day"], late["by_notice"]) == ("2027-12-31", False)
    early = kennispact("notice", "--received", "2022-12-01", "--format", "json")
    assert (early.code, early.out) == (1, "")


def test_a_day_that_is_none_is_wrong_usage(kennispact):
    answer = kennispact("notice", "--received", "gisteren")
    assert (answer.code, answer.out) == (2, "")


def test_the_register_follows_both_clocks(kennispact):
    network.baseline(2)
    make.notice(make.registered(), date(2025, 8, 28), date(2025, 9, 5))

    def standing(*words):
        rows = kennispact("register", "--on", "2025-09-01", "--format", "json", *words).json["rows"]
        return next(row["standing"] for row in rows if row["code"] == "GM0150")

    assert standing() == "notice-given"
    assert standing("--known", "2025-09-01") == "in-force"
    assert standing("--known", "2025-09-05T23:00") == "notice-given"


@pytest.mark.parametrize(
    "words", [("state",), ("calendar",), ("register",), ("contributions", "--year", "2024")]
)
def test_every_question_has_a_table_and_json(kennispact, words):
    network.baseline(2)
    assert kennispact(*words).code == 0
    assert kennispact(*words, "--format", "json").json


def test_the_calendar_is_a_calendar_file(kennispact):
    network.baseline(2)
    answer = kennispact("calendar", "--from", "2023-01-01", "--format", "ics")
    assert answer.out.startswith("BEGIN:VCALENDAR")


def test_the_state_names_ready_and_adopted_apart(kennispact):
    network.baseline(2)
    clauses = {clause["clause"]: clause for clause in kennispact("state", "--format", "json").json["clauses"]}
    ready, adopted = (clauses[key]["obligations"][0]["occurrences"] for key in ("2d", "4f"))
    assert [one["due_on"] for one in ready][:2] == ["2023-03-01", "2024-01-01"]
    assert [one["due_on"] for one in adopted][:2] == ["2023-03-31", "2024-03-31"]


def test_a_definition_with_faults_names_them_all_with_their_lines(kennispact, tmp_path):
    text = Path(settings.KENNISPACT_COVENANT).read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(text.replace('rate = "0.15"', "rate = 0.15").replace("2022-12-19", "2022-12-99", 1))
    answer = kennispact("covenant", "check", str(wrong))
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.count("wrong.toml:") >= 2
    assert kennispact("covenant", "check", str(settings.KENNISPACT_COVENANT)).code == 0


def test_csv_has_a_heading_and_a_row_for_every_city(kennispact):
    network.baseline(3)
    lines = kennispact("register", "--format", "csv").out.strip().splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("code,city,standing")


def test_an_empty_installation_says_what_to_do(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "kennispact.doors.cli.main", "register"],
        env={**os.environ, "KENNISPACT_HOME": str(tmp_path), "DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "kennispact setup" in done.stderr


def test_help_is_for_people():
    assert "state" in CliRunner().invoke(app, ["--help"]).output
