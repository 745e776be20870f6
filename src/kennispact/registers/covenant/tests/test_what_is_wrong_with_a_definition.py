"""Everything wrong with a definition is said at once, each with the line it stands on."""

import random
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kennispact.ground.kit.refusal import Refused
from kennispact.registers.covenant.definition import Covenant
from kennispact.registers.covenant.loader import DefinitionFaults, load, loads

HERE = Path(__file__).parent
SECOND = (HERE / "second.toml").read_text()
SHIPPED = (HERE.parents[4] / "covenants" / "g40-platform31-2023.toml").read_text()


def faults_of(text: str | bytes) -> list[str]:
    content = text.encode() if isinstance(text, str) else text
    with pytest.raises(DefinitionFaults) as raised:
        loads(content, "t.toml")
    return [str(fault) for fault in raised.value.faults]


def line_of(piece: str, text: str = SECOND) -> int:
    """Return the line of a piece of text that occurs once."""
    assert text.count(piece) == 1, piece
    return text[: text.index(piece)].count("\n") + 1


@pytest.mark.parametrize(
    ("good", "bad", "sentence"),
    [
        # keys
        ('seat = "Ergens aan de rivier"', 'seet = "x"', "“seet” is not known here. Is “seat” meant?"),
        ("legal_person = true", "zzz = true", "“zzz” is not known here."),
        # kinds of value
        ('title = "Samen wijzer langs de rivier"', "title = 5", "“title” must be a text between quotes."),
        ('title = "Samen wijzer langs de rivier"', 'title = " "', "“title” must be a text that is not empty, without control characters."),
        ('title = "Samen wijzer langs de rivier"', 'title = "\\u0000x"', "“title” must be a text that is not empty, without control characters."),
        ("legal_person = true", 'legal_person = "yes"', "“legal_person” must be true or false."),
        ("above = 0\n", "above = 0.0\n", "“above” must be a whole number."),
        ("above = 0\n", "above = false\n", "“above” must be a whole number."),
        ("above = 0\n", "above = -1\n", "“above” must lie between 0 and 1000000000."),
        ("target_on = 2024-12-01", 'target_on = "2024-12-01"', "“target_on” must be a date such as 2023-03-01, without quotes."),
        ("target_on = 2024-12-01", "target_on = 2024-12-01T10:00:00", "“target_on” must be a date such as 2023-03-01, without quotes."),
        ("target_on = 2024-12-01", "target_on = 0024-12-01", "“target_on” names a year that cannot be meant: 24."),
        ('base = "500.00"', "base = 500.00", '“base” must be an amount between quotes, such as "0.15".'),
        ('base = "500.00"', "base = 500", '“base” must be an amount between quotes, such as "0.15".'),
        ('base = "500.00"', 'base = "500,00"', '“base” must be an amount between quotes, such as "0.15".'),
        ('base = "500.00"', 'base = "-500.00"', '“base” must be an amount between quotes, such as "0.15".'),
        ('base = "500.00"', 'base = "nan"', '“base” must be an amount between quotes, such as "0.15".'),
        ('base = "500.00"', 'base = "٥"', '“base” must be an amount between quotes, such as "0.15".'),
        ('before = "07-01"', 'before = "1 July"', '“before” must be a month and a day between quotes, such as "09-01".'),
        ('scope = "network"', 'scope = "town"', "“scope” must be one of: network, city."),
        ('owners = ["bestuur"]', 'owners = "bestuur"', "“owners” must be a list of texts."),
        ('owners = ["bestuur"]', 'owners = ["bestuur", "bestuur"]', "“owners” names something twice."),
        ('key = "water"', 'key = "Wa ter"', "“key” must consist of letters and digits, parted by single hyphens."),
        # references
        ('represented_by = "rector"', 'represented_by = "dean"', "The definition has no role “dean”."),
        ('owners = ["bestuur"]', 'owners = ["raad"]', "The definition has no role “raad”."),
        ('by_role = "bestuur"', 'by_role = "raad"', "The definition has no role “raad”."),
        ('clauses = ["1.2"]', 'clauses = ["1.9"]', "The definition has no clause “1.9”."),
        ('kind = "partner"', 'kind = "city"', "“city” is no kind of party: network or partner."),
        ('room = "programme.plans"', 'room = "attic.plans"', "“attic.plans” is not the name of a room."),
        # days
        ('before = "07-01"', 'before = "06-31"', "“06-31” is a day that no year has."),
        ("target_on = 2024-12-01", "target_on = 2024-11-31", "2024-11-31 is a date that does not exist."),
        ("ends_before = 2029-01-01", "ends_before = 2025-01-01", "The covenant ends before it begins."),
        ("ends_on = 2028-12-31", "ends_on = 2024-12-31", "The agreement ends before it begins."),
        ("ends_on = 2028-12-31", "ends_on = 2029-01-01", "The agreement would outlast the covenant."),
        ("last_year = 2028\ncurrency", "last_year = 2024\ncurrency", "The last year lies before the first."),
        # money and size
        ('currency = "EUR"', 'currency = "euro"', "“euro” is not the code of a currency."),
        ('maximum = "9000.00"', 'maximum = "1000.00"', "The maximum is lower than the minimum."),
        ("above = 50000", "above = 40000", "This size class overlaps the one on line {class_line}."),
        ("above = 50000", "above = 50001", "There is a hole between this size class and the one on line {class_line}."),
        ("above = 0\n", "above = 1\n", "The first size class must begin above 0."),
        ("up_to = 20000", "up_to = 0", "“up_to” must lie between 1 and 1000000000."),
    ],
)  # fmt: skip
def test_a_mistake_is_named_on_its_own_line(good: str, bad: str, sentence: str) -> None:
    found = faults_of(SECOND.replace(good, bad))
    sentence = sentence.replace("{class_line}", str(line_of("above = 20000") - 1))
    assert f"t.toml:{line_of(good)}: {sentence}" in found


