"""The page that invoices what cities consented to apart from the contribution."""

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kennispact.ground import clock
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.look import sentences
from kennispact.ground.look.door import Request, add_refusals, page, read_or_write
from kennispact.ground.look.tables import Column, Table
from kennispact.ground.look.templatetags.look import euro
from kennispact.pact.invoicing import access, extras
from kennispact.pact.invoicing.extras import ExtraRun, ToInvoice
from kennispact.pact.supplementary import queries as supplementary


@page
@read_or_write
def invoice_extra(request: Request, pk: int) -> HttpResponse:
    """Show who consented and what is missing, and invoice them. Source: covenant 6d, agreement 2.2."""
    access.require(request.actor, "issue")
    extra = supplementary.lookup(pk)
    if extra is None:
        raise Http404
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        form.is_valid()
        try:
            run = extras.issue_extra(extra=extra, by=request.actor, at=clock.now())
        except Refused as refused:
            add_refusals(form, refused)
        else:
            told = ngettext("%(count)s invoice was made.", "%(count)s invoices were made.", len(run.issued))
            messages.success(request, told % {"count": len(run.issued)})
            return redirect("invoice_extra", pk)
    found = extras.proposal(extra, AsOf(clock.today()))
    ready = [row for row in found.rows if row.invoice is None and not row.refusals]
    title = _("Invoice who consented")
    context = {
        "title": title,
        "kicker": extra.title,
        "form": form,
        "table": _table(found),
        "refusals": found.refusals if not form.errors else (),
        "ready": len(ready) if not found.refusals else 0,
        "back": reverse("show_extra", args=[pk]),
        "breadcrumbs": [
            {"label": _("Overview"), "url": reverse("home")},
            {"label": _("Extra contributions"), "url": reverse("list_extras")},
            {"label": extra.title, "url": reverse("show_extra", args=[pk])},
            {"label": title, "url": ""},
        ],
    }
    return render(request, "invoicing/invoice_extra.html", context)


def _table(found: ExtraRun) -> Table:
    return Table(
        _("Cities that consented"),
        (_("City"), Column(_("Amount without VAT"), numeric=True), _("Invoice")),
        [(row.line.city.name, euro(row.line.ask.amount), _standing(row)) for row in found.rows],
        note=_("Each gets an invoice of its own, beside that for the contribution."),
    )


def _standing(row: ToInvoice) -> str:
    if row.invoice is not None:
        return str(row.invoice.text)
    if row.refusals:
        return " ".join(sentences.refusal(one) for one in row.refusals)
    return _("ready to be invoiced")
