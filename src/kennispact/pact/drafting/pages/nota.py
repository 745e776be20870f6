"""The proposal for the college: to read as a page, and to make the city's own. Source: nota."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kennispact.ground import clock
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.look.door import Request, add_refusals, page, read_or_write
from kennispact.ground.look.tables import Column, Table
from kennispact.ground.look.templatetags.look import state_badge
from kennispact.pact.drafting import access, commands, nota, queries
from kennispact.pact.drafting.blocks import Block, Grid, plain
from kennispact.pact.drafting.forms import PlaceForm, SectionForm
from kennispact.pact.drafting.models import SectionChange
from kennispact.pact.drafting.pages import frame
from kennispact.pact.drafting.queries import CityPapers
from kennispact.pact.drafting.rules import Section


@page
@require_safe
def show_nota(request: Request, key: str) -> HttpResponse:
    """Show the proposal of a city as a page, as it stands in the view."""
    found = frame.papers_of(request, key)
    acts = _acts(found, request.bar.as_of)
    try:
        paper = nota.paper(found, acts)
    except Refused as refused:
        frame.say_refused(request, refused)
        return redirect(reverse("show_papers", args=[found.city.key]) + request.bar.query)
    context = {
        "title": paper.title,
        "breadcrumbs": frame.of_city(request, found, (_("Proposal for the college"), "")),
        "paper": paper,
        "blocks": [_shown(one) for one in paper.blocks],
        "city": found.city,
        "files": frame.to_save(found.city.key, request.bar.query)[1]["files"],
        "may_edit": request.bar.is_today and access.may(request.actor, "edit_nota", found.city.key),
    }
    return render(request, "drafting/show_nota.html", context)


def _acts(found: CityPapers, view: AsOf) -> dict[str, SectionChange]:
    return queries.sections(view, [found.city.pk]).get(found.city.pk, {})


def _shown(block: Block) -> dict[str, Any]:
    if isinstance(block, Grid):
        columns = [Column(label, place in block.numeric) for place, label in enumerate(block.head)]
        return {"kind": "grid", "table": Table(block.caption, columns, block.rows)}
    return plain(block)


@page
@require_safe
def edit_nota(request: Request, key: str) -> HttpResponse:
    """Show the parts of a city's proposal: to change, move or switch off."""
    found = frame.papers_of(request, key, "edit_nota")
    acts = _acts(found, AsOf(request.bar.today))
    parts = _parts(request, found, acts)
    context = {
        "title": _("Change the proposal of %(city)s") % {"city": found.city.name},
        "breadcrumbs": frame.of_city(
            request,
            found,
            (_("Proposal for the college"), reverse("show_nota", args=[found.city.key])),
            (_("Change"), ""),
        ),
        "city": found.city,
        "parts": [_line(one, place, len(parts), acts) for place, one in enumerate(parts, 1)],
        "empty": [one.title for one in parts if one.required and one.is_empty],
        "may_usage": access.may(request.actor, "enter_usage", found.city.key),
    }
    return render(request, "drafting/edit_nota.html", context)


def _parts(request: Request, found: CityPapers, acts: dict[str, SectionChange]) -> tuple[Section, ...]:
    try:
        return nota.sections(found, acts)
    except Refused as refused:
        frame.say_refused(request, refused)
        return ()


def _line(one: Section, place: int, total: int, acts: dict[str, SectionChange]) -> dict[str, Any]:
    if one.required and one.is_empty:
        badge = state_badge("overdue", _("required and empty"))
    elif not one.is_on:
        badge = state_badge("ended", _("switched off"))
    elif one.key in acts and one.own:
        badge = state_badge("drafted", _("own text"))
    else:
        badge = state_badge("done", _("standard text"))
    return {
        "section": one,
        "badge": badge,
        "up": place - 1,
        "down": place + 1 if place < total else 0,
    }


@page
@read_or_write
def change_section(request: Request, key: str, section: str) -> HttpResponse:
    """Give one part its own title or text, or switch it off. Earlier versions stay."""
    found = frame.papers_of(request, key, "edit_nota")
    acts = _acts(found, AsOf(request.bar.today))
    one = next((part for part in _parts(request, found, acts) if part.key == section), None)
    if one is None:
        raise Http404
    form = SectionForm(request.POST or None, initial=_initial(one, queries.last_change(found.city, section)))
    if request.method == "POST" and form.is_valid() and _changed(request, found, one, form):
        return redirect("edit_nota", key=found.city.key)
    title = _("Change “%(part)s”") % {"part": one.title}
    context = {
        "title": title,
        "breadcrumbs": frame.of_city(
            request,
            found,
            (_("Change the proposal"), reverse("edit_nota", args=[found.city.key])),
            (title, ""),
        ),
        "form": form,
        "section": one,
        "history": queries.section_history(found.city, section, AsOf(request.bar.today)),
        "now": _now_typed(found, one, form),
        "cancel": reverse("edit_nota", args=[found.city.key]),
    }
    return render(request, "drafting/change_section.html", context)


def _initial(one: Section, last: int) -> dict[str, Any]:
    return {"title": one.title, "is_on": one.is_on, "text": one.own, "seen": last}


def _now_typed(found: CityPapers, one: Section, form: SectionForm) -> str:
    """Return what stands there now, when somebody else changed it while this was typed."""
    if not form.is_bound or str(queries.last_change(found.city, one.key)) == form["seen"].value():
        return ""
    return one.own or _("The standard text.")


def _changed(request: Request, found: CityPapers, one: Section, form: SectionForm) -> bool:
    try:
        commands.change_section(
            city=found.city,
            section=one.key,
            position=min(one.position, len(_parts(request, found, {}))),
            happened_on=request.bar.today,
            by=request.actor,
            at=clock.now(),
            **form.cleaned_data,
        )
    except Refused as refused:
        add_refusals(form, refused)
        return False
    messages.success(request, _("“%(part)s” was changed.") % {"part": form.cleaned_data["title"]})
    return True


@page
@require_POST
def move_section(request: Request, key: str, section: str) -> HttpResponse:
    """Put one part in another place. Pressing twice does not move it twice."""
    found = frame.papers_of(request, key, "edit_nota")
    form = PlaceForm(request.POST)
    if form.is_valid():
        try:
            commands.move_section(
                city=found.city,
                section=section,
                position=form.cleaned_data["position"],
                happened_on=request.bar.today,
                by=request.actor,
                at=clock.now(),
            )
        except Refused as refused:
            frame.say_refused(request, refused)
    return redirect(reverse("edit_nota", args=[found.city.key]) + f"#part-{section}")
