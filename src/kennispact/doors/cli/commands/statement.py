"""Bank statements on the command line."""

from pathlib import Path
from typing import Annotated

import typer

from kennispact.doors.cli import answers
from kennispact.doors.cli.answers import Column, TableOrJson
from kennispact.ground import clock
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import SYSTEM
from kennispact.pact.payments import importing, papers
from kennispact.pact.payments.importing import File, Imported

app = typer.Typer(help="Bank statements (CAMT.053): bring them in.", no_args_is_help=True)


@app.callback()
def statement() -> None:
    """Tell where the change came in."""
    journal.origin.set("command line: statement")


@app.command("import")
def bring_in(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="CAMT.053 (XML); all pages together", exists=True)
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what would be new")] = False,
    format: Annotated[TableOrJson, typer.Option("--format")] = TableOrJson.TABLE,  # noqa: A002
) -> None:
    """Bring in what is new of bank statements: all of it, or nothing. The second time adds nothing."""
    handed = [File(path.name, path.read_bytes()) for path in files]
    found = importing.import_statements(files=handed, by=SYSTEM, at=clock.now(), dry_run=dry_run)
    if format is TableOrJson.JSON:
        answers.as_json(papers.import_answer(found, dry_run=dry_run))
        return
    columns = (
        Column("datum", "on"),
        Column("bedrag", "amount", number=True),
        Column("van of aan", "name"),
        Column("omschrijving", "text"),
        Column("factuur", "invoice"),
    )
    rows = [papers.entry_row(entry) for one in found.statements for entry in one.new]
    answers.as_table("Nieuwe boekingen" + (" (proef)" if dry_run else ""), columns, rows)
    _say(found)


def _say(found: Imported) -> None:
    waiting = found.new - found.matched
    answers.say(
        f"{found.new} nieuw, {found.known} al bekend; {found.matched} gekoppeld, {waiting} nog te koppelen."
    )
    for one in found.statements:
        if one.whole.pending:
            answers.say(f"{one.whole.id}: {len(one.whole.pending)} nog niet geboekt, niet meegeteld.")
        if not one.continues:
            answers.say(f"{one.whole.id}: sluit niet aan op het vorige afschrift. Ontbreekt er een?")
    for other in found.others:
        answers.say(f"{other}: niet onze rekening, overgeslagen.")
