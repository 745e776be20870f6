"""What was found, as programs and pages read it: plain rows, reasons in words, marked words."""

import re
from collections.abc import Collection, Mapping, Sequence
from os.path import commonprefix
from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kennispact.ground.look import sentences
from kennispact.ground.look.templatetags.look import clause_name
from kennispact.programme.finding.queries import Found, ProductHit, QuestionHit
from kennispact.programme.finding.search import Hit, neighbours
from kennispact.programme.linking import analyser, wordlists
from kennispact.programme.linking.documents import Because, Reason
from kennispact.programme.linking.stems import stem
from kennispact.programme.questions.papers import state_name
from kennispact.registers.covenant import queries as covenants

SHORTEST = 4  # signs of a word that is worth marking
LONG = 5  # signs of one that is marked inside a compound too
_PIECES = re.compile(r"(\W+)")
_IDLE = frozenset((*wordlists.words("function-words.txt"), "hoeveel"))


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
    roots = _roots(asked)
    begins, inside = tuple(roots), [root for root in roots if len(root) >= LONG]
    parts = []
    for piece in _PIECES.split(text):
        plain = piece.casefold()
        is_met = plain[:1].isalpha() and (plain.startswith(begins) or any(root in plain for root in inside))
        parts.append(f"<mark>{escape(piece)}</mark>" if is_met else escape(piece))
    return mark_safe("".join(parts))  # noqa: S308 - every piece was escaped


def _roots(asked: str) -> set[str]:
    """Return the beginnings of the words that are worth marking."""
    words = {word for word in analyser.words(asked) if len(word) >= SHORTEST and word not in _IDLE}
    return {_begin(word) for word in words} - _IDLE


def _begin(word: str) -> str:
    """Return a word without its ending: *bereiken* says nothing of *bereiden*."""
    kept = commonprefix((word, stem(word, {})))  # noqa: RUF071 - letter by letter is what is meant
    return word[: max(SHORTEST, len(kept))]


def shown(seen: Found, asked: str) -> dict[str, Any]:
    """Return what was found as a page shows it: titles with marked words, reasons as sentences, themes."""
    titles = names(seen)
    return {
        "products": [
            {
                "line": one.product,
                "title": marked(one.product.title, asked),
                "text": marked(_cut(one.product.summary), asked),
                "why": why(one.reasons, titles),
                "confirmed": any(reason.because is Because.JUDGED for reason in one.reasons),
            }
            for one in seen.products
        ],
        "questions": [
            {
                "line": one.question,
                "title": marked(one.question.title, asked),
                "why": why(one.reasons, titles),
                "confirmed": one.confirmed,
                "said": state_name(one.question),
            }
            for one in seen.questions
        ],
        "themes": _themes(seen),
        "unknown": seen.unknown,
        "anything": seen.anything,
        "read_as": seen.read_as,
        "count": len(seen.products) + len(seen.questions),
    }


def _themes(seen: Found) -> list[dict[str, Any]]:
    """Return the likely themes, each with how sure that is and the themes it touches."""
    likely = [one for one in seen.themes if one.confidence >= LEAST_SURE][:3]
    return [
        {
            "key": one.slug,
            "name": theme_name(one.slug),
            "sure": _("sure")
            if one.confidence >= SURE
            else _("likely")
            if one.confidence >= LIKELY
            else _("maybe"),
            "neighbours": [(key, theme_name(key)) for key in neighbours(one.slug)],
        }
        for one in likely
    ]


def touching(chosen: Sequence[str]) -> list[tuple[str, str]]:
    """Return key and name of the themes around the chosen ones: what they touch, or are touched by."""
    near = dict.fromkeys(key for theme in chosen for key in neighbours(theme))
    return [(key, theme_name(key)) for key in near if key not in chosen]


LEAST_SURE, LIKELY, SURE = 0.05, 0.3, 0.6
SNIPPET = 240


def _cut(text: str) -> str:
    return text if len(text) <= SNIPPET else text[:SNIPPET].rsplit(" ", 1)[0] + " …"


def _around(text: str, asked: str) -> str:
    """Return the piece of a long text where the words that were asked stand."""
    if len(text) <= SNIPPET:
        return text
    plain, roots = text.casefold(), _roots(asked)
    places = [at for root in roots if (at := plain.find(root)) >= 0]
    start = max(0, min(places, default=0) - SNIPPET // 3)
    if start == 0:
        return _cut(text)
    return "… " + _cut(text[start:].split(" ", 1)[-1])


def hits(found_: Collection[Hit], asked: str) -> list[dict[str, Any]]:
    """Return hits as a page shows them: address, name of the kind, marked words."""
    kinds = {
        "question": (_("Question"), "show_question"),
        "product": (_("Product"), "show_product"),
        "theme": (_("Theme"), "show_theme"),
        "clause": (_("Clause"), "show_clause"),
    }
    return [
        {
            "hit": one,
            "kind": kinds[one.kind][0],
            "url": reverse(kinds[one.kind][1], args=[one.key]),
            "title": marked(clause_name(one.title) if one.kind == "clause" else one.title, asked),
            "text": marked(_around(one.text, asked), asked) if one.text != one.title else "",
        }
        for one in found_
    ]
