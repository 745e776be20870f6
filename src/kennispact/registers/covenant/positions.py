"""Where each key of a TOML text stands. The standard reader gives values but no lines.

The text must already have been accepted by :mod:`tomllib`; nothing is checked here. Only the
places are looked up: of tables, of entries of arrays of tables, of keys, and of items of arrays.
"""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*+")
_SPACE = re.compile(r"[ \t]*+")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]++")
_STRING = re.compile(
    r'"""(?:[^"\\]++|\\.|"{1,2}(?!"))*+"{3,5}'  # several lines, with escapes
    r"|'''(?:[^']++|'{1,2}(?!'))*+'{3,5}"  # several lines, as it stands
    r'|"(?:[^"\\\n]++|\\.)*+"'
    r"|'[^'\n]*+'",
    re.DOTALL,
)
MAX_DEPTH = 60
_SCALAR = re.compile(r"[^,\]}#\n]++")


def find_lines(text: str) -> dict[Path, int]:
    r"""Return the line (from 1) of every table, key and item, by its path.

    A path steps through keys and, for items of arrays, places from 0.

    >>> find_lines("a = 1\n[[b]]\nc.d = [2,\n3]")[("b", 0, "c", "d", 1)]
    4

    :raises RecursionError: if anything stands deeper than :data:`MAX_DEPTH`
    """
    return _Finder(text.replace("\r\n", "\n")).find()


def nearest_line(lines: Mapping[Path, int], path: Path) -> int:
    """Return the line of a path, or of the nearest thing around it; 1 for the whole file."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


class _Finder:
    """One walk through one text, from statement to statement."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.lines: dict[Path, int] = {}
        self.entries: dict[Path, int] = {}  # how many [[entries]] an array of tables has so far

    def find(self) -> dict[Path, int]:
        table: Path = ()
        self.pass_over(_BLANK)
        while self.at < len(self.text):
            if self.text.startswith("[", self.at):
                table = self.header()
            else:
                self.pair(table)
            self.pass_over(_BLANK)
        return self.lines

    def pass_over(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            raise ValueError(f"no TOML at {self.at}")
        self.at = match.end()
        return match.group()

    def note(self, path: Path, at: int) -> None:
        if len(path) > MAX_DEPTH:
            raise RecursionError("too deep")
        self.lines.setdefault(path, bisect_right(self.starts, at))

    def header(self) -> Path:
        """Step over ``[table]`` or ``[[entry]]`` and return the path it opens."""
        start = self.at
        brackets = 2 if self.text.startswith("[[", start) else 1
        self.at += brackets
        *around, last = self.key()
        self.at += brackets
        path: Path = ()
        for part in around:
            path = self.inside((*path, part), start)
        path = (*path, last)
        if brackets == 1:
            path = self.inside(path, start)
            self.lines[path] = bisect_right(self.starts, start)  # its own header beats an implied one
            return path
        self.note(path, start)
        self.entries[path] = self.entries.get(path, 0) + 1
        return self.inside(path, start)

    def inside(self, path: Path, at: int) -> Path:
        """Return the path itself, or of its last entry where it is an array of tables."""
        self.note(path, at)
        if path in self.entries:
            path = (*path, self.entries[path] - 1)
            self.note(path, at)
        return path

    def key(self) -> list[str]:
        """Step over a key with or without dots, and the space around it."""
        parts: list[str] = []
        while True:
            self.pass_over(_SPACE)
            if self.text[self.at] in "\"'":
                parts.append(tomllib.loads(f"key = {self.pass_over(_STRING)}")["key"])
            else:
                parts.append(self.pass_over(_BARE_KEY))
            self.pass_over(_SPACE)
            if not self.text.startswith(".", self.at):
                return parts
            self.at += 1

    def pair(self, table: Path) -> None:
        """Step over ``key = value``."""
        start = self.at
        path = table
        for part in self.key():
            path = (*path, part)
            self.note(path, start)
        self.at += 1  # the equals sign
        self.pass_over(_SPACE)
        self.value(path)

    def value(self, path: Path) -> None:
        opening = self.text[self.at]
        if opening == "[":
            self.items(path, closing="]")
        elif opening == "{":
            self.items(path, closing="}")
        elif opening in "\"'":
            self.pass_over(_STRING)
        else:
            self.pass_over(_SCALAR)

    def items(self, path: Path, closing: str) -> None:
        """Step over an array or an inline table."""
        self.at += 1
        place = 0
        while True:
            self.pass_over(_BLANK)
            if self.text.startswith(closing, self.at):
                self.at += 1
                return
            if self.text.startswith(",", self.at):
                self.at += 1
                continue
            if closing == "}":
                self.pair(path)
            else:
                self.note((*path, place), self.at)
                self.value((*path, place))
            place += 1
