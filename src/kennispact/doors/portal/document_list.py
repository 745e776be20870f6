"""The list of all documents, with the names of the organisations they are of. For the supervisors."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kennispact.ground.look.door import Request, page
from kennispact.ground.look.exports import csv_answer
from kennispact.ground.look.tables import Column, Table
from kennispact.ground.look.templatetags.look import file_size, moment, shortday
from kennispact.registers.documents import access
from kennispact.registers.documents import queries as documents
from kennispact.registers.documents.queries import DocumentLine
from kennispact.registers.network import queries as network

_PER_PAGE = 50
CSV_COLUMNS = (
    "id",
    "name",
    "organisation",
    "happened_on",
    "recorded_at",
    "media_type",
    "size",
    "sha256",
    "openness",
    "ground",
    "decided_on",
)


class DocumentFilter(forms.Form):
    """Which documents are shown."""

    q = forms.CharField(label=gettext_lazy("Name of the file"), required=False, max_length=60)
    organisation = forms.ChoiceField(label=gettext_lazy("Organisation"), required=False)
    openness = forms.ChoiceField(
        label=gettext_lazy("Who may read it"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            ("closed", gettext_lazy("Closed")),
            ("parties", gettext_lazy("All who take part")),
            ("public", gettext_lazy("Public")),
        ],
    )

    def __init__(self, names: dict[str, str], *args: Any, **kw: Any) -> None:
        """Make the form; ``names`` are the organisations by key."""
        super().__init__(*args, **kw)
        self.fields["organisation"] = forms.ChoiceField(
            label=gettext_lazy("Organisation"),
            required=False,
            choices=[("", gettext_lazy("All organisations")), *names.items()],
        )


@page
@require_safe
def list_documents(request: Request) -> HttpResponse:
    """Show every document of the view: of whom, since when, and who may read it."""
    names, form, rows = _asked(request)
    shown = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Documents"),
        "breadcrumbs": [
            {"label": _("Overview"), "url": reverse("home") + request.bar.query},
            {"label": _("Documents"), "url": ""},
        ],
        "form": form,
        "count": len(rows),
        "page": shown,
        "table": _table(request, list(shown), names),
        "all_url": reverse("list_documents") + request.bar.query,
    }
    return render(request, "portal/documents.html", context)


@page
@require_safe
def export_documents(request: Request) -> HttpResponse:
    """Give the list as CSV, with the same filter as the page; not the files."""
    _names, _form, rows = _asked(request)
    plain = [{name: getattr(one, name) for name in CSV_COLUMNS} for one in rows]
    return csv_answer(_("documents-%(day)s") % {"day": request.bar.on}, CSV_COLUMNS, plain)


def _asked(request: Request) -> tuple[dict[str, str], DocumentFilter, list[DocumentLine]]:
    access.require(request.actor, "list")
    names = {one.key: one.name for one in network.organisations()}
    form = DocumentFilter(names, request.GET or None)
    asked: dict[str, str] = form.cleaned_data if form.is_valid() else {}
    found = documents.documents(request.bar.as_of, organisation=asked.get("organisation") or None)
    return names, form, [one for one in found if _fits(one, asked)]


def _fits(one: DocumentLine, asked: dict[str, str]) -> bool:
    return asked.get("q", "").casefold() in one.name.casefold() and asked.get("openness", "") in {
        "",
        one.openness,
    }


def _table(request: Request, rows: Sequence[DocumentLine], names: dict[str, str]) -> Table:
    words = {"closed": _("Closed"), "parties": _("All who take part"), "public": _("Public")}
    return Table(
        _("Documents as they were received"),
        (
            _("File"),
            _("Of"),
            _("Received on"),
            _("Recorded"),
            Column(_("Size"), numeric=True),
            _("Who may read it"),
        ),
        [
            (
                format_html('<a href="{}">{}</a>', reverse("download_document", args=[one.id]), one.name),
                names.get(one.organisation, one.organisation) or _("The covenant"),
                shortday(one.happened_on),
                moment(one.recorded_at),
                file_size(one.size),
                _openness(request, one, words[one.openness]),
            )
            for one in rows
        ],
    )


def _openness(request: Request, one: DocumentLine, word: str) -> SafeString | str:
    said = f"{word} ({one.ground})" if one.ground else word
    if not access.may(request.actor, "decide_openness", one):
        return said
    url = reverse("decide_openness", args=[one.id])
    return format_html('{} <a href="{}">{}</a>', said, url, _("Change"))
