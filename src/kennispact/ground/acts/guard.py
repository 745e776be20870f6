"""The guard: database triggers that refuse every change of an act but its striking.

They are put back after every ``migrate`` (SQLite drops the triggers of a table it rebuilds), so they
are described here once instead of in each migration.
"""

from collections.abc import Iterable

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from kennispact.ground.acts.models import Act, AppendOnly

STRIKING = ("struck_at", "struck_by_id", "struck_why")


def guarded() -> list[tuple[type[models.Model], tuple[str, ...]]]:
    """Return every guarded model with the columns that may be filled in once.

    Acts may be struck. What is append-only may not change at all.
    """
    found: list[tuple[type[models.Model], tuple[str, ...]]] = []
    for model in apps.get_models():
        if issubclass(model, Act):
            found.append((model, STRIKING))
        elif issubclass(model, AppendOnly):
            found.append((model, ()))
    return found


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on every guarded table that exists. Idempotent; both engines."""
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model, once in guarded():
            if model._meta.db_table in existing:
                for statement in _statements(connection, model, once):
                    cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off: for restoring a backup and for tests that empty tables."""
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model, _ in guarded():
            if model._meta.db_table in existing:
                for statement in _removals(connection, model):
                    cursor.execute(statement)


def unguarded(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the guarded tables whose triggers are missing. Empty when all is well."""
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    tables = [model._meta.db_table for model, _ in guarded()]
    return [table for table in tables if not {f"{table}_no_delete", f"{table}_no_update"} <= present]


def _removals(connection: BaseDatabaseWrapper, model: type[models.Model]) -> Iterable[str]:
    table = model._meta.db_table
    for what in ("no_delete", "no_update", "no_truncate"):
        on = "" if connection.vendor == "sqlite" else f' ON "{table}"'
        yield f'DROP TRIGGER IF EXISTS "{table}_{what}"{on}'


def _statements(
    connection: BaseDatabaseWrapper, model: type[models.Model], once: tuple[str, ...]
) -> Iterable[str]:
    yield from _removals(connection, model)
    table = model._meta.db_table
    fixed = [field.column for field in model._meta.local_concrete_fields if field.column not in once]
    differs = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    refused = " OR ".join(f'NEW."{column}" {differs} OLD."{column}"' for column in fixed)
    if once:
        refused += f' OR OLD."{once[0]}" IS NOT NULL OR NEW."{once[0]}" IS NULL'
    else:
        refused = "1 = 1"
    message = f"{table}: an act is never changed or removed, only struck"
    if connection.vendor == "sqlite":
        for what, when in (("delete", "1 = 1"), ("update", refused)):
            yield (
                f'CREATE TRIGGER "{table}_no_{what}" BEFORE {what.upper()} ON "{table}" WHEN {when} '
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        return
    yield (
        "CREATE OR REPLACE FUNCTION kennispact_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', "
        "MESSAGE = TG_TABLE_NAME || ': an act is never changed or removed, only struck'; END $$"
    )
    call = "EXECUTE FUNCTION kennispact_refuse()"
    yield (
        f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" FOR EACH ROW WHEN ({refused}) {call}'
    )
    yield f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" FOR EACH ROW {call}'
    yield f'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT {call}'
