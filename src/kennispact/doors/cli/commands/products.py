"""Products on the command line."""

from pathlib import Path
from typing import Annotated

import typer

from kennispact.doors.cli import answers
from kennispact.doors.cli.answers import Column, TableOrJson
from kennispact.ground import clock
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import SYSTEM
from kennispact.programme.products import commands, papers, rules

app = typer.Typer(help="Products: bring in a list.", no_args_is_help=True)


@app.callback()
def products() -> None:
    """Tell where the change came in."""
    journal.origin.set("command line: products")


@app.command("import")
def bring_in(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="CSV, Excel, OpenDocument or JSON", exists=True, dir_okay=False),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what would be new")] = False,
    format: Annotated[TableOrJson, typer.Option("--format")] = TableOrJson.TABLE,  # noqa: A002
) -> None:
    """Bring in the products of a list that are new: all rows, or none. The second time adds nothing."""
    with file.open("rb") as handed:
        found = commands.import_products(
            file=handed,
            dry_run=dry_run,
            source=rules.clean(file.name)[: rules.LONGEST_SOURCE],
            by=SYSTEM,
            at=clock.now(),
        )
    answer = papers.import_answer(found, dry_run=dry_run)
    if format is TableOrJson.JSON:
        answers.as_json(answer)
        return
    columns = (
        Column("rij", "row", number=True),
        Column("code", "id"),
        Column("titel", "title"),
        Column("soort", "kind"),
        Column("jaar", "year"),
    )
    answers.as_table("Nieuwe producten" + (" (proef)" if dry_run else ""), columns, answer["products"])
    answers.say(f"{answer['new']} nieuw, {answer['known']} al bekend.")
    if answer["ignored"]:
        answers.say(f"Niet gebruikt: {', '.join(answer['ignored'])}.")
