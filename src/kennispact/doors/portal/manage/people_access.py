"""Ending somebody's access, giving it back, signing them out, erasing: each after a look at what follows."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kennispact.doors.portal.manage import words
from kennispact.doors.portal.manage.people import crumbs, person_of
from kennispact.ground import clock
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.look.door import Request, page
from kennispact.ground.look.striking import confirmed
from kennispact.ground.people import commands, queries
from kennispact.ground.people.models import Person
from kennispact.registers.network import queries as network


@page
def deactivate_person(request: Request, pk: int) -> HttpResponse:
    """End somebody's access at once."""
    person = person_of(request, pk, "deactivate_person")
    consequences = [
        _("This person cannot sign in any more, at once."),
        _devices(person),
        *_roles(request, person, _("These roles stay, and can no longer be used: %(roles)s.")),
        _("What they did stays, with the role they had. You can give access back later."),
    ]
    return _confirmed(
        request,
        person,
        commands.deactivate_person,
        title=_("End the access of %(name)s") % {"name": person.name},
        action=_("End access"),
        done=_("The access of %(name)s has ended.") % {"name": person.name},
        grave=True,
        consequences=consequences,
    )


@page
def reactivate_person(request: Request, pk: int) -> HttpResponse:
    """Give somebody access again."""
    person = person_of(request, pk, "reactivate_person")
    consequences = [
        _("This person can sign in again, in the same ways as before."),
        *_roles(request, person, _("These roles can be used again: %(roles)s.")),
    ]
    return _confirmed(
        request,
        person,
        commands.reactivate_person,
        title=_("Give %(name)s access again") % {"name": person.name},
        action=_("Give access"),
        done=_("%(name)s has access again.") % {"name": person.name},
        consequences=consequences,
    )


@page
def end_sessions(request: Request, pk: int) -> HttpResponse:
    """Sign somebody out everywhere."""
    person = person_of(request, pk, "end_sessions")
    consequences = [
        _devices(person),
        _("What was typed there and not yet saved is lost."),
        _("This person can sign in again. To prevent that, end their access."),
    ]
    return _confirmed(
        request,
        person,
        commands.end_sessions,
        title=_("Sign %(name)s out everywhere") % {"name": person.name},
        action=_("Sign out everywhere"),
        done=_("%(name)s is signed out everywhere.") % {"name": person.name},
        consequences=consequences,
    )


@page
def reset_second_factor(request: Request, pk: int) -> HttpResponse:
    """Help somebody who lost their phone and their recovery codes."""
    person = person_of(request, pk, "reset_second_factor")
    consequences = [
        _("The app, the passkeys and the recovery codes of this person no longer work."),
        _("The password no longer works either: whoever found it must not get in."),
        _devices(person),
        _("This person signs in with a code by e-mail, and can then set up everything again."),
        _("Be sure first that it is really this person who asks you: call back on a number you know."),
    ]
    return _confirmed(
        request,
        person,
        commands.reset_second_factor,
        title=_("Remove the second step of %(name)s") % {"name": person.name},
        action=_("Remove the second step"),
        done=_("The second step of %(name)s is removed.") % {"name": person.name},
        grave=True,
        consequences=consequences,
    )


@page
def erase_person(request: Request, pk: int) -> HttpResponse:
    """Erase who somebody was, when they ask for it and no longer take part."""
    person = person_of(request, pk, "erase_person")
    consequences = [
        _("Name, e-mail address, language and every way of signing in are erased. Nobody can undo this."),
        _(
            "What this person did for the covenant stays, with the role they had and a number instead of the "
            "name. The law asks to keep acts and decisions in the archive."
        ),
        *_roles(request, person, _("These roles stay, without a name: %(roles)s.")),
        _("Papers and letters stay as they were received, also when the name stands in them."),
        _("A backup that was made before still holds the data, until that backup is thrown away."),
        _("To take part again, this person must be invited anew."),
    ]
    return _confirmed(
        request,
        person,
        commands.erase_person,
        title=_("Erase the data of %(name)s") % {"name": person.name},
        action=_("Erase for good"),
        done=_("The data are erased."),
        leads_to=reverse("list_people"),
        grave=True,
        consequences=consequences,
    )


def _devices(person: Person) -> str:
    sessions = len(queries.sessions(person))
    sentence = ngettext("%(count)s device is signed out.", "%(count)s devices are signed out.", sessions)
    return sentence % {"count": sessions}


def _roles(request: Request, person: Person, sentence: str) -> list[str]:
    found = [
        f"{words.role_name(line.role)}, {line.organisation_name}"
        for line in network.mandates(AsOf(request.bar.today))
        if line.person_id == person.pk
    ]
    return [sentence % {"roles": "; ".join(found)}] if found else []


def _confirmed(
    request: Request,
    person: Person,
    command: Callable[..., Any],
    *,
    title: str,
    leads_to: str = "",
    **context: Any,
) -> HttpResponse:
    own_page = reverse("show_person", args=[person.pk])
    return confirmed(
        request,
        None,
        partial(command, person=person, by=request.actor, at=clock.now()),
        back=leads_to or own_page,
        template="portal/confirm_with_facts.html",
        title=title,
        facts=[(_("E-mail address"), person.email)],
        cancel=own_page,
        breadcrumbs=crumbs(title),
        **context,
    )
