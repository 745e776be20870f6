"""Backup and restore, as drills with processes of their own: on the engine that this run of the tests uses."""

import io
import json
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import time
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from kennispact.doors.cli import keeping
from kennispact.doors.cli.keeping_archive import unpack
from kennispact.doors.cli.keeping_engines import Sqlite, engine
from kennispact.ground.kit.refusal import Refused


def changed(backup, path, change):
    """Write the backup again with its members as ``change`` wants them."""
    with tarfile.open(backup) as source, tarfile.open(path, "w") as target:
        for info in source:
            content = change(info, source.extractfile(info).read())
            if content is not None:
                info.size = len(content)
                target.addfile(info, io.BytesIO(content))
    return path


def test_a_backup_made_while_another_process_writes_is_whole_and_its_last_entry_was_acknowledged(
    installed, tmp_path, capsys
):
    here, there, path = installed(), installed(), tmp_path / "kennispact.tar"
    with here.start("write", stdin=subprocess.PIPE) as writer:
        before = [writer.stdout.readline().strip() for _ in range(8)]
        assert "refused" not in here.run("backup", path)
        during = [writer.stdout.readline().strip() for _ in range(3)]
        writer.stdin.close()
        acknowledged = {*before, *during, *(line.strip() for line in writer.stdout)}
    began = time.monotonic()
    assert "refused" not in there.run("restore", path)
    with capsys.disabled():
        sys.stdout.write(f"\n  time to restore, with start and check: {time.monotonic() - began:.1f} s ")
    copy = there.tell()
    assert set(before) <= set(copy["documents"]) <= acknowledged
    assert str(copy["last"]) in {line.split()[0] for line in acknowledged}
    assert copy["last"] == max(int(line.split()[0]) for line in copy["documents"])
    assert (copy["broken"], copy["guarded"]) == ([], True)


def test_a_backup_is_for_its_owner_only_and_holds_the_secret_that_locks_second_factors(old, backup):
    assert backup.stat().st_mode & 0o077 == 0
    with tarfile.open(backup) as tar:
        assert tar.extractfile("secret").read() == (old.home / "secret").read_bytes()
        assert tar.getnames()[-1] == "manifest.json"
        manifest = json.load(tar.extractfile("manifest.json"))
    assert manifest["engine"] == connection.vendor
    assert manifest["counts"]["documents_document"] == len(old.acknowledged)
    assert (manifest["broken"], manifest["damaged"]) == ([], [])


def test_a_backup_never_writes_over_a_file(backup, tmp_path):
    before = backup.read_bytes()
    for target in (backup, tmp_path / "nowhere" / "x.tar"):
        with pytest.raises(Refused, match="exists already"):
            keeping.back_up(target)
    assert backup.read_bytes() == before
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]


def test_a_restore_replaces_what_is_there_and_the_secret_comes_along(old, backup, installed):
    place = installed()
    place.write(9)
    assert "refused" not in place.run("restore", backup)
    told = place.tell()
    assert (told["documents"], told["broken"], told["guarded"]) == (old.acknowledged, [], True)
    assert (place.home / "secret").read_bytes() == (old.home / "secret").read_bytes()
    assert not [
        path for path in place.home.rglob("*") if "before_restore" in path.name or ".restore" in path.name
    ]
    if connection.vendor == "postgresql":
        with psycopg.connect(place.environment["DATABASE_URL"]) as server:
            aside = server.execute(
                "SELECT nspname FROM pg_namespace WHERE nspname = 'before_restore'"
            ).fetchall()
        assert aside == []
    again = place.home.parent / "again.tar"
    assert "refused" not in place.run("backup", again)
    assert "refused" not in place.run("restore", again)
    assert place.tell()["documents"] == old.acknowledged


