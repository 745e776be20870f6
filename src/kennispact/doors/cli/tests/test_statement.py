"""``kennispact statement import``: tells, brings in once, refuses with reasons."""

import json

import pytest
from typer.testing import CliRunner

from kennispact.doors.cli import commands
from kennispact.doors.cli.main import app
from kennispact.pact.payments.models import BankStatement
from kennispact.pact.payments.tests import make

pytestmark = pytest.mark.django_db
runner = CliRunner()
if not app.registered_groups:
    commands.hang_up(app)


def test_a_statement_is_tried_brought_in_and_brought_in_again(tmp_path):
    make.world(2)
    file = tmp_path / "a.xml"
    file.write_bytes(make.paper(make.one(1841245, reference=make.reference()), make.one(5, "B2")).xml())

    def bring(*options):
        answer = runner.invoke(app, ["statement", "import", str(file), "--format", "json", *options])
        assert answer.exit_code == 0, answer.output
        return json.loads(answer.stdout)

    tried = bring("--dry-run")
    assert (tried["dry_run"], tried["new"], tried["matched"]) == (True, 2, 1)
    assert not BankStatement.objects.exists()
    done = bring()
    assert {**done, "dry_run": True} == tried
    assert done["statements"][0]["entries"][0] | {"text": ""} == {
        "on": "2023-03-20",
        "amount": "18412.45",
        "name": "GEMEENTE DEVENTER",
        "account": make.DEVENTER,
        "reference": make.reference(),
        "text": "",
        "batch": "",
        "returned": False,
        "city": "GM0150",
        "invoice": make.claim().item,
    }
    again = bring()
    assert (again["new"], again["known"]) == (0, 2)
    said = runner.invoke(app, ["statement", "import", str(file)])
    assert "0 nieuw, 2 al bekend" in said.stdout + said.stderr
