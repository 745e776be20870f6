"""The map of the themes, and one theme."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kennispact.ground.look.door import Request, page
from kennispact.registers.covenant import access, queries, theme_map


@page
@require_safe
def show_themes(request: Request) -> HttpResponse:
    """Show the theme groups per pillar, the independent ones, and what touches what. Source: 1b, annex 2."""
    access.require(request.actor, "see")
    covenant = queries.covenant()
    context = {
        "title": _("Themes"),
        "columns": theme_map.columns(covenant),
        "independent": [one for one in covenant.themes if not one.pillar],
        "programmes": covenant.programmes,
        "graph": theme_map.graph(covenant) if covenant.touches else None,
        "related": theme_map.related(covenant),
        "breadcrumbs": _trail(request),
    }
    return render(request, "covenant/show_themes.html", context)


@page
@require_safe
def show_theme(request: Request, key: str) -> HttpResponse:
    """Show one theme: its names, priorities, desired results and neighbours. Source: annex 2."""
    access.require(request.actor, "see")
    covenant = queries.covenant()
    theme = covenant.theme.get(key)
    if theme is None:
        raise Http404
    keys = list(covenant.theme)
    place = keys.index(key)
    context = {
        "theme": theme,
        "pillar": next((one for one in covenant.pillars if one.key == theme.pillar), None),
        "source": covenant.source[theme.source],
        "neighbours": theme_map.neighbours(covenant, key),
        "previous": covenant.theme[keys[place - 1]] if place else None,
        "following": covenant.theme[keys[place + 1]] if place + 1 < len(keys) else None,
        "breadcrumbs": _trail(request, theme_map.name_of(theme)),
    }
    return render(request, "covenant/show_theme.html", context)


def _trail(request: Request, here: str = "") -> list[dict[str, str]]:
    trail = [
        {"label": _("Overview"), "url": reverse("home") + request.bar.query},
        {"label": _("Themes"), "url": reverse("show_themes") + request.bar.query},
    ]
    return [*trail, {"label": here, "url": ""}] if here else trail
