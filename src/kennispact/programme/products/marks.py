"""How far tables of acts have come, so that whoever derived something from them can see what is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from kennispact.ground.acts.models import Act


@dataclass(frozen=True, slots=True)
class Mark:
    """How far one table has come: how many acts, the last one's id, how many struck, the last striking.

    ``struck_at`` is an ISO moment or empty.
    """

    count: int = 0
    last: int = 0
    struck: int = 0
    struck_at: str = ""

    @property
    def news(self) -> Q:
        """Return the condition for what was entered or struck since; again what was struck that moment."""
        entered = Q(pk__gt=self.last)
        if not self.struck_at:
            return entered | Q(struck_at__isnull=False)
        return entered | Q(struck_at__gte=datetime.fromisoformat(self.struck_at))


def marks(*models: type[Act]) -> tuple[Mark, ...]:
    """Return how far each table has come. One query for all, which reads no act unless it was struck."""
    parts = [
        f"SELECT {place}, (SELECT COUNT(*) FROM {table}), (SELECT MAX(id) FROM {table}),"  # noqa: S608 - our own tables
        f" COUNT(*), MAX(struck_at) FROM {table} WHERE struck_at IS NOT NULL"
        for place, table in enumerate(model._meta.db_table for model in models)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        rows = sorted(cursor.fetchall())
    return tuple(Mark(count, last or 0, struck, _iso(at)) for _, count, last, struck, at in rows)


def news(acts: "QuerySet[Any]", before: Mark, now: Mark, subject: str) -> set[int] | None:
    """Return the subjects of what was entered or struck since, or ``None`` when something slipped by.

    An act whose transaction took long can be there with a lower number than one that was seen: then the
    counts do not add up and everything must be read anew.
    """
    rows = list(acts.filter(before.news).values_list("pk", subject, "struck_at"))
    entered = sum(pk > before.last for pk, _, _ in rows)
    if now.count - before.count != entered:
        return None
    return {pk for _, pk, _ in rows}


def _iso(moment: datetime | str | None) -> str:
    if moment is None:
        return ""
    read = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).isoformat()


def from_json(rows: Sequence[Sequence[Any]]) -> tuple[Mark, ...]:
    """Return marks that were kept as lists."""
    return tuple(Mark(*row) for row in rows)
