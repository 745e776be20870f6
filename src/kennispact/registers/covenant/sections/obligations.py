"""Obligations with their days written out, key dates, and doubts."""

import re
from dataclasses import dataclass
from datetime import date

from kennispact.ground.kit.words import N_
from kennispact.registers.covenant.definition import (
    Doubt,
    Evidence,
    KeyDate,
    Obligation,
    Occurrence,
    Rhythm,
    Scope,
)
from kennispact.registers.covenant.reader import Table
from kennispact.registers.covenant.rules import Instead, Window, standing_occurrence, yearly_occurrences

from .known import Known, take_key
from .terms import Terms

_SUFFIX = re.compile(r"[a-z0-9]+")
_MOST_YEARS = 100


@dataclass(frozen=True, slots=True)
class Due:
    """What this section yields."""

    obligations: tuple[Obligation, ...]
    key_dates: tuple[KeyDate, ...]
    doubts: tuple[Doubt, ...]


def read(root: Table, known: Known, terms: Terms) -> Due:
    """Read the section."""
    return Due(
        tuple(_obligation(one, known, terms) for one in root.tables("obligation", required=True)),
        tuple(day for one in root.tables("key_date") for day in _key_dates(one, known)),
        tuple(_doubt(one, known) for one in root.tables("doubt")),
    )


def _obligation(table: Table, known: Known, terms: Terms) -> Obligation:
    rhythm = table.choice("rhythm", Rhythm)
    evidence = table.choice("evidence", Evidence)
    obligation = Obligation(
        key=take_key(table, known.obligations),
        clause=table.reference("clause", known.clauses, "clause"),
        title=table.text("title"),
        title_en=table.text("title_en"),
        scope=table.choice("scope", Scope),
        rhythm=rhythm,
        evidence=evidence,
        owners=table.references("owners", known.roles, "role"),
        occurrences=_occurrences(table, rhythm, terms),
        by_role=table.reference("by_role", known.roles, "role", required=evidence is Evidence.DECISION),
        due_soon_days=table.number("due_soon_days", least=0, most=366, default=60),
        exception_note=table.text("exception_note", required=False),
        exception_note_en=table.text("exception_note_en", required=table.has("exception_note")),
        also=table.references("also", known.clauses, "clause", required=False),
    )
    for occurrence in obligation.occurrences:
        if occurrence.due_on is not None and occurrence.due_on < occurrence.opens_on:
            table.fault("schedule", N_("“%(key)s” is due before it comes up."), key=occurrence.key)
    table.close()
    return obligation


def _occurrences(table: Table, rhythm: Rhythm, terms: Terms) -> tuple[Occurrence, ...]:
    """Read the days that go with the rhythm; something without a day may have no schedule at all."""
    if rhythm is Rhythm.YEARLY:
        return _yearly(table.table("schedule"))
    if rhythm is Rhythm.ONCE:
        schedule = table.table("schedule")
        once = Occurrence("once", schedule.day("opens_on"), schedule.day_or_none("due_on"))
        schedule.close()
        return (once,)
    if rhythm is Rhythm.STANDING:
        schedule = table.table("schedule", required=False)
        since = schedule.day_or_none("opens_on") or terms.starts_on
        schedule.close()
        return standing_occurrence(since)
    return ()


def _years(table: Table) -> range:
    first, last = table.year("first_year"), table.year("last_year")
    if last < first:
        table.fault("last_year", N_("The last year lies before the first."))
    if last - first > _MOST_YEARS:
        table.fault("last_year", N_("There are more than %(most)s years."), most=_MOST_YEARS)
        return range(first, first)
    return range(first, last + 1)


def _yearly(schedule: Table) -> tuple[Occurrence, ...]:
    windows: dict[str, Window] = {}
    for one in schedule.tables("window", required=True):
        window = _window(one)
        if window.suffix in windows:
            one.fault("suffix", N_("Two windows of one year need two different suffixes."))
        windows[window.suffix] = window
    years = _years(schedule)
    plain = {one.key for one in yearly_occurrences(years, windows.values())}
    exceptions: dict[str, Instead] = {}
    for one in schedule.tables("exception"):
        key = one.reference("key", plain, "occurrence")
        if key in exceptions:
            one.fault("key", N_("There are two exceptions for “%(key)s”."), key=key)
        exceptions[key] = Instead(one.day_or_none("opens_on"), one.day_or_none("due_on"))
        one.close()
    schedule.close()
    return yearly_occurrences(years, windows.values(), exceptions)


def _window(table: Table) -> Window:
    window = Window(
        opens=table.month_day("opens"),
        due=table.month_day("due") if table.has("due") else None,
        suffix=table.text("suffix", required=False, shape=_SUFFIX),
        opens_years_before=table.number("opens_years_before", least=0, most=5, default=0),
    )
    table.asked.add("due")
    table.close()
    return window


def _key_dates(table: Table, known: Known) -> list[KeyDate]:
    """Read one date, or one for every year; ``{year}`` and ``{next_year}`` in a title are filled in."""
    key = take_key(table, known.key_dates)
    title, title_en = table.text("title"), table.text("title_en")
    clause = table.reference("clause", known.clauses, "clause")
    owners = table.references("owners", known.roles, "role", required=False)
    days: dict[str, date] = {}
    if table.has("every_year"):
        day = table.month_day("every_year")
        days = {f"{key}-{year}": day.in_year(year) for year in _years(table)}
    else:
        table.asked.add("every_year")
        days = {key: table.day("on")}
    table.close()
    return [
        KeyDate(name, on, _in_year(title, on.year), _in_year(title_en, on.year), clause, owners)
        for name, on in days.items()
    ]


def _in_year(title: str, year: int) -> str:
    return title.replace("{year}", str(year)).replace("{next_year}", str(year + 1))


def _doubt(table: Table, known: Known) -> Doubt:
    doubt = Doubt(
        key=take_key(table, known.doubts),
        found=table.text("found"),
        found_en=table.text("found_en"),
        choice=table.text("choice"),
        choice_en=table.text("choice_en"),
        clauses=table.references("clauses", known.clauses, "clause", required=False),
    )
    table.close()
    return doubt
