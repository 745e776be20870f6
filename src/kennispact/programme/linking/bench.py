"""Rank files of items and questions from scratch, for the scorer: the core of ``kennispact link-bench``.

Reads nothing but the fields named here and touches no database: an item's id, title and excerpt, a
question's id and text. Labels that the files may hold are not looked at.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .documents import Document
from .engine import Engine

MOST_ITEMS = 100


class BadFile(ValueError):  # noqa: N818 - it speaks of the file
    """A file cannot be read. The message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Runs:
    """What was written: rows of items, pairs and themes."""

    items: int
    pairs: int
    themes: int


def read_items(path: Path) -> list[Document]:
    """Read items: JSON lines with ``id``, ``title`` and ``excerpt`` (or ``summary``, ``body``).

    :raises BadFile: when a line is no such object, or an id stands twice
    """
    rows = _json_lines(path)
    return _unique(
        path,
        (
            Document(row["id"], row.get("title", ""), _first(row, "excerpt", "summary", "body"))
            for row in rows
        ),
    )


def read_questions(path: Path) -> list[Document]:
    """Read questions: JSON lines with ``id`` and ``question`` (or ``text``), or lines of id, tab, text.

    :raises BadFile: when a line is no such thing, or an id stands twice
    """
    if path.suffix in {".tsv", ".txt", ".csv"}:
        return _unique(path, _tabs(path))
    return _unique(
        path, (Document(row["id"], "", _first(row, "question", "text")) for row in _json_lines(path))
    )


def run(items: Path, questions: Path, out: Path) -> Runs:
    """Rank everything and write ``items.tsv``, ``pairs.tsv`` and ``themes.tsv`` into ``out``.

    :raises BadFile: when a file cannot be read
    """
    asked = read_questions(questions)
    engine = Engine.build(read_items(items), asked)
    item_rows, pair_rows, theme_rows = [], [], []
    for question in asked:
        links = engine.rank(f"{question.title} {question.body}", leave_out=question.key)
        item_rows += [(question.key, one.key, f"{one.score:.6f}") for one in links.items[:MOST_ITEMS]]
        pair_rows += [(question.key, one.key, f"{one.score:.6f}") for one in links.questions]
        theme_rows += [(question.key, slug, str(place)) for place, slug in enumerate(links.themes, 1)]
    out.mkdir(parents=True, exist_ok=True)
    _write(out / "items.tsv", ("question", "item", "score"), item_rows)
    _write(out / "pairs.tsv", ("question", "other_question", "score"), pair_rows)
    _write(out / "themes.tsv", ("question", "theme", "rank"), theme_rows)
    return Runs(len(item_rows), len(pair_rows), len(theme_rows))


def _json_lines(path: Path) -> Iterator[Mapping[str, str]]:
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise BadFile(f"{path.name}, line {number}: no JSON") from error
        if not isinstance(row, dict) or not row.get("id"):
            raise BadFile(f"{path.name}, line {number}: no object with an id")
        yield {key: str(value) for key, value in row.items() if isinstance(value, str | int | float)}


def _tabs(path: Path) -> Iterator[Document]:
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip():
            continue
        key, tab, text = line.partition("\t")
        if not tab:
            raise BadFile(f"{path.name}, line {number}: id, tab, text expected")
        if number == 1 and key.strip().casefold() in {"id", "question_id", "question"}:
            continue
        yield Document(key.strip(), "", text)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"{path.name}: {error}") from error


def _first(row: Mapping[str, str], *names: str) -> str:
    return next((row[name] for name in names if row.get(name)), "")


def _unique(path: Path, documents: Iterable[Document]) -> list[Document]:
    found: dict[str, Document] = {}
    for document in documents:
        if document.key in found:
            raise BadFile(f"{path.name}: {document.key} stands twice")
        found[document.key] = document
    return list(found.values())


def _write(path: Path, head: tuple[str, ...], rows: list[tuple[str, str, str]]) -> None:
    lines = [
        "\t".join(head),
        *("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row) for row in rows),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