@pytest.mark.parametrize(
    ("piece", "table", "key"),
    [
        ('signed_at = "Ergens aan de rivier"\n', "[covenant]", "signed_at"),
        ('currency = "EUR"\n', "[contribution]", "currency"),
        ('rhythm = "yearly"\n', "[[obligation]]", "rhythm"),
        ('by_role = "bestuur"\n', "[[obligation]]", "by_role"),
        ('key = "water"\n', "[[theme]]", "key"),
        ('represented_by = "rector"\n', '[[party]]\nkey = "kenniswerf"', "represented_by"),
    ],
)
def test_what_is_missing_is_reported_with_its_table(piece: str, table: str, key: str) -> None:
    assert f"t.toml:{line_of(table)}: “{key}” is missing." in faults_of(SECOND.replace(piece, ""))


@pytest.mark.parametrize(
    ("extra", "line", "sentence"),
    [
        ('[[role]]\nkey = "rector"\nname = "x"\nname_en = "x"\nkinds = ["partner"]', 1, "“rector” is already used on line {rector_line}."),
        ('[[touch]]\norigin = "water"\ntargets = ["wind"]\nsource = "R"', 2, "The definition has no theme, pillar or programme “wind”."),
        ('[[touch]]\norigin = "water"\ntargets = ["water"]\nsource = "R"', 2, "“water” cannot touch itself."),
        ('[[touch]]\norigin = "water"\nsource = "R"', 0, "“water” touches nothing."),
        ('[[touch]]\norigin = "water"\nother_themes_of = ["air"]\nsource = "R"', 2, "The definition has no pillar “air”."),
        ('[[theme]]\nkey = "w2"\nname = "WATER"\nname_en = "x"\nsummary = "x"\nsummary_en = "x"\nsource = "R"', 2, "“WATER” is already the name of the theme on line {theme_line}."),
        ('[[theme]]\nkey = "w2"\nname = "W"\nname_en = "x"\nsummary = "x"\nsummary_en = "x"\nsource = "R"\npriorities = ["x"]', 0, "There must be as many English sentences as Dutch ones."),
        ('[[theme]]\nkey = "w2"\nname = "W"\nname_en = "x"\nsummary = "x"\nsummary_en = "x"\nsource = "Q"', 6, "The definition has no source “Q”."),
        ('[[key_date]]\nkey = "d"\ntitle = "x"\ntitle_en = "x"\nclause = "1.1"', 0, "“on” is missing."),
        ('[[key_date]]\nkey = "d"\nevery_year = "01-01"\nfirst_year = 2000\nlast_year = 2150\ntitle = "x"\ntitle_en = "x"\nclause = "1.1"', 4, "There are more than 100 years."),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_rest_is_named_on_its_own_line(extra: str, line: int, sentence: str) -> None:
    first = SECOND.count("\n") + 1
    sentence = sentence.replace("{theme_line}", str(line_of("[[theme]]")))
    sentence = sentence.replace("{rector_line}", str(line_of('key = "rector"') - 1))
    assert f"t.toml:{first + line}: {sentence}" in faults_of(f"{SECOND}{extra}\n")


def test_both_a_rate_and_size_classes_is_one_too_many() -> None:
    found = faults_of(SECOND.replace('base = "500.00"', 'rate = "0.10"'))
    assert found == [f"t.toml:{line_of('base = ')}: Give either one rate per inhabitant or size classes."]


def test_an_exception_for_a_year_that_never_comes_is_refused() -> None:
    bad = 'exception = [{ key = "2031", due_on = 2031-01-01 }]'
    found = faults_of(SHIPPED.replace('exception = [{ key = "2023", opens_on = 2023-03-01 }]', bad))
    line = line_of('exception = [{ key = "2023", opens_on = 2023-03-01 }]', SHIPPED)
    assert found == [f"t.toml:{line}: There is no “2031” in this schedule to make an exception for."]


def test_something_due_before_it_comes_up_is_refused() -> None:
    found = faults_of(SECOND.replace('due = "04-15"', 'due = "01-15"'))
    assert f"t.toml:{line_of('due = ')}: “2025” is due before it comes up." in found


def test_all_mistakes_come_at_once_in_the_order_of_the_file() -> None:
    text = (
        SECOND.replace('signed_at = "Ergens aan de rivier"', 'sined_at = "x"')
        .replace("target_on = 2024-12-01", "target_on = 2024-02-30")
        .replace("population_on = 2024-01-01", "population_on = 2023-13-01")
        .replace('minimum = "1250.00"', "minimum = 1250.00")
        .replace('represented_by = "rector"', 'represented_by = "dean"')
        .replace('source = "R"\n', 'source = "Q"\n')
    )
    found = faults_of(text)
    lines = [int(fault.split(":")[1]) for fault in found]
    assert lines == sorted(lines)
    for sentence in (
        "sined_at",
        "2024-02-30",
        "2023-13-01",
        "amount between quotes",
        "no role “dean”",
        "no source “Q”",
    ):
        assert any(sentence in fault for fault in found), sentence


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a = 1\nb = \n", 2, "This is not TOML: Invalid value."),
        ("a = 1\na = 2\n", 2, "This is not TOML: Cannot overwrite a value."),
        ("a = 1\n[b\n", 2, "This is not TOML"),
        ('a = """\n\nopen', 3, "This is not TOML"),
        ("a = " + "[" * 5000, 1, "The file is nested too deeply."),
        ("a = " + "[" * 90 + "]" * 90, 1, "The file is nested too deeply."),
        ("a = 1\n" + "a." * 100_000 + "b = 1", 2, "The file is nested too deeply."),
        ("a = 1\n" + "'a' . " * 100_000 + "b = 1", 2, "The file is nested too deeply."),
        ("a = " + "1" * 5000, 1, "This is not TOML"),
    ],
)
def test_what_is_not_toml_is_said_with_its_line(text: str, line: int, words: str) -> None:
    (only,) = faults_of(text)
    assert only.startswith(f"t.toml:{line}: {words}")


