"""The papers of one city: to save in one click, their signatures, and the package to publish."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kennispact.ground import clock
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.look import sentences
from kennispact.ground.look.door import Request, page, read_or_write
from kennispact.ground.look.exports import file_answer
from kennispact.ground.look.tables import Table
from kennispact.ground.look.templatetags.look import NOTHING, moment, state_badge
from kennispact.pact.drafting import access, package, papers, queries, signed_files
from kennispact.pact.drafting.package import Variant
from kennispact.pact.drafting.pages import frame
from kennispact.pact.drafting.signatures import Report, Trust
from kennispact.pact.drafting.signed_files import Looked

ZIP = "application/zip"


@page
@require_safe
def show_papers(request: Request, key: str) -> HttpResponse:
    """Show every paper of one city, and what stands in the way of making them public."""
    found = frame.papers_of(request, key)
    city, view = found.city, request.bar.as_of
    hindered = [sentences.refusal(one) for one in package.refusals(found, view)]
    context = {
        "title": _("Papers of %(city)s") % {"city": city.name},
        "breadcrumbs": frame.of_city(request, found),
        "city": city,
        "papers": frame.to_save(city.key, request.bar.query),
        "lacks": [sentences.refusal(one) for one in found.refusals],
        "hindered": [] if found.refusals else hindered,
        "releases": queries.releases(city, view),
        "may_release": not hindered
        and access.may(request.actor, "release", city.key)
        and request.bar.is_today,
        "is_own": access.may(request.actor, "release", city.key),
        "has_files": any(fact.document for fact in found.row.dossier.steps.values()),
        "may_usage": access.may(request.actor, "enter_usage", city.key),
        "state": found.row.state.standing,
        "query": request.bar.query,
    }
    return render(request, "drafting/show_papers.html", context)


@page
@require_safe
def save_paper(request: Request, key: str, kind: str, form: str) -> HttpResponse:
    """Give one paper of a city, as it stands in the view."""
    found = frame.papers_of(request, key)
    try:
        wanted = papers.Kind(kind), papers.Form(form)
    except ValueError as error:
        raise Http404 from error
    try:
        made = papers.make(*wanted, found, request.bar.as_of)
    except Refused as refused:
        frame.say_refused(request, refused)
        return redirect(reverse("show_papers", args=[found.city.key]) + request.bar.query)
    return file_answer(made.name, made.payload, made.media_type)


@page
@require_safe
def download_package(request: Request, key: str, variant: str) -> HttpResponse:
    """Give the package of a city: for the archive, or as it would become public."""
    found = frame.papers_of(request, key)
    if variant not in list(Variant):
        raise Http404
    try:
        made = package.package(found.city.key, Variant(variant), request.bar.as_of)
    except Refused as refused:
        frame.say_refused(request, refused)
        return redirect(reverse("show_papers", args=[found.city.key]) + request.bar.query)
    return file_answer(made.name, made.payload, ZIP)


@page
@read_or_write
def release_papers(request: Request, key: str) -> HttpResponse:
    """Release the papers of the own city for publication. Source: Woo 3.3."""
    found = frame.papers_of(request, key, "release")
    if request.method == "POST":
        try:
            package.release(city=found.city, by=request.actor, at=clock.now())
        except Refused as refused:
            frame.say_refused(request, refused)
        else:
            messages.success(request, _("The papers were released. Your city can publish them now."))
            return redirect("show_papers", key=found.city.key)
    view = AsOf(request.bar.today)
    hindered = [sentences.refusal(one) for one in package.refusals(found, view)]
    title = _("Release the papers of %(city)s") % {"city": found.city.name}
    context = {
        "title": title,
        "breadcrumbs": frame.of_city(request, found, (title, "")),
        "lead": _("Your city decides itself what it publishes. Kennispact publishes nothing for you."),
        "hindered": hindered,
        "consequences": [
            _("The package as it is now gets a checksum. It can be made again, the same to the byte."),
            _("It holds agreement, proposal and decision, without signatures, names or addresses."),
            _("Who looks at the papers of your city sees that they were released, and when."),
        ],
        "action": _("Release the papers"),
        "cancel": reverse("show_papers", args=[found.city.key]),
    }
    return render(request, "drafting/release_papers.html", context)


@page
@require_safe
def download_release(request: Request, key: str, pk: int) -> HttpResponse:
    """Give the package that was released, the same to the byte."""
    found = frame.papers_of(request, key)
    act = queries.release(found.city, pk)
    if act is None or act.struck_at is not None:
        raise Http404
    try:
        made = package.released(act)
    except Refused as refused:
        frame.say_refused(request, refused)
        return redirect("show_papers", key=found.city.key)
    return file_answer(made.name, made.payload, ZIP)


@page
@require_safe
def show_signatures(request: Request, key: str) -> HttpResponse:
    """Show who signed the files of the agreement digitally, when, and whether they are whole."""
    found = frame.papers_of(request, key)
    looked = list(signed_files.looked_at(found.row.dossier, request.bar.as_of))
    context = {
        "title": _("Digital signatures of %(city)s") % {"city": found.city.name},
        "breadcrumbs": frame.of_city(request, found, (_("Digital signatures"), "")),
        "files": [_file(one) for one in looked],
        "cancel": reverse("show_papers", args=[found.city.key]) + request.bar.query,
    }
    return render(request, "drafting/show_signatures.html", context)


def _file(one: Looked) -> dict[str, Any]:
    report = one.report
    return {
        "step": one.step,
        "document": one.document,
        "verdict": _verdict(report),
        "tone": "error" if report and report.is_tampered else "",
        "table": _signatures(report, one.document.name) if report and report.is_signed else None,
    }


def _verdict(report: Report | None) -> str:
    if report is None:
        return _("No signatures can be read from this file: it is no PDF, or it is locked.")
    if not report.is_signed:
        return _("A scan, or a file that was not signed digitally. That is allowed: compare it yourself.")
    if report.is_tampered:
        return _("Take care: this file was changed after it was signed. Ask for the original.")
    return _("Nothing was changed after signing.")


def _signatures(report: Report, name: str) -> Table:
    trust = {
        Trust.TRUSTED: state_badge("done", _("trusted")),
        Trust.UNTRUSTED: state_badge("overdue", _("not trusted")),
        Trust.NOT_CHECKED: state_badge("not-enough-facts", _("not checked")),
    }
    rows = [
        (
            one.signer or NOTHING,
            one.issuer or NOTHING,
            moment(one.stamped_at or one.signed_at),
            state_badge("done", _("whole")) if one.whole else state_badge("overdue", _("changed")),
            trust[one.trust],
        )
        for one in report.signatures
    ]
    columns = (_("Signed by"), _("According to"), _("When"), _("File"), _("Certificate"))
    return Table(_("Signatures in %(name)s") % {"name": name}, columns, rows)
