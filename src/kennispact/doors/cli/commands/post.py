"""The post: send what waits, show what did not arrive, forget what is old."""

from datetime import timedelta
from typing import Annotated

import typer
from django.utils.translation import gettext

from kennispact.doors.cli import answers
from kennispact.doors.cli.answers import Column, TableOrJson
from kennispact.ground import clock
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.look.states import sign_of
from kennispact.ground.post import commands, queries
from kennispact.ground.post.rules import UNHAPPY

app = typer.Typer(help="Letters that leave by e-mail.", no_args_is_help=True)


@app.callback()
def post() -> None:
    """Look after the letters."""


@app.command("send")
def send() -> None:
    """Send every letter that is due, once. Run it every few minutes; several at once do no harm.

    JSON on stdout: how many had which result. Exit 1 when one was refused, or it is not sure it arrived.
    """
    journal.origin.set("command line: post send")
    done = commands.send_waiting(by=SYSTEM, now=clock.now)
    answers.as_json(done)
    if done.get("rejected") or done.get("uncertain"):
        raise typer.Exit(1)


@app.command("list")
def show(
    everything: Annotated[bool, typer.Option("--all", help="also what arrived")] = False,
    format: Annotated[TableOrJson, typer.Option("--format")] = TableOrJson.TABLE,  # noqa: A002
) -> None:
    """Show the letters that wait or did not arrive. Exit 1 when something did not arrive."""
    found = queries.letters(clock.now())
    rows = [
        {
            "key": one.key,
            "organisation": one.organisation,
            "state": one.state.value if format is TableOrJson.JSON else gettext(sign_of(one.state).label),
            "tries": one.tries,
            "next_at": one.next_at,
            "reply": one.reply,
        }
        for one in found
        if everything or one.state.value != "sent"
    ]
    if format is TableOrJson.JSON:
        answers.as_json(rows)
    else:
        columns = (
            Column("brief", "key"),
            Column("van wie", "organisation"),
            Column("stand", "state"),
            Column("pogingen", "tries", number=True),
            Column("volgende", "next_at"),
            Column("antwoord", "reply"),
        )
        answers.as_table("Brieven", columns, rows)
    if any(one.state in UNHAPPY for one in found):
        raise typer.Exit(1)


@app.command("forget")
def forget(
    days: Annotated[int, typer.Option("--days", min=30, help="keep addresses and texts so long")] = 365,
) -> None:
    """Remove address, text and enclosures of letters that are older. That they were sent stays known."""
    journal.origin.set("command line: post forget")
    now = clock.now()
    answers.as_json(
        {"forgotten": commands.forget_letters(before=now - timedelta(days=days), by=SYSTEM, at=now)}
    )
