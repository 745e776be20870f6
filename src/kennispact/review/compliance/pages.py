"""The covenant with the state of every clause, one clause, the doubts, and the cities beside each other."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kennispact.ground.look.door import Request, page
from kennispact.ground.look.exports import csv_answer
from kennispact.ground.look.templatetags.look import clause_name
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.decisions import access as decision_access
from kennispact.registers.decisions import queries as decisions
from kennispact.registers.network import queries as network
from kennispact.review.compliance import access, papers, queries
from kennispact.review.compliance.forms import ClauseFilter
from kennispact.review.compliance.overview import clause_page, overview
from kennispact.review.compliance.rules import verdict

_CSV = ("clause", "title", "occurrence", "state", "opens_on", "due_on", "kept_on", "reason")


@page
@require_safe
def show_covenant(request: Request) -> HttpResponse:
    """Show the covenant: parties, term, considerations, and every clause with its state on the day asked for.

    ``?format=json`` and ``?format=csv`` give the same state as data.
    """
    access.require(request.actor, "see")
    found = queries.state(request.bar.as_of)
    wanted = request.GET.get("format")
    if wanted == "json":
        sees = access.sees_findings_of(request.actor)
        return JsonResponse(papers.covenant_state(found, sees), json_dumps_params={"ensure_ascii": False})
    if wanted == "csv":
        return csv_answer(f"convenant-{found.view.on}", _CSV, papers.state_rows(found))
    form = ClauseFilter(request.GET)
    context = {
        "covenant": found.covenant,
        "overview": overview(found, form.choice),
        "verdict": verdict(one.finding.state for one in found.occurrences),
        "filter_form": form,
        "is_filtered": any(form.choice.parts),
        "breadcrumbs": _trail(request),
    }
    return render(request, "compliance/show_covenant.html", context)


@page
@require_safe
def show_clause(request: Request, key: str) -> HttpResponse:
    """Show one clause: what it says, what it asks, how that stands, what proves it and who must act."""
    access.require(request.actor, "see")
    covenant = covenants.covenant()
    if key not in covenant.clauses:
        raise Http404
    view, with_struck = request.bar.as_of, "struck" in request.GET
    owed = [one.key for one in covenant.obligations if one.clause == key]
    said = decisions.under_clause(view, key, owed, with_struck=with_struck)
    context = {
        "clause": clause_page(queries.state(view), key, said, request.actor),
        "with_struck": with_struck,
        "readable": decision_access.readable(request.actor, said),
        "may_record": request.bar.is_today and decision_access.may_record(request.actor, covenant),
        "may_strike": request.bar.is_today and decision_access.may(request.actor, "strike"),
        "breadcrumbs": _trail(request, clause_name(key).capitalize()),
    }
    return render(request, "compliance/show_clause.html", context)


@page
@require_safe
def show_doubts(request: Request) -> HttpResponse:
    """Show where the sources contradict themselves, and what we do."""
    access.require(request.actor, "see")
    covenant = covenants.covenant()
    context = {"doubts": covenant.doubts, "breadcrumbs": _trail(request, _("Doubts"))}
    return render(request, "compliance/show_doubts.html", context)


@page
@require_safe
def show_matrix(request: Request) -> HttpResponse:
    """Show every city's state per obligation; a city sees its own row."""
    access.require(request.actor, "see")
    covenant, found = covenants.covenant(), queries.matrix(request.bar.as_of)
    known = {pk for states in found.values() for pk in states}
    cities = [
        city
        for city in network.organisations("city")
        if city.pk in known and access.may(request.actor, "see_city", city.key)
    ]
    obligations = [covenant.obligation[key] for key in found]
    if request.GET.get("format") == "csv":
        lines = [
            {
                "code": city.key,
                "city": city.name,
                **{one.key: found[one.key][city.pk].value for one in obligations},
            }
            for city in cities
        ]
        titles = ["code", "city", *(one.key for one in obligations)]
        return csv_answer(f"steden-{request.bar.on}", titles, lines)
    context = {
        "rows": [(city, [(one, found[one.key][city.pk]) for one in obligations]) for city in cities],
        "obligations": obligations,
        "breadcrumbs": _trail(request, _("Cities beside each other")),
    }
    return render(request, "compliance/show_matrix.html", context)


def _trail(request: Request, here: str = "") -> list[dict[str, str]]:
    trail = [
        {"label": _("Overview"), "url": reverse("home") + request.bar.query},
        {"label": _("Covenant"), "url": reverse("show_covenant") + request.bar.query},
    ]
    return [*trail, {"label": here, "url": ""}] if here else trail
