"""Asking: while somebody writes, what exists already shows beside it; what they write is kept."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kennispact.ground import clock
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.look.door import Request, add_refusals, page
from kennispact.programme.finding import access, papers, queries
from kennispact.programme.finding.forms import Ask
from kennispact.programme.questions import access as question_access
from kennispact.programme.questions import commands
from kennispact.programme.questions import queries as questions
from kennispact.programme.questions.pages.shared import crumbs
from kennispact.registers.network import queries as network


@page
@require_http_methods(["GET", "HEAD", "POST"])
def ask_question(request: Request) -> HttpResponse:
    """Ask a question, after seeing what exists. The button ``show`` only shows; that needs no script."""
    access.require(request.actor, "search")
    draft = questions.draft(request.actor.person_id)
    started = dict(draft.content) if draft else {"text": request.GET.get("q", "")[: queries.LONGEST]}
    form = Ask(request.POST or None, askers=_askers(request), initial=started)
    if request.method == "POST":
        draft = commands.keep_draft(content=_content(request.POST), by=request.actor, at=clock.now())
        if "show" not in request.POST and form.is_valid():
            try:
                asked = _ask(request, form.cleaned_data, draft.token if draft else "")
            except Refused as refused:
                add_refusals(form, refused)
            else:
                commands.lose_draft(by=request.actor)
                messages.success(request, _("Your question was asked. Below is what exists already."))
                return redirect("show_question", asked.pk)
        elif "show" in request.POST:
            form = Ask(None, askers=_askers(request), initial=_content(request.POST))
    text = request.POST.get("text", started.get("text", ""))
    context = {
        "title": _("Ask a question"),
        "breadcrumbs": crumbs(request, last=_("Ask a question")),
        "form": form,
        "kept": bool(draft) and request.method != "POST",
        **_suggested(request, str(text)),
    }
    return render(request, "finding/ask_question.html", context)


def _ask(request: Request, answers: dict[str, Any], token: str) -> Any:
    return commands.ask(
        organisation=network.organisation(answers["organisation"]),
        text=answers["text"],
        themes=answers["themes"],
        on_behalf_of=answers["on_behalf_of"],
        in_confidence=answers["openness"] == "closed",
        token=token,
        happened_on=clock.today(),
        by=request.actor,
        at=clock.now(),
    )


def _askers(request: Request) -> list[tuple[str, str]]:
    keys = dict.fromkeys(one.organisation for one in request.actor.capacities)
    names = {one.key: one.name for one in network.organisations() if one.key in keys}
    return [(key, names[key]) for key in keys if question_access.may(request.actor, "ask", key)]


def _content(data: QueryDict) -> dict[str, Any]:
    single = ("text", "organisation", "on_behalf_of", "openness")
    return {**{name: data.get(name, "") for name in single}, "themes": data.getlist("themes")[:20]}


@page
@require_POST
def suggest(request: Request) -> HttpResponse:
    """Keep what somebody writes, and give what exists about it: a piece of the page."""
    access.require(request.actor, "search")
    commands.keep_draft(content=_content(request.POST), by=request.actor, at=clock.now())
    text = request.POST.get("text", "")
    return render(request, "finding/suggestions.html", _suggested(request, text))


def _suggested(request: Request, text: str) -> dict[str, Any]:
    seen = queries.suggestions(text, request.actor, AsOf(clock.today()))
    return {"seen": papers.shown(seen, text), "asked": text.strip()[:200]}


@page
@require_POST
def stop_asking(request: Request) -> HttpResponse:
    """Not ask after all: what exists is enough. What was found is written down, not what was typed."""
    access.require(request.actor, "search")
    commands.lose_draft(by=request.actor)
    key = request.POST.get("product", "")[:40]
    journal.write("question.not-needed", None, by=request.actor, at=clock.now(), clause="2f", found=key)
    messages.success(request, _("Good that it was there already. You asked nothing; your draft is gone."))
    return redirect("show_product", key) if key else redirect("list_questions")
