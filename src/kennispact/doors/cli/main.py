"""``kennispact``: the same answers as the pages, on the command line.

JSON goes to stdout alone, messages to stderr. Exit 0: done; 1: refused; 2: wrong usage.
"""

import os
import sys
from importlib import metadata
from typing import Annotated

import typer

app = typer.Typer(
    name="kennispact",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kennispact {metadata.version('kennispact')}")
        raise typer.Exit


@app.callback()
def kennispact(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="show the version and stop")
    ] = False,
) -> None:
    """Turn the signed covenant into a running one. Dates are written as 2025-09-01 or 01-09-2025."""


def main() -> None:
    """Set Django up, hang up every command, and run."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kennispact.config.settings")
    import django  # noqa: PLC0415 - settings come first
    from environs import EnvValidationError  # noqa: PLC0415

    try:
        django.setup()
    except EnvValidationError as wrong:
        sys.stderr.write(f"{wrong}\n")
        raise SystemExit(1) from None
    from kennispact.doors.cli import commands  # noqa: PLC0415 - they need the models
    from kennispact.doors.cli.answers import refusals_as_exit  # noqa: PLC0415

    commands.hang_up(app)
    with refusals_as_exit():
        app()


if __name__ == "__main__":
    main()
