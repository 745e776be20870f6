"""The map of the themes."""

from django.http import HttpResponse
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
        "breadcrumbs": [
            {"label": _("Overview"), "url": reverse("home") + request.bar.query},
            {"label": _("Themes"), "url": ""},
        ],
    }
    return render(request, "covenant/show_themes.html", context)
