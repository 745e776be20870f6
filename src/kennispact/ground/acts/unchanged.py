"""Answers that are kept while nothing in the database changes.

State follows from terms and acts (docs/decisions/0014): as long as no row changed anywhere, the same
question has the same answer. The database itself says whether anything changed, so nothing has to be
dropped by hand and nothing can be forgotten.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from threading import local
from typing import ParamSpec, TypeVar

from django.db import connection

P = ParamSpec("P")
Answer = TypeVar("Answer")


def version() -> Hashable:
    """Return what is the same as long as nothing changes, or ``None`` in a transaction, which may change all.

    SQLite counts the changes of others (``data_version``) and our own (``total_changes``) per connection.
    PostgreSQL's snapshot names exactly which transactions are seen.
    """
    if connection.in_atomic_block:
        return None
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    raw = connection.connection
    if connection.vendor == "sqlite":
        return raw, raw.total_changes, raw.execute("PRAGMA data_version").fetchone()[0]
    return raw.execute("SELECT pg_current_snapshot()::text").fetchone()[0]  # type: ignore[no-any-return]


def while_unchanged(most: int) -> Callable[[Callable[P, Answer]], Callable[P, Answer]]:
    """Keep the ``most`` last answers of a query while the database does not change.

    For queries with hashable questions whose answers nobody changes and which do not depend on the language.
    """

    def keeping(ask: Callable[P, Answer]) -> Callable[P, Answer]:
        here = local()  # each thread has a connection, and so a version, of its own

        @wraps(ask)
        def answer(*args: P.args, **kwargs: P.kwargs) -> Answer:
            now = version()
            if now is None:
                return ask(*args, **kwargs)
            if getattr(here, "version", None) != now:
                here.version, here.kept = now, lru_cache(maxsize=most)(ask)
            return here.kept(*args, **kwargs)  # type: ignore[no-any-return]

        return answer

    return keeping
