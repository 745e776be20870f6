"""The pages about notice: give it in two steps, withdraw it, strike it. Each is one command."""

from datetime import date
from functools import partial

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kennispact.ground import clock
from kennispact.ground.kit.refusal import Refused, refuse_if
from kennispact.ground.look.door import Request, add_refusals, page, read_or_write
from kennispact.ground.look.formatting import day as written_day
from kennispact.ground.look.formatting import language_of
from kennispact.ground.look.templatetags.look import state_name
from kennispact.pact.agreements import access, commands, dossiers, papers, queries
from kennispact.pact.agreements.forms import NoticeForm, ReceivedForm, WithdrawalForm
from kennispact.pact.agreements.models import Agreement
from kennispact.pact.agreements.writing import (
    add_to,
    done,
    frame,
    received,
    show_form,
    strike_act,
)
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.network import queries as network
from kennispact.registers.network.lookup import city_or_404
from kennispact.registers.network.models import Organisation


@page
@read_or_write
def give_notice(request: Request, key: str) -> HttpResponse:
    """Enter a notice in two steps: when it came and who gave it, then what follows from it and the letter."""
    city = city_or_404(key)
    access.require(request.actor, "give_notice", city.key)
    agreement = queries.agreement_of(city.key)
    givers = [(city.key, city.name)]
    if request.actor.supervises:  # a city does not give notice in the name of the partner
        partner = network.organisation(covenants.covenant().party("partner").key)
        givers.append((partner.key, partner.name))
    if request.method == "POST":
        return _enter_notice(request, agreement, givers)
    if "received_on" in request.GET:
        first = ReceivedForm(givers, request.GET)
        if first.is_valid():
            received_on: date = first.cleaned_data["received_on"]
            found = tuple(dossiers.notice_refusals(agreement, received_on, clock.now()))
            if not found:
                return _confirm_notice(request, city, NoticeForm(givers, initial=first.cleaned_data))
            add_refusals(first, Refused(found))
    else:
        first = ReceivedForm(givers, initial={"giver": city.key})
    return show_form(
        request,
        city,
        first,
        template="agreements/ask.html",
        title=_("Notice on the agreement of %(city)s") % {"city": city.name},
        kicker=_("Step 1 of 2"),
        lead=_("You first see what follows from the notice. Nothing is recorded in this step."),
        action=_("Show what follows"),
    )


def _confirm_notice(request: Request, city: Organisation, form: Form) -> HttpResponse:
    received_on = form.cleaned_data["received_on"] if form.is_bound else form.initial["received_on"]
    language = language_of(get_language())
    return show_form(
        request,
        city,
        form,
        title=_("Enter the notice on the agreement of %(city)s?") % {"city": city.name},
        kicker=_("Step 2 of 2"),
        lead=_("The letter was received on %(day)s.") % {"day": written_day(received_on, language)},
        consequences=papers.notice_consequences(queries.foretell_notice(received_on), city.name),
        action=_("Enter the notice"),
        grave=True,
    )


def _enter_notice(request: Request, agreement: Agreement, givers: list[tuple[str, str]]) -> HttpResponse:
    form, city, at = NoticeForm(givers, request.POST, request.FILES), agreement.city, clock.now()
    if not form.is_valid():
        if form.errors.keys() & {"received_on", "giver"}:
            return redirect("give_notice", key=city.key)
        return _confirm_notice(request, city, form)
    received_on = form.cleaned_data["received_on"]
    try:
        refuse_if(dossiers.notice_refusals(agreement, received_on, at))
        commands.give_notice(
            agreement=agreement,
            received_on=received_on,
            giver=network.organisation(form.cleaned_data["giver"]),
            letter=received(request, city, form.cleaned_data["letter"], received_on, at),
            by=request.actor,
            at=at,
        )
    except Refused as refused:
        add_to(form, refused, file="letter")
        return _refused_notice(request, city, form, refused)
    return done(request, city, _("The notice was entered."))


def _refused_notice(request: Request, city: Organisation, form: Form, refused: Refused) -> HttpResponse:
    """Show the letter's form again, or the page without a form when the letter cannot help."""
    if {one.field for one in refused.refusals} & {"file", "letter"}:
        return _confirm_notice(request, city, form)
    title = _("Notice on the agreement of %(city)s") % {"city": city.name}
    context = {**frame(city, title), "refusals": refused.refusals}
    return render(request, "agreements/refused.html", context)


@page
@read_or_write
def withdraw_notice(request: Request, key: str) -> HttpResponse:
    """Enter that both sides agreed to withdraw a notice."""
    city = city_or_404(key)
    access.require(request.actor, "withdraw_notice", city.key)
    agreement = queries.agreement_of(city.key)
    form = WithdrawalForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        at, day, file = clock.now(), form.cleaned_data["happened_on"], form.cleaned_data["letter"]
        try:
            refuse_if(dossiers.withdrawal_refusals(agreement, day, at))
            letter = received(request, city, file, day, at) if file else None
            commands.withdraw_notice(
                agreement=agreement, happened_on=day, letter=letter, by=request.actor, at=at
            )
        except Refused as refused:
            add_to(form, refused, file="letter")
        else:
            return done(request, city, _("The notice was withdrawn. The agreement goes on."))
    own_end = written_day(covenants.covenant().agreement.ends_on, language_of(get_language()))
    return show_form(
        request,
        city,
        form,
        title=_("Withdraw the notice of %(city)s") % {"city": city.name},
        lead=_("This is possible as long as the agreement has not ended, and both sides agree."),
        consequences=[
            _("The agreement of %(city)s goes on, until %(day)s at the latest.")
            % {"city": city.name, "day": own_end},
            _("%(city)s owes its contribution for the years that follow.") % {"city": city.name},
        ],
        action=_("Withdraw the notice"),
    )


@page
@read_or_write
def strike_notice(request: Request, key: str, pk: int) -> HttpResponse:
    """Strike a notice that was entered wrongly, with the reason."""
    city = city_or_404(key)
    access.require(request.actor, "strike", city.key)
    notice = dossiers.notice(city, pk)
    if notice is None:
        raise Http404
    return strike_act(
        request,
        city,
        partial(commands.strike_notice, notice=notice),
        state_name(dossiers.NOTICE_GIVEN),
        done=_("The notice was struck."),
        more=[
            _("The agreement of %(city)s goes on as if there had been no notice.") % {"city": city.name},
            _("Did both sides agree to withdraw it? Then do not strike it, but record the withdrawal."),
        ],
    )