def refused(path, into):
    """Try to unpack, and return the reason."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir()
    with pytest.raises(Refused) as answer:
        unpack(path, into)
    return answer.value.refusals[0].code


def test_a_whole_backup_is_unpacked(backup, old, tmp_path):
    manifest = unpack(backup, tmp_path)
    assert len(list((tmp_path / "documents").iterdir())) == len(old.acknowledged)
    keeping._refuse_what_does_not_fit(manifest, engine())


def test_a_file_that_is_no_whole_backup_is_refused(backup, tmp_path):
    whole = backup.read_bytes()
    wrong = {
        "cut": whole[: len(whole) // 2],
        "cut at its end": whole[:-20_000],
        "empty": b"",
        "nothing": b"no tar at all",
        "zip": b"PK\x05\x06" + bytes(18),
        "flipped": whole[:3000] + bytes([whole[3000] ^ 1]) + whole[3001:],
    }
    for name, content in wrong.items():
        (tmp_path / name).write_bytes(content)
        assert refused(tmp_path / name, tmp_path / "out") == "keeping.damaged", name
    assert refused(tmp_path / "not there", tmp_path / "out") == "keeping.damaged"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("../../out", tarfile.REGTYPE),
        ("/tmp/kennispact-out", tarfile.REGTYPE),
        ("documents/../../x", tarfile.REGTYPE),
        ("documents/" + "a" * 64, tarfile.SYMTYPE),
        ("documents/" + "a" * 64, tarfile.LNKTYPE),
        ("documents/" + "a" * 64, tarfile.FIFOTYPE),
        ("documents", tarfile.DIRTYPE),
        ("secret", tarfile.REGTYPE),
        ("documents/" + "a" * 64, tarfile.REGTYPE),
    ],
)
def test_members_that_do_not_belong_are_refused_and_nothing_is_written_elsewhere(
    backup, tmp_path, name, kind
):
    path = tmp_path / "x.tar"
    shutil.copy(backup, path)
    with tarfile.open(path, "a") as tar:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "/etc/passwd"
        tar.addfile(info)
    assert refused(path, tmp_path / "in") == "keeping.damaged"
    assert {one.name for one in tmp_path.iterdir()} == {"x.tar", "in"}
    assert not Path("/tmp/kennispact-out").exists()
    assert not [one for one in (tmp_path / "in").rglob("*") if one.is_symlink()]


def manifest_with(**facts):
    def change(info, content):
        return (
            json.dumps({**json.loads(content), **facts}).encode() if info.name == "manifest.json" else content
        )

    return change


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"engine": "oracle"}, "keeping.other-engine"),
        ({"covenant": "another-2030"}, "keeping.other-covenant"),
        ({"version": "99.0.0"}, "keeping.newer"),
        ({"format": 2}, "keeping.newer"),
        ({"migrations": [["documents", "0099_from_the_future"]]}, "keeping.newer"),
    ],
)
def test_a_backup_that_does_not_fit_is_refused(backup, tmp_path, facts, code):
    path = changed(backup, tmp_path / "x.tar", manifest_with(**facts))
    with pytest.raises(Refused) as answer:
        keeping._refuse_what_does_not_fit(unpack(path, tmp_path), engine())
    assert answer.value.refusals[0].code == code


@pytest.fixture(scope="module")
def living(installed):
    place = installed()
    place.acknowledged = place.write(2)
    return place


def test_a_copy_that_does_not_pass_the_check_makes_the_old_one_come_back(backup, living, tmp_path):
    def without_a_document(info, content):
        if info.name.startswith("documents/") and not lost:
            lost.append(info.name)
        if info.name == "manifest.json":
            facts = json.loads(content)
            del facts["files"][lost[0]]
            return json.dumps(facts).encode()
        return None if info.name in lost else content

    lost: list[str] = []
    path = changed(backup, tmp_path / "x.tar", without_a_document)
    for name in (living.home / "documents").glob(f"*/*/{Path(lost[0]).name}"):
        name.unlink()
    assert living.run("restore", path).startswith("refused: integrity.files-kept")
    assert living.tell()["documents"] == living.acknowledged


@pytest.mark.slow
def test_rows_that_the_manifest_does_not_name_make_the_old_one_come_back(backup, living, tmp_path):
    path = changed(backup, tmp_path / "x.tar", manifest_with(counts={"documents_document": 1}))
    secret = (living.home / "secret").read_bytes()
    assert living.run("restore", path).startswith("refused: keeping.other-rows")
    told = living.tell()
    assert (told["documents"], told["guarded"]) == (living.acknowledged, True)
    assert (living.home / "secret").read_bytes() == secret


@pytest.mark.slow
def test_what_was_damaged_before_the_backup_can_still_be_put_back(installed, tmp_path):
    here, there = installed(), installed()
    here.write(3)
    next((here.home / "documents").glob("??/??/*")).unlink()
    assert "1" in here.run("backup", tmp_path / "x.tar")
    assert "refused" not in there.run("restore", tmp_path / "x.tar")
    assert there.tell()["broken"] == ["files-kept"]


def test_what_an_unfinished_restore_left_waiting_is_never_lost(old, backup):
    if connection.vendor == "sqlite":
        waiting = old.home / "kennispact.sqlite3.before_restore"
        waiting.write_bytes(b"the only good copy")
        assert old.run("restore", backup).startswith("refused: keeping.unfinished")
        assert waiting.read_bytes() == b"the only good copy"
        waiting.unlink()
    else:
        with psycopg.connect(old.environment["DATABASE_URL"], autocommit=True) as server:
            assert (
                server.execute("SELECT 1 FROM pg_namespace WHERE nspname = 'before_restore'").fetchone()
                is None
            )
            server.execute("CREATE SCHEMA before_restore")
            assert old.run("restore", backup).startswith("refused: keeping.unfinished")
            server.execute("DROP SCHEMA before_restore")


def test_a_database_in_use_is_not_replaced(old, backup):
    if connection.vendor != "sqlite":
        pytest.skip("a server replaces its tables under one lock, whoever is connected")
    database = old.home / "kennispact.sqlite3"
    with closing(sqlite3.connect(database)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("SELECT count(*) FROM documents_document").fetchone()
        with pytest.raises(Refused, match="in use"):
            Sqlite(database).replace(backup)
        assert other.execute("SELECT count(*) FROM documents_document").fetchone()[0] == len(old.acknowledged)
