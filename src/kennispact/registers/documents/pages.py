"""A document leaves the house, and somebody decides who may read it."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kennispact.ground import clock
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.look.door import Request, add_refusals, page, public, read_or_write
from kennispact.registers.documents import access, commands, papers, queries
from kennispact.registers.documents.forms import OpennessForm
from kennispact.registers.documents.queries import Damaged, DocumentLine


@public
@page
@require_safe
def download_document(request: Request, pk: int) -> HttpResponse:
    """Send a document as a file to save, after checking that it is what came in.

    Who may read it follows from today, not from the date bar: what was closed since stays closed. A visitor
    learns nothing of what is not public, not even that it exists.
    """
    found = queries.document(AsOf(clock.today()), pk)
    if request.actor.is_visitor and not access.may(request.actor, "read", found):
        return redirect_to_login(request.get_full_path())
    if found is None:
        raise Http404
    access.require(request.actor, "read", found)
    try:
        content = queries.content(found)
    except Damaged as fault:
        commands.report_damage(document=found, fault=fault, by=request.actor, at=clock.now())
        title = _("This file is damaged")
        return render(request, "documents/damaged.html", {"title": title, "document": found}, status=500)
    return HttpResponse(content, headers=papers.response_headers(found))


@page
@read_or_write
def decide_openness(request: Request, pk: int) -> HttpResponse:
    """Decide who may read a document. Source: Woo 3.3."""
    view = AsOf(clock.today())
    found = queries.document(view, pk)
    if found is None:
        raise Http404
    access.require(request.actor, "decide_openness", found)
    others = queries.documents(view, organisation=found.organisation)
    versions = [(str(one.id), one.name) for one in others if one.id != pk and one.openness == "public"]
    form = OpennessForm(versions, request.POST or None, initial={"openness": found.openness})
    if request.method == "POST" and form.is_valid() and _decided(request, form, found):
        messages.success(request, _("It was recorded who may read this document."))
        return redirect("decide_openness", pk=pk)
    title = _("Who may read “%(name)s”?") % {"name": found.name}
    context = {
        "title": title,
        "breadcrumbs": [{"label": _("Overview"), "url": reverse("home")}, {"label": title, "url": ""}],
        "document": found,
        "form": form,
    }
    return render(request, "documents/openness.html", context)


def _decided(request: Request, form: OpennessForm, found: DocumentLine) -> bool:
    answers = form.cleaned_data
    version = answers.get("public_version", "")
    try:
        commands.decide_openness(
            document=queries.row(found.id),
            openness=answers["openness"],
            ground=answers["ground"],
            happened_on=answers["happened_on"],
            public_version=queries.row(int(version)) if version else None,
            by=request.actor,
            at=clock.now(),
        )
    except Refused as refused:
        add_refusals(form, refused)
        return False
    return True
