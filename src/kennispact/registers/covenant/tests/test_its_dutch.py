"""Every sentence the room marks has its Dutch."""

import ast
from pathlib import Path

from babel.messages.pofile import read_po

ROOM = Path(__file__).parent.parent


def test_every_marked_sentence_is_in_the_dutch_catalogue_with_the_same_places() -> None:
    marked = {
        ast.literal_eval(node.args[0])
        for file in ROOM.rglob("*.py")
        if "tests" not in file.parts
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_"
    }
    with (ROOM / "locale/nl/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file, locale="nl")
    assert marked
    assert marked <= {message.id for message in catalogue if message.id}
    assert [list(message.check()) for message in catalogue if list(message.check())] == []
    assert all(message.string and not message.fuzzy for message in catalogue if message.id)
