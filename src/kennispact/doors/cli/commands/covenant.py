"""Checking a covenant's definition before it is used."""

from pathlib import Path
from typing import Annotated

import typer

from kennispact.doors.cli import answers
from kennispact.ground.look import sentences
from kennispact.registers.covenant.checks import checks
from kennispact.registers.covenant.faults import DefinitionFaults
from kennispact.registers.covenant.loader import load

app = typer.Typer(help="The covenant's definition.", no_args_is_help=True)


@app.callback()
def covenant() -> None:
    """The covenant's definition."""


@app.command("check")
def check(file: Annotated[Path, typer.Argument(help="a covenant definition in TOML")]) -> None:
    """Check a definition; every fault comes at once, with its line."""
    try:
        found = load(file)
    except DefinitionFaults as wrong:
        for fault in wrong.faults:
            answers.say(f"{fault.file}:{fault.line}: {sentences.told(fault.message, fault.facts)}")
        raise typer.Exit(1) from None
    for warning in checks(found):
        answers.say(sentences.told(warning.message, warning.facts))
    answers.say(f"{found.key}: {len(found.clauses)} artikelleden, {len(found.obligations)} afspraken.")
