"""Sentences of rules, as people read them: translated, with their facts written in that language."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import get_language, gettext

from kennispact.ground.kit.calendar import MonthDay
from kennispact.ground.kit.refusal import Refusal
from kennispact.ground.look import formatting


def told(sentence: str, facts: Mapping[str, object] | None = None) -> str:
    """Return a marked sentence in the reader's language. Give years and codes as text, not as numbers."""
    language = formatting.language_of(get_language())
    said = gettext(sentence)
    return said % {name: _written(fact, language) for name, fact in facts.items()} if facts else said


def spoken(dutch: str, english: str) -> str:
    """Return the one of two texts that is in the reader's language."""
    return english if formatting.language_of(get_language()) == "en" else dutch


def refusal(one: Refusal) -> str:
    """Return the reason of a refusal in the reader's language, without its clause."""
    return told(one.reason, one.facts)


def _written(fact: object, language: str) -> str:
    if isinstance(fact, datetime):
        return formatting.moment(fact, language)
    if isinstance(fact, date):
        return formatting.day(fact, language)
    if isinstance(fact, MonthDay):
        return f"{fact.day} {formatting.MONTHS[language][fact.month - 1]}"
    if isinstance(fact, int | Decimal) and not isinstance(fact, bool):
        return formatting.number(fact, language)
    return str(fact)
