"""Looking into a zip file without believing it: names, sizes and counts first, then count what comes out."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO

from .refusal import Refusal, Refused, refuse_if
from .words import N_

MOST_ENTRIES = 5_000
MOST_UNPACKED = 160 * 1024 * 1024
_CHUNK = 256 * 1024
_ENCRYPTED = 0x1


def opened(payload: bytes, *, most_unpacked: int = MOST_UNPACKED) -> zipfile.ZipFile:
    """Open a zip file whose directory has been checked; nothing has been unpacked yet.

    :raises Refused: if it is damaged, protected with a password, promises more than ``most_unpacked``
        bytes or 5,000 files, or names a file twice, outside its own folder or with a hidden part
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(payload))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
        raise Refused([damaged()]) from error
    refuse_if(_directory_refusals(archive.infolist(), most_unpacked))
    return archive


def unpacked(
    archive: zipfile.ZipFile, wanted: Callable[[str], bool], *, most_unpacked: int = MOST_UNPACKED
) -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of every wanted file, counting while unpacking.

    :raises Refused: if more comes out than ``most_unpacked`` bytes, or a file is damaged
    """
    left = most_unpacked
    for entry in archive.infolist():
        if entry.is_dir() or not wanted(entry.filename):
            continue
        try:
            with archive.open(entry) as source:
                content = _counted(source, left)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise Refused([damaged()]) from error
        left -= len(content)
        yield entry.filename, content


def damaged() -> Refusal:
    """Return the refusal of a file that cannot be read."""
    return Refusal("file.unreadable", N_("This file could not be read. It may be damaged."), field="file")


def _counted(source: IO[bytes], most: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := source.read(_CHUNK):
        size += len(part)
        if size > most:
            raise Refused([_too_big()])
        parts.append(part)
    return b"".join(parts)


def _directory_refusals(entries: list[zipfile.ZipInfo], most_unpacked: int) -> Iterator[Refusal]:
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > most_unpacked:
        yield _too_big()
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        yield Refusal(
            "file.password", N_("This file is protected with a password. Save it without one."), field="file"
        )
    names = [entry.orig_filename for entry in entries]
    if len({name.casefold() for name in names}) < len(names) or any(_is_strange(name) for name in names):
        yield Refusal(
            "file.strange-names",
            N_("This file holds parts with names that no office program gives. It was not opened."),
            field="file",
        )


def _is_strange(name: str) -> bool:
    return (
        not name
        or any(ord(sign) < ord(" ") for sign in name)
        or "\\" in name
        or name.startswith("/")
        or ":" in name.partition("/")[0]
        or ".." in name.split("/")
    )


def _too_big() -> Refusal:
    return Refusal(
        "file.unpacks-too-big",
        N_("This file becomes far too big when it is unpacked. It was not opened."),
        field="file",
    )
