"""The list of questions, as a page and as a file."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.look.door import Request, page
from kennispact.ground.look.exports import csv_answer
from kennispact.programme.products.rules import clean
from kennispact.programme.questions import access, papers, queries
from kennispact.programme.questions.forms import Filter
from kennispact.programme.questions.pages.shared import crumbs
from kennispact.programme.questions.queries import QuestionLine, Wanted

PER_PAGE = 25


@page
@require_safe
def list_questions(request: Request) -> HttpResponse:
    """Show the questions that the reader may know of."""
    access.require(request.actor, "list")
    view = request.bar.as_of
    form = _filter(request, view)
    slices: Any = papers.Slices(view, request.actor, _wanted(form))
    paginator: Paginator[QuestionLine] = Paginator(slices, PER_PAGE)
    shown = paginator.get_page(request.GET.get("page"))
    context = {
        "title": _("Questions"),
        "breadcrumbs": crumbs(request),
        "form": form,
        "page": shown,
        "count": paginator.count,
        "cards": [papers.card(one) for one in shown.object_list],
    }
    return render(request, "questions/list_questions.html", context)


@page
@require_safe
def export_questions(request: Request) -> HttpResponse:
    """Give the questions of the view as CSV, with the same filter as the page."""
    access.require(request.actor, "list")
    view = request.bar.as_of
    rows = [
        papers.row(one) for one in queries.questions(view, request.actor, _wanted(_filter(request, view)))
    ]
    return csv_answer(_("questions-%(day)s") % {"day": request.bar.on}, papers.CSV_COLUMNS, rows)


def _filter(request: Request, view: AsOf) -> Filter:
    return Filter(
        request.GET or None, queries.askers(view, request.actor), queries.years(view, request.actor)
    )


def _wanted(form: Filter) -> Wanted:
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    state = asked.get("state", "")
    return Wanted(
        words=tuple(clean(asked.get("q", "")).split())[:8],
        theme=asked.get("theme", ""),
        organisation=asked.get("city", ""),
        state="" if state == "undecided" else state,
        year=asked.get("year"),
        undecided=state == "undecided",
    )
