"""The lines that are found are those on which the things stand, whatever the writing."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kennispact.registers.covenant.positions import Path, find_lines, nearest_line


def paths_of(value: object, path: Path = ()) -> set[Path]:
    """Return the paths of everything a parsed TOML value holds."""
    found = {path} if path else set()
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inside in steps:
        found |= paths_of(inside, (*path, step))
    return found


TRICKY = '''\
# a comment with [brackets] and "quotes"
title = "a \\" quote, a # hash, a ] bracket"  # [not] = a table
raw = 'C:\\path\\'
long = """
[not.a.table]
key = "not a key"
an escaped \\""" quote, and two ""
ends with two quotes"""""
plain = \'\'\'
key = 1 \'\' # still text
\'\'\'
empty = ""
"quoted.key" = 1
a.b . "c d" = { x = 1, y.z = [ 1, { deep = "}" } ] }
when = 1979-05-27 07:32:00
list = [
  1, # one, with ] and }
  [ 2,
    3, ],
  "]",
]

[table] # after a header
inside = 1
[ spaced . "out" ]
here = true
[[fruit]]
name = "apple"
  [fruit.physical]
  color = "red"
  [[fruit.variety]]
  name = "one"
  [[fruit.variety]]
  name = "two"
[[fruit]]
  [[fruit.variety]]
  name = "three"
  [fruit.variety.taste]
  sweet = true
[implied.by.depth]
[implied]
last = 0'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("long",), 4),
        (("plain",), 9),
        (("empty",), 12),
        (("quoted.key",), 13),
        (("a", "b", "c d"), 14),
        (("a", "b", "c d", "y", "z", 1, "deep"), 14),
        (("when",), 15),
        (("list",), 16),
        (("list", 0), 17),
        (("list", 1), 18),
        (("list", 1, 1), 19),
        (("list", 2), 20),
        (("table",), 23),
        (("table", "inside"), 24),
        (("spaced", "out", "here"), 26),
        (("fruit",), 27),
        (("fruit", 0), 27),
        (("fruit", 0, "physical", "color"), 30),
        (("fruit", 0, "variety", 1), 33),
        (("fruit", 0, "variety", 1, "name"), 34),
        (("fruit", 1), 35),
        (("fruit", 1, "variety", 0, "name"), 37),
        (("fruit", 1, "variety", 0, "taste", "sweet"), 39),
        (("implied", "by", "depth"), 40),
        (("implied",), 41),
        (("implied", "last"), 42),
    ],
)
def test_each_thing_is_found_on_its_own_line(path: Path, line: int) -> None:
    assert find_lines(TRICKY)[path] == line


def test_everything_the_standard_reader_sees_has_a_line_and_nothing_else() -> None:
    assert set(find_lines(TRICKY)) == paths_of(tomllib.loads(TRICKY))


def test_windows_line_ends_change_no_line() -> None:
    assert find_lines(TRICKY.replace("\n", "\r\n")) == find_lines(TRICKY)


def test_what_is_missing_is_reported_with_what_surrounds_it() -> None:
    lines = find_lines("[a]\nb = 1\n")
    assert nearest_line(lines, ("a", "missing")) == 1
    assert nearest_line(lines, ("nowhere",)) == 1
    assert nearest_line(lines, ("a", "b")) == 2


plain_text = st.text("ab1 .,=#'\"[]{}\\é", max_size=8)


@st.composite
def written_values(draw, depth: int = 2) -> str:  # noqa: PLR0911 - one for every way of writing
    """Return a TOML value as somebody might write it."""
    kinds = ["number", "basic", "literal", "long", "raw"] + (["array", "inline"] if depth else [])
    kind = draw(st.sampled_from(kinds))
    text = draw(plain_text)
    inside = draw(st.lists(written_values(depth - 1), max_size=3)) if kind in ("array", "inline") else []
    match kind:
        case "basic":
            return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case "literal":
            return "'" + text.replace("'", "") + "'"
        case "long":
            return '"""\n' + text.replace("\\", "\\\\").replace('"', '\\"') + '\n[x]\ny = 1""' + '"""'
        case "raw":
            return "'''" + text.replace("'", "") + "\n'' # no end ''" + "'''"
        case "array":
            gap = draw(st.sampled_from(["", " ", "\n", " # ] } \n"]))
            return "[" + gap + f",{gap}".join(inside) + gap + "]"
        case "inline":
            return "{ " + ", ".join(f"k{place}.'a.b' = {one}" for place, one in enumerate(inside)) + " }"
        case _:
            return draw(
                st.sampled_from(["1", "-2.5e3", "true", "2023-03-01", "2023-03-01 10:00:00Z", "0x1f", "inf"])
            )


@given(
    st.lists(
        st.tuples(st.sampled_from(["[[list]]", "[[list.sub]]", "[list.one]", ""]), written_values()),
        max_size=8,
    )
)
def test_any_writing_yields_exactly_the_paths_of_the_standard_reader(parts: list[tuple[str, str]]) -> None:
    text = "".join(f"{head}\nkey{place} = {value}\n" for place, (head, value) in enumerate(parts))
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return  # such as [list.one] twice: the loader never gets this far
    lines = find_lines(text)
    assert set(lines) == paths_of(data)
    rows = text.replace("\r\n", "\n").split("\n")
    for path, line in lines.items():
        if isinstance(path[-1], str) and path[-1].startswith("key"):
            assert rows[line - 1].startswith(f"{path[-1]} =")
