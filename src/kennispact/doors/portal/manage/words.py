"""How roles, themes, organisations and capacities are called on the pages of this folder."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kennispact.ground.look import formatting, sentences
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.network.models import Organisation

Crumbs = list[dict[str, str]]


def role_name(key: str) -> str:
    """Return how a role is called; an unknown one by its key."""
    role = covenants.covenant().role.get(key)
    return sentences.spoken(role.name, role.name_en) if role else key


def theme_name(key: str) -> str:
    """Return how a theme group or pillar is called; an unknown one by its key, none as nothing."""
    subject = covenants.covenant().subject.get(key)
    return sentences.spoken(subject.name, subject.name_en) if subject else key


def names_of(organisations: Iterable[Organisation]) -> dict[str, str]:
    """Return names by key."""
    return {one.key: one.name for one in organisations}


def capacity(mandate: str, names: Mapping[str, str]) -> str:
    """Return ``secretaris @ g40`` as people say it; several are joined by a semicolon."""
    if mandate == "system":
        return _("the program itself")
    parts = [part.partition(" @ ") for part in mandate.split(" / ") if part]
    return "; ".join(f"{role_name(role)}, {names.get(key, key)}" if key else role for role, _at, key in parts)


def written(day: date) -> str:
    """Return a day in the reader's language, within a sentence."""
    return formatting.day(day, formatting.language_of(get_language()))


def crumbs(*steps: tuple[str, str]) -> Crumbs:
    """Return the path of a page: ``(label, URL name or nothing)`` from the shelf down."""
    start = {"label": _("Overview"), "url": reverse("home")}
    return [start, *({"label": label, "url": reverse(name) if name else ""} for label, name in steps)]


def link(url: str, text: object, about: str = "") -> Any:
    """Return a link for a cell; ``about`` is said to screen readers so that links differ."""
    said = format_html('<span class="sr"> {}</span>', about) if about else ""
    return format_html('<a href="{}">{}{}</a>', url, text, said)


def two_lines(first: object, below: object) -> SafeString:
    """Return a cell as one piece, the second line below the first if there is one."""
    rest = format_html('<br><span class="soft">{}</span>', below) if below else ""
    return format_html("<span>{}{}</span>", first, rest)


def address(email: str) -> SafeString:
    """Return an e-mail address that may break after its @ and dots."""
    parts = re.split(r"(?<=[@.])", email)
    return format_html_join(SafeString("<wbr>"), "{}", ((part,) for part in parts if part))
