"""Searching everything, and the words the program knows."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from kennispact.ground.look.door import Request, carried_out, page, read_or_write
from kennispact.ground.look.striking import confirm_striking
from kennispact.programme.finding import access, commands, contents, papers, queries, search
from kennispact.programme.finding.forms import NewWords
from kennispact.programme.finding.forms import Search as SearchForm
from kennispact.programme.finding.queries import LONGEST
from kennispact.programme.products import queries as products
from kennispact.programme.questions import queries as questions
from kennispact.programme.questions.pages.shared import crumbs, stamp

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


@page
@read_or_write
def list_words(request: Request) -> HttpResponse:
    """Show the words that people added to the thesaurus, and add some."""
    access.require(request.actor, "keep_words")
    form = NewWords(request.POST or None)
    if carried_out(request, form, partial(commands.add_term, **stamp(request))):
        messages.success(request, _("The words are added. The next question understands them."))
        return redirect("list_words")
    context = {
        "title": _("Words of the field"),
        "breadcrumbs": crumbs(request, last=_("Words of the field")),
        "form": form,
        "action": _("Add the words"),
        "cancel": reverse("list_questions"),
        "terms": queries.terms(),
        "count": len(contents.thesaurus().concepts),
        "subjects": sorted(one.key for one in contents.thesaurus().concepts.values()),
    }
    return render(request, "finding/list_words.html", context)


@page
@read_or_write
def strike_words(request: Request, pk: int) -> HttpResponse:
    """Take added words away again."""
    access.require(request.actor, "keep_words")
    term = queries.term(pk)
    if term is None:
        raise Http404
    title = _("Take words away")
    return confirm_striking(
        request,
        partial(commands.strike_term, term=term),
        done=_("The words are taken away."),
        back=reverse("list_words"),
        title=title,
        lead=str(term),
        action=title,
        breadcrumbs=crumbs(request, last=title),
        consequences=[_("The next question is read without these words.")],
    )
