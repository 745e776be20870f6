"""Annex 3: the participating cities of any day, as page and as file, and whether a copy is genuine."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kennispact.ground import clock
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.look import sentences
from kennispact.ground.look.door import Request, add_refusals, page, read_or_write
from kennispact.ground.look.exports import file_answer
from kennispact.ground.look.tables import Column, Table
from kennispact.ground.look.templatetags.look import shortday
from kennispact.pact.drafting import access
from kennispact.pact.drafting import annex as annexes
from kennispact.pact.drafting.annex import Annex, Form, Verdict
from kennispact.pact.drafting.forms import FileForm
from kennispact.pact.drafting.pages import frame


@page
@require_safe
def show_annex(request: Request) -> HttpResponse:
    """Show who takes part on the day of the view. Source: covenant 8d-e."""
    access.require(request.actor, "read_annex")
    found = _annex(request)
    query = request.bar.query
    context = {
        "title": _("Annex 3: the participating cities"),
        "breadcrumbs": frame.crumbs(request, (_("Annex 3"), "")),
        "found": found,
        "table": _table(found) if found.rows else None,
        "files": [
            (form.value.upper(), reverse("download_annex", args=[form.value]) + query) for form in Form
        ],
    }
    return render(request, "drafting/show_annex.html", context)


def _annex(request: Request) -> Annex:
    # The moment belongs to the annex: without one of its own it is what is known now.
    return annexes.annex(request.bar.on, request.bar.as_of.known or clock.now())


def _table(found: Annex) -> Table:
    rows = [(str(place), one.city, one.code, shortday(one.since)) for place, one in enumerate(found.rows, 1)]
    columns = (Column(_("Number"), numeric=True), _("City"), _("Code"), _("Takes part since"))
    return Table(_("Participating cities"), columns, rows, cards=False)


@page
@require_safe
def download_annex(request: Request, form: str) -> HttpResponse:
    """Give the annex of the view as a file with a checksum."""
    access.require(request.actor, "read_annex")
    if form not in list(Form):
        raise Http404
    found, wanted = _annex(request), Form(form)
    return file_answer(
        f"{found.name}.{wanted.value}", annexes.made(found, wanted), annexes.MEDIA_TYPES[wanted]
    )


@page
@read_or_write
def verify_annex(request: Request) -> HttpResponse:
    """Tell whether a copy of the annex is as the register gives it. Nothing is kept."""
    access.require(request.actor, "read_annex")
    form, verdict = FileForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        try:
            verdict = annexes.verify(form.cleaned_data["file"].read(annexes.MOST_BYTES + 1))
        except Refused as refused:
            add_refusals(form, refused)
    context = {
        "title": _("Check a copy of annex 3"),
        "breadcrumbs": frame.crumbs(
            request, (_("Annex 3"), reverse("show_annex") + request.bar.query), (_("Check a copy"), "")
        ),
        "lead": _("Choose the file you received. We make the same annex again, and compare every byte."),
        "form": form,
        "verdict": _said(verdict) if verdict else None,
        "action": _("Check"),
        "cancel": reverse("show_annex") + request.bar.query,
    }
    return render(request, "drafting/verify_annex.html", context)


def _said(verdict: Verdict) -> dict[str, str]:
    return {
        "kind": "ok" if verdict.genuine else "error",
        "title": _("This copy is genuine") if verdict.genuine else _("Do not trust this copy"),
        "text": sentences.told(verdict.reason, verdict.facts),
    }
