"""One theme: what the covenant says of it, and what there is about it."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from kennispact.ground.look.door import Request
from kennispact.programme.finding import access, search
from kennispact.programme.finding.search import AboutTheme, Neighbour
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.covenant import theme_map
from kennispact.registers.covenant.definition import Theme
from kennispact.registers.covenant.theme_map import Subject


def theme_page(request: Request, key: str) -> dict[str, Any]:
    """Return what the page of one theme shows: what is asked, known and agreed. Source: annex 2.

    :raises Http404: if the covenant has no such theme
    """
    access.require(request.actor, "search")
    covenant = covenants.covenant()
    theme = covenant.theme.get(key)
    if theme is None:
        raise Http404
    about = search.about_theme(key, request.actor, request.bar.as_of)
    shared = {one.key: one for one in about.neighbours}
    near = theme_map.neighbours(covenant, key)
    blind = [covenant.theme[one.key] for one in about.neighbours if one.is_blind]
    keys = list(covenant.theme)
    place = keys.index(key)
    return {
        "theme": theme,
        "may_keep_words": access.may(request.actor, "keep_words"),
        "about": about,
        "blind": blind,
        "tiles": _tiles(about, blind),
        "pillar": next((one for one in covenant.pillars if one.key == theme.pillar), None),
        "source": covenant.source[theme.source],
        "touches": _beside(near.touches, shared),
        "touched_by": _beside(near.touched_by, shared),
        "previous": covenant.theme[keys[place - 1]] if place else None,
        "following": covenant.theme[keys[place + 1]] if place + 1 < len(keys) else None,
        "breadcrumbs": [
            {"label": _("Overview"), "url": reverse("home") + request.bar.query},
            {"label": _("Themes"), "url": reverse("show_themes") + request.bar.query},
            {"label": theme_map.name_of(theme), "url": ""},
        ],
    }


def _beside(
    subjects: tuple[Subject, ...], shared: dict[str, Neighbour]
) -> list[tuple[Subject, Neighbour | None]]:
    """Return the subjects, each with what it shares with this theme; a pillar or programme shares nothing."""
    return [(one, shared.get(one.key)) for one in subjects]


def _tiles(about: AboutTheme, blind: list[Theme]) -> list[dict[str, Any]]:
    return [
        {"figure": about.question_count, "label": _("Questions"), "url": "#questions"},
        {"figure": about.product_count, "label": _("Products"), "url": "#products"},
        {"figure": len(about.neighbours), "label": _("Neighbours"), "url": "#neighbours"},
        {
            "figure": len(blind),
            "label": _("Blind spots"),
            "url": "#blind" if blind else "",
            "tone": "soon" if blind else "",
        },
    ]
