#!/usr/bin/env python3
"""The sentences people see: collect them, check them, compile them. Needs Babel, not Debian's gettext.

    messages.py update [ROOM...]    put new sentences in locale/nl of their room, drop unused ones, compile
    messages.py check               fail when a room's Dutch is missing, unused, doubtful or contradictory
    messages.py compile [FILE.po]   make the .mo files that Django reads

The msgids are the English sentences, so English needs no catalogue. ROOM is e.g. ``pact/agreements``. An
entry with a comment ``# keep: why`` stays though our own code does not say it: a library's sentence, in our
words.
"""

import io
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages import Catalog, Message
from babel.messages.checkers import checkers
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "src" / "kennispact"
TEMPLATES = {".html", ".txt", ".xml", ".typ"}
KEYWORDS = {
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop", "_", "N_")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
# What a catalogue records about its making is noise in a diff.
NOISE = (
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Generated-By",
    "Last-Translator",
    "Language-Team",
    "Report-Msgid",
    "Project-Id",
)


def rooms() -> list[Path]:
    """Return the folder of every room, in reading order."""
    return sorted(path.parent for path in HOUSE.glob("*/*/__init__.py"))


def catalogue_of(room: Path) -> Path:
    return room / "locale" / "nl" / "LC_MESSAGES" / "django.po"


def _sources(room: Path) -> Iterator[tuple[Path, str]]:
    """Give each file with sentences as Python that Babel can read."""
    for path in sorted(room.rglob("*")):
        inside = path.relative_to(room).parts
        if "tests" in inside or "migrations" in inside or "__pycache__" in inside:
            continue
        if path.suffix == ".py":
            yield path, path.read_text()
        elif "templates" in inside and path.suffix in TEMPLATES:
            yield path, templatize(path.read_text(), origin=str(path))


def spoken(room: Path) -> Catalog:
    """Return what the room's code and templates say, untranslated."""
    catalogue = Catalog(locale="nl", charset="utf-8", fuzzy=False)
    for path, text in _sources(room):
        found = extract(
            "python", io.BytesIO(text.encode()), keywords=KEYWORDS, comment_tags=("Translators:",)
        )
        for _, sentence, comments, context in found:
            if sentence:
                place = (str(path.relative_to(room)), None)
                catalogue.add(sentence, "", [place], auto_comments=comments, context=context)
    return catalogue


def known(room: Path) -> Catalog:
    """Return the room's Dutch as it is on file."""
    path = catalogue_of(room)
    if not path.exists():
        return Catalog(locale="nl", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="nl", charset="utf-8")


def _key(message: Message) -> tuple[str, str]:
    sentence = message.id if isinstance(message.id, str) else message.id[0]
    return message.context or "", sentence


def _kept(message: Message) -> bool:
    return any(comment.startswith("keep:") for comment in message.user_comments)


def _name(room: Path) -> str:
    return str(room.relative_to(HOUSE))


def update(room: Path) -> None:
    """Write the room's catalogue again: the sentences it says now, with the Dutch that was there."""
    wanted, old = spoken(room), known(room)
    on_file = {_key(message): message for message in old if message.id}
    for message in wanted:
        before = on_file.get(_key(message)) if message.id else None
        if before is not None and isinstance(before.id, str) == isinstance(message.id, str):
            message.string, message.user_comments = before.string, before.user_comments
    for message in on_file.values():
        if _kept(message):
            wanted.add(
                message.id, message.string, user_comments=message.user_comments, context=message.context
            )
    path = catalogue_of(room)
    if not any(message.id for message in wanted):
        path.unlink(missing_ok=True)
        return
    wanted.header_comment = f'# Dutch of the room {_name(room)}: B1, addressing the reader as "u".'
    text = io.BytesIO()
    write_po(text, wanted, width=110, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    lines = text.getvalue().decode().splitlines(keepends=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(line for line in lines if not line.lstrip('"').startswith(NOISE)))


def _strings(message: Message) -> tuple[str, ...]:
    if isinstance(message.string, str):
        return (message.string,)
    return tuple(message.string) or ("",)


def faults(room: Path) -> list[str]:
    """Return what is wrong with the room's Dutch, one line per sentence."""
    said = {_key(message): message for message in spoken(room) if message.id}
    dutch = {_key(message): message for message in known(room) if message.id}
    found = [f"missing: {key[1]!r}" for key in said.keys() - dutch.keys()]
    for key, message in dutch.items():
        if key not in said and not _kept(message):
            found.append(f"unused: {key[1]!r}")
        elif not all(_strings(message)):
            found.append(f"untranslated: {key[1]!r}")
        elif message.fuzzy:
            found.append(f"doubtful (fuzzy): {key[1]!r}")
        found += [f"{fault}: {key[1]!r}" for fault in _placeholder_faults(message)]
    return [f"{_name(room)}: {line}" for line in sorted(found)]


def _placeholder_faults(message: Message) -> Iterator[str]:
    if not all(_strings(message)):
        return
    for checker in checkers:
        try:
            checker(None, message)
        except ValueError as fault:
            yield f"placeholders differ ({fault})"


def contradictions() -> list[str]:
    """Return sentences that two rooms translate differently: Django would silently take one of them."""
    versions: dict[tuple[str, str], dict[tuple[str, ...], str]] = defaultdict(dict)
    for room in rooms():
        for message in known(room):
            if message.id and all(_strings(message)):
                versions[_key(message)].setdefault(_strings(message), _name(room))
    return [
        f"{' and '.join(sorted(said.values()))}: different Dutch for {key[1]!r}; use one, or pgettext"
        for key, said in sorted(versions.items())
        if len(said) > 1
    ]


def compile_catalogue(path: Path) -> None:
    with path.open("rb") as source:
        catalogue = read_po(source, locale="nl", charset="utf-8")
    made = path.with_suffix(".mo.new")
    with made.open("wb") as target:
        write_mo(target, catalogue)
    made.replace(path.with_suffix(".mo"))


def check() -> int:
    found = [line for room in rooms() for line in faults(room)] + contradictions()
    print("\n".join(found) if found else "Every sentence has its Dutch.")
    return 1 if found else 0


def main(what: str, names: list[str]) -> int:
    settings.configure(USE_I18N=False)
    django.setup()
    if what == "check":
        return check()
    if what == "update":
        for room in [HOUSE / name for name in names] or rooms():
            update(room)
            if catalogue_of(room).exists():
                compile_catalogue(catalogue_of(room))
        return 0
    if what == "compile":
        for path in [Path(name) for name in names] or sorted(HOUSE.glob("**/locale/*/LC_MESSAGES/django.po")):
            compile_catalogue(path)
        return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if sys.argv[1:] else "", sys.argv[2:]))
