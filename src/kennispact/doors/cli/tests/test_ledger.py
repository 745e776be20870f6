"""A year of the ledger on the command line: a file, or nothing at all."""

import pytest
from typer.testing import CliRunner

from kennispact.doors.cli.commands.ledger import app
from kennispact.ground.kit.refusal import Refused
from kennispact.pact.einvoices.tests.make import quick
from kennispact.pact.invoicing.tests import make

runner = CliRunner()


@pytest.mark.django_db
def test_a_year_becomes_a_file_and_a_refused_one_leaves_the_file_that_was_there(monkeypatch, tmp_path):
    quick(monkeypatch)
    make.world(2)
    make.run()
    out = tmp_path / "2023.xaf"
    done = runner.invoke(app, ["auditfile", "--year", "2023", "--out", str(out)])
    assert done.exit_code == 0
    assert "6 regels" in done.output
    before = out.read_bytes()
    assert b"http://www.auditfiles.nl/XAF/3.2" in before
    refused = runner.invoke(app, ["auditfile", "--year", "2022", "--out", str(out)])
    assert isinstance(refused.exception, Refused)
    assert out.read_bytes() == before
