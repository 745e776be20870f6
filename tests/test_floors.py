"""The house rules that import-linter and ruff cannot see. What each is for: docs/house.md."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "src" / "kennispact"
TEXTS = {
    ".py",
    ".toml",
    ".md",
    ".txt",
    ".in",
    ".yml",
    ".html",
    ".po",
    ".css",
    ".js",
    ".json",
    ".csv",
    ".sh",
    "",
}
OURS = ("src", "tests", "tools", "docs", "covenants", "requirements", "bench", "data", ".ci")


def place(path: Path) -> str:
    return str(path.relative_to(ROOT))


def room_of(path: Path) -> str:
    """Return ``floor/room`` of a module in the house."""
    return "/".join(path.relative_to(HOUSE).parts[:2])


@cache
def modules(*, with_tests: bool = False) -> tuple[tuple[Path, ast.Module], ...]:
    """Return every module of the house, parsed; migrations are Django's."""
    found = (path for path in sorted(HOUSE.rglob("*.py")) if "migrations" not in path.parts)
    return tuple(
        (path, ast.parse(path.read_text(), str(path)))
        for path in found
        if with_tests or "tests" not in path.relative_to(HOUSE).parts
    )


def templates() -> list[Path]:
    return sorted(path for path in HOUSE.rglob("*.html") if "templates" in path.parts)


def our_files() -> Iterator[Path]:
    """Give every text file that is ours: nothing vendored, made or installed."""
    top = (path for path in ROOT.iterdir() if path.is_file() and path.name != "LICENSE")
    below = (path for name in OURS for path in sorted((ROOT / name).rglob("*")) if path.is_file())
    for path in (*top, *below):
        made = {"node_modules", "vendor", "__pycache__"} & set(path.relative_to(ROOT).parts)
        if not made and path.suffix in TEXTS:
            yield path


def lines_with(pattern: str, paths: Iterator[Path] | list[Path]) -> list[str]:
    """Return ``file:line`` for every line where the pattern occurs."""
    found = []
    for path in paths:
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if re.search(pattern, line):
                found.append(f"{place(path)}:{number}: {line.strip()[:100]}")
    return found


def test_a_module_stays_under_300_lines() -> None:
    sizes = {place(path): len(path.read_text().splitlines()) for path, _ in modules(with_tests=True)}
    assert {path: size for path, size in sizes.items() if size >= 300} == {}


def test_there_is_no_drawer_for_everything() -> None:
    assert [place(path) for path, _ in modules() if path.stem in {"utils", "helpers", "misc", "common"}] == []


def owners_of_tables() -> dict[str, set[str]]:
    """Return, for each model's name, the rooms that own a table of that name."""
    owners: dict[str, set[str]] = defaultdict(set)
    for path, tree in modules():
        if path.stem == "models" or path.parent.name == "models":
            for node in tree.body:
                if isinstance(node, ast.ClassDef):
                    owners[node.name].add(room_of(path))
    return owners


def test_a_table_is_read_and_written_in_its_own_room_only() -> None:
    owners, found = owners_of_tables(), []
    for path, tree in modules():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}):
                continue
            name = node.value.id if isinstance(node.value, ast.Name) else ast.unparse(node.value)
            elsewhere = name in owners and room_of(path) not in owners[name]
            if elsewhere or name == "get_user_model()":
                found.append(f"{place(path)}:{node.lineno}: {name}.{node.attr}")
    assert found == []


def test_nothing_happens_behind_the_back_of_a_reader() -> None:
    """Signals and an overridden save() do: what a call causes must stand in the command."""
    found = []
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                origin = f"{node.module}." + ",".join(alias.name for alias in node.names)
                if re.search(r"\bdispatch\b|\bsignals?\b", origin) and origin.startswith(
                    ("django", "allauth")
                ):
                    found.append(f"{place(path)}:{node.lineno}: imports {origin}")
            elif isinstance(node, ast.ClassDef) and path.stem == "models":
                found += [
                    f"{place(path)}:{part.lineno}: {node.name}.{part.name}"
                    for part in node.body
                    if isinstance(part, ast.FunctionDef) and part.name in {"save", "delete"}
                ]
    assert found == []


CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "timezone.now",
    "timezone.localdate",
}
CLOCKS |= {"timezone.localtime", "dt.datetime.now", "dt.date.today", "datetime.datetime.now", "time.time"}


def test_only_the_clock_reads_the_time() -> None:
    found = [
        f"{place(path)}:{node.lineno}: {ast.unparse(node)}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and ast.unparse(node) in CLOCKS
        and room_of(path) != "ground/clock/__init__.py"
        and not room_of(path).startswith("ground/clock")
    ]
    assert found == []


def test_only_doors_and_pages_ask_the_clock() -> None:
    """A rule, a query or a command is told the day and the moment: so it can be asked about any other."""
    silent = {"rules", "queries", "commands", "models", "access", "papers"}
    found = [
        f"{place(path)}:{node.lineno}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom | ast.Import)
        and re.search(r"ground(\.| import )clock\b", ast.unparse(node))
        and not room_of(path).startswith("doors/")
        and silent & set(path.relative_to(HOUSE).with_suffix("").parts)
    ]
    assert found == []


def test_templates_carry_no_style_and_no_script_of_their_own() -> None:
    """The content security policy refuses them, so the page would look or work differently."""
    inline = r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<script\b(?![^>]*\bsrc=)"
    data = r"<script\b[^>]*type=\"application/(ld\+)?json\""
    assert [line for line in lines_with(inline, templates()) if not re.search(data, line)] == []


def test_templates_leave_amounts_to_the_tags() -> None:
    """A hand-written sign cannot follow the reader's language."""
    by_hand = r"(€|&euro;|\bEUR)(\s|&nbsp;)*(\d|\{\{)|\}\}(\s|&nbsp;)*(€|&euro;|EUR\b)|floatformat"
    assert lines_with(by_hand, templates()) == []


def test_no_file_is_tied_to_one_package_registry() -> None:
    hosts = [
        "pypi." + "org",
        "python" + "hosted.org",
        "npmjs." + "org",
        "npmjs." + "com",
        "deb." + "debian.org",
    ]
    hosts += ["--extra-index" + "-url", "--index" + "-url", "--find" + "-links"]
    assert lines_with("|".join(map(re.escape, hosts)), our_files()) == []


def test_a_note_to_ourselves_is_an_issue_and_not_a_comment() -> None:
    assert lines_with(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b", our_files()) == []


PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def test_the_tests_use_the_versions_that_people_run_with() -> None:
    run = dict(PIN.findall((ROOT / "requirements" / "run.txt").read_text()))
    test = dict(PIN.findall((ROOT / "requirements" / "test.txt").read_text()))
    assert {name: test.get(name) for name in run} == run


@pytest.mark.parametrize("name", ["tools", "run", "test"])
def test_every_requirement_is_a_name_a_version_and_hashes(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    odd = [
        line[:80] for line in lines if not PIN.match(line) or "--hash=sha256:" not in line or "://" in line
    ]
    assert lines
    assert odd == []
