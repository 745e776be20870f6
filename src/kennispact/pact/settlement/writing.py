"""The pages that propose a surplus, agree to it, carry it out and strike it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kennispact.ground import clock
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.look import sentences
from kennispact.ground.look.door import Request, carried_out, page, read_or_write
from kennispact.ground.look.striking import confirm_striking, confirmed
from kennispact.ground.look.templatetags.look import euro
from kennispact.pact.invoicing import particulars
from kennispact.pact.settlement import access, commands, queries
from kennispact.pact.settlement.forms import AgreeForm, ProposeForm
from kennispact.pact.settlement.models import Surplus
from kennispact.pact.settlement.pages import crumbs, shares_table, title_of, visible
from kennispact.pact.settlement.queries import Settlement
from kennispact.registers.decisions import parties
from kennispact.registers.documents import commands as documents

CONFIRM = "settlement/confirm_surplus.html"


@page
@read_or_write
def propose_surplus(request: Request) -> HttpResponse:
    """Put a surplus before both parties. Source: covenant 7d-2."""
    access.require(request.actor, "propose")
    found = queries.basis(AsOf(clock.today()))
    left = [found.cities[one.city_key] for one in found.left]
    form = ProposeForm(
        request.POST or None, request.FILES or None, left=left, initial={"happened_on": clock.today()}
    )
    if done := carried_out(request, form, partial(_propose, request, form)):
        messages.success(request, _("Proposed. Both parties can say now whether they agree."))
        return redirect("show_surplus", done.made.pk)
    context = {
        "title": _("Propose a surplus"),
        "lead": _("You see each city's share before anybody agrees. Nothing is set off yet."),
        "form": form,
        "action": _("Propose and show the shares"),
        "cancel": reverse("list_surpluses"),
        "breadcrumbs": crumbs(_("Propose a surplus")),
    }
    return render(request, "look/form_page.html", context)


def _propose(request: Request, form: ProposeForm, **given: Any) -> Surplus:
    at = clock.now()
    document = documents.receive(
        file=given["document"],
        name=given["document"].name,
        organisation=particulars.partner().key,
        happened_on=given["happened_on"],
        by=request.actor,
        at=at,
    )
    return commands.propose(
        amount=given["amount"],
        document=document,
        happened_on=given["happened_on"],
        explanation=given["explanation"],
        choices=form.choices,
        by=request.actor,
        at=at,
    )


@page
@read_or_write
def agree_to_surplus(request: Request, pk: int) -> HttpResponse:
    """Say whether the actor's party agrees, with the shares in sight. Source: covenant 7d-2."""
    found = visible(request.actor, pk)
    party = parties.own_party(request.actor)
    form = AgreeForm(request.POST or None, initial={"happened_on": clock.today(), "outcome": "yes"})
    others = all(word.agrees for word in found.words if word.party.key != party.key)
    consequences = [
        _("The other party agreed already. With your consent the surplus is established.")
        if others
        else _("The surplus is established as soon as the other party agrees too."),
        _("Each city then pays its share less for the last year, as in the table below."),
        _("You can change your mind until the financial administration sets it off."),
    ]
    title = _("Do you agree to the surplus?")
    return confirmed(
        request,
        form,
        partial(commands.agree, surplus=found.surplus, by=request.actor, at=clock.now()),
        done=_("Recorded what your party says."),
        back=reverse("show_surplus", args=[pk]),
        template=CONFIRM,
        title=title,
        kicker=party.name,
        lead=_("It is about %(amount)s, without VAT.") % {"amount": euro(found.surplus.amount)},
        breadcrumbs=crumbs(title),
        consequences=consequences,
        action=_("Record this"),
        table=shares_table(found.lines, with_total=True, with_result=False),
    )


@page
@read_or_write
def carry_out_surplus(request: Request, pk: int) -> HttpResponse:
    """Set every share off, after showing what follows. Source: covenant 7d-2."""
    access.require(request.actor, "carry_out")
    found = visible(request.actor, pk)
    form = Form(request.POST if request.method == "POST" else None)
    carry_out = partial(commands.carry_out, surplus=found.surplus, by=request.actor, at=clock.now())
    if done := carried_out(request, form, carry_out):
        _tell(request, found, done.made)
        return redirect("show_surplus", pk)
    ways = queries.ways(found)
    allowances, credits_ = len(ways.allowances), len(ways.credits)
    consequences = [
        ngettext(
            "%(count)s city gets its share as an allowance on its invoice for %(year)s.",
            "%(count)s cities get their share as an allowance on their invoice for %(year)s.",
            allowances,
        )
        % {"count": allowances, "year": found.surplus.year},
        ngettext(
            "%(count)s city gets a credit note with a number of its own.",
            "%(count)s cities get a credit note, each with a number of its own.",
            credits_,
        )
        % {"count": credits_},
        _("VAT comes off as well. What each city has to pay becomes lower at once."),
        _("This cannot be undone. Whoever does it again changes nothing."),
    ]
    chosen = [told for told, number in zip(consequences, (allowances, credits_, 1, 1), strict=True) if number]
    title = _("Set the surplus off")
    context = {
        "title": title,
        "kicker": title_of(found.surplus),
        "lead": _("%(amount)s is set off, without VAT.") % {"amount": euro(found.surplus.amount)},
        "breadcrumbs": crumbs(title),
        "form": form,
        "consequences": chosen,
        "action": _("Set it off now"),
        "cancel": reverse("show_surplus", args=[pk]),
        "table": shares_table(found.lines, with_total=True, with_result=False),
        "grave": True,
    }
    return render(request, CONFIRM, context)


def _tell(request: Request, found: Settlement, done: commands.Result) -> None:
    names = {line.city.key: line.city.name for line in found.lines}
    if done.done:
        told = ngettext("Set off for %(count)s city.", "Set off for %(count)s cities.", done.done)
        messages.success(request, told % {"count": done.done})
    elif not done.refused:
        messages.info(request, _("Everything was set off before. Nothing changed."))
    for key, reasons in done.refused.items():
        messages.error(request, f"{names[key]}: {' '.join(sentences.refusal(one) for one in reasons)}")


@page
@read_or_write
def strike_surplus(request: Request, pk: int) -> HttpResponse:
    """Strike a proposal that is wrong."""
    access.require(request.actor, "strike")
    found = visible(request.actor, pk)
    title = _("Strike the surplus")
    return confirm_striking(
        request,
        partial(commands.strike_surplus, surplus=found.surplus),
        done=_("The proposal was struck."),
        back=reverse("list_surpluses"),
        cancel=reverse("show_surplus", args=[pk]),
        title=title,
        kicker=title_of(found.surplus),
        breadcrumbs=crumbs(title),
        action=_("Strike the proposal"),
        consequences=[
            _("The proposal and what the parties said about it count no more. They stay to be seen."),
            _("A new surplus can be proposed then."),
        ],
    )
