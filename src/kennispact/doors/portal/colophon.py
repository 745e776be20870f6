"""What Kennispact is, and what it does with data about people. Open to everybody."""

from importlib import metadata

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kennispact.ground.look.door import public
from kennispact.review.compliance.rules import State


@require_safe
@public
def show_about(request: HttpRequest) -> HttpResponse:
    """Show what Kennispact does, how it counts, its version and licence."""
    context = {"version": metadata.version("kennispact"), "states": [state.value for state in State]}
    return render(request, "portal/about.html", context)


@require_safe
@public
def show_privacy(request: HttpRequest) -> HttpResponse:
    """Show which data about people are kept, why and how long. Source: AVG 13."""
    return render(request, "portal/privacy.html")
