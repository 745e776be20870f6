"""Draft every agreement that is missing, while the reader looks on."""

from collections.abc import Iterator
from datetime import date

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kennispact.ground import clock
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.look import sentences
from kennispact.ground.look.door import Request, add_refusals, page, read_or_write
from kennispact.ground.look.templatetags.look import state_badge
from kennispact.pact.drafting import access, commands, queries
from kennispact.pact.drafting.commands import DraftRun, Progress
from kennispact.pact.drafting.forms import DraftForm
from kennispact.pact.drafting.pages import frame

_HERE = "<!-- here the run writes -->"


@page
@read_or_write
def draft_missing(request: Request) -> HttpResponseBase:
    """Say what would be drafted; then do it, a city at a time. Stopped half-way, it can be done again."""
    access.require(request.actor, "draft")
    form = DraftForm(request.POST or None, initial={"happened_on": request.bar.today})
    if request.method == "POST" and form.is_valid():
        run, day = DraftRun(), form.cleaned_data["happened_on"]
        try:
            steps = commands.draft_one_by_one(run, happened_on=day, by=request.actor, at=clock.now())
        except Refused as refused:
            add_refusals(form, refused)
        else:
            answer = StreamingHttpResponse(_told(request, run, steps))
            answer["X-Accel-Buffering"] = "no"  # a proxy passes every line on at once
            return answer
    return _asked(request, form, request.bar.today)


def _asked(request: Request, form: DraftForm, today: date) -> HttpResponse:
    missing = [one for one in queries.members(request.bar.as_of) if one.row.agreement is None]
    able = [one.city.name for one in missing if not one.refusals]
    context = {
        "title": _("Draft the missing agreements"),
        "breadcrumbs": _crumbs(request),
        "form": form,
        "able": able,
        "unable": [
            (one.city.name, "; ".join(sentences.refusal(why) for why in one.refusals))
            for one in missing
            if one.refusals
        ],
        "cancel": reverse("list_papers"),
        "today": today,
    }
    return render(request, "drafting/draft_missing.html", context)


def _crumbs(request: Request) -> list[dict[str, str]]:
    cockpit = (_("Progress of the agreements"), reverse("list_papers"))
    return frame.crumbs(request, cockpit, (_("Draft the missing agreements"), ""))


def _told(request: Request, run: DraftRun, steps: Iterator[Progress]) -> Iterator[str]:
    """Write the page as the run goes: a line a city, then what came of it."""
    context = {"title": _("Drafting the agreements"), "breadcrumbs": _crumbs(request), "here": _HERE}
    head, _here, tail = render_to_string("drafting/draft_run.html", context, request).partition(_HERE)
    yield head
    for step in steps:
        why = "; ".join(sentences.refusal(one) for one in run.skipped.get(step.city, ()))
        yield format_html(
            "<li>{} {}{}</li>\n",
            f"{step.done}/{step.total} {step.name}",
            _result(run, step.city),
            f": {why}" if why else "",
        )
    yield tail.replace("<!-- here what came of it -->", _sum(run), 1)


def _result(run: DraftRun, key: str) -> str:
    if key in run.skipped:
        return state_badge("overdue", _("skipped"))
    return state_badge("done", _("drafted")) if key in run.drafted else state_badge("idle", _("was there"))


def _sum(run: DraftRun) -> str:
    drafted, skipped = len(run.drafted), len(run.skipped)
    said = ngettext("%(count)s agreement was drafted.", "%(count)s agreements were drafted.", drafted)
    parts = [said % {"count": drafted}]
    if skipped:
        said = ngettext("%(count)s city was skipped.", "%(count)s cities were skipped.", skipped)
        parts.append(said % {"count": skipped})
    return format_html('<p role="status"><strong>{}</strong></p>', " ".join(parts))
