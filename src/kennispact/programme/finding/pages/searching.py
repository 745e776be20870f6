"""Searching everything."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from kennispact.ground.look.door import Request
from kennispact.programme.finding import access, papers, search
from kennispact.programme.finding.forms import Search as SearchForm
from kennispact.programme.finding.queries import LONGEST
from kennispact.programme.products import queries as products
from kennispact.programme.questions import queries as questions
from kennispact.programme.questions.pages.shared import crumbs

PER_PAGE = 20


def search_page(request: Request) -> dict[str, Any]:
    """Return what the page of a search shows: questions, products, themes, clauses the reader may see."""
    access.require(request.actor, "search")
    view = request.bar.as_of
    years = sorted({*products.years(view), *questions.years(view, request.actor)}, reverse=True)
    form = SearchForm(request.GET or None, questions.askers(view, request.actor), years)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    text = asked.get("q", "").strip()
    result = search.search(
        text,
        request.actor,
        view,
        search.Where(
            kind=asked.get("kind", ""),
            theme=asked.get("theme", ""),
            organisation=asked.get("city", ""),
            year=asked.get("year"),
        ),
    )
    pages: Paginator[search.Hit] = Paginator(result.hits, PER_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    return {
        "title": _("Search: %(text)s") % {"text": Truncator(text).chars(40)} if text else _("Search"),
        "breadcrumbs": crumbs(request, last=_("Search")),
        "form": form,
        "asked": text,
        "filtered": any(asked.get(name) for name in ("kind", "theme", "city", "year")),
        "may_keep_words": access.may(request.actor, "keep_words"),
        "ask_url": reverse("ask_question", query={"q": text[:LONGEST]}),
        "hits": papers.hits(list(shown.object_list), text),
        "page": shown,
        "nearest": papers.hits(result.nearest, text),
        "read_as": result.read_as,
        "count": len(result.hits) if text else None,
        "tabs": _tabs(request, result.counts, asked.get("kind", "")) if result.counts else [],
    }


def _tabs(request: Request, counts: Mapping[str, int], current: str) -> list[dict[str, Any]]:
    """Return a tab for everything and for every kind, each with its number of hits."""
    tabs = []
    for kind, label in SearchForm.KINDS:
        query = request.GET.copy()
        query["kind"] = kind
        query.pop("page", None)
        count = counts.get(kind, 0) if kind else sum(counts.values())
        if count or kind == current:
            url = f"?{query.urlencode()}"
            tabs.append({"label": label, "url": url, "current": kind == current, "count": count})
    return tabs
