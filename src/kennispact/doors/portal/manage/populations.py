"""Bringing in inhabitants in three steps: hand over, look at what would change, confirm."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kennispact.doors.portal.manage import figures, words
from kennispact.doors.portal.manage.forms import Figures
from kennispact.ground import clock
from kennispact.ground.kit.refusal import Refusal, Refused
from kennispact.ground.look.door import Request, page
from kennispact.ground.look.tables import Column, Table
from kennispact.ground.look.templatetags.look import number, shortday
from kennispact.registers.network import access, queries
from kennispact.registers.network.commands import Imported, NewFigure, Purpose

FOR_BASE, TO_COMPARE = "base", "other"


def _purpose(chosen: str) -> Purpose:
    return Purpose(base=figures.base(), for_base=chosen == FOR_BASE)


@page
def import_populations(request: Request) -> HttpResponse:
    """Hand over a file with figures, or ask the statistics office. Nothing changes yet."""
    access.require(request.actor, "import_populations")
    office, base = figures.office(), figures.base()
    day = words.written(base.reference_on)
    form = Figures(
        request.POST or None,
        request.FILES or None,
        purposes=[
            (FOR_BASE, _("To count the contribution with: inhabitants on %(day)s") % {"day": day}),
            (TO_COMPARE, _("To compare years: any reference date")),
        ],
        with_statistics=office is not None,
    )
    refusals: tuple[Refusal, ...] = ()
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        purpose, by, at = _purpose(asked["purpose"]), request.actor, clock.now()
        try:
            if office is not None and asked.get("year"):
                pk = figures.ask(statistics=office, year=asked["year"], purpose=purpose, by=by, at=at)
            else:
                pk = figures.bring(file=asked["file"], purpose=purpose, by=by, at=at)
        except Refused as refused:
            refusals = refused.refusals
        else:
            return redirect(f"{reverse('confirm_populations', args=[pk])}?for={asked['purpose']}")
    cities = queries.organisations("city")
    context = {
        "title": _("Bring in inhabitants"),
        "breadcrumbs": words.crumbs((_("Manage"), "manage"), (_("Bring in inhabitants"), "")),
        "form": form,
        "refusals": refusals,
        "day": base.reference_on,
        "clause": base.clause,
        "cities": len(cities),
        "counted": len(queries.populations(request.bar.as_of, base.reference_on)),
        "example": _example(),
        "with_statistics": office is not None,
    }
    return render(request, "portal/import_populations.html", context)


def _example() -> Table:
    columns = (
        _("code"),
        Column(_("inhabitants"), numeric=True),
        _("reference date"),
        _("status"),
        _("source"),
    )
    row = ("GM0150", "101446", "01-01-2022", _("final"), "CBS StatLine 03759ned")
    return Table(_("This is how a row looks"), columns, [row])


@page
def confirm_populations(request: Request, pk: int) -> HttpResponse:
    """Show what a kept file would change, and enter exactly that once it is confirmed."""
    access.require(request.actor, "import_populations")
    line = figures.kept_file(pk, request.bar.today)
    if line is None:
        raise Http404
    chosen = request.GET.get("for", FOR_BASE)
    found: Imported | None = None
    refusals: tuple[Refusal, ...] = ()
    try:
        found = figures.enter(
            line,
            purpose=_purpose(chosen),
            by=request.actor,
            at=clock.now(),
            dry_run=request.method != "POST",
        )
    except Refused as refused:
        refusals = refused.refusals
    if found is not None and request.method == "POST":
        messages.success(request, _entered(len(found.new)))
        return redirect("import_populations")
    title = _("Check the figures")
    context = {
        "title": title,
        "breadcrumbs": words.crumbs(
            (_("Manage"), "manage"), (_("Bring in inhabitants"), "import_populations"), (title, "")
        ),
        "file": line,
        "found": found,
        "refusals": refusals,
        "table": _table(found.new) if found and found.new else None,
        "consequences": _consequences(found) if found else [],
        "action": ngettext("Enter %(count)s figure", "Enter %(count)s figures", len(found.new))
        % {"count": len(found.new)}
        if found
        else "",
        "again": reverse("import_populations"),
    }
    return render(request, "portal/confirm_populations.html", context)


def _entered(count: int) -> str:
    if not count:
        return _("Everything in this file was in the register already. Nothing changed.")
    sentence = ngettext("%(count)s figure was entered.", "%(count)s figures were entered.", count)
    return sentence % {"count": count}


def _consequences(found: Imported) -> list[str]:
    """Return what entering these figures leads to."""
    day = figures.base().reference_on
    base = [one for one in found.new if one.reference_on == day]
    facts = {"count": len(base), "day": words.written(day)}
    sentences = []
    if base:
        sentences.append(
            ngettext(
                "The contribution of %(count)s city is counted with its figure of %(day)s.",
                "The contributions of %(count)s cities are counted with their figures of %(day)s.",
                len(base),
            )
            % facts
        )
    if len(base) < len(found.new):
        sentences.append(
            _("Figures of other dates change no contribution: those count the inhabitants of %(day)s.")
            % facts
        )
    if found.unchanged:
        sentences.append(
            ngettext(
                "%(count)s row says what the register says already, and changes nothing.",
                "%(count)s rows say what the register says already, and change nothing.",
                found.unchanged,
            )
            % {"count": found.unchanged}
        )
    if found.ignored:
        sentences.append(_("These columns are left alone: %(names)s.") % {"names": ", ".join(found.ignored)})
    return sentences


def _table(new: tuple[NewFigure, ...]) -> Table:
    columns = (
        _("City"),
        _("Reference date"),
        Column(_("Inhabitants"), numeric=True),
        Column(_("In the register now"), numeric=True),
        _("Status"),
    )
    statuses = {"final": _("final"), "provisional": _("provisional")}
    rows = [
        (
            one.name,
            shortday(one.reference_on),
            number(one.inhabitants),
            _("none") if one.before is None else number(one.before),
            statuses.get(one.status, one.status),
        )
        for one in new
    ]
    return Table(_("What would be entered"), columns, rows)
