"""Questions: the list, and everything that is done about one. Where suggestions show: the room finding."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kennispact.ground import clock
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.look.door import Request, add_refusals, page
from kennispact.ground.look.exports import csv_answer
from kennispact.programme.products import queries as products
from kennispact.programme.products.rules import clean
from kennispact.programme.questions import access, commands, papers, queries
from kennispact.programme.questions.forms import AnswerForm, Attach, Filter, Themes, Why, Words
from kennispact.programme.questions.queries import QuestionLine, Wanted
from kennispact.registers.documents import commands as documents
from kennispact.registers.network import queries as network
from kennispact.registers.network.models import Organisation

PER_PAGE = 25
_WRITES = require_http_methods(["GET", "HEAD", "POST"])


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
        "pages": paginator.get_elided_page_range(shown.number),
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


def found(request: Request, pk: int, action: str, view: AsOf | None = None) -> QuestionLine:
    """Return a question with which the reader may do this; one they may not know of is not there.

    :raises Http404: if it is not there, for this reader
    """
    line = queries.question(view or AsOf(clock.today()), request.actor, pk)
    if line is None:
        raise Http404
    access.require(request.actor, action, line)
    return line


def acting_for(request: Request, preferred: str = "") -> Organisation:
    """Return for which organisation the reader acts: the preferred one if they do, else their first."""
    keys = [one.organisation for one in request.actor.capacities]
    return network.organisation(preferred if preferred in keys else keys[0])


@page
@_WRITES
def choose_themes(request: Request, pk: int) -> HttpResponse:
    """Choose anew to which theme groups a question belongs."""
    line = found(request, pk, "choose_themes")
    form = Themes(request.POST or None, initial={"themes": list(line.themes)})
    if request.method == "POST" and form.is_valid():
        try:
            commands.choose_themes(
                question=queries.row(pk), themes=form.cleaned_data["themes"], **_stamp(request)
            )
        except Refused as refused:
            add_refusals(form, refused)
        else:
            return _done(request, pk, _("The themes are saved."))
    return _form(request, line, form, _("Choose the themes"), _("Save the themes"))


@page
@_WRITES
def sharpen_question(request: Request, pk: int) -> HttpResponse:
    """Propose sharper words. They count once who asked agrees (vraagarticulatie)."""
    line = found(request, pk, "sharpen")
    form = Words(request.POST or None, initial={"text": line.words})
    if request.method == "POST" and form.is_valid():
        try:
            commands.sharpen(
                question=queries.row(pk),
                text=form.cleaned_data["text"],
                organisation=acting_for(request, line.organisation),
                **_stamp(request),
            )
        except Refused as refused:
            add_refusals(form, refused)
        else:
            return _done(request, pk, _("The sharper words are saved."))
    return _form(request, line, form, _("Sharpen the question"), _("Propose these words"))


@page
@require_POST
def agree_wording(request: Request, pk: int) -> HttpResponse:
    """Agree, for who asked, with sharper words."""
    wording = queries.wording(pk)
    if wording is None:
        raise Http404
    line = found(request, wording.question_id, "agree_wording")
    commands.agree_wording(
        wording=wording, organisation=acting_for(request, line.organisation), **_stamp(request)
    )
    return _done(request, line.id, _("You agreed with these words."))


@page
@_WRITES
def answer_question(request: Request, pk: int) -> HttpResponse:
    """Answer a question by a product, somebody who knows, or a session."""
    line = found(request, pk, "answer")
    given = request.GET.get("product", "")[:40]
    form = AnswerForm(request.POST or None, initial={"kind": "product", "product": given})
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        key = answers["product"].strip()
        try:
            commands.answer(
                question=queries.row(pk),
                kind=answers["kind"],
                organisation=acting_for(request),
                product=products.row(key) if answers["kind"] == "product" and key else None,
                text=answers["text"],
                **_stamp(request),
            )
        except Refused as refused:
            add_refusals(form, refused)
        else:
            return _done(request, pk, _("The answer is saved."))
    return _form(request, line, form, _("Answer the question"), _("Save the answer"))


@page
@require_POST
def judge_answer(request: Request, pk: int) -> HttpResponse:
    """Say, for who asked, whether an answer helped."""
    answer = queries.answer(pk)
    if answer is None:
        raise Http404
    line = found(request, answer.question_id, "judge")
    commands.judge_answer(
        answer=answer,
        helped=request.POST.get("helped") == "yes",
        remark=request.POST.get("remark", ""),
        **_stamp(request),
    )
    return _done(request, line.id, _("Thank you. It was noted whether the answer helped."))


@page
@_WRITES
def attach_document(request: Request, pk: int) -> HttpResponse:
    """Add a document to a question."""
    line = found(request, pk, "attach")
    form = Attach(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        openness = "closed" if line.in_confidence else "parties"
        stamp = _stamp(request)
        try:
            document = documents.receive(
                file=file, name=file.name, organisation=line.organisation, openness=openness, **stamp
            )
            commands.attach(question=queries.row(pk), document=document, **stamp)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            return _done(request, pk, _("The document is added."))
    return _form(request, line, form, _("Add a document"), _("Add the document"))


@page
@_WRITES
def open_question(request: Request, pk: int) -> HttpResponse:
    """Open a question that was asked in confidence to all cities."""
    return _turn(
        request,
        pk,
        "open",
        title=_("Open the question to all cities"),
        consequences=[
            _("Everybody who takes part in the covenant reads the question, its answers and who asked it."),
            _("Others find it when they ask something like it, and can join you."),
        ],
    )


@page
@_WRITES
def withdraw_question(request: Request, pk: int) -> HttpResponse:
    """Withdraw a question."""
    return _turn(
        request,
        pk,
        "withdraw",
        title=_("Withdraw the question"),
        consequences=[_("Nobody is shown this question any more when they ask something like it.")],
    )


@page
@_WRITES
def close_question(request: Request, pk: int) -> HttpResponse:
    """Close a question."""
    return _turn(
        request,
        pk,
        "close",
        title=_("Close the question"),
        consequences=[_("Nothing more is expected of it. Its answers stay and can be found.")],
    )


_TURNS: dict[str, Callable[..., object]] = {
    "open": commands.open_question,
    "withdraw": commands.withdraw_question,
    "close": commands.close_question,
}


def _turn(request: Request, pk: int, action: str, *, title: str, consequences: Sequence[str]) -> HttpResponse:
    line = found(request, pk, action)
    form = Why(request.POST or None) if action != "open" else None
    if request.method == "POST" and (form is None or form.is_valid()):
        facts = {"why": form.cleaned_data["why"]} if form else {}
        _TURNS[action](question=queries.row(pk), **facts, **_stamp(request))
        return _done(request, pk, _("It was recorded."))
    context = {
        "title": title,
        "lead": line.title,
        "breadcrumbs": crumbs(request, line, title),
        "form": form,
        "action": title,
        "cancel": reverse("show_question", args=[pk]),
        "consequences": consequences,
    }
    return render(request, "look/confirm.html", context)


def _stamp(request: Request) -> dict[str, Any]:
    return {"happened_on": clock.today(), "by": request.actor, "at": clock.now()}


def _done(request: Request, pk: int, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("show_question", pk)


def _form(request: Request, line: QuestionLine, form: Any, title: str, action: str) -> HttpResponse:
    context = {
        "title": title,
        "line": line,
        "breadcrumbs": crumbs(request, line, title),
        "form": form,
        "action": action,
        "cancel": reverse("show_question", args=[line.id]),
    }
    return render(request, "questions/form.html", context)


def crumbs(request: Request, line: QuestionLine | None = None, last: str = "") -> list[dict[str, str]]:
    """Return the way to a page of questions."""
    steps = [(_("Overview"), reverse("home")), (_("Questions"), reverse("list_questions"))]
    if line is not None:
        steps.append((line.title, reverse("show_question", args=[line.id])))
    trail = [{"label": label, "url": url + request.bar.query} for label, url in steps]
    return [*trail, {"label": last, "url": ""}] if last else trail
