"""Invariants of every table alike: the database still keeps what it was told to keep."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.db.utils import IntegrityError

from kennispact.ground.acts import guard
from kennispact.ground.acts.models import Act
from kennispact.ground.journal import queries as journal
from kennispact.ground.kit.calendar import AMSTERDAM


def unapplied_migrations() -> Iterator[str]:
    """Yield every migration that this version knows and the database does not have."""
    executor = MigrationExecutor(connection)
    for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield f"{migration.app_label}.{migration.name}"


def unguarded_tables() -> Iterator[str]:
    """Yield every table of acts that could be changed, because its triggers are gone."""
    yield from guard.unguarded(connection)


def missing_constraints() -> Iterator[str]:
    """Yield every named constraint of our own models that the database does not have."""
    with connection.cursor() as cursor:
        for model in apps.get_models():
            named = {constraint.name for constraint in model._meta.constraints}
            if model.__module__.startswith("kennispact.") and named:
                present = connection.introspection.get_constraints(cursor, model._meta.db_table)
                yield from sorted(named - set(present))


def damaged_storage() -> Iterator[str]:
    """Yield what the database says is wrong with its own files, or with a row that points nowhere."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(10)")
            yield from (str(row[0]) for row in cursor.fetchall() if row[0] != "ok")
    try:
        connection.check_constraints()
    except IntegrityError as error:
        yield str(error)[:200]


def _acts() -> Iterator[type[models.Model]]:
    yield from (model for model in apps.get_models() if issubclass(model, Act))


def _named(model: type[models.Model], rows: models.QuerySet[Any]) -> Iterator[str]:
    yield from (
        f"{model._meta.label_lower} {pk}" for pk in rows.order_by("pk").values_list("pk", flat=True)[:20]
    )


def badly_struck_acts() -> Iterator[str]:
    """Yield every act struck without a reason, or before it was entered."""
    for model in _acts():
        struck = model._default_manager.filter(struck_at__isnull=False)
        yield from _named(model, struck.filter(Q(struck_why="") | Q(struck_at__lt=F("recorded_at"))))


def acts_of_the_future() -> Iterator[str]:
    """Yield every act that counts for a day after the one on which it was entered."""
    entered_on = TruncDate("recorded_at", tzinfo=AMSTERDAM)
    for model in _acts():
        yield from _named(model, model._default_manager.filter(happened_on__gt=entered_on))


def lines_about_nothing() -> Iterator[str]:
    """Yield every line of the journal about a row of a guarded table that is not there."""
    told = journal.subjects()
    for model, _ in guard.guarded():
        wanted = told.get(model._meta.label_lower, set())
        if wanted:
            present = set(model._default_manager.values_list("pk", flat=True))
            yield from (f"{model._meta.label_lower} {pk}" for pk in sorted(wanted - present))
