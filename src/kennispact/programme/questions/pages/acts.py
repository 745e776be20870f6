"""Everything that is done about one question."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kennispact.ground.look.door import Request, carried_out, page, read_or_write
from kennispact.ground.look.striking import WhyForm, confirmed
from kennispact.programme.products import queries as products
from kennispact.programme.questions import commands, queries, rules
from kennispact.programme.questions.forms import AnswerForm, Attach, Themes, Words
from kennispact.programme.questions.pages.shared import acting_for, crumbs, done, form_page, found, stamp
from kennispact.registers.documents import commands as documents


@page
@read_or_write
def choose_themes(request: Request, pk: int) -> HttpResponse:
    """Choose anew to which theme groups a question belongs."""
    line = found(request, pk, "choose_themes")
    form = Themes(request.POST or None, initial={"themes": [*line.themes, request.GET.get("theme", "")]})
    choose = partial(commands.choose_themes, question=queries.row(pk), **stamp(request))
    if carried_out(request, form, choose):
        return done(request, pk, _("The themes are saved."))
    return form_page(request, line, form, _("Choose the themes"), _("Save the themes"))


@page
@read_or_write
def sharpen_question(request: Request, pk: int) -> HttpResponse:
    """Propose sharper words. They count once who asked agrees (vraagarticulatie)."""
    line = found(request, pk, "sharpen")
    form = Words(request.POST or None, initial={"text": line.words})
    by = acting_for(request, line.organisation)
    sharpen = partial(commands.sharpen, question=queries.row(pk), organisation=by, **stamp(request))
    if carried_out(request, form, sharpen):
        return done(request, pk, _("The sharper words are saved."))
    return form_page(request, line, form, _("Sharpen the question"), _("Propose these words"))


@page
@require_POST
def agree_wording(request: Request, pk: int) -> HttpResponse:
    """Agree, for who asked, with sharper words."""
    wording = queries.wording(pk)
    if wording is None:
        raise Http404
    line = found(request, wording.question_id, "agree_wording")
    commands.agree_wording(
        wording=wording, organisation=acting_for(request, line.organisation), **stamp(request)
    )
    return done(request, line.id, _("You agreed with these words."))


@page
@read_or_write
def answer_question(request: Request, pk: int) -> HttpResponse:
    """Answer a question by a product, somebody who knows, or a session."""
    line = found(request, pk, "answer")
    given = request.GET.get("product", "")[:40]
    form = AnswerForm(request.POST or None, initial={"kind": "product", "product": given})

    def answer(kind: str, product: str, text: str) -> None:
        commands.answer(
            question=queries.row(pk),
            kind=kind,
            organisation=acting_for(request),
            product=products.row(product.strip()) if kind == rules.PRODUCT and product.strip() else None,
            text=text,
            **stamp(request),
        )

    if carried_out(request, form, answer):
        return done(request, pk, _("The answer is saved."))
    return form_page(request, line, form, _("Answer the question"), _("Save the answer"))


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
        **stamp(request),
    )
    return done(request, line.id, _("Thank you. It was noted whether the answer helped."))


@page
@read_or_write
def attach_document(request: Request, pk: int) -> HttpResponse:
    """Add a document to a question."""
    line = found(request, pk, "attach")
    form = Attach(request.POST or None, request.FILES or None)

    @transaction.atomic
    def attach(file: Any) -> None:
        openness, facts = "closed" if line.in_confidence else "parties", stamp(request)
        document = documents.receive(
            file=file, name=file.name, organisation=line.organisation, openness=openness, **facts
        )
        commands.attach(question=queries.row(pk), document=document, **facts)

    if carried_out(request, form, attach):
        return done(request, pk, _("The document is added."))
    return form_page(request, line, form, _("Add a document"), _("Add the document"))


@page
@read_or_write
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
@read_or_write
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
@read_or_write
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
    form = Form(request.POST) if action == "open" else WhyForm(request.POST or None)
    return confirmed(
        request,
        form,
        partial(_TURNS[action], question=queries.row(pk), **stamp(request)),
        done=_("It was recorded."),
        back=reverse("show_question", args=[pk]),
        title=title,
        lead=line.title,
        breadcrumbs=crumbs(request, line, title),
        action=title,
        consequences=consequences,
    )
