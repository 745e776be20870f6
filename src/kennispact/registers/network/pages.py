"""An organisation: its facts, its membership, its inhabitants; and changing those."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kennispact.ground import clock
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.look.door import Request, add_refusals, page
from kennispact.ground.look.striking import confirm_striking, confirmed
from kennispact.ground.look.templatetags.look import day, number
from kennispact.registers.network import access, commands, papers, queries
from kennispact.registers.network.forms import ChangeOfMembership, Correction
from kennispact.registers.network.lookup import organisation_or_404
from kennispact.registers.network.models import Organisation


@require_safe
@page
def show_organisation(request: Request, key: str) -> HttpResponse:
    """Show the facts of an organisation, its membership and inhabitants, and what was corrected."""
    access.require(request.actor, "see_organisations")
    found = organisation_or_404(key)
    is_city = found.kind == Organisation.Kind.CITY
    view = request.bar.as_of
    history = queries.membership_history(found) if is_city else ()
    figures = queries.population_history(found, view) if is_city else ()
    may = {action: access.may(request.actor, action, found) for action in access.ACTIONS}
    corrections = queries.corrections(found, view) if may["see_history"] else ()
    context = {
        "title": found.name,
        "organisation": found,
        "breadcrumbs": _crumbs(found),
        "facts": papers.facts(found),
        "codes": papers.codes(found),
        "is_city": is_city,
        "is_member": queries.is_member(history, view) if is_city else False,
        "memberships": papers.memberships(history, may_strike=may["strike_membership"]) if history else None,
        "figures": papers.figures(found, figures, may_strike=may["strike_population"]) if figures else None,
        "corrections": papers.corrections(corrections) if corrections else None,
        "may": may,
    }
    return render(request, "network/show_organisation.html", context)


@page
def correct_organisation(request: Request, key: str) -> HttpResponse:
    """Correct the facts of an organisation; the journal keeps what they were."""
    found = organisation_or_404(key)
    access.require(request.actor, "correct_organisation", found)
    form = Correction(request.POST or None, organisation=found)
    if request.method == "POST" and form.is_valid():
        try:
            commands.correct_organisation(
                organisation=found, **form.facts(), by=request.actor, at=clock.now()
            )
        except Refused as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, _("The facts of %(name)s are saved.") % {"name": form.facts()["name"]})
            return redirect("show_organisation", found.key)
    title = _("Correct the facts of %(name)s") % {"name": found.name}
    context = {
        "title": title,
        "lead": _(
            "The facts as they should be. What they were stays readable on the page of the organisation."
        ),
        "breadcrumbs": _crumbs(found, title),
        "form": form,
        "cancel": reverse("show_organisation", args=[found.key]),
    }
    return render(request, "look/form_page.html", context)


@page
def join_network(request: Request, key: str) -> HttpResponse:
    """Enter that a city became a member of the network."""
    city = _city(request, key, "join_network")
    consequences = [
        _("From that day %(city)s counts as a city of the network, and can take part in the covenant."),
        _("Nothing is signed by this: %(city)s takes part once its own agreement is signed by both."),
        _("The number of cities in all overviews of that day and later goes up by one."),
    ]
    return _change(
        request,
        city,
        commands.join_network,
        title=_("Enter that %(city)s joined the network") % {"city": city.name},
        action=_("Enter the membership"),
        done=_("The membership of %(city)s is entered.") % {"city": city.name},
        consequences=[sentence % {"city": city.name} for sentence in consequences],
    )


@page
def leave_network(request: Request, key: str) -> HttpResponse:
    """Enter that a city is no longer a member of the network."""
    city = _city(request, key, "leave_network")
    holding = queries.mandates(AsOf(request.bar.today), city)
    facts = {"city": city.name, "count": len(holding)}
    consequences = [
        _("From that day %(city)s no longer counts as a city of the network. Only those can take part.")
        % facts,
        _("An agreement does not end by this. If it is in force, a written notice is needed too."),
    ]
    if holding:
        consequences.append(
            ngettext(
                "%(count)s role at %(city)s goes on until it is ended: this person can still sign in.",
                "%(count)s roles at %(city)s go on until they are ended: these people can still sign in.",
                len(holding),
            )
            % facts
        )
    return _change(
        request,
        city,
        commands.leave_network,
        title=_("Enter that %(city)s left the network") % facts,
        action=_("Enter the departure"),
        done=_("The departure of %(city)s is entered.") % facts,
        consequences=consequences,
        grave=True,
    )


@page
def strike_membership(request: Request, key: str, pk: int) -> HttpResponse:
    """Strike a change of membership that was entered wrongly."""
    city = _city(request, key, "strike_membership")
    membership = queries.membership(pk)
    if membership is None or membership.city_id != city.pk:
        raise Http404
    title = _("Strike a change of membership")
    what = papers.change_in_words(membership.change, membership.happened_on)
    return confirm_striking(
        request,
        partial(commands.strike_membership, membership=membership),
        done=_("The change of membership was struck."),
        back=reverse("show_organisation", args=[city.key]),
        title=title,
        breadcrumbs=_crumbs(city, title),
        action=_("Strike the change"),
        consequences=[
            _("The register says from now on that this was never so: %(what)s.") % {"what": what},
            _("Every overview counts %(city)s as if it was never entered.") % {"city": city.name},
            _("The record keeps what was entered, that it was struck, and why."),
        ],
    )


@page
def strike_population(request: Request, key: str, pk: int) -> HttpResponse:
    """Strike a number of inhabitants that was entered wrongly."""
    city = _city(request, key, "strike_population")
    figure = queries.population(pk)
    if figure is None or figure.city_id != city.pk:
        raise Http404
    facts = {
        "city": city.name,
        "inhabitants": number(figure.inhabitants),
        "day": day(figure.happened_on),
    }
    title = _("Strike a number of inhabitants")
    return confirm_striking(
        request,
        partial(commands.strike_population, population=figure),
        done=_("The number of inhabitants was struck."),
        back=reverse("show_organisation", args=[city.key]),
        title=title,
        breadcrumbs=_crumbs(city, title),
        action=_("Strike the number"),
        consequences=[
            _("%(city)s no longer has %(inhabitants)s inhabitants on %(day)s.") % facts,
            _("If an earlier figure of that date is known, that one counts again. Otherwise there is none."),
            _("A contribution that was counted with this figure changes, or cannot be counted any more."),
            _("The record keeps what was entered, that it was struck, and why."),
        ],
    )


def _change(
    request: Request, city: Organisation, command: Callable[..., Any], *, title: str, **context: Any
) -> HttpResponse:
    return confirmed(
        request,
        ChangeOfMembership(request.POST or None, initial={"happened_on": request.bar.today}),
        partial(command, network=_network(), city=city, by=request.actor, at=clock.now()),
        back=reverse("show_organisation", args=[city.key]),
        title=title,
        breadcrumbs=_crumbs(city, title),
        **context,
    )


def _city(request: Request, key: str, action: str) -> Organisation:
    found = organisation_or_404(key)
    access.require(request.actor, action, found)
    if found.kind != Organisation.Kind.CITY:
        raise Http404
    return found


def _network() -> Organisation:
    return queries.organisations(Organisation.Kind.NETWORK.value)[0]


def _crumbs(found: Organisation, last: str = "") -> list[dict[str, str]]:
    own = reverse("show_organisation", args=[found.key])
    steps = [(_("Overview"), reverse("home")), (_("Who acts for whom"), reverse("list_mandates"))]
    steps += [(found.name, own), (last, "")] if last else [(found.name, "")]
    return [{"label": label, "url": url} for label, url in steps]
