"""The words of the field: what the program knows, and what people add to it."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kennispact.ground.look.door import Request, carried_out, page, read_or_write
from kennispact.ground.look.striking import confirm_striking
from kennispact.programme.finding import access, commands, contents, papers, queries
from kennispact.programme.finding.forms import NewWords, WordFilter
from kennispact.programme.finding.queries import ConceptLine
from kennispact.programme.questions.pages.shared import crumbs, stamp

PER_PAGE = 20


@page
@read_or_write
def list_words(request: Request) -> HttpResponse:
    """Show the subjects the program knows with their words, what people added, and add some."""
    access.require(request.actor, "keep_words")
    form = NewWords(request.POST or None, initial={"concept": request.GET.get("concept", "")[:60]})
    if carried_out(request, form, partial(commands.add_term, **stamp(request))):
        messages.success(request, _("The words are added. The next question understands them."))
        return redirect("list_words")
    wanted = WordFilter(request.GET or None)
    asked = wanted.cleaned_data if wanted.is_valid() else {}
    paginator: Paginator[ConceptLine] = Paginator(
        queries.concepts(asked.get("q", ""), asked.get("theme", "")), PER_PAGE
    )
    shown = paginator.get_page(request.GET.get("page"))
    context = {
        "title": _("Words of the field"),
        "breadcrumbs": crumbs(request, last=_("Words of the field")),
        "form": form,
        "action": _("Add the words"),
        "cancel": reverse("list_questions"),
        "terms": queries.terms(),
        "count": len(contents.thesaurus().concepts),
        "subjects": sorted(map(contents.name_of, contents.thesaurus().concepts)),
        "wanted": wanted,
        "concepts": [(one, [papers.theme_name(key) for key in one.themes]) for one in shown.object_list],
        "found": paginator.count,
        "page": shown,
        "pages": paginator.get_elided_page_range(shown.number),
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
