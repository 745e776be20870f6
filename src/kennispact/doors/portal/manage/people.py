"""People: who was invited, how they sign in and what they act for; inviting them and ending their access."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kennispact.doors.portal.manage import words
from kennispact.doors.portal.manage.forms import Details, PeopleFilter
from kennispact.ground import clock
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.look.door import Request, carried_out, page
from kennispact.ground.look.exports import csv_answer
from kennispact.ground.look.tables import Table
from kennispact.ground.look.templatetags.look import moment, state_badge
from kennispact.ground.people import access, commands, queries
from kennispact.ground.people.models import Person
from kennispact.registers.network import queries as network
from kennispact.registers.network.queries import MandateLine
from kennispact.registers.network.rules import name_key

PER_PAGE = 50
CSV_COLUMNS = (
    "number",
    "name",
    "email",
    "language",
    "can_sign_in",
    "employers",
    "last_signed_in_at",
    "roles",
)
Roles = Mapping[int | None, list[MandateLine]]
Employers = Mapping[int, list[str]]


@require_safe
@page
def list_people(request: Request) -> HttpResponse:
    """Show everybody who was invited, with the roles they have today."""
    access.require(request.actor, "see_people")
    form = PeopleFilter(request.GET)
    form.is_valid()
    roles = _roles_of(request)
    employers = queries.employers()
    found = _wanted(queries.people(), form.cleaned_data, roles)
    if request.GET.get("format") == "csv":
        return csv_answer("mensen", CSV_COLUMNS, [_row(one, roles, employers) for one in found])
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("People"),
        "breadcrumbs": words.crumbs((_("Manage"), "manage"), (_("People"), "")),
        "filter_form": form,
        "count": len(found),
        "table": _table(shown.object_list, roles, employers) if found else None,
        "page": shown,
        "csv": {**form.cleaned_data, "format": "csv"},
    }
    return render(request, "portal/list_people.html", context)


def _roles_of(request: Request) -> Roles:
    found: dict[int | None, list[MandateLine]] = defaultdict(list)
    for line in network.mandates(AsOf(request.bar.today)):
        found[line.person_id].append(line)
    return found


def _wanted(everybody: Iterable[Person], asked: Mapping[str, str], roles: Roles) -> list[Person]:
    text = name_key(asked.get("search", ""))[0]
    return [
        one
        for one in everybody
        if _fits(one, asked.get("which", ""), roles) and text in name_key(f"{one.name} {one.email}")[0]
    ]


def _fits(one: Person, which: str, roles: Roles) -> bool:
    if which == "without":
        return one.pk not in roles
    return not which or one.is_active == (which == "active")


def _row(one: Person, roles: Roles, employers: Employers) -> dict[str, Any]:
    return {
        "number": one.pk,
        "name": one.name,
        "email": one.email,
        "language": one.language,
        "can_sign_in": one.is_active,
        "employers": "; ".join(employers.get(one.pk, [])),
        "last_signed_in_at": one.last_login,
        "roles": "; ".join(f"{line.role} @ {line.organisation}" for line in roles.get(one.pk, [])),
    }


def _table(found: Iterable[Person], roles: Roles, employers: Employers) -> Table:
    columns = (
        _("Name"),
        _("E-mail address"),
        _("Roles today"),
        _("Signs in with"),
        _("Last signed in"),
        _("Access"),
    )
    rows = [
        (
            words.link(reverse("show_person", args=[one.pk]), one.name),
            words.address(one.email),
            _roles_in_words(roles.get(one.pk, [])),
            _ways(one, employers.get(one.pk, [])),
            moment(one.last_login) if one.last_login else _("never"),
            _access(one),
        )
        for one in found
    ]
    return Table(_("People"), columns, rows)


def _ways(one: Person, employers: Iterable[str]) -> str:
    employed = [_("account of the employer (%(name)s)") % {"name": name} for name in employers]
    return ", ".join(
        [*employed, *([_("password")] if one.has_usable_password() else []), _("code by e-mail")]
    )


def _roles_in_words(lines: Iterable[MandateLine]) -> SafeString | str:
    found = [(words.role_name(line.role), line.organisation_name) for line in lines]
    return (
        format_html("<span>{}</span>", format_html_join(SafeString("<br>"), "{}, {}", found))
        if found
        else _("none")
    )


def _access(one: Person) -> SafeString:
    return state_badge("done", _("Can sign in")) if one.is_active else state_badge("ended", _("Access ended"))


@page
def invite_person(request: Request) -> HttpResponse:
    """Let somebody in. They still need a role before they can do anything."""
    access.require(request.actor, "invite_person")
    form = Details(request.POST or None)
    if done := carried_out(request, form, partial(commands.invite_person, by=request.actor, at=clock.now())):
        person = done.made
        said = _("%(name)s can sign in now. Give this person a role.") % {"name": person.name}
        messages.success(request, said)
        return redirect(f"{reverse('appoint')}?person={person.pk}")
    return _form(
        request,
        form,
        title=_("Invite somebody"),
        lead=_(
            "From now on this person can sign in with a code that we send by e-mail. Without a role they see "
            "nothing yet. No invitation is sent: tell them yourself."
        ),
        action=_("Invite"),
        cancel=reverse("list_people"),
    )


@require_safe
@page
def show_person(request: Request, pk: int) -> HttpResponse:
    """Show who somebody is, how they sign in, where they are signed in, and their roles."""
    person = person_of(request, pk, "see_person")
    found = network.mandates(AsOf(request.bar.today), holding=False)
    roles = [line for line in found if line.person_id == person.pk]
    how = queries.means(person)
    steps = [
        _("app on the phone") if how.authenticator_app else "",
        ngettext("%(count)s passkey", "%(count)s passkeys", how.passkeys) % {"count": how.passkeys}
        if how.passkeys
        else "",
    ]
    facts = [
        (_("E-mail address"), person.email),
        (_("Language"), dict(Details.base_fields["language"].choices)[person.language]),  # type: ignore[attr-defined]
        (_("Access"), _access(person)),
        (_("Invited"), moment(person.created_at)),
        (_("Last signed in"), moment(person.last_login) if person.last_login else _("never")),
        (_("Password"), _("yes") if how.password else _("no: signs in with a code by e-mail")),
        (_("Second step"), ", ".join(filter(None, steps)) or _("none")),
    ]
    if how.employers:
        facts.append((_("Account of the employer"), ", ".join(how.employers)))
    context = {
        "title": person.name,
        "person": person,
        "breadcrumbs": crumbs(person.name),
        "facts": facts,
        "roles": _roles_table(request, roles) if roles else None,
        "sessions": queries.sessions(person, current=request.session.session_key),
        "has_second_factor": how.has_second_factor,
        "is_oneself": request.actor.person_id == person.pk,
    }
    return render(request, "portal/show_person.html", context)


def _roles_table(request: Request, lines: Iterable[MandateLine]) -> Table:
    rows = [
        (
            words.role_name(line.role),
            line.organisation_name,
            words.written(line.since),
            words.written(line.until) if line.until else _("no end known"),
            words.link(reverse("end_mandate", args=[line.id]), _("End"), words.role_name(line.role))
            if line.until is None or line.until >= request.bar.today
            else "",
        )
        for line in lines
    ]
    columns = (_("Role"), _("Organisation"), _("First day"), _("Last day"), _("Change"))
    return Table(_("Roles, also those that ended"), columns, rows)


@page
def correct_person(request: Request, pk: int) -> HttpResponse:
    """Correct somebody's name, address or language."""
    person = person_of(request, pk, "correct_person")
    initial = {"name": person.name, "email": person.email, "language": person.language}
    form = Details(request.POST or None, initial=initial)
    correct = partial(commands.correct_person, person=person, by=request.actor, at=clock.now())
    if carried_out(request, form, correct):
        messages.success(request, _("The details are saved."))
        return redirect("show_person", person.pk)
    return _form(
        request,
        form,
        title=_("Correct the details of %(name)s") % {"name": person.name},
        lead=_(
            "With another e-mail address this person is signed out everywhere, and the account of the "
            "employer is no longer linked."
        ),
        action=_("Save"),
        cancel=reverse("show_person", args=[person.pk]),
    )


def _form(request: Request, form: Any, **context: Any) -> HttpResponse:
    return render(
        request, "look/form_page.html", {**context, "form": form, "breadcrumbs": crumbs(context["title"])}
    )


def person_of(request: Request, pk: int, action: str) -> Person:
    """Return a person about whom the reader may do this.

    :raises Http404: if there is none, or if who it was is erased
    """
    access.require(request.actor, "see_people")
    person = queries.person(pk)
    if person is None or queries.is_erased(person):
        raise Http404
    access.require(request.actor, action, person)
    return person


def crumbs(last: str) -> words.Crumbs:
    """Return the way to a page about people."""
    return words.crumbs((_("Manage"), "manage"), (_("People"), "list_people"), (last, ""))
