"""What every test shares: a home of its own, both databases, no waiting for hashes."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from hypothesis import HealthCheck
from hypothesis import settings as properties

# The same examples everywhere, however slow the machine: what fails here fails there.
properties.register_profile(
    "same", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
properties.load_profile("same")

# What a test asks for when it keeps something in a database, itself or in a process of its own.
TOUCHING_DATA = {"db", "transactional_db", "live_server", "installed"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out on PostgreSQL what touches no data: it is the same there, and is run on SQLite."""
    if "DATABASE_URL" not in os.environ:
        return
    touching, others = [], []
    for item in items:
        touches = item.get_closest_marker("django_db") or not TOUCHING_DATA.isdisjoint(item.fixturenames)
        (touching if touches else others).append(item)
    config.hook.pytest_deselected(items=others)
    items[:] = touching


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, settings) -> None:
    """Give every test its own folder for documents and mail."""
    settings.DOCUMENTS = tmp_path / "documents"


@pytest.fixture(scope="session", autouse=True)
def _quick_settings() -> None:
    """Use a quick hasher and plain static files: neither is what the tests are about."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite's test database is a file: threads and child processes must see the same rows."""
    default = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        default["TEST"]["NAME"] = str(Path(os.environ["KENNISPACT_HOME"]) / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def _tables_can_be_emptied_between_tests() -> Iterator[None]:
    """Let transactional tests empty guarded tables: the guard is lifted for that moment only."""
    from django.db.backends.base.operations import BaseDatabaseOperations

    from kennispact.ground.acts import guard

    def flush(self, statements) -> None:
        guard.remove(self.connection)
        original(self, statements)
        guard.install(self.connection)

    original = BaseDatabaseOperations.execute_sql_flush
    BaseDatabaseOperations.execute_sql_flush = flush
    yield
    BaseDatabaseOperations.execute_sql_flush = original


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Use Debian's Chromium: nothing is downloaded."""
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": found, "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """Read Dutch, as most of our readers do."""
    return {**browser_context_args, "locale": "nl-NL"}
