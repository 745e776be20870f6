"""Appointing somebody, ending a mandate, striking one that was entered wrongly."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kennispact.doors.portal.manage import words
from kennispact.doors.portal.manage.forms import Appointment, EndOfMandate
from kennispact.ground import clock
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.look.door import Request, add_refusals, carried_out, page
from kennispact.ground.look.striking import confirm_striking
from kennispact.ground.people import queries as people
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.network import access, commands, queries
from kennispact.registers.network.models import Mandate, Organisation
from kennispact.registers.network.papers import kind_name

CONFIRM = "portal/confirm_with_facts.html"


@page
def appoint(request: Request) -> HttpResponse:
    """Give somebody a role at an organisation."""
    access.require(request.actor, "appoint")
    organisations = {one.key: one for one in queries.organisations()}
    persons = {str(one.pk): one for one in people.people() if one.is_active}
    roles = {role.key: role.kinds for role in covenants.covenant().roles}
    chosen = organisations.get(request.GET.get("organisation", ""))
    form = Appointment(
        request.POST or None,
        initial={field: request.GET.get(field, "") for field in ("person", "organisation", "role")},
        offered={
            "person": [(key, f"{one.name} ({one.email})") for key, one in persons.items()],
            "organisation": _by_kind(organisations.values()),
            "role": _roles(chosen.kind if chosen else ""),
            "theme": [(key, words.theme_name(key)) for key in covenants.covenant().subject],
        },
    )
    if request.method == "POST" and form.is_valid():
        asked = dict(form.cleaned_data)
        person, organisation = persons[asked.pop("person")], organisations[asked.pop("organisation")]
        try:
            commands.appoint(
                person=person,
                organisation=organisation,
                roles=roles,
                **asked,
                by=request.actor,
                at=clock.now(),
            )
        except Refused as refused:
            add_refusals(form, refused)
        else:
            role = words.role_name(asked["role"])
            messages.success(
                request,
                _("%(person)s is now: %(role)s, %(organisation)s.")
                % {"person": person.name, "role": role, "organisation": organisation.name},
            )
            return redirect(f"{reverse('list_mandates')}?organisation={organisation.key}&which=all")
    context = {
        "title": _("Appoint somebody"),
        "breadcrumbs": words.crumbs((_("Who acts for whom"), "list_mandates"), (_("Appoint somebody"), "")),
        "form": form,
        "lead": _("Whoever has a role at an organisation can sign in and act for it, in that period only."),
        "action": _("Appoint"),
        "cancel": reverse("list_mandates"),
        "anybody": bool(persons),
    }
    return render(request, "portal/appoint.html", context)


def _by_kind(organisations: Iterable[Organisation]) -> list[tuple[str, Any]]:
    order = ("network", "partner", "city", "third")
    every = list(organisations)
    groups = ((kind, [(one.key, one.name) for one in every if one.kind == kind]) for kind in order)
    return [(kind_name(kind), group) for kind, group in groups if group]


def _roles(kind: str) -> list[tuple[str, Any]]:
    """Return the roles of one kind of organisation, or of all kinds, each under its heading."""
    roles = covenants.covenant().roles
    if kind:
        return [(role.key, words.role_name(role.key)) for role in roles if kind in role.kinds]
    groups: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for role in roles:
        groups.setdefault(role.kinds, []).append((role.key, words.role_name(role.key)))
    return [(" / ".join(map(kind_name, kinds)), group) for kinds, group in groups.items()]


@page
def end_mandate(request: Request, pk: int) -> HttpResponse:
    """End a mandate after a day."""
    mandate = _mandate(request, pk, "end_mandate")
    form = EndOfMandate(request.POST or None, initial={"last_day": request.bar.today})
    end = partial(commands.end_mandate, mandate=mandate, by=request.actor, at=clock.now())
    if carried_out(request, form, end):
        last_day = words.written(form.cleaned_data["last_day"])
        messages.success(request, _("The mandate ends after %(day)s.") % {"day": last_day})
        return redirect("list_mandates")
    context = _frame(mandate, _("End this mandate")) | {
        "form": form,
        "lead": _("The mandate was right, and it comes to an end. Was it never right? Then strike it."),
        "action": _("End the mandate"),
        "cancel": reverse("list_mandates"),
        "consequences": [
            _("After the last day this person is no longer: %(role)s.") % {"role": _in_words(mandate)},
            *_left(request, mandate),
            _("What they did until then stays, with the role they had."),
        ],
    }
    return render(request, CONFIRM, context)


@page
def strike_mandate(request: Request, pk: int) -> HttpResponse:
    """Strike a mandate that was entered wrongly."""
    mandate = _mandate(request, pk, "strike_mandate")
    title = _("Strike this mandate")
    return confirm_striking(
        request,
        partial(commands.strike_mandate, mandate=mandate),
        done=_("The mandate was struck."),
        back=reverse("list_mandates"),
        template=CONFIRM,
        **_frame(mandate, title),
        lead=_("Strike a mandate only if it was entered wrongly. Does it end? Then end it."),
        action=_("Strike the mandate"),
        consequences=[
            _("The register says from now on that this was never so: %(role)s.")
            % {"role": _in_words(mandate)},
            *_left(request, mandate),
            _("The record keeps what was entered, that it was struck, and why."),
        ],
    )


@page
def strike_mandate_end(request: Request, pk: int) -> HttpResponse:
    """Strike the end of a mandate that was entered wrongly: it goes on."""
    mandate = _mandate(request, pk, "strike_mandate_end")
    end = queries.mandate_end(mandate)
    if end is None:
        raise Http404
    facts = {"day": words.written(end.last_day), "role": _in_words(mandate)}
    title = _("Strike the end of this mandate")
    return confirm_striking(
        request,
        partial(commands.strike_mandate_end, end=end),
        done=_("The end of the mandate was struck."),
        back=reverse("list_mandates"),
        template=CONFIRM,
        **_frame(mandate, title),
        lead=_("Strike an end only if it was entered wrongly. For a new period, make a new appointment."),
        action=_("Strike the end"),
        consequences=[
            _("The register says from now on that this never ended on %(day)s: %(role)s.") % facts,
            _("This person can act for %(organisation)s again, or for longer.")
            % {"organisation": mandate.organisation.name},
            _("The record keeps what was entered, that it was struck, and why."),
        ],
    )


def _mandate(request: Request, pk: int, action: str) -> Mandate:
    access.require(request.actor, action)
    mandate = queries.mandate(pk)
    if mandate is None:
        raise Http404
    return mandate


def _in_words(mandate: Mandate) -> str:
    return f"{words.role_name(mandate.role)}, {mandate.organisation.name}"


def _left(request: Request, mandate: Mandate) -> list[str]:
    """Return what becomes of this person's access once the mandate is gone."""
    today = request.bar.today
    kept = [
        line
        for line in queries.mandates(AsOf(today))
        if line.person_id == mandate.person_id and line.id != mandate.pk
    ]
    found = []
    if not any(line.organisation == mandate.organisation.key for line in kept):
        facts = {"organisation": mandate.organisation.name}
        found.append(_("This person can then no longer open anything of %(organisation)s.") % facts)
    if kept:
        roles = "; ".join(f"{words.role_name(line.role)}, {line.organisation_name}" for line in kept)
        found.append(_("This person keeps: %(roles)s.") % {"roles": roles})
    else:
        found.append(_("It is their only role: they can then no longer open anything here."))
    if _is_oneself(request.actor, mandate):
        found.append(_("Mind: this is your own role."))
    return found


def _is_oneself(actor: Actor, mandate: Mandate) -> bool:
    return actor.person_id is not None and actor.person_id == mandate.person_id


def _frame(mandate: Mandate, title: str) -> dict[str, Any]:
    """Return what every page about one mandate shows around its question."""
    facts = [
        (_("Person"), mandate.person.name),
        (_("Role"), words.role_name(mandate.role)),
        (_("Organisation"), mandate.organisation.name),
        (_("First day"), words.written(mandate.since)),
    ]
    if mandate.theme:
        facts.insert(2, (_("Theme group or pillar"), words.theme_name(mandate.theme)))
    steps = words.crumbs((_("Who acts for whom"), "list_mandates"), (title, ""))
    return {"title": title, "facts": facts, "breadcrumbs": steps}
