"""From a TOML file to a :class:`Covenant`, or to everything that is wrong with the file."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from kennispact.ground.kit.words import N_

from .checks import Remark, checks
from .definition import Covenant
from .faults import DefinitionFaults, Fault
from .positions import find_lines
from .reader import SLUG, Notes, Table
from .sections import Known, obligations, subjects, terms, who

__all__ = ["DefinitionFaults", "Fault", "Remark", "checks", "load", "loads"]

MAX_BYTES = 1_000_000
MAX_DATES = 20
# A key of very many parts takes the standard reader time and memory with the square of their number.
_LONG_KEY = re.compile(r"(?<![\w-])(?:(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+\.[ \t]*+){60}")
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})?)?")


def load(path: Path) -> Covenant:
    """Read a definition file.

    :raises DefinitionFaults: with every fault and its line; the covenant is then not read at all
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DefinitionFaults(
            [Fault(path.name, 1, N_("The file cannot be read: %(reason)s."), {"reason": reason})]
        ) from error
    return loads(content, path.name)


def loads(content: bytes, name: str) -> Covenant:
    """Read a definition from bytes; ``name`` is what faults call the file.

    :raises DefinitionFaults: with every fault and its line
    """
    data, notes = _parse(_decode(content, name), name)
    covenant = _read(Table(data, (), notes))
    if notes.faults:
        raise DefinitionFaults(notes.faults)
    return covenant


def _decode(content: bytes, name: str) -> str:
    if len(content) > MAX_BYTES:
        raise DefinitionFaults(
            [Fault(name, 1, N_("The file is larger than %(most)s bytes."), {"most": MAX_BYTES})]
        )
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DefinitionFaults([Fault(name, line, N_("The file is not written in UTF-8."))]) from error


def _parse(text: str, name: str) -> tuple[dict[str, Any], Notes]:
    """Return the values and an empty list of notes that knows the lines.

    A date that does not exist stops the standard reader. It is noted, put between quotes and so read
    as a text, and reading goes on, so that it does not hide the other faults.
    """
    too_long = _LONG_KEY.search(text)
    if too_long is not None:
        line = text.count("\n", 0, too_long.start()) + 1
        raise DefinitionFaults([Fault(name, line, N_("The file is nested too deeply."))])
    impossible: list[Fault] = []
    for _ in range(MAX_DATES):
        try:
            data = tomllib.loads(text)
            lines = find_lines(text)
        except RecursionError:
            raise DefinitionFaults([Fault(name, 1, N_("The file is nested too deeply."))]) from None
        except ValueError as error:
            at, line = _place(text, str(error))
            found = _impossible_date(text, at)
            if found is None:
                raise DefinitionFaults([*impossible, _syntax(name, line, str(error))]) from error
            day = found.group()
            impossible.append(Fault(name, line, N_("%(day)s is a date that does not exist."), {"day": day}))
            text = f'{text[: found.start()]}"{day}"{text[found.end() :]}'
        else:
            return data, Notes(name, lines, impossible)
    raise DefinitionFaults(impossible)


def _place(text: str, complaint: str) -> tuple[int, int]:
    """Return the offset and line that the standard reader names in its complaint."""
    found = _PLACE.search(complaint)
    if found is None:
        return 0, 1
    if found[1] is None:
        return len(text), text.rstrip().count("\n") + 1
    line, column = int(found[1]), int(found[2])
    start = 0
    for _ in range(line - 1):
        start = text.index("\n", start) + 1
    return start + column - 1, line


def _impossible_date(text: str, at: int) -> re.Match[str] | None:
    """Return the date that does not exist around an offset; the reader may have got as far as its month."""
    start = text.rfind("\n", 0, at) + 1
    for found in _DATE.finditer(text, start):
        if found.start() > at:
            return None
        if at < found.end():
            return None if _exists(found.group()) else found
    return None


def _exists(day: str) -> bool:
    try:
        date.fromisoformat(day[:10])
    except ValueError:
        return False
    return True


def _syntax(name: str, line: int, complaint: str) -> Fault:
    reason = _PLACE.sub("", complaint)
    return Fault(name, line, N_("This is not TOML: %(reason)s."), {"reason": reason})


def _read(root: Table) -> Covenant:
    """Read every section, the ones that others refer to first."""
    known = Known()
    head = root.table("covenant")
    people = who.read(root, known)
    subject = subjects.read(root, known)
    agreed = terms.read(root, known, head)
    due = obligations.read(root, known, agreed)
    covenant = Covenant(
        key=head.text("key", shape=SLUG),
        title=head.text("title"),
        title_en=head.text("title_en"),
        signed_on=head.day("signed_on"),
        signed_at=head.text("signed_at"),
        starts_on=agreed.starts_on,
        ends_before=agreed.ends_before,
        term_clause=head.reference("term_clause", known.clauses, "clause"),
        considerations=head.texts("considerations", required=True),
        considerations_en=head.texts("considerations_en", required=True),
        theme_groups_counted=head.number("theme_groups_counted", least=0, most=1000, default=0)
        if head.has("theme_groups_counted")
        else None,
        parties=people.parties,
        sources=people.sources,
        roles=people.roles,
        articles=people.articles,
        agreement=agreed.agreement,
        notice=agreed.notice,
        contribution=agreed.contribution,
        obligations=due.obligations,
        key_dates=due.key_dates,
        pillars=subject.pillars,
        themes=subject.themes,
        programmes=subject.programmes,
        touches=subject.touches,
        doubts=due.doubts,
    )
    if len(covenant.considerations) != len(covenant.considerations_en):
        head.fault("considerations_en", N_("There must be as many English sentences as Dutch ones."))
    head.close()
    root.close()
    return covenant
