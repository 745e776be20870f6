#!/usr/bin/env python3
"""Write docs/clauses.md: per clause of the covenant, the code that works it out and the tests that prove it.

    docs.py            write it
    docs.py --check    fail when it is not what would be written now

Code names a clause in its docstring ("Source: agreement 1.3, covenant 6c.") or as the clause of a refusal or
a journal entry. Nothing is kept by hand, so the table cannot promise more than the code says of itself.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from kennispact.registers.covenant.definition import Clause, Covenant
from kennispact.registers.covenant.loader import load

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "src" / "kennispact"
DEFINITION = ROOT / "covenants" / "g40-platform31-2023.toml"
TARGET = ROOT / "docs" / "clauses.md"

HEAD = """\
# Clauses and the code that works them out

Written by `make docs` from the covenant's definition and the source; do not edit. The summaries are our
own, the signed documents prevail. "O" is the agreement of one city, "L" the letter to the board, "N" the
proposal for a college, "B" an annex; the rest is the covenant itself.

An empty cell is meant: no code names this clause (yet), or no test does.

| clause | what it says | room | obligations | code | tests |
| --- | --- | --- | --- | --- | --- |
"""

# Rooms that speak of clauses without working one out: they show them, or hold them as data.
SHOWS = ("ground/look", "registers/covenant")
Mentions = dict[str, set[str]]


def spelled_out(text: str) -> str:
    """Write ranges and other spellings of clauses in full: ``8d-e``, ``O1.2-1.3``, ``agreement 1.3``."""
    text = re.sub(r"\bagreement (\d+\.\d+)", r"O\1", text)
    text = re.sub(r"\bO(\d+)\.(\d+)-(?:\1\.)?(\d+)\b", _numbers, text)
    return re.sub(r"\b(\d+)([a-z])-([a-z])\b", _letters, text)


def _numbers(found: re.Match[str]) -> str:
    article, first, last = found.groups()
    return ", ".join(f"O{article}.{number}" for number in range(int(first), int(last) + 1))


def _letters(found: re.Match[str]) -> str:
    article, first, last = found.groups()
    return ", ".join(f"{article}{chr(letter)}" for letter in range(ord(first), ord(last) + 1))


def named_in(text: str, keys: list[str]) -> Iterator[str]:
    """Give the clauses that a text names. One-letter keys are words too, so they count only as a literal."""
    text = spelled_out(text)
    for key in keys:
        if len(key) > 1 and re.search(rf"(?<![\w.-]){re.escape(key)}(?![\w-]|\.\d)", text):
            yield key


def literals(node: ast.AST, keys: set[str]) -> Iterator[str]:
    """Give the clauses that stand as a literal of their own: ``clause="6c"``."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value in keys:
            yield part.value


def definitions(path: Path) -> Iterator[tuple[str, ast.FunctionDef | ast.ClassDef]]:
    """Give each function and class at the top of a module, and the methods of test classes."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, node


def mentions(covenant: Covenant) -> tuple[Mentions, Mentions]:
    """Return, per clause, the functions that name it and the tests that do."""
    keys = list(covenant.clauses)
    code: Mentions = defaultdict(set)
    tests: Mentions = defaultdict(set)
    for path in sorted([*HOUSE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")]):
        if "migrations" in path.parts or any(f"kennispact/{room}/" in path.as_posix() for room in SHOWS):
            continue
        proof = "tests" in path.relative_to(ROOT).parts
        for name, node in definitions(path):
            if proof and not name.startswith("test_"):
                continue
            found = {*named_in(ast.get_docstring(node) or "", keys), *literals(node, set(keys))}
            where = name if proof else f"{dotted(path)}.{name}"
            for key in found:
                (tests if proof else code)[key].add(where)
    return code, tests


def dotted(path: Path) -> str:
    parts = path.relative_to(HOUSE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def row(covenant: Covenant, clause: Clause, code: Mentions, tests: Mentions) -> str:
    obligations = [
        each.key for each in covenant.obligations if clause.key == each.clause or clause.key in each.also
    ]
    cells = (
        clause.key,
        (clause.summary_en or clause.summary).replace("|", "\\|"),
        clause.room,
        ", ".join(obligations),
        "<br>".join(f"`{name}`" for name in sorted(code[clause.key])),
        "<br>".join(f"`{name}`" for name in sorted(tests[clause.key])),
    )
    return f"| {' | '.join(cells)} |"


def written() -> str:
    """Return what docs/clauses.md should hold now."""
    covenant = load(DEFINITION)
    code, tests = mentions(covenant)
    rows = [row(covenant, clause, code, tests) for clause in covenant.clauses.values()]
    return HEAD + "\n".join(rows) + "\n"


def main(arguments: list[str]) -> int:
    text = written()
    if "--check" in arguments:
        same = TARGET.is_file() and TARGET.read_text() == text
        print("docs/clauses.md is up to date." if same else "docs/clauses.md is out of date; run: make docs")
        return 0 if same else 1
    TARGET.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
