"""Installations to drill with: a home, and on PostgreSQL a database, of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection

HERE = Path(__file__).resolve()
PROGRAM = HERE.with_name("installation.py")
SOURCE = HERE.parents[4]


class Installation:
    """A home, and on PostgreSQL a database, of its own."""

    def __init__(self, home, url=""):
        self.home = home
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("KENNISPACT", "DATABASE"))
        }
        self.environment = {**kept, "KENNISPACT_HOME": str(home), "PYTHONPATH": str(SOURCE)}
        if url:
            self.environment["DATABASE_URL"] = url

    def start(self, *arguments, **streams):
        command = [sys.executable, str(PROGRAM), *map(str, arguments)]
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True, **streams)

    def run(self, *arguments):
        with self.start(*arguments, stderr=subprocess.PIPE) as process:
            out, err = process.communicate(timeout=600)
        assert process.returncode in {0, 1}, err
        return out if process.returncode == 0 else f"refused: {err}"

    def tell(self):
        return json.loads(self.run("tell"))

    def write(self, count):
        """Let it take in at least so many documents, and return what it acknowledged."""
        with self.start("write", stdin=subprocess.PIPE) as writer:
            lines = [writer.stdout.readline().strip() for _ in range(count)]
            writer.stdin.close()
            lines += [line.strip() for line in writer.stdout]
        return sorted(lines)


def scratch(number):
    """Return the address of an empty database beside the tests' own; empty for the embedded engine."""
    if connection.vendor == "sqlite":
        return ""
    parameters = connection.get_connection_params()
    where = {name: parameters[name] for name in ("host", "port", "user", "password") if parameters.get(name)}
    name = f"kennispact_drill_{os.getpid()}_{number}"
    with psycopg.connect(**where, dbname="postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
    secret = f":{quote(where['password'])}" if "password" in where else ""
    port = f":{where['port']}" if "port" in where else ""
    return f"postgres://{where['user']}{secret}@{quote(str(where.get('host', '')), safe='')}{port}/{name}"


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Make installations, and take their databases away afterwards."""
    made = []

    def make():
        number = len(made)
        made.append(number)
        return Installation(tmp_path_factory.mktemp("home") / "var", scratch(number))

    yield make
    if connection.vendor != "sqlite":
        parameters = connection.get_connection_params()
        where = {
            name: parameters[name] for name in ("host", "port", "user", "password") if parameters.get(name)
        }
        with psycopg.connect(**where, dbname="postgres", autocommit=True) as server:
            for number in made:
                server.execute(
                    f"DROP DATABASE IF EXISTS kennispact_drill_{os.getpid()}_{number} WITH (FORCE)"
                )


@pytest.fixture(scope="module")
def old(installed):
    """An installation with five documents or some more."""
    place = installed()
    place.acknowledged = place.write(5)
    return place


@pytest.fixture(scope="module")
def backup(old, tmp_path_factory):
    path = tmp_path_factory.mktemp("backup") / "kennispact.tar"
    said = old.run("backup", path)
    assert "refused" not in said
    return path
