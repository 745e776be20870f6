"""How each database is copied while others write, and replaced so that the old one can come back."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import psycopg
from django.db import connection, connections
from psycopg import sql

from kennispact.ground.kit.refusal import Refusal, Refused
from kennispact.ground.kit.words import N_

_OLD = "before_restore"
_MINUTES = 60
Migrations = list[tuple[str, str]]


@dataclass(frozen=True)
class Snapshot:
    """What a copy of the database holds: rows per table, and the migrations it has had."""

    counts: Mapping[str, int]
    migrations: Migrations = field(default_factory=list)


class Engine(Protocol):
    """One kind of database. ``member`` is what its copy is called inside a backup."""

    name: str
    member: str

    def copy(self, into: Path) -> Snapshot:
        """Write one consistent moment of the database to a new file, while others write."""

    def counts(self) -> Mapping[str, int]:
        """Return the rows per table of the database in use."""

    def replace(self, copy: Path) -> None:
        """Put a copy in the place of the database in use, at once; the old one stays beside it.

        :raises Refused: if others use the database, or the copy cannot be read; nothing has changed then
        """

    def forget_old(self) -> None:
        """Let the old database go."""

    def bring_back(self) -> None:
        """Put the old database back in its place."""


def engine() -> Engine:
    """Return the engine of the database in use."""
    if connection.vendor == "postgresql":
        return Postgres(connection.get_connection_params())
    return Sqlite(Path(str(connection.settings_dict["NAME"])))


class Sqlite:
    """The embedded database: one file."""

    name = "sqlite"
    member = "database.sqlite3"

    def __init__(self, path: Path) -> None:
        """Remember where it is and where the old one waits."""
        self.path = path
        self.old = path.with_name(f"{path.name}.{_OLD}")

    def copy(self, into: Path) -> Snapshot:
        """Write a compact copy that holds nothing of what was erased. Readers and writers go on."""
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=_MINUTES)) as database:
            database.execute("VACUUM INTO ?", (str(into),))
        with closing(sqlite3.connect(f"file:{into}?mode=ro", uri=True)) as database:
            migrations = database.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
            return Snapshot(self._counted(database), migrations)

    def counts(self) -> Mapping[str, int]:
        """Return the rows per table."""
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as database:
            return self._counted(database)

    def _counted(self, database: sqlite3.Connection) -> Mapping[str, int]:
        tables = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite^_%' ESCAPE '^'"
        ).fetchall()
        return {
            table: database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608 - its own names
            for (table,) in sorted(tables)
        }

    def replace(self, copy: Path) -> None:
        """Move the copy into place in one step. Whoever still had the old one open would be left behind."""
        connections.close_all()
        if self.old.exists():
            raise _unfinished(str(self.old))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.path.exists():
            self._settle()
            self.old.hardlink_to(self.path)
        beside = self.path.with_name(f"{self.path.name}.incoming")
        shutil.move(copy, beside)
        _to_disk(beside)
        beside.replace(self.path)
        _to_disk(self.path.parent)

    def _settle(self) -> None:
        """Bring the log into the file; this only works when nobody else has the database open."""
        try:
            with closing(sqlite3.connect(self.path, timeout=1)) as database:
                mode = database.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        except sqlite3.OperationalError as error:
            raise _in_use() from error
        except sqlite3.DatabaseError:
            return  # the old file is damaged: that may be why it is replaced
        if mode != "delete" or self.path.with_name(f"{self.path.name}-wal").exists():
            raise _in_use()

    def forget_old(self) -> None:
        """Remove the old file."""
        self.old.unlink(missing_ok=True)

    def bring_back(self) -> None:
        """Move the old file back, or leave nothing where nothing was."""
        connections.close_all()
        for rest in ("-wal", "-shm"):
            self.path.with_name(self.path.name + rest).unlink(missing_ok=True)
        if self.old.exists():
            self.old.replace(self.path)
        else:
            self.path.unlink(missing_ok=True)
        _to_disk(self.path.parent)


class Postgres:
    """A PostgreSQL server. The old tables wait in a schema of their own until the new ones are checked."""

    name = "postgresql"
    member = "database.pgdump"

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        """Remember how to reach it."""
        kept = ("dbname", "user", "password", "host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey")
        self.parameters = {name: parameters[name] for name in kept if parameters.get(name)}

    def copy(self, into: Path) -> Snapshot:
        """Dump one snapshot, the same in which the rows are counted."""
        with psycopg.connect(**self.parameters) as reader:
            reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            reader.read_only = True
            found = reader.execute("SELECT pg_export_snapshot()").fetchone()
            snapshot = f"--snapshot={found[0] if found else ''}"
            self._run(
                "pg_dump", "-Fc", "--no-owner", "--no-privileges", "-n", "public", snapshot, "-f", str(into)
            )
            migrations = reader.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
            return Snapshot(self._counted(reader), migrations)

    def counts(self) -> Mapping[str, int]:
        """Return the rows per table."""
        with psycopg.connect(**self.parameters) as reader:
            return self._counted(reader)

    def _counted(self, reader: psycopg.Connection[Any]) -> Mapping[str, int]:
        tables = reader.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        ).fetchall()
        count = sql.SQL("SELECT count(*) FROM public.{}")
        return {
            table: next(iter(reader.execute(count.format(sql.Identifier(table)))))[0] for (table,) in tables
        }

    def replace(self, copy: Path) -> None:
        """Put the tables aside and read the copy, in one transaction."""
        connections.close_all()
        with psycopg.connect(**self.parameters) as reader:
            if reader.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [_OLD]).fetchone():
                raise _unfinished(_OLD)
        script = copy.with_suffix(".sql")
        self._run("pg_restore", "--no-owner", "--no-privileges", "-f", str(script), str(copy))
        text = script.read_text().replace("CREATE SCHEMA public;", "CREATE SCHEMA IF NOT EXISTS public;")
        script.write_text(self._aside() + text)
        try:
            self._run("psql", "-X", "-q", "--single-transaction", "-v", "ON_ERROR_STOP=1", "-f", str(script))
        finally:
            script.unlink()

    def _aside(self) -> str:
        """Return the SQL that keeps the old tables beside, and gives the extensions to the new ones."""
        with psycopg.connect(**self.parameters) as reader:
            extensions = reader.execute(
                "SELECT extname FROM pg_extension WHERE extnamespace = 'public'::regnamespace"
            ).fetchall()
            lines = [
                "SET lock_timeout = '20s';",
                f"ALTER SCHEMA public RENAME TO {_OLD};",
                "CREATE SCHEMA public;",
            ]
            for (name,) in extensions:
                quoted = sql.Identifier(name).as_string(reader)
                lines.append(f"ALTER EXTENSION {quoted} SET SCHEMA public;")
        return "\n".join([*lines, ""])

    def forget_old(self) -> None:
        """Drop the old tables."""
        with psycopg.connect(**self.parameters) as writer:
            writer.execute(f"DROP SCHEMA IF EXISTS {_OLD} CASCADE")

    def bring_back(self) -> None:
        """Put the old tables back, in one transaction."""
        connections.close_all()
        with psycopg.connect(**self.parameters) as writer:
            writer.execute("DROP SCHEMA public CASCADE")
            writer.execute(f"ALTER SCHEMA {_OLD} RENAME TO public")

    def _run(self, program: str, *arguments: str) -> None:
        names = {"dbname": "PGDATABASE", "user": "PGUSER", "password": "PGPASSWORD", "host": "PGHOST"}
        names |= {"port": "PGPORT", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}
        names |= {"sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}
        environment = {names[name]: str(value) for name, value in self.parameters.items()}
        run = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
            [_program(program), *arguments],
            env={"LC_ALL": "C.UTF-8", **environment},
            capture_output=True,
            check=False,
        )
        if run.returncode:
            said = run.stderr.decode(errors="replace").strip()[-500:]
            raise Refused(
                [
                    Refusal(
                        "keeping.database-said-no", N_("The database said no: %(said)s"), facts={"said": said}
                    )
                ]
            )


def _program(name: str) -> str:
    """Return the newest of PostgreSQL's programs with this name: an older one cannot read a newer server."""
    newest = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4].split(".")[0])
    )
    found = str(newest[-1]) if newest else shutil.which(name)
    if not found:
        raise Refused(
            [
                Refusal(
                    "keeping.no-program",
                    N_("PostgreSQL's program %(name)s is missing. Install postgresql-client."),
                    facts={"name": name},
                )
            ]
        )
    return found


def _unfinished(where: str) -> Refused:
    return Refused(
        [
            Refusal(
                "keeping.unfinished",
                N_(
                    "An earlier restore was not finished. What was there before it is kept as %(where)s. "
                    "Put that back or remove it first."
                ),
                facts={"where": where},
            )
        ]
    )


def _in_use() -> Refused:
    return Refused(
        [Refusal("keeping.in-use", N_("The database is in use. Stop Kennispact first, then try again."))]
    )


def _to_disk(path: Path) -> None:
    with _opened(path) as handle:
        os.fsync(handle)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDONLY)
    try:
        yield handle
    finally:
        os.close(handle)
