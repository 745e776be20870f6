"""Where the bytes live: a folder beside the database, every file under its own SHA-256.

A file is written beside its place, forced to the disk and then moved there, so a file under its name is
whole. It is never changed: whoever reads it back checks its hash.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

_INCOMING = ".incoming"


class Damaged(Exception):  # noqa: N818 - it says what is the matter with the file
    """A kept file is not what it was when it came in. ``what`` is ``missing`` or ``changed``."""

    def __init__(self, sha256: str, what: str) -> None:
        """Keep which file, and what is the matter."""
        self.sha256, self.what = sha256, what
        super().__init__(f"{sha256} is {what}")


def root() -> Path:
    """Return the folder of all files."""
    return Path(settings.DOCUMENTS)


def place(sha256: str) -> Path:
    """Return where a file lives.

    :raises ValueError: if it is no SHA-256 in small letters
    """
    if len(sha256) != hashlib.sha256().digest_size * 2 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError(sha256)
    return root() / sha256[:2] / sha256[2:4] / sha256


def keep(payload: bytes) -> str:
    """Keep a file for good and return its SHA-256. Keeping it twice is keeping it once."""
    sha256 = hashlib.sha256(payload).hexdigest()
    with suppress(Damaged):
        read(sha256)
        return sha256
    path = place(sha256)
    incoming = root() / _INCOMING
    for folder in (incoming, path.parent):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=incoming)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(payload)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    for folder in (path.parent, path.parent.parent, root()):
        _settle(folder)
    return sha256


def read(sha256: str) -> bytes:
    """Return a file's bytes, after checking that they are what came in.

    :raises Damaged: if the file is missing or was changed
    """
    try:
        handle = os.open(place(sha256), os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(handle, "rb") as file:
            payload = file.read()
    except OSError as error:
        raise Damaged(sha256, "missing") from error
    if hashlib.sha256(payload).hexdigest() != sha256:
        raise Damaged(sha256, "changed")
    return payload


def names() -> Iterator[str]:
    """Yield the SHA-256 of every file that is there, sorted."""
    for path in sorted(root().glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")):
        yield path.name


def _settle(folder: Path) -> None:
    """Force a folder's list of names to the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
