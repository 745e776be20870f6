"""Asking: while somebody writes, what exists already shows beside it; what they write is kept."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kennispact.ground import clock
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.look.door import Request, add_refusals, page, read_or_write
from kennispact.programme.finding import access, papers, queries
from kennispact.programme.finding.forms import Ask
from kennispact.programme.products import queries as products
from kennispact.programme.questions import access as question_access
from kennispact.programme.questions import commands
from kennispact.programme.questions import queries as questions
from kennispact.programme.questions.models import Question
from kennispact.programme.questions.pages.shared import crumbs, found, stamp
from kennispact.programme.questions.rules import MOST_THEMES
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.documents import commands as documents
from kennispact.registers.network import queries as network

MOST_DIGITS = 18  # of an id


@page
@read_or_write
def ask_question(request: Request) -> HttpResponse:
    """Ask a question, after seeing what exists. The buttons ``show`` and ``choose`` need no script."""
    access.require(request.actor, "search")
    started, kept = _started(request)
    form = Ask(None, askers=_askers(request), initial=started)
    if request.method == "POST":
        if "anew" in request.POST:
            commands.lose_draft(by=request.actor)
            return redirect("ask_question")
        _keep(request)
        if not {"show", "choose"} & set(request.POST):
            form = Ask(request.POST, request.FILES, askers=_askers(request), initial={})
            asked = _asked(request, form)
            if asked:
                commands.lose_draft(by=request.actor)
                messages.success(request, _("Your question was asked. Below is what exists already."))
                return redirect("show_question", asked.pk)
    context = {
        "title": _("Ask a question"),
        "breadcrumbs": crumbs(request, last=_("Ask a question")),
        "form": form,
        "kept": kept,
        "arrived": request.method == "POST",
        "sent": questions.tokens_sent(request.actor.person_id),
        "owner": salted_hmac("kept in this tab", str(request.actor.person_id)).hexdigest()[:20],
        **_suggested(request, str(started.get("text", "")), started.get("themes", [])),
    }
    return render(request, "finding/ask_question.html", context)


def _started(request: Request) -> tuple[dict[str, Any], bool]:
    """Return what the form holds at first, and whether that was kept from an earlier time."""
    if request.method == "POST":
        content = _content(request.POST)
        chosen = request.POST.getlist("choose")[:1]
        return {**content, "themes": [*content["themes"], *chosen], "token": _token(request)}, False
    asked = request.GET.get("q", "")[: queries.LONGEST]
    theme = request.GET.get("theme", "")
    themes = [theme] if theme in covenants.covenant().theme else []
    draft = questions.draft(request.actor.person_id)
    if draft and draft.content.get("text") and not asked:
        kept = draft.content.get("themes", [])
        return {**draft.content, "themes": [*kept, *themes], "token": draft.token}, True
    return {"text": asked, "themes": themes, "token": str(uuid.uuid4())}, False


def _token(request: Request) -> str:
    """Return the name of the draft; whatever is no such name gets a new one."""
    try:
        return str(uuid.UUID(request.POST.get("token", "")))
    except ValueError:
        return str(uuid.uuid4())


def _asked(request: Request, form: Ask) -> Question | None:
    if not form.is_valid():
        return None
    try:
        return _ask(request, form.cleaned_data)
    except Refused as refused:
        add_refusals(form, refused)
        return None


@transaction.atomic
def _ask(request: Request, answers: dict[str, Any]) -> Question:
    facts = stamp(request)
    is_closed, file = answers["openness"] == "closed", answers["file"]
    question = commands.ask(
        organisation=network.organisation(answers["organisation"]),
        text=answers["text"],
        themes=answers["themes"],
        on_behalf_of=answers["on_behalf_of"],
        in_confidence=is_closed,
        token=str(answers["token"]),
        **facts,
    )
    if file and question.recorded_at == facts["at"]:  # sent twice: it is there already
        document = documents.receive(
            file=file,
            name=file.name,
            organisation=answers["organisation"],
            openness="closed" if is_closed else "parties",
            **facts,
        )
        commands.attach(question=question, document=document, **facts)
    return question


def _askers(request: Request) -> list[tuple[str, str]]:
    keys = dict.fromkeys(one.organisation for one in request.actor.capacities)
    names = {one.key: one.name for one in network.organisations() if one.key in keys}
    return [(key, names[key]) for key in keys if question_access.may(request.actor, "ask", key)]


def _content(data: QueryDict) -> dict[str, Any]:
    single = ("text", "organisation", "on_behalf_of", "openness")
    return {**{name: data.get(name, "") for name in single}, "themes": data.getlist("themes")[:20]}


def _keep(request: Request) -> None:
    commands.keep_draft(
        content=_content(request.POST), token=_token(request), by=request.actor, at=clock.now()
    )


@page
@require_POST
def suggest(request: Request) -> HttpResponse:
    """Keep what somebody writes, and give what exists about it: a piece of the page."""
    access.require(request.actor, "search")
    _keep(request)
    context = _suggested(request, request.POST.get("text", ""), request.POST.getlist("themes"))
    return render(request, "finding/suggestions.html", context)


def _suggested(request: Request, text: str, themes: list[str]) -> dict[str, Any]:
    seen = queries.suggestions(text, request.actor, AsOf(clock.today()))
    near = papers.touching(themes[:MOST_THEMES])
    return {"seen": papers.shown(seen, text), "asked": text.strip()[:200], "near": near}


@page
@require_POST
def stop_asking(request: Request) -> HttpResponse:
    """Not ask after all: what exists is enough. What was found is written down, not what was typed."""
    access.require(request.actor, "search")
    key, number = request.POST.get("product", "")[:40], request.POST.get("question", "")
    place = _found_place(request, key, number)
    commands.lose_draft(by=request.actor)
    journal.write(
        "question.not-needed", None, by=request.actor, at=clock.now(), clause="2f", found=key or number
    )
    messages.success(request, _("Good that it was there already. You asked nothing; your draft is gone."))
    return place


def _found_place(request: Request, key: str, number: str) -> HttpResponse:
    """Return the way to what was found. What the reader may not know of is not there."""
    if number.isdecimal() and len(number) < MOST_DIGITS:
        return redirect("show_question", found(request, int(number), "see").id)
    if key and products.by_keys(AsOf(clock.today()), [key]):
        return redirect("show_product", key)
    return redirect("list_questions")
