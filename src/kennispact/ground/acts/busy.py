"""Telling that something is being worked on at this very moment, to whoever asks for the same meanwhile.

It guards nothing: that a thing is done once is up to the database. It spares a person the wait, and the work.
Whoever holds a name loses it when done, also when killed: no row is left behind that says otherwise.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from kennispact.ground.kit.refusal import Refusal, Refused
from kennispact.ground.kit.words import N_


class Busy(Refused):
    """Somebody is doing exactly this. Asked again when that is done, it gives the same answer."""

    def __init__(self) -> None:
        """Say so."""
        told = N_("This was sent before, and is being worked on at this moment. Look again in a moment.")
        super().__init__([Refusal("busy", told)])


@contextmanager
def holding(name: str) -> Iterator[None]:
    """Hold a name while working on it, in every process of this installation. Waits for nobody.

    :raises Busy: if another holds it
    """
    digest = hashlib.sha256(name.encode())
    with _lock(int.from_bytes(digest.digest()[:8], signed=True)) as got:
        if not got:
            raise Busy
        yield


@contextmanager
def _lock(key: int) -> Iterator[bool]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
            (got,) = cursor.fetchone()
        try:
            yield got
        finally:
            if got:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
        return
    # SQLite lives on one machine, so a lock on a file is seen by all.
    path = settings.HOME / "busy" / f"{key:x}"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        try:
            yield True
        finally:
            path.unlink(missing_ok=True)
