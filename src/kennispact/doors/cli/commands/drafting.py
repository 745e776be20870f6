"""Papers of the agreements: draft what is missing, write the papers of one city or all, and annex 3."""

import os
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from kennispact.doors.cli import answers
from kennispact.doors.cli.answers import Column
from kennispact.ground import clock
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refusal, Refused
from kennispact.ground.kit.words import N_
from kennispact.ground.look import sentences
from kennispact.pact.drafting import annex as annexes
from kennispact.pact.drafting import commands, filling, queries, signed_files
from kennispact.pact.drafting import package as packages
from kennispact.pact.drafting import papers as drafting_papers
from kennispact.pact.drafting.papers import Form, Kind

On = Annotated[
    date | None, typer.Option("--on", parser=answers.day, metavar="DATE", help="for this day; default today")
]
City = Annotated[str, typer.Option("--city", help="the code of a city, such as GM0150")]
Out = Annotated[Path, typer.Option("--out", help="the folder to write to", file_okay=False)]
agreements = typer.Typer(help="The agreements of the cities.", no_args_is_help=True)


@agreements.callback()
def group() -> None:
    """Look after the agreements of the cities."""


@agreements.command("draft")
def draft(on: On = None) -> None:
    """Draft every agreement that is missing. Repeating drafts nothing twice; what lacks a datum is named."""
    journal.origin.set("command line: agreements draft")
    run = commands.draft_missing(happened_on=on or clock.today(), by=SYSTEM, at=clock.now(), tell=_tell)
    for city, refusals in run.skipped.items():
        for one in refusals:
            answers.say(f"{city}: {sentences.refusal(one)}")
    answers.say(
        f"{len(run.drafted)} opgesteld, {len(run.present)} stonden er al, {len(run.skipped)} overgeslagen."
    )
    if run.skipped:
        raise typer.Exit(1)


def _tell(step: commands.Progress) -> None:
    _count(step.done, step.total, step.city)


def _count(done: int, total: int, city: str) -> None:
    """Show how far a run is: on one line for people, every tenth city for a log."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done}/{total} {city}" + ("\n" if done == total else ""))
    elif done % 10 == 0 or done == total:
        answers.say(f"{done}/{total} {city}")


def papers(
    kind: Annotated[Kind, typer.Option("--kind", help="the agreement, or the proposal for the college")],
    out: Out,
    format: Annotated[Form, typer.Option("--format")] = Form.PDF,  # noqa: A002
    city: City = "",
    everyone: Annotated[bool, typer.Option("--all", help="the papers of all members")] = False,
    on: On = None,
) -> None:
    """Write a paper of one city, or of all. The same facts give the same bytes; repeating is safe."""
    view = AsOf(on or clock.today())
    if bool(city) == everyone:
        raise typer.BadParameter("--city GM0150 / --all")
    wanted = queries.members(view) if everyone else (queries.one(city, view),)
    lacking = drafting_papers.lacking(wanted)
    if not everyone and lacking:
        raise next(iter(lacking.values()))
    total = len(wanted) - len(lacking)
    for done, file in enumerate(drafting_papers.make_all(kind, format, wanted, view), 1):
        path = write(out, file.name, file.payload)
        if everyone:
            _count(done, total, file.city)
        else:
            answers.say(str(path))
    for key, refused in lacking.items():
        for one in refused.refusals:
            answers.say(f"{key}: {sentences.refusal(one)}")
    if lacking:
        raise typer.Exit(1)


def template(file: Annotated[Path, typer.Argument(help="a Word file with fields", exists=True)]) -> None:
    """Check a Word file that should become the template of the agreements: every wrong field by its name."""
    refusals = tuple(filling.template_refusals(file.read_bytes()))
    if refusals:
        raise Refused(refusals)
    answers.say(f"{file.name}: alle velden kloppen.")


def package(
    out: Out,
    city: City = "",
    public: Annotated[
        bool, typer.Option("--public", help="without signatures, names and addresses; refused until complete")
    ] = False,
    on: On = None,
) -> None:
    """Write a city's package: agreement, proposal and decision with metadata for publication and archive."""
    variant = packages.Variant.PUBLIC if public else packages.Variant.ARCHIVE
    made = packages.package(city, variant, AsOf(on or clock.today()))
    answers.say(str(write(out, made.name, made.payload)))


def signatures(
    file: Annotated[Path, typer.Argument(help="a PDF file", exists=True, dir_okay=False)],
    trust: Annotated[
        Path | None, typer.Option("--trust", help="certificates (PEM) to trust; default as configured")
    ] = None,
) -> None:
    """Tell who signed a PDF, when, and whether it is whole. Exit 1 when it was changed after signing."""
    roots = trust.read_bytes() if trust else signed_files.roots()
    found = signed_files.inspect(file.read_bytes(), roots)
    if not found.is_signed:
        answers.say("Dit bestand heeft geen digitale handtekening: het is een scan of een ontwerp.")
        return
    columns = (
        Column("wie", "signer"),
        Column("volgens", "issuer"),
        Column("wanneer", "signed_at"),
        Column("ongewijzigd", "whole"),
        Column("vertrouwd", "trust"),
    )
    answers.as_table(file.name, columns, [asdict(one) for one in found.signatures])
    if found.is_tampered:
        raise typer.Exit(1)


annex = typer.Typer(help="Annex 3: the participating cities.", invoke_without_command=True)


@annex.callback()
def annex_file(
    context: typer.Context,
    out: Annotated[Path | None, typer.Option("--out", help="the file to write")] = None,
    on: On = None,
    format: Annotated[annexes.Form, typer.Option("--format")] = annexes.Form.PDF,  # noqa: A002
) -> None:
    """Write the participating cities of a day, with a checksum."""
    if context.invoked_subcommand:
        return
    if out is None:
        raise typer.BadParameter("--out FILE")
    now = clock.now()
    found = annexes.annex(on or clock.today(), now)
    path = write(out.parent, out.name, annexes.made(found, format))
    answers.say(f"{path}: {len(found.rows)} steden, sha256 {found.checksum}")


@annex.command("verify")
def verify(
    file: Annotated[Path, typer.Argument(help="an annex 3 to check", exists=True, dir_okay=False)],
) -> None:
    """Tell whether a file is annex 3 as the register gives it, unchanged. Exit 1 when it is not."""
    verdict = annexes.verify(file.read_bytes())
    answers.say(sentences.told(verdict.reason, verdict.facts))
    if not verdict.genuine:
        raise typer.Exit(1)


def write(folder: Path, name: str, payload: bytes) -> Path:
    """Write a file whole or not at all: an interrupted run leaves no half paper under its name.

    :raises Refused: if the folder cannot be written to
    """
    path = folder / name
    part = path.with_name(f".{path.name}.part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as target:
            target.write(payload)
            target.flush()
            os.fsync(target.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        why: dict[str, object] = {"path": str(path), "why": error.strerror or type(error).__name__}
        raise Refused(
            [Refusal("cli.cannot-write", N_("%(path)s cannot be written: %(why)s"), facts=why)]
        ) from error
    return path
