"""The commands, one module a subject."""

import typer

from kennispact.doors.cli.commands import asking, covenant, putting_up


def hang_up(app: typer.Typer) -> None:
    """Give every command its name."""
    app.command("state")(asking.state)
    app.command("contributions")(asking.contributions)
    app.command("register")(asking.register)
    app.command("notice")(asking.notice)
    app.command("calendar")(asking.calendar)
    app.command("setup")(putting_up.setup)
    app.command("exercise")(putting_up.exercise)
    app.add_typer(covenant.app, name="covenant")
