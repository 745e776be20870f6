"""The file of a backup: a tar of the database, the documents and, last, a manifest that makes it whole."""

import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from kennispact.ground.kit.refusal import Refusal, Refused
from kennispact.ground.kit.words import N_

FORMAT = 1
MANIFEST = "manifest.json"
SECRET = "secret"  # noqa: S105 - the name of a file
_MOST_MANIFEST = 64 * 1024 * 1024
_BLOCK = 1024 * 1024
_MEMBER = re.compile(r"manifest\.json|secret|database\.(?:sqlite3|pgdump)|documents/[0-9a-f]{64}")


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. ``created_at`` is an ISO moment; ``files`` gives the SHA-256 of every member.

    ``counts`` are the rows per table, ``migrations`` pairs of app and name. ``broken`` names the invariants
    that did not hold when it was made, ``damaged`` the documents whose file was missing or changed.
    """

    format: int
    version: str
    created_at: str
    engine: str
    covenant: str
    files: Mapping[str, str]
    counts: Mapping[str, int]
    migrations: list[tuple[str, str]]
    broken: list[str]
    damaged: list[str]


class Packer:
    """Writes a backup, member by member, and remembers what went in."""

    def __init__(self, file: BinaryIO) -> None:
        """Start an empty archive on an open file."""
        self.tar = tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed by seal
        self.files: dict[str, str] = {}

    def add(self, name: str, path: Path) -> None:
        """Add a file, with the hash of exactly the bytes that went in."""
        with path.open("rb") as source:
            info = _info(name, os.fstat(source.fileno()).st_size)
            reader = _Hashing(source)
            self.tar.addfile(info, reader)
        self.files[name] = reader.hash.hexdigest()

    def add_bytes(self, name: str, content: bytes) -> None:
        """Add a few bytes."""
        self.tar.addfile(_info(name, len(content)), io.BytesIO(content))
        self.files[name] = hashlib.sha256(content).hexdigest()

    def seal(self, manifest: Manifest) -> None:
        """Add the manifest and close: without it the file is no backup."""
        content = json.dumps(asdict(manifest), indent=1, sort_keys=True).encode()
        self.tar.addfile(_info(MANIFEST, len(content)), io.BytesIO(content))
        self.tar.close()


class _Hashing:
    def __init__(self, source: BinaryIO) -> None:
        self.source, self.hash = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.source.read(size)
        self.hash.update(block)
        return block


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


def unpack(source: Path, into: Path) -> Manifest:
    """Unpack a backup into an empty folder, and return its manifest once every byte agreed with it.

    Only plain files under the names a backup has are written; nothing else in the archive is touched.

    :raises Refused: if it is no backup, is damaged or was changed, or comes from a newer version
    """
    found: dict[str, str] = {}
    try:
        with tarfile.open(source, mode="r:") as tar:
            for info in tar:
                if not info.isreg() or not _MEMBER.fullmatch(info.name) or info.name in found:
                    raise _damaged(info.name)
                content = tar.extractfile(info)
                if content is None:
                    raise _damaged(info.name)
                found[info.name] = _written(content, info.size, into / info.name)
    except (tarfile.TarError, OSError, EOFError) as error:
        raise _damaged(str(source.name)) from error
    manifest = _manifest(into / MANIFEST)
    found.pop(MANIFEST, None)
    wrong = sorted(name for name in {*found, *manifest.files} if found.get(name) != manifest.files.get(name))
    if wrong:
        raise _damaged(wrong[0])
    return manifest


def _written(content: object, size: int, path: Path) -> str:
    path.parent.mkdir(exist_ok=True)
    digest, left = hashlib.sha256(), size
    with path.open("xb") as out:
        os.fchmod(out.fileno(), 0o600)
        for block in _blocks(content):
            digest.update(block)
            out.write(block)
            left -= len(block)
    if left:
        raise _damaged(path.name)
    return digest.hexdigest()


def _blocks(content: object) -> Iterator[bytes]:
    while block := content.read(_BLOCK):  # type: ignore[attr-defined]
        yield block


def _manifest(path: Path) -> Manifest:
    try:
        if path.stat().st_size > _MOST_MANIFEST:
            raise _damaged(MANIFEST)
        facts = json.loads(path.read_bytes())
        if facts["format"] > FORMAT:
            raise newer(str(facts.get("version", "")))
        manifest = Manifest(**facts)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _damaged(MANIFEST) from error
    return manifest


def newer(version: str) -> Refused:
    """Return the refusal of a backup that a newer version made."""
    return Refused(
        [
            Refusal(
                "keeping.newer",
                N_("This backup was made by a newer version of Kennispact (%(version)s). Use that one."),
                facts={"version": version},
            )
        ]
    )


def _damaged(what: str) -> Refused:
    return Refused(
        [
            Refusal(
                "keeping.damaged",
                N_("This file is no whole backup: %(what)s is missing, damaged or does not belong in it."),
                facts={"what": what[:120]},
            )
        ]
    )
