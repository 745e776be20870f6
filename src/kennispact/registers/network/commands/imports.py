"""Many population figures at once, from a file or from the statistics office: all of them, or none."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from kennispact.ground.acts.models import recorded
from kennispact.ground.acts.rules import date_refusals
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit import sheets
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Refusal, refuse_if
from kennispact.ground.kit.words import N_
from kennispact.registers.network import access, queries, reader, rules
from kennispact.registers.network.gateway import Statistics
from kennispact.registers.network.models import Organisation, Population

MOST_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Purpose:
    """What an import is for. ``base`` is what the signed contributions are counted from.

    Its figures never change by an import. ``for_base`` means: only figures of that reference date.
    """

    base: rules.Base | None = None
    for_base: bool = False


@dataclass(frozen=True, slots=True)
class NewFigure:
    """A figure that is, or would be, entered. ``before`` is the number that counted until then."""

    city: str
    name: str
    reference_on: date
    inhabitants: int
    status: str
    before: int | None


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do. ``ignored`` are the headings of columns that were left alone."""

    new: tuple[NewFigure, ...]
    unchanged: int
    ignored: tuple[str, ...] = ()


def import_population_file(
    *, payload: bytes, by: Actor, at: datetime, purpose: Purpose = Purpose(), dry_run: bool = False
) -> Imported:
    """Enter the figures of a CSV, Excel or OpenDocument file.

    Columns: code or name, inhabitants, reference date, status, source; Dutch or English headings. Up to 2 MB
    and 5,000 rows. ``dry_run`` only says what would be entered. Source: covenant 6b.

    :raises Refused: with every wrong row by number, column and reason; then nothing is entered
    """
    access.require(by, "import_populations")
    reading = reader.read(sheets.read_rows(payload, most_bytes=MOST_BYTES))
    return _bring_in(
        reading, f"file sha256:{sha256(payload).hexdigest()}", by=by, at=at, purpose=purpose, dry_run=dry_run
    )


def import_statistics(
    *,
    statistics: Statistics,
    year: int,
    by: Actor,
    at: datetime,
    purpose: Purpose = Purpose(),
    dry_run: bool = False,
) -> Imported:
    """Enter the figures that the statistics office has for 1 January of a year, for every city.

    The office is asked before the transaction begins, so that nobody waits for it.

    :raises Refused: if it does not answer well, or lacks a city, or a figure may not be replaced
    """
    access.require(by, "import_populations")
    cities = queries.organisations(Organisation.Kind.CITY.value)
    found = statistics.observations({city.key for city in cities}, year)
    missing = {city.key: city.name for city in cities if city.key not in {one.code for one in found}}
    lines = tuple(
        reader.Line(
            row=0,
            code=one.code,
            name="",
            inhabitants=one.inhabitants,
            reference_on=one.reference_on,
            status=one.status,
            source=one.source,
            table=one.table,
            measure=one.measure,
        )
        for one in found
    )
    refusals = tuple(
        Refusal(
            "statistics.city-missing",
            N_("The statistics office has no figure of %(year)s for %(city)s."),
            facts={"year": year, "city": name},
        )
        for name in missing.values()
    )
    reading = reader.Reading(lines, refusals)
    origin = f"statistics {year}"
    return _bring_in(reading, origin, by=by, at=at, purpose=purpose, dry_run=dry_run)


@transaction.atomic
def _bring_in(
    reading: reader.Reading, origin: str, *, by: Actor, at: datetime, purpose: Purpose, dry_run: bool
) -> Imported:
    kind = Organisation.Kind.CITY
    cities = list(Organisation.objects.select_for_update().filter(kind=kind).order_by("pk"))
    find = _finder(cities, reading)
    known = queries.known_figures({line.reference_on for line in reading.lines})
    refusals = list(reading.refusals)
    new: list[tuple[Organisation, reader.Line, int | None]] = []
    taken: dict[tuple[int, date, str], int] = {}
    for line in reading.lines:
        city, faults = find(line)
        if city is None:
            refusals += faults
            continue
        before = known.get((city.pk, line.reference_on))
        faults += [
            reader.in_row(line.row, reading.headings, refusal) if line.row else refusal
            for refusal in _rules(line, city.name, before, at, purpose)
        ]
        first = taken.setdefault((city.pk, line.reference_on, line.status), line.row)
        if first != line.row:
            faults.append(reader.fault(line.row, reading.heading("code", "name"), "twice", before=first))
        refusals += faults
        if before is None or before.inhabitants != line.inhabitants or _surer(line.status, before.status):
            new.append((city, line, before.inhabitants if before else None))
    refuse_if(sorted(refusals, key=lambda refusal: int(str(refusal.facts.get("row", 0)))))
    if new and not dry_run:
        _enter(new, origin, by, at, purpose)
    figures = tuple(
        NewFigure(city.key, city.name, line.reference_on, line.inhabitants, line.status, before)
        for city, line, before in new
    )
    return Imported(figures, len(reading.lines) - len(new), reading.ignored)


def _surer(status: str, before: str) -> bool:
    return status == Population.Status.FINAL and before != Population.Status.FINAL


Finder = Callable[[reader.Line], tuple[Organisation | None, list[Refusal]]]


def _finder(cities: Sequence[Organisation], reading: reader.Reading) -> Finder:
    """Return what finds the city of a row, by its code, else by its name; and what is wrong with either."""
    by_code = {city.key: city for city in cities}
    by_name: dict[str, list[Organisation]] = defaultdict(list)
    for city in cities:
        by_name[rules.name_key(city.name)[0]].append(city)

    def find(line: reader.Line) -> tuple[Organisation | None, list[Refusal]]:
        named = by_name.get(rules.name_key(line.name)[0], []) if line.name else []
        if not line.code:
            unknown = reader.fault(line.row, reading.heading("name"), "unknown-city", value=line.name)
            return (named[0], []) if len(named) == 1 else (None, [unknown])
        city = by_code.get(line.code)
        if city is None:
            return None, [reader.fault(line.row, reading.heading("code"), "unknown-city", value=line.code)]
        if line.name and city not in named:
            facts = {"value": line.name, "key": line.code, "known": city.name}
            return city, [reader.fault(line.row, reading.heading("name"), "other-name", **facts)]
        return city, []

    return find


def _rules(
    line: reader.Line, name: str, before: queries.Figure | None, at: datetime, purpose: Purpose
) -> Iterator[Refusal]:
    known = (before.inhabitants, before.status) if before else None
    yield from rules.figure_refusals(line.inhabitants, line.status, line.source)
    yield from date_refusals(line.reference_on, at, field="reference_on")
    if purpose.base and purpose.for_base:
        yield from rules.base_refusals(name, line.inhabitants, line.reference_on, purpose.base)
    yield from rules.replacement_refusals(name, line.inhabitants, line.reference_on, known, purpose.base)


def _enter(
    new: Sequence[tuple[Organisation, reader.Line, int | None]],
    origin: str,
    by: Actor,
    at: datetime,
    purpose: Purpose,
) -> None:
    Population.objects.bulk_create(
        Population(
            city=city,
            inhabitants=line.inhabitants,
            happened_on=line.reference_on,
            status=line.status,
            source=line.source,
            table=line.table,
            measure=line.measure,
            **recorded(by, at),
        )
        for city, line, _ in new
    )
    journal.write(
        "network.populations-imported",
        None,
        by=by,
        at=at,
        clause=purpose.base.clause if purpose.base else "",
        origin_of_figures=origin,
        figures=[[city.key, line.reference_on.isoformat(), line.inhabitants] for city, line, _ in new],
    )
