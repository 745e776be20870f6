"""docs/glossary.md binds the English of the code to the Dutch of the screens; this keeps it complete."""

import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.db import models

from kennispact.ground.look.states import STATES
from kennispact.pact.agreements.rules import Standing
from kennispact.review.compliance.rules import State

ROOT = Path(__file__).resolve().parents[1]
ROWS = re.findall(r"^\| (.+?) \| (.+?) \|", (ROOT / "docs" / "glossary.md").read_text(), re.MULTILINE)
TERMS = {english: dutch.split(", ") for english, dutch in ROWS if english not in {"English", "---"}}


def words(name: str) -> str:
    """Return ``MandateEnd`` and ``signed-by-city`` as people write them."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|-|_", " ", name).lower()


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("kennispact.")]


def test_every_table_has_a_dutch_name() -> None:
    assert our_models()
    assert {words(model.__name__) for model in our_models()} - TERMS.keys() == set()


def test_every_kind_of_act_has_a_dutch_name() -> None:
    kinds = {
        words(str(value))
        for model in our_models()
        for field in model._meta.local_concrete_fields
        for value, _ in field.choices or ()
    }
    assert len(kinds) > 10
    assert kinds - TERMS.keys() == set()


@pytest.mark.parametrize("states", [State, Standing])
def test_every_state_has_a_dutch_name(states: type[State] | type[Standing]) -> None:
    assert {words(state.value) for state in states} - TERMS.keys() == set()


def test_every_badge_has_a_dutch_name() -> None:
    labels = {sign.label[:1].lower() + sign.label[1:] for sign in STATES.values()}
    assert labels - TERMS.keys() == set()


def test_a_term_is_listed_once() -> None:
    listed = Counter(english for english, _ in ROWS if english not in {"English", "---"})
    assert [english for english, times in listed.items() if times > 1] == []


def test_a_screen_that_shows_a_term_uses_its_dutch() -> None:
    other = []
    for path in sorted((ROOT / "src").glob("kennispact/**/locale/nl/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="nl"):
                english = message.id[:1].lower() + message.id[1:] if isinstance(message.id, str) else ""
                dutch = str(message.string)
                if dutch and english in TERMS and dutch[:1].lower() + dutch[1:] not in TERMS[english]:
                    other.append(
                        f"{path.relative_to(ROOT)}: {message.id!r} is {dutch!r}, not {TERMS[english]}"
                    )
    assert other == []
