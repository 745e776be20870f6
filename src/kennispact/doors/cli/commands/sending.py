"""Sending on the command line: the invoices of a year now, and everything that is due on a timer."""

from typing import Annotated, Any

import typer
from django.utils.translation import gettext

from kennispact.doors.cli import answers
from kennispact.doors.cli.answers import Column, TableOrJson
from kennispact.doors.cli.commands.invoices import Format, Year
from kennispact.ground import clock
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.post import commands as post
from kennispact.pact.delivery import channels, commands, papers, queries
from kennispact.pact.delivery.rules import UNHAPPY, State
from kennispact.pact.invoicing import queries as invoicing
from kennispact.pact.payments import overdue
from kennispact.registers.network import queries as network


def send(
    year: Year,
    city: Annotated[str, typer.Option("--city", help="only this city, such as GM0150")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what would be sent")] = False,
    format: Format = TableOrJson.TABLE,  # noqa: A002
) -> None:
    """Send the invoices of a year that were not sent yet. Exit 1 if one did not get through.

    Run it as often as you like, also twice at once: each invoice is handed over once.
    """
    key = network.organisation(city.upper()).key if city else ""
    view = AsOf(clock.today())
    found = invoicing.invoices(view, year=year, city_key=key)
    new = queries.to_send(found, view)
    transports = channels.transports(SYSTEM, clock.now)
    results: dict[str, int] = {}
    if not dry_run:
        commands.ask(invoices=found, by=SYSTEM, at=clock.now())
        results = commands.hand_over(transports=transports, by=SYSTEM, now=clock.now, year=year, city_key=key)
    lines = queries.lines(clock.now(), year, key)
    answer = {
        "year": year,
        "dry_run": dry_run,
        "new": [papers.to_send_row(one) for one in new],
        "results": results,
        "invoices": [papers.line_row(one) for one in lines],
    }
    _tell(answer, format)
    silent = {one.channel for one in lines if one.state is State.WAITING} - transports.keys()
    for channel in sorted(silent):
        answers.say(f"{channel}: dit kanaal is niet ingesteld.")
    if silent or any(one.state in UNHAPPY for one in lines):
        raise typer.Exit(1)


_WAY = Column("factuur", "number"), Column("stad", "city"), Column("hoe", "channel")


def _tell(answer: dict[str, Any], format: TableOrJson) -> None:  # noqa: A002
    if format is TableOrJson.JSON:
        answers.as_json(answer)
    elif answer["dry_run"]:
        title = f"Te versturen over {answer['year']} (proef)"
        answers.as_table(title, (*_WAY, Column("naar", "receiver")), answer["new"])
    else:
        columns = (*_WAY, Column("stand", "state"), Column("laatst", "since"), Column("antwoord", "reply"))
        rows = [{**row, "state": gettext(papers.SIGNS[State(row["state"])][1])} for row in answer["invoices"]]
        answers.as_table(f"Facturen over {answer['year']} onderweg", columns, rows)


def work() -> None:
    """Do what is due: hand over invoices, send letters, tell whom to remind. For a timer; twice is harmless.

    It sends only what a person decided to send: it never makes, asks for or reminds of anything by itself.
    JSON on stdout. Exit 1 when something was refused, or it is not sure that it arrived.
    """
    journal.origin.set("command line: work")
    # Invoices that go by e-mail become letters, so these come second.
    invoices = commands.hand_over(transports=channels.transports(SYSTEM, clock.now), by=SYSTEM, now=clock.now)
    letters = post.send_waiting(by=SYSTEM, now=clock.now)
    late = [one for one in overdue.open_by_city(AsOf(clock.today())) if one.late]
    to_remind = [
        {"city": one.city.key, "overdue": one.overdue, "reminders": len(one.reminders)} for one in late
    ]
    answers.as_json({"invoices": invoices, "letters": letters, "to_remind": to_remind})
    if {"rejected", "uncertain"} & {*invoices, *letters}:
        raise typer.Exit(1)
