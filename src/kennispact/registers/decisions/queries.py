"""Decisions as they count in a view, and the quick look-up of what proves an obligation."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db import connection
from django.db.models import Q

from kennispact.ground.kit.calendar import AsOf
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.decisions.models import Decision
from kennispact.registers.decisions.rules import Subject, matter_of

_SHOWN = ("body", "about", "document", "replaces")


@dataclass(frozen=True, slots=True)
class Proof:
    """One decision about one occurrence: what it says, who gave it, on which day. ``id`` names the act."""

    id: int
    happened_on: date
    kind: str
    outcome: str
    by_role: str
    body_kind: str
    document: int | None


def decisions(view: AsOf, *, clause: str = "", about: int | None = None) -> list[Decision]:
    """Return the decisions that count in the view, latest first, with their body and document. One query."""
    found = Decision.objects.as_of(view).select_related(*_SHOWN)
    if clause:
        found = found.filter(clause=clause)
    if about is not None:
        found = found.filter(about_id=about)
    return list(found.order_by("-happened_on", "-id"))


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision as a list shows it; ``is_struck`` tells whether it was struck by the view's moment."""

    act: Decision
    is_struck: bool


def lines(view: AsOf, *, with_struck: bool = False) -> tuple[DecisionLine, ...]:
    """Return every decision of the view, latest first, with all that is shown of it. One query."""
    return _lines(view, Q(), with_struck=with_struck)


def under_clause(
    view: AsOf, clause: str, obligations: Collection[str], *, with_struck: bool = False
) -> tuple[DecisionLine, ...]:
    """Return what was decided under a clause or about its obligations, latest first. One query.

    ``with_struck`` adds what was struck by the view's moment.
    """
    return _lines(view, Q(clause=clause) | Q(obligation__in=list(obligations)), with_struck=with_struck)


def about(view: AsOf, subject: Subject) -> tuple[DecisionLine, ...]:
    """Return what was recorded about one occurrence, latest first. One query."""
    which = Q(obligation=subject.obligation, occurrence=subject.occurrence)
    which &= Q(about__key=subject.about) if subject.about else Q(about__isnull=True)
    return _lines(view, which, with_struck=False)


def decision(pk: int) -> Decision | None:
    """Return one decision with all that is shown of it, struck or not. One query."""
    return Decision.objects.filter(pk=pk).select_related(*_SHOWN).first()


def _lines(view: AsOf, which: Q, *, with_struck: bool) -> tuple[DecisionLine, ...]:
    found = Decision.objects.with_struck(view) if with_struck else Decision.objects.as_of(view)
    acts = found.filter(which, covenant=covenants.covenant().key).select_related(*_SHOWN)
    return tuple(DecisionLine(act, act.is_struck_in(view)) for act in acts.order_by("-happened_on", "-id"))


def any_recorded() -> bool:
    """Tell whether any decision was ever recorded."""
    return Decision.objects.exists()


def last_word(covenant: str, **about: object) -> Decision | None:
    """Return the last word on a matter as we know it now; ``about`` are the model's fields. One query."""
    said = Decision.objects.filter(covenant=covenant, struck_at=None, **about)
    return said.order_by("happened_on", "pk").last()


def network_proofs(covenant: str, view: AsOf) -> dict[tuple[str, str], list[Proof]]:
    """Return what proves the parties' obligations, by obligation and occurrence, in order. One query.

    A decision that a later one replaced with "no" counts no more; both are in the list and the rules
    judge.
    """
    found: dict[tuple[str, str], list[Proof]] = defaultdict(list)
    rows = Decision.objects.as_of(view).filter(covenant=covenant, about__isnull=True).exclude(obligation="")
    for row in rows.select_related("body").order_by("happened_on", "pk"):
        found[row.obligation, row.occurrence].append(
            Proof(row.pk, row.happened_on, row.kind, row.outcome, row.by_role, row.body.kind, row.document_id)
        )
    return found


Said = tuple[date, bool]


def city_words(
    covenant: str, cells: Sequence[tuple[str, str, date]], cities: Iterable[int], view: AsOf
) -> list[dict[int, Said]]:
    """Return, per cell, the last word on each city up to the cell's own day: when, and yes or no. One query.

    A cell is an obligation, an occurrence and a day; a city nobody said anything about is left out. Each
    is one seek in the index, so it costs the same whether there are ten acts or a quarter of a million.
    """
    sqlite = connection.vendor == "sqlite"
    known, moments = "d.struck_at IS NULL", []
    if view.known is not None:
        known = "d.recorded_at <= %s AND (d.struck_at IS NULL OR d.struck_at > %s)"
        moments = [connection.ops.adapt_datetimefield_value(view.known)] * 2
    statement = f"""
        WITH cell AS MATERIALIZED ({_CELLS_SQLITE if sqlite else _CELLS_POSTGRESQL}),
             city AS MATERIALIZED ({_CITIES_SQLITE if sqlite else _CITIES_POSTGRESQL})
        SELECT cell.place, city.id, (
            SELECT CAST(d.happened_on AS varchar(10)) || d.outcome FROM {Decision._meta.db_table} d
            WHERE d.about_id = city.id AND d.matter = cell.matter AND d.happened_on <= cell.until AND {known}
            ORDER BY d.happened_on DESC, d.recorded_at DESC LIMIT 1)
        FROM city CROSS JOIN cell
    """  # noqa: S608 - the parts are constants; the facts are parameters
    asked = [(matter_of(covenant, *cell[:2]), cell[2].isoformat()) for cell in cells]
    found: list[dict[int, Said]] = [{} for _ in cells]
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(asked), json.dumps(list(cities)), *moments])
        for place, city, word in cursor.fetchall():
            if word is not None:
                found[place][city] = _said(word)
    return found


@lru_cache(maxsize=8192)
def _said(word: str) -> Said:
    return date.fromisoformat(word[:10]), word[10:] == "yes"


# SQLite and PostgreSQL unpack JSON each in their own words.
_CELLS_SQLITE = """SELECT key AS place, json_extract(value, '$[0]') AS matter,
    json_extract(value, '$[1]') AS until FROM json_each(%s)"""
_CELLS_POSTGRESQL = """SELECT place - 1 AS place, (value->>0)::bigint AS matter, (value->>1)::date AS until
    FROM jsonb_array_elements(%s::jsonb) WITH ORDINALITY AS one(value, place)"""
_CITIES_SQLITE = "SELECT value AS id FROM json_each(%s)"
_CITIES_POSTGRESQL = "SELECT value::bigint AS id FROM jsonb_array_elements_text(%s::jsonb) AS value"
