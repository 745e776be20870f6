"""Backup and restore: the whole installation in one file, and back."""

import os
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from kennispact.doors.cli import keeping_archive as archive
from kennispact.doors.cli.keeping_archive import Manifest, Packer
from kennispact.doors.cli.keeping_engines import Engine, engine
from kennispact.ground import clock
from kennispact.ground.kit.refusal import Refusal, Refused
from kennispact.ground.kit.words import N_
from kennispact.ground.look import sentences
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.documents import queries as documents
from kennispact.registers.documents import store
from kennispact.review.integrity import queries as integrity

PROGRAM = "kennispact"


@dataclass(frozen=True)
class Report:
    """What was written or put back. ``damaged`` names documents whose file was not whole."""

    sentence: str
    path: Path
    created_at: str
    engine: str
    rows: int
    documents: int
    size: int
    seconds: float
    damaged: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return what happened, in the reader's language."""
        facts = {
            "path": self.path,
            "rows": self.rows,
            "documents": self.documents,
            "megabytes": f"{self.size / 1_000_000:.1f}",
            "seconds": f"{self.seconds:.1f}",
        }
        told = sentences.told(self.sentence, facts)
        if self.damaged:
            told += " " + sentences.told(DAMAGED, {"count": len(self.damaged)})
        return told


WRITTEN = N_(
    "Backup written to %(path)s: %(rows)s rows, %(documents)s documents, %(megabytes)s MB in %(seconds)s s."
)
RESTORED = N_(
    "Backup %(path)s is put back and checked: %(rows)s rows, %(documents)s documents in %(seconds)s s."
)
DAMAGED = N_("%(count)s documents were missing or damaged already. Run check for their names.")


def back_up(target: Path) -> Report:
    """Write the database, all documents and the installation's own secret to one new .tar file.

    The database is copied at one moment while others write. Its documents are copied after it: files are
    kept before their rows and never removed, so every document of that moment is there. The file is
    readable by its owner only, and appears under its name when it is whole.

    :raises Refused: if the file is there already, its folder is not, or the database cannot be copied
    """
    began, target = time.monotonic(), target.absolute()
    if target.exists() or not target.parent.is_dir():
        raise _refused("keeping.target", N_("%(path)s exists already, or its folder does not."), path=target)
    source = engine()
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        copy, whole = Path(folder) / source.member, Path(folder) / target.name
        snapshot = source.copy(copy)
        with whole.open("xb") as file:
            os.fchmod(file.fileno(), 0o600)
            packer = Packer(file)
            packer.add(source.member, copy)
            copy.unlink()
            damaged = _pack_home(packer)
            manifest = Manifest(
                format=archive.FORMAT,
                version=version(PROGRAM),
                created_at=clock.now().isoformat(),
                engine=source.name,
                covenant=covenants.covenant().key,
                files=packer.files,
                counts=snapshot.counts,
                migrations=snapshot.migrations,
                broken=_broken(),
                damaged=damaged,
            )
            packer.seal(manifest)
            file.flush()
            os.fsync(file.fileno())
        target.hardlink_to(whole)  # fails when somebody took the name meanwhile
    return _report(WRITTEN, target, manifest, began)


def _pack_home(packer: Packer) -> list[str]:
    """Add every whole document and the kept secret; return the documents that are not whole."""
    wanted = set(documents.kept())
    for sha256 in store.names():
        with suppress(store.Damaged):
            packer.add_bytes(f"documents/{sha256}", store.read(sha256))
    secret = Path(settings.HOME) / archive.SECRET
    if secret.is_file():
        packer.add(archive.SECRET, secret)
    return sorted(sha256 for sha256 in wanted if f"documents/{sha256}" not in packer.files)


def restore(source: Path) -> Report:
    """Put a backup in the place of what is here, empty or not, and check it.

    Documents only come beside those that are there. The database is replaced in one step; the old one
    waits until the new one has the rows that the manifest names, has had this version's migrations and
    keeps the invariants that held when the backup was made. If not, the old one comes back.

    :raises Refused: if the file is damaged, of another engine or covenant or a newer version; if the
        database is in use; or if the check fails. Everything is as it was then.
    """
    began, home = time.monotonic(), Path(settings.HOME)
    target = engine()
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home, prefix=".restore-") as folder:
        unpacked = Path(folder)
        manifest = archive.unpack(source, unpacked)
        _refuse_what_does_not_fit(manifest, target)
        for path in sorted((unpacked / "documents").glob("*")):
            store.keep(path.read_bytes())
        target.replace(unpacked / target.member)
        try:
            _prove(manifest, target)
        except BaseException:
            target.bring_back()
            raise
        if (unpacked / archive.SECRET).exists():
            (unpacked / archive.SECRET).replace(home / archive.SECRET)
    target.forget_old()
    return _report(RESTORED, source.absolute(), manifest, began)


def _refuse_what_does_not_fit(manifest: Manifest, target: Engine) -> None:
    if manifest.engine != target.name or target.member not in manifest.files:
        raise _refused(
            "keeping.other-engine",
            N_("This backup is of %(theirs)s, but this installation uses %(ours)s."),
            theirs=manifest.engine,
            ours=target.name,
        )
    ours = covenants.covenant().key
    if manifest.covenant != ours:
        raise _refused(
            "keeping.other-covenant",
            N_("This backup is of the covenant %(theirs)s, but this installation is for %(ours)s."),
            theirs=manifest.covenant,
            ours=ours,
        )
    known = MigrationLoader(None).disk_migrations
    if any((app, name) not in known for app, name in manifest.migrations) or _parts(
        manifest.version
    ) > _parts(version(PROGRAM)):
        raise archive.newer(manifest.version)


def _parts(text: str) -> tuple[int, ...]:
    """Return a version as numbers; whatever follows them does not count."""
    return tuple(int(part) for part in text.split(".")[:3] if part.isdigit())


def _prove(manifest: Manifest, target: Engine) -> None:
    if dict(target.counts()) != dict(manifest.counts):
        raise _refused("keeping.other-rows", N_("The database did not take every row of the backup."))
    call_command("migrate", verbosity=0)
    found = [one for one in integrity.check() if not one.holds and one.invariant not in manifest.broken]
    connections.close_all()
    if found:
        raise Refused(
            Refusal(f"integrity.{one.invariant}", one.sentence, facts=dict(one.facts)) for one in found
        )


def _broken() -> list[str]:
    return [one.invariant for one in integrity.check() if not one.holds]


def _report(sentence: str, path: Path, manifest: Manifest, began: float) -> Report:
    return Report(
        sentence=sentence,
        path=path,
        created_at=manifest.created_at,
        engine=manifest.engine,
        rows=sum(manifest.counts.values()),
        documents=_documents(manifest.files),
        size=path.stat().st_size,
        seconds=time.monotonic() - began,
        damaged=tuple(manifest.damaged),
    )


def _documents(names: Iterable[str]) -> int:
    return sum(name.startswith("documents/") for name in names)


def _refused(code: str, reason: str, **facts: object) -> Refused:
    return Refused([Refusal(code, reason, facts=facts)])
