import pytest

from kennispact.programme.linking.documents import Document
from kennispact.programme.linking.engine import Engine
from kennispact.programme.linking.unusable import IndexOutdated
from kennispact.programme.linking.vectors import BadVectors, WordVectors

from .make import ITEMS

TINY = (
    "6 3\nbrommer 1 0 0\nscooter 0.9 0.1 0\nBrommobiel 0.8 0.2 0\nkikker 0 1 0\npad 0 0.9 0.2\nhond 0 0 1\n"
)
DOCUMENTS = [Document("frog", "Kikker"), Document("moped", "Brommer"), Document("dog", "Hond")]


@pytest.fixture
def vectors(tmp_path):
    (tmp_path / "tiny.vec").write_text(TINY, encoding="utf-8")
    return WordVectors.load(tmp_path / "tiny.vec")


def test_a_word_nobody_else_used_finds_its_like(vectors):
    assert Engine.build(DOCUMENTS, vectors=vectors).rank("Brommobiel pad? Brommobiel!").items == []
    wide = Engine.build(
        [*ITEMS, *(Document(one.key, one.title, "leegstand") for one in DOCUMENTS)], vectors=vectors
    )
    ranked = [one.key for one in wide.rank("leegstand scooter").items]
    assert ranked.index("moped") < ranked.index("frog")
    assert ranked.index("moped") < ranked.index("dog")


def test_without_vectors_nothing_changes(vectors):
    assert Engine.build(ITEMS).link("lege winkels") == Engine.build(ITEMS, vectors=None).link("lege winkels")


def test_an_index_with_vectors_is_opened_with_the_same_ones(tmp_path, vectors):
    built = Engine.build(ITEMS, folder=tmp_path / "index", vectors=vectors)
    assert Engine.open(tmp_path / "index", vectors=vectors).link("scooter winkels") == built.link(
        "scooter winkels"
    )
    with pytest.raises(IndexOutdated, match="vectors"):
        Engine.open(tmp_path / "index")


def test_only_wanted_words_are_kept(tmp_path, vectors):
    some = WordVectors.load(tmp_path / "tiny.vec", only=["Kikker"])
    assert list(some.embed("een kikker")) == pytest.approx([0, 1, 0])
    assert list(some.embed("een hond")) == []
    assert some.name == vectors.name


@pytest.mark.parametrize(
    "text", ["", "woord\n", "2 3\na 1 2 3\n", "1 3\na 1 2\n", "1 2\na x 1\n", "1 2\na nan 1\n"]
)
def test_a_file_without_vectors_is_refused(tmp_path, text):
    (tmp_path / "bad.vec").write_text(text, encoding="utf-8")
    with pytest.raises(BadVectors, match="line"):
        WordVectors.load(tmp_path / "bad.vec")
