"""What was found, as programs and pages read it: plain rows, reasons in words, marked words."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kennispact.ground.look import sentences
from kennispact.programme.finding.queries import Found, ProductHit, QuestionHit
from kennispact.programme.linking import analyser
from kennispact.programme.linking.documents import Because, Reason
from kennispact.registers.covenant import queries as covenants

SHORTEST = 4  # signs of a word that is worth marking
_PIECES = re.compile(r"(\W+)")
_IDLE = frozenset(("deze", "door", "geen", "hebben", "heeft", "hoeveel", "hoewel", "kunnen", "maar", "meer"))
_IDLE |= frozenset(("naar", "niet", "onze", "over", "onder", "veel", "voor", "waar", "waarom", "wanneer"))
_IDLE |= frozenset(("welke", "willen", "wordt", "worden", "zijn", "zonder", "zodat", "moeten", "tussen"))


def found(seen: Found) -> dict[str, Any]:
    """Return what was found as plain rows: questions, products and themes with scores and reasons."""
    return {
        "unknown": seen.unknown,
        "read_as": [{"written": written, "read": read} for written, read in seen.read_as],
        "questions": [_question(one) for one in seen.questions],
        "products": [_product(one) for one in seen.products],
        "themes": [{"key": one.slug, "confidence": one.confidence} for one in seen.themes],
    }


def _question(one: QuestionHit) -> dict[str, Any]:
    line = one.question
    return {
        "key": str(line.id),
        "title": line.title,
        "organisation": line.organisation,
        "asked_on": line.happened_on,
        "state": line.state.value,
        "score": one.score,
        "reasons": _reasons(one.reasons),
    }


def _product(one: ProductHit) -> dict[str, Any]:
    line = one.product
    return {
        "key": line.key,
        "title": line.title,
        "kind": line.kind,
        "year": line.year,
        "url": line.url,
        "score": one.score,
        "reasons": _reasons(one.reasons),
    }


def _reasons(reasons: Collection[Reason]) -> list[dict[str, Any]]:
    return [{"because": one.because.value, "values": list(one.values)} for one in reasons]


def in_a_line(row: Mapping[str, Any]) -> str:
    """Return the reasons of a row in one line."""
    return "; ".join(f"{one['because']}: {', '.join(one['values'])}" for one in row["reasons"])


def theme_name(key: str) -> str:
    """Return the name of a theme group in the reader's language, or its key."""
    theme = covenants.covenant().theme.get(key)
    return sentences.spoken(theme.name, theme.name_en) if theme else key


def names(seen: Found) -> dict[str, str]:
    """Return the titles of all that was found, by key, so that reasons can name them."""
    return {one.product.key: one.product.title for one in seen.products}


def why(reasons: Collection[Reason], titles: Mapping[str, str]) -> list[str]:
    """Return the reasons as sentences, strongest first. ``titles`` names the products that may be named."""
    return [said for one in reasons if (said := _said(one, titles))]


def _said(reason: Reason, titles: Mapping[str, str]) -> str:
    if reason.because is Because.JUDGED:
        return _("People linked it to a question like this.")
    if reason.because is Because.THEME:
        return _("Same theme: %(values)s") % {"values": ", ".join(map(theme_name, reason.values))}
    told = {Because.SUBJECT: _("About the same: %(values)s"), Because.WORD: _("Same words: %(values)s")}
    if reason.because in told:
        return told[reason.because] % {"values": ", ".join(reason.values)}
    named = ", ".join(f"“{titles[value]}”" for value in reason.values[:2] if value in titles)
    by_products = _("The same products answer it: %(values)s")
    sentence = by_products if reason.because is Because.ANSWERS else _("Much like %(values)s")
    return sentence % {"values": named} if named else ""


def marked(text: str, asked: str) -> SafeString:
    """Return a text as HTML in which the words that the question has too are marked."""
    words = {word for word in analyser.words(asked) if len(word) >= SHORTEST and word not in _IDLE}
    roots = {word[: max(SHORTEST, len(word) - 3)] for word in words}
    parts = []
    for piece in _PIECES.split(text):
        plain = piece.casefold()
        is_met = bool(plain) and any(plain.startswith(root) or root in plain for root in roots)
        parts.append(f"<mark>{escape(piece)}</mark>" if is_met and piece[0].isalpha() else escape(piece))
    return mark_safe("".join(parts))  # noqa: S308 - every piece was escaped
