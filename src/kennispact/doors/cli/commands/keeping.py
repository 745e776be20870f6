"""Looking after an installation: its invariants, its backup, its return."""

from pathlib import Path
from typing import Annotated

import typer

from kennispact.doors.cli import answers
from kennispact.doors.cli import keeping as vault
from kennispact.doors.cli.answers import Column, TableOrJson
from kennispact.ground.look import sentences
from kennispact.review.integrity import queries as integrity


def check(format: Annotated[TableOrJson, typer.Option("--format")] = TableOrJson.TABLE) -> None:  # noqa: A002
    """Verify every invariant of the data. Exit 1 when one does not hold."""
    findings = integrity.check()
    rows = [
        {
            "invariant": one.invariant,
            "room": one.room,
            "holds": one.holds,
            "found": sentences.told(one.sentence, one.facts),
        }
        for one in findings
    ]
    if format is TableOrJson.JSON:
        answers.as_json({"holds": all(one.holds for one in findings), "findings": rows})
    else:
        columns = (Column("klopt", "holds"), Column("kamer", "room"), Column("wat", "found"))
        answers.as_table("Controle", columns, rows)
    if not all(one.holds for one in findings):
        raise typer.Exit(1)


def backup(file: Annotated[Path, typer.Argument(help="the .tar file to write")]) -> None:
    """Write the whole installation to one file, while it runs."""
    answers.say(str(vault.back_up(file)))


def restore(
    file: Annotated[Path, typer.Argument(help="a .tar file written by backup")],
    yes: Annotated[bool, typer.Option("--yes", help="replace what is there without asking")] = False,
) -> None:
    """Put a backup back. What was there is kept beside it until the new one is checked."""
    if not yes:
        typer.confirm("Dit vervangt wat er nu staat. Doorgaan?", abort=True, err=True)
    answers.say(str(vault.restore(file)))
