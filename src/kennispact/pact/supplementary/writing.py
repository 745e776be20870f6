"""The pages that propose something extra, agree to asking it, answer for a city, and strike it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kennispact.ground import clock
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.look.door import Request, carried_out, page, read_or_write
from kennispact.ground.look.striking import confirm_striking, confirmed
from kennispact.ground.look.templatetags.look import euro
from kennispact.pact.supplementary import access, commands, queries, rules
from kennispact.pact.supplementary.forms import AnswerForm, ProposeForm
from kennispact.pact.supplementary.models import Extra
from kennispact.pact.supplementary.pages import crumbs, visible
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.decisions import parties
from kennispact.registers.documents import commands as documents


@page
@read_or_write
def propose_extra(request: Request) -> HttpResponse:
    """Propose to ask cities for more than the contribution. Source: covenant 6d, agreement 2.2."""
    access.require(request.actor, "propose")
    today, years = clock.today(), covenants.covenant().contribution.years
    form = ProposeForm(
        request.POST or None,
        request.FILES or None,
        cities=queries.taking_part(AsOf(today)),
        years=years,
        initial={
            "happened_on": today,
            "year": min(max(today.year, years[0]), years[-1]),
            "kind": rules.EXTRA,
            "per": rules.PER_CITY,
        },
    )
    if done := carried_out(request, form, partial(_propose, request, form)):
        messages.success(request, _("Proposed."))
        return redirect("show_extra", done.made.pk)
    title = _("Propose something extra")
    context = {
        "title": title,
        "lead": _("No city owes anything by this: each answers for itself."),
        "form": form,
        "action": _("Propose"),
        "cancel": reverse("list_extras"),
        "breadcrumbs": crumbs(title),
    }
    return render(request, "look/form_page.html", context)


def _propose(request: Request, form: ProposeForm, **given: Any) -> Extra:
    document, at = None, clock.now()
    if given["document"]:
        document = documents.receive(
            file=given["document"],
            name=given["document"].name,
            organisation=next(iter(request.actor.organisations)),
            happened_on=given["happened_on"],
            openness="parties",
            by=request.actor,
            at=at,
        )
    return commands.propose(
        terms=form.terms,
        cities=form.chosen,
        happened_on=given["happened_on"],
        reference=given["reference"],
        document=document,
        by=request.actor,
        at=at,
    )


@page
@read_or_write
def agree_to_extra(request: Request, pk: int) -> HttpResponse:
    """Say whether the actor's party agrees that cities are asked. Source: covenant 6d."""
    found = visible(request.actor, pk)
    party = parties.own_party(request.actor)
    if found.extra.kind != rules.EXTRA:
        raise Http404
    form = AnswerForm(
        request.POST or None,
        yes=_("Yes, we agree to asking it"),
        no=_("No, we do not agree"),
        initial={"happened_on": clock.today(), "outcome": "yes"},
    )
    title = _("Do you agree that this is asked?")
    return confirmed(
        request,
        form,
        partial(commands.agree, extra=found.extra, by=request.actor, at=clock.now()),
        done=_("Recorded what your party says."),
        back=reverse("show_extra", args=[pk]),
        title=title,
        kicker=party.name,
        breadcrumbs=crumbs(title),
        consequences=[
            _("When both parties agree, %(count)s cities see it and can answer.")
            % {"count": len(found.lines)},
            _("A city owes it only if it consents itself. The contribution stays as it is."),
        ],
        action=_("Record this"),
    )


@page
@read_or_write
def reply_to_extra(request: Request, pk: int, key: str) -> HttpResponse:
    """Consent for a city to what is asked of it, or decline. Source: covenant 6d, agreement 2.2."""
    access.require(request.actor, "reply", key)
    found = visible(request.actor, pk)
    line = next((line for line in found.lines if line.city.key == key), None)
    if line is None:
        raise Http404
    form = AnswerForm(
        request.POST or None,
        yes=_("Yes, our city consents"),
        no=_("No, our city does not consent"),
        initial={"happened_on": clock.today()},
    )
    amount, title = {"amount": euro(line.ask.amount)}, _("Does your city consent?")
    return confirmed(
        request,
        form,
        partial(commands.reply, extra=found.extra, city_key=key, by=request.actor, at=clock.now()),
        done=_("Your answer was recorded."),
        back=reverse("show_extra", args=[pk]),
        title=title,
        kicker=line.city.name,
        lead=found.extra.title,
        breadcrumbs=crumbs(title),
        consequences=[
            _("If you consent, your city gets an invoice of %(amount)s and the VAT, once.") % amount,
            _("Consenting cannot be undone here. After a no you can still consent."),
            _("Your contribution to the covenant stays as it is, whatever you answer."),
        ],
        action=_("Send the answer"),
    )


@page
@read_or_write
def strike_extra(request: Request, pk: int) -> HttpResponse:
    """Strike what was proposed wrongly."""
    access.require(request.actor, "strike")
    found = visible(request.actor, pk)
    title = _("Strike this proposal")
    return confirm_striking(
        request,
        partial(commands.strike_extra, extra=found.extra),
        done=_("The proposal was struck."),
        back=reverse("list_extras"),
        cancel=reverse("show_extra", args=[pk]),
        title=title,
        kicker=found.extra.title,
        breadcrumbs=crumbs(title),
        action=_("Strike the proposal"),
        consequences=[_("No city can answer any more. What was said stays to be seen by the parties.")],
    )
