"""Figures on their way in: from a sender to a kept file, and from there to the register.

What was shown is what is entered: the file is kept under its SHA-256 first, and read back for each step.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf, day_of
from kennispact.ground.kit.refusal import Refusal, Refused
from kennispact.ground.kit.sheets import csv_text
from kennispact.ground.kit.words import N_
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.documents import commands as documents
from kennispact.registers.documents import queries as kept
from kennispact.registers.documents.queries import DocumentLine
from kennispact.registers.documents.rules import Kind
from kennispact.registers.network import access, commands, gateway, queries
from kennispact.registers.network.commands import Imported, Purpose
from kennispact.registers.network.commands.imports import MOST_BYTES
from kennispact.registers.network.gateway import Observation, Statistics
from kennispact.registers.network.rules import Base

TABLES = frozenset({Kind.CSV.value, Kind.TEXT.value, Kind.XLSX.value, Kind.ODS.value})
COLUMNS = ("code", "inhabitants", "reference date", "status", "source")


@dataclass(frozen=True, slots=True)
class Heard:
    """What the statistics office answered, so that it is asked once only."""

    answer: tuple[Observation, ...]

    def observations(self, codes: Collection[str], year: int) -> tuple[Observation, ...]:  # noqa: ARG002
        """Return the answer again."""
        return self.answer


def office() -> Statistics | None:
    """Return the statistics office, or nothing where this installation may not ask it.

    ``KENNISPACT_STATISTICS`` is the address of the table; empty means off.
    """
    address = settings.KENNISPACT_STATISTICS
    return gateway.CbsOpenData(address=address) if address else None


def base() -> Base:
    """Return what the contributions of the covenant are counted from. Source: covenant 6b."""
    terms = covenants.covenant().contribution
    return Base(terms.population_on, terms.clauses[0] if terms.clauses else "")


def bring(*, file: Any, purpose: Purpose, by: Actor, at: datetime) -> int:
    """Try an uploaded file, keep it, and return the number of its document. The register stays as it is.

    :raises Refused: with every wrong row; then the file is not kept either
    """
    access.require(by, "import_populations")
    payload = file.read(MOST_BYTES + 1)
    commands.import_population_file(payload=payload, purpose=purpose, by=by, at=at, dry_run=True)
    return _keep(payload, file.name, by, at)


def ask(*, statistics: Statistics, year: int, purpose: Purpose, by: Actor, at: datetime) -> int:
    """Ask the statistics office once, keep its answer as a file, and return the number of its document.

    :raises Refused: if it does not answer well, or lacks a city, or a figure may not be replaced
    """
    access.require(by, "import_populations")
    codes = {city.key for city in queries.organisations("city")}
    heard = Heard(statistics.observations(codes, year))
    commands.import_statistics(statistics=heard, year=year, purpose=purpose, by=by, at=at, dry_run=True)
    rows = [
        (one.code, one.inhabitants, one.reference_on.isoformat(), one.status, one.source)
        for one in heard.answer
    ]
    return _keep(csv_text([COLUMNS, *rows]).encode(), f"cbs-{year}.csv", by, at)


def _keep(payload: bytes, name: str, by: Actor, at: datetime) -> int:
    """Keep a file as the covenant's own; the same file is kept once."""
    examined = documents.examine(payload, name)
    for line in kept.documents(AsOf(day_of(at)), organisation=""):
        if line.sha256 == examined.sha256:
            return line.id
    return documents.receive(
        file=payload, name=name, organisation="", happened_on=day_of(at), by=by, at=at
    ).pk


def kept_file(pk: int, today: date) -> DocumentLine | None:
    """Return a kept table of the covenant's own, or nothing."""
    line = kept.document(AsOf(today), pk)
    return line if line and not line.organisation and line.media_type in TABLES else None


def enter(line: DocumentLine, *, purpose: Purpose, by: Actor, at: datetime, dry_run: bool) -> Imported:
    """Enter the figures of exactly this file, or only say what would be entered.

    :raises Refused: if a row is wrong, also by what was entered since; then nothing is entered
    """
    access.require(by, "import_populations")
    try:
        payload = kept.content(line)
    except kept.Damaged as damaged:
        sentence = N_("This file is not what it was when it came in. Bring it in again.")
        raise Refused([Refusal("document.damaged", sentence)]) from damaged
    return commands.import_population_file(payload=payload, purpose=purpose, by=by, at=at, dry_run=dry_run)
