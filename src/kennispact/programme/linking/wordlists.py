"""The word lists in ``data/``: read once, kept as they are."""

import hashlib
from functools import cache
from importlib import resources

_FOLDER = resources.files(__package__) / "data"


def read(name: str) -> str:
    """Return the text of a file in ``data/``."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def lines(text: str) -> list[str]:
    """Return the lines that say something: not empty, no remark."""
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def words(name: str) -> frozenset[str]:
    """Return the words of a list, separated by white space."""
    return frozenset(word for line in lines(read(name)) for word in line.split())


@cache
def pairs(name: str) -> tuple[tuple[str, str], ...]:
    """Return the ``form = other form`` lines of a list."""
    return tuple(
        (left.strip(), right.strip())
        for left, _, right in (line.partition("=") for line in lines(read(name)))
    )


@cache
def digest() -> str:
    """Return a short fingerprint of the lists the analyser reads."""
    names = (
        "function-words.txt",
        "filler-words.txt",
        "stems.txt",
        "whole-words.txt",
        "compound-words.txt",
        "no-parts.txt",
    )
    return hashlib.sha256("".join(map(read, names)).encode()).hexdigest()[:16]
