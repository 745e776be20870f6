"""The pages that take a step of an agreement and strike one, and what they share with :mod:`.notices`."""

from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kennispact.ground import clock
from kennispact.ground.kit.refusal import Refusal, Refused, refuse_if
from kennispact.ground.look.door import Request, add_refusals, page, read_or_write
from kennispact.ground.look.striking import Strike, confirm_striking
from kennispact.ground.look.templatetags.look import state_name
from kennispact.pact.agreements import access, commands, dossiers, queries, rules
from kennispact.pact.agreements.forms import StepForm
from kennispact.registers.documents import commands as documents
from kennispact.registers.documents.models import Document
from kennispact.registers.network.lookup import city_or_404
from kennispact.registers.network.models import Organisation


@page
@read_or_write
def take_step(request: Request, key: str) -> HttpResponse:
    """Record one step: first which one, of those possible now; then its day and file."""
    city = city_or_404(key)
    kinds = [kind for kind in rules.STEPS if access.may(request.actor, access.STEP_ACTIONS[kind], city.key)]
    if not kinds:
        access.require(request.actor, access.STEP_ACTIONS[rules.DRAFTED], city.key)
    kind = request.GET.get("kind", "")
    if kind not in rules.STEPS:
        return _choose_step(request, city, kinds)
    access.require(request.actor, access.STEP_ACTIONS[kind], city.key)
    form = StepForm(kind, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _take(request, city, kind, form.cleaned_data)
        except Refused as refused:
            add_to(form, refused, file="document")
        else:
            return done(request, city, _("Recorded: %(act)s.") % {"act": state_name(kind)})
    return show_form(
        request,
        city,
        form,
        title=_("%(city)s: %(act)s") % {"city": city.name, "act": state_name(kind)},
        lead=_leads()[kind],
        action=_("Record this"),
    )


def _leads() -> dict[str, str]:
    return {
        rules.DRAFTED: _("The agreement was written from the format, with the data of this city."),
        rules.SENT: _("The agreement was sent to the city."),
        rules.COLLEGE_DECIDED: _("The mayor and aldermen decided to conclude the agreement."),
        rules.SIGNED_BY_CITY: _("Somebody signed on behalf of the city."),
        rules.SIGNED_BY_PARTNER: _("Somebody signed on behalf of the partner."),
        rules.REGISTERED: _("Both signed. Add the signed agreement: from then on the city is in annex 3."),
    }


def _choose_step(request: Request, city: Organisation, kinds: list[str]) -> HttpResponse:
    found = dossiers.next_steps(dossiers.find(city), clock.today())
    mine = [step for step in found if step.kind in kinds]
    context = {
        **frame(city, _("Next step of %(city)s") % {"city": city.name}),
        "possible": [step for step in mine if not step.refusals],
        "later": [step for step in mine if step.refusals],
    }
    return render(request, "agreements/choose_step.html", context)


def _take(request: Request, city: Organisation, kind: str, answers: dict[str, Any]) -> None:
    by, at, day = request.actor, clock.now(), answers["happened_on"]
    if kind == rules.DRAFTED:
        commands.draft(city=city, happened_on=day, by=by, at=at)
        return
    agreement = queries.agreement_of(city.key)
    file = answers.get("document")
    # Asked before the file is kept, so that a refused step leaves no file behind.
    refuse_if(dossiers.step_refusals(agreement, kind, day, at, has_document=file is not None))
    commands.take_step(
        agreement=agreement,
        kind=kind,
        happened_on=day,
        reference=answers.get("reference", ""),
        by_role=answers.get("by_role", ""),
        place=answers.get("place", ""),
        document=received(request, city, file, day, at) if file else None,
        by=by,
        at=at,
    )


@page
@read_or_write
def strike_step(request: Request, key: str, pk: int) -> HttpResponse:
    """Strike a step that was entered wrongly, with the reason."""
    city = city_or_404(key)
    access.require(request.actor, "strike", city.key)
    step = dossiers.step(city, pk)
    if step is None:
        raise Http404
    more = [_("%(city)s leaves annex 3 until it is registered again.") % {"city": city.name}]
    act = state_name(step.kind)
    return strike_act(
        request,
        city,
        partial(commands.strike_step, step=step),
        act,
        done=_("Struck: %(act)s.") % {"act": act},
        more=more if step.kind == rules.REGISTERED else [],
    )


def strike_act(
    request: Request, city: Organisation, strike: Strike, act: str, *, done: str, more: list[str]
) -> HttpResponse:
    """Ask why an act of an agreement is struck, with what follows from it, and strike it."""
    return confirm_striking(
        request,
        strike,
        done=done,
        back=reverse("show_city", args=[city.key]),
        **frame(city, _("%(city)s: strike “%(act)s”?") % {"city": city.name, "act": act}),
        lead=_("Strike only what was entered wrongly."),
        consequences=[
            _("From now on this act no longer counts. The agreement's state is worked out anew."),
            *more,
            _("The act stays in the record, with your reason. What was known before can still be asked."),
        ],
        action=_("Strike this"),
    )


def received(request: Request, city: Organisation, file: Any, day: date, at: datetime) -> Document:
    """Keep a file that was sent in, before the act it belongs to is recorded."""
    return documents.receive(
        file=file, name=file.name, organisation=city.key, happened_on=day, by=request.actor, at=at
    )


def add_to(form: Form, refused: Refused, *, file: str) -> None:
    """Put the refusals in the form; those about the file at the field it came in by."""
    add_refusals(form, Refused(_moved(one, file) for one in refused.refusals))


def _moved(one: Refusal, file: str) -> Refusal:
    return replace(one, field=file) if one.field == "file" else one


def done(request: Request, city: Organisation, sentence: str) -> HttpResponse:
    """Say what was done and go back to the page of the city."""
    messages.success(request, sentence)
    return redirect("show_city", key=city.key)


def frame(city: Organisation, title: str) -> dict[str, Any]:
    """Return what every page of one agreement shows: title, way back, city."""
    back = reverse("show_city", args=[city.key])
    crumbs = [
        {"label": _("Overview"), "url": reverse("home")},
        {"label": _("Cities"), "url": reverse("list_cities")},
        {"label": city.name, "url": back},
        {"label": title, "url": ""},
    ]
    return {"title": title, "breadcrumbs": crumbs, "cancel": back, "city": city}


def show_form(
    request: Request,
    city: Organisation,
    form: Form,
    *,
    title: str,
    template: str = "look/confirm.html",
    **more: Any,
) -> HttpResponse:
    """Show a form about the agreement of a city."""
    return render(request, template, {**frame(city, title), "form": form, **more})
