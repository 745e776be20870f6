"""The ledger on the command line."""

from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import Annotated

import typer
from django.utils.translation import gettext

from kennispact.doors.cli import answers
from kennispact.doors.cli.answers import Column, TableOrJson
from kennispact.doors.cli.commands.asking import Known, On
from kennispact.ground import clock
from kennispact.ground.kit.actor import SYSTEM
from kennispact.pact.auditfile.commands import write_auditfile
from kennispact.pact.ledger import papers, queries

app = typer.Typer(help="The ledger: every amount booked twice.", no_args_is_help=True)


@app.callback()
def ledger() -> None:
    """Show what was booked."""


@app.command("balance")
def balance(
    on: On = None,
    known: Known = None,
    format: Annotated[TableOrJson, typer.Option("--format")] = TableOrJson.TABLE,  # noqa: A002
) -> None:
    """Show what was booked on every account, and what cities still have to pay. Exit 1 if out of balance."""
    view = answers.view_of(on, known, clock.today())
    found, items = queries.balance(view), queries.open_items(view)
    answer = papers.balance_answer(found, items)
    if format is TableOrJson.JSON:
        answers.as_json(answer)
    else:
        amounts = (Column("debet", "debit", number=True), Column("credit", "credit", number=True))
        rows = [{**row, "name": gettext(row["name"])} for row in answer["accounts"]]
        total = {"name": "totaal", "debit": found.debit, "credit": found.credit}
        answers.as_table(
            f"Grootboek op {answers.written(view.on)}",
            (Column("rekening", "name"), *amounts, Column("saldo", "balance", number=True)),
            [*rows, total],
        )
        columns = (
            Column("stad", "city"),
            Column("factuur", "item"),
            Column("sinds", "since"),
            Column("in rekening", "billed", number=True),
            Column("voldaan", "settled", number=True),
            Column("open", "open", number=True),
        )
        answers.as_table("Openstaande posten", columns, answer["open_items"])
    if not found.in_balance:
        raise typer.Exit(1)


@app.command("auditfile")
def auditfile(
    year: Annotated[int, typer.Option("--year", min=1900, max=9999, help="the year that was booked")],
    out: Annotated[Path, typer.Option("--out", help="the file to write", dir_okay=False)],
    known: Known = None,
) -> None:
    """Write a year of the ledger as an XML Auditfile Financieel (XAF 3.2), for accountant or tax office."""
    # A file that is refused never stands under the name that was asked.
    with TemporaryFile() as made:
        found = write_auditfile(year=year, into=made, by=SYSTEM, at=clock.now(), known=known)
        with out.open("wb") as file:
            copyfileobj(made, file)
    debit, credit, moment = map(answers.written, (found.debit, found.credit, found.known))
    answers.say(f"{out}: {year}, bekend op {moment}; {found.lines} regels, debet {debit}, credit {credit}")
