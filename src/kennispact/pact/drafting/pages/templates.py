"""The Word file of the agreement: which one counts, and replacing it by the parties' own."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kennispact.ground import clock
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refusal, Refused, refuse_if
from kennispact.ground.kit.words import N_
from kennispact.ground.look.door import Request, carried_out, page, read_or_write
from kennispact.ground.look.exports import file_answer
from kennispact.ground.look.striking import confirm_striking
from kennispact.pact.drafting import access, commands, filling, papers, queries, wording
from kennispact.pact.drafting.forms import FileForm
from kennispact.pact.drafting.pages import frame
from kennispact.registers.documents import commands as documents
from kennispact.registers.documents import queries as kept
from kennispact.registers.documents.rules import Kind

WORD = papers.MEDIA_TYPES[papers.Form.DOCX]


@page
@read_or_write
def choose_template(request: Request) -> HttpResponse:
    """Show which Word file counts, and take in another one after looking at every field in it."""
    access.require(request.actor, "set_template")
    form = FileForm(request.POST or None, request.FILES or None)
    if carried_out(request, form, partial(_take, request)):
        messages.success(request, _("From now on the agreements are made with this Word file."))
        return redirect("choose_template")
    sample = filling.agreement_fields(filling.SAMPLE, wording.read(wording.STANDARD, wording.AGREEMENT))
    context = {
        "title": _("The Word file of the agreement"),
        "breadcrumbs": frame.crumbs(
            request,
            (_("Progress of the agreements"), reverse("list_papers")),
            (_("The Word file of the agreement"), ""),
        ),
        "lead": _("You can replace our file by your own. Every field in it is looked at first."),
        "form": form,
        "own": queries.word_template(AsOf(request.bar.today)),
        "fields": sorted(sample),
        "needed": filling.NEEDED,
        "action": _("Use this file"),
    }
    return render(request, "drafting/choose_template.html", context)


def _take(request: Request, file: Any) -> None:
    """Look at the file before it is kept, so that a refused one leaves nothing behind."""
    by, at = request.actor, clock.now()
    found = documents.examine(file, file.name)
    if found.media_type != Kind.DOCX:
        raise Refused([Refusal("template.not-word", N_("A template is a Word file (.docx)."), field="file")])
    refuse_if(filling.template_refusals(found.payload))
    document = documents.receive(
        file=found.payload, name=found.name, organisation="", happened_on=request.bar.today, by=by, at=at
    )
    commands.set_template(document=document, happened_on=request.bar.today, by=by, at=at)


@page
@require_safe
def download_template(request: Request) -> HttpResponse:
    """Give the Word file that counts, to begin an own one from."""
    access.require(request.actor, "read_template")
    own = queries.word_template(request.bar.as_of)
    payload = kept.content(own.document) if own else filling.shipped_template()
    return file_answer("sjabloon-overeenkomst.docx", payload, WORD)


@page
@read_or_write
def strike_template(request: Request, pk: int) -> HttpResponse:
    """Strike the parties' own file: the one before it counts again, or ours."""
    access.require(request.actor, "set_template")
    template = queries.template(pk)
    if template is None:
        raise Http404
    title, back = _("Strike this Word file"), reverse("choose_template")
    return confirm_striking(
        request,
        partial(commands.strike_template, template=template),
        done=_("The file was struck."),
        back=back,
        title=title,
        breadcrumbs=frame.crumbs(request, (_("The Word file of the agreement"), back), (title, "")),
        lead=template.document.name,
        consequences=[
            _("Agreements are made with the file before it again, or with ours."),
            _("Agreements that were sent before do not change."),
        ],
    )
