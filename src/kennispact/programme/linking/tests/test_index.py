import json
import shutil
import subprocess
import sys

import pytest

from kennispact.programme.linking.documents import Document
from kennispact.programme.linking.engine import Engine
from kennispact.programme.linking.thesaurus import Thesaurus
from kennispact.programme.linking.unusable import (
    IndexBusy,
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
    IndexUnusable,
)
from kennispact.programme.linking.weights import Weights

from .make import ITEMS, QUESTIONS

QUESTION = "Wat doen we aan leegstaande winkels en schulden?"


@pytest.fixture
def folder(tmp_path):
    Engine.build(ITEMS, QUESTIONS, folder=tmp_path / "index")
    return tmp_path / "index"


def test_an_opened_index_answers_as_the_rows_do(folder):
    assert Engine.open(folder).link(QUESTION) == Engine.build(ITEMS, QUESTIONS).link(QUESTION)


def test_an_opened_index_is_added_to_and_opened_again(folder):
    Engine.open(folder).add(
        items=[Document("new", "Bijen", "Biodiversiteit en insecten.")], gone_questions=["q-leeg"]
    )
    again = Engine.open(folder)
    assert again.link("insecten en bijen").items[0].key == "new"
    assert "q-leeg" not in again.store.shelves["questions"].by_key


def test_a_reader_sees_that_another_wrote(folder):
    reader, writer = Engine.open(folder), Engine.open(folder)
    assert not reader.changed()
    writer.add(items=[Document("new", "Bijen", "Biodiversiteit en insecten.")])
    assert reader.changed()
    assert not writer.changed()


def test_nothing_confidential_is_on_disk(tmp_path):
    secret = Document("qxqsecret", "", "xqzyvertrouwelijk over fraude", public=False)
    Engine.build(ITEMS, [*QUESTIONS, secret], folder=tmp_path / "index")
    for path in (tmp_path / "index").rglob("*"):
        if path.is_file():
            assert b"xqzy" not in path.read_bytes()
            assert b"qxqsecret" not in path.read_bytes()


def test_there_may_be_no_index(tmp_path):
    with pytest.raises(IndexMissing):
        Engine.open(tmp_path)


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


@pytest.mark.parametrize("harm", ["lose", "halve"])
def test_every_file_that_is_lost_or_cut_is_noticed(folder, tmp_path, harm):
    names = [path.relative_to(folder) for path in files(folder)]
    assert len(names) > 10
    for number, name in enumerate(names if harm == "lose" else names[::3]):
        hurt = tmp_path / f"hurt{number}"
        shutil.copytree(folder, hurt)
        victim = hurt / name
        victim.unlink() if harm == "lose" else victim.write_bytes(
            victim.read_bytes()[: victim.stat().st_size // 2]
        )
        with pytest.raises(IndexUnusable):
            Engine.open(hurt)


def test_a_flipped_byte_is_noticed(folder):
    victim = max((folder / "items" / "words").iterdir(), key=lambda path: path.stat().st_size)
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 0xFF
    victim.write_bytes(bytes(data))
    with pytest.raises(IndexDamaged):
        Engine.open(folder)


CUTTING = """
import sys, time
from pathlib import Path
from kennispact.programme.linking.engine import Engine
engine, folder, until = Engine.open(Path(sys.argv[1])), Path(sys.argv[1]) / "items" / "words", time.monotonic() + 1.5
there = {path: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}
while time.monotonic() < until:
    for path, content in there.items():
        path.write_bytes(content + b" " if path.name == "meta.json" else b"")
    time.sleep(0.02)
    for path, content in there.items():
        path.write_bytes(content)
"""


def test_files_cut_short_while_in_use_do_not_end_the_process(folder):
    """Reading what is mapped and no longer there is a bus error, which no ``except`` stops."""
    done = subprocess.run([sys.executable, "-c", CUTTING, str(folder)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_row_left_by_a_stopped_writer_is_not_there_and_does_not_hinder(folder):
    with (folder / "items" / "rows.jsonl").open("a") as file:
        file.write(json.dumps({"key": "half", "concepts": "", "answers": {}}) + "\n")
    engine = Engine.open(folder)
    assert "half" not in engine.store.shelves["items"].by_key
    engine.add(items=[Document("new", "Bijen", "Biodiversiteit en insecten.")])
    again = Engine.open(folder)
    assert "half" not in again.store.shelves["items"].by_key
    assert again.link("insecten en bijen").items[0].key == "new"


def test_an_index_of_another_version_is_outdated(folder):
    with pytest.raises(IndexOutdated, match="thesaurus"):
        Engine.open(folder, Thesaurus.parse("a | x | | appel"))
    with pytest.raises(IndexOutdated, match="weights"):
        Engine.open(folder, weights=Weights(lexical=2.0))


def test_two_writers_do_not_write_at_once(folder):
    engine = Engine.open(folder)
    writer = engine.store.shelves["items"].index.writer(64_000_000, 1)
    with pytest.raises(IndexBusy):
        Engine.open(folder).add(items=[Document("new", "Bijen", "insecten")])
    del writer