def test_an_impossible_date_does_not_hide_a_later_mistake_in_the_writing() -> None:
    assert faults_of("a = 2023-02-30\nb = \n") == [
        "t.toml:1: 2023-02-30 is a date that does not exist.",
        "t.toml:2: This is not TOML: Invalid value.",
    ]


def test_a_file_that_is_not_utf_8_is_refused_with_the_line() -> None:
    assert faults_of(b'# fine\ntitle = "caf\xe9"\n') == ["t.toml:2: The file is not written in UTF-8."]


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    assert faults_of(b"#" * 1_000_001) == ["t.toml:1: The file is larger than 1000000 bytes."]


def test_an_empty_file_misses_its_sections() -> None:
    found = faults_of(b"")
    assert "t.toml:1: “covenant” is missing." in found
    assert "t.toml:1: “article” is missing." in found


def test_a_file_that_is_not_there_is_refused_and_not_a_crash(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.toml", tmp_path):
        with pytest.raises(Refused, match="cannot be read"):
            load(path)


def test_doors_can_show_every_fault_as_a_refusal() -> None:
    with pytest.raises(Refused) as raised:
        loads(SECOND.replace('currency = "EUR"', 'currency = "euro"').encode(), "t.toml")
    (refusal,) = raised.value.refusals
    assert refusal.field == f"t.toml:{line_of('currency = ')}"
    assert refusal.facts == {"currency": "euro"}


VALUES = ["1", "-1", "0.5", "true", '""', '"x"', "[]", "[1]", "{}", "{ a = 1 }", "[[1]]", "2023-01-01", "2023-02-31", "9999-12-31", "1979-05-27T07:32:00Z", "nan", "", '"{year}"', '"99-99"', "999999999999999999999"]  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(
    st.randoms(use_true_random=False),
    st.lists(
        st.tuples(
            st.sampled_from(["drop", "double", "value", "key", "swap", "cut"]), st.sampled_from(VALUES)
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_damage_never_gives_anything_but_faults_with_a_line(
    chance: random.Random, damage: list[tuple[str, str]]
) -> None:
    lines = (SECOND if chance.random() < 0.8 else SHIPPED).split("\n")
    for way, value in damage:
        at = chance.randrange(len(lines))
        match way:
            case "drop":
                lines[at] = ""
            case "double":
                lines.insert(at, lines[at])
            case "value":
                lines[at] = lines[at].partition("=")[0] + "= " + value
            case "key":
                lines[at] = "x" + lines[at]
            case "swap":
                other = chance.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
            case _:
                lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
    text = "\n".join(lines)
    try:
        loads(text.encode(), "t.toml")
        found = []
    except DefinitionFaults as refused:
        found = list(refused.faults)
    assert all(1 <= fault.line <= len(lines) and str(fault) for fault in found)


def keys_of(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path] if path and isinstance(path[-1], str) else []
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inside in steps:
        found += keys_of(inside, (*path, step))
    return found


@pytest.mark.parametrize("wrong", [5, 0.5, True, "x", "", [], [1], {}, {"a": 1}, [{}], None], ids=repr)
def test_no_kind_of_value_in_any_place_gives_an_unhandled_exception(wrong: object) -> None:
    from kennispact.registers.covenant.loader import _read
    from kennispact.registers.covenant.reader import Notes, Table

    for path in keys_of(tomllib.loads(SECOND)):
        data = tomllib.loads(SECOND)
        inside = data
        for step in path[:-1]:
            inside = inside[step]
        if wrong is None:
            del inside[path[-1]]
        else:
            inside[path[-1]] = wrong
        notes = Notes("t.toml", {})
        covenant = _read(Table(data, (), notes))
        assert notes.faults or isinstance(covenant, Covenant)
