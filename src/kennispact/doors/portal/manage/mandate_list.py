"""Who holds which role, from when until when: the list, and appointing, ending and striking."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kennispact.doors.portal.manage import words
from kennispact.doors.portal.manage.forms import MandateFilter
from kennispact.ground.look.door import Request, page
from kennispact.ground.look.exports import csv_answer
from kennispact.ground.look.tables import Table, unbroken
from kennispact.ground.look.templatetags.look import shortday
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.network import access, queries
from kennispact.registers.network.models import Organisation
from kennispact.registers.network.papers import kind_name
from kennispact.registers.network.queries import MandateLine
from kennispact.registers.network.rules import KINDS, name_key

PER_PAGE = 50
CSV_COLUMNS = (
    "organisation",
    "organisation_name",
    "kind",
    "role",
    "role_name",
    "theme",
    "person",
    "email",
    "since",
    "until",
    "recorded_at",
)


@require_safe
@page
def list_mandates(request: Request) -> HttpResponse:
    """Show who holds which role, in the date bar's view. Names are for those who may see them."""
    access.require(request.actor, "see_roles")
    found = access.shown(request.actor, queries.mandates(request.bar.as_of, holding=False))
    organisations = queries.organisations()
    form = _filter(request, found, organisations)
    lines = _wanted(found, form, request)
    if request.GET.get("format") == "csv":
        return csv_answer("mandaten", CSV_COLUMNS, [_row(line) for line in lines])
    shown = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Who acts for whom"),
        "breadcrumbs": words.crumbs((_("Who acts for whom"), "")),
        "filter_form": form,
        "count": len(lines),
        "table": _table(request, shown.object_list) if lines else None,
        "page": shown,
        "csv": {**form.cleaned_data, "format": "csv"},
        "may_appoint": access.may(request.actor, "appoint"),
    }
    return render(request, "portal/list_mandates.html", context)


def _filter(
    request: Request, found: Sequence[MandateLine], organisations: Sequence[Organisation]
) -> MandateFilter:
    known = {role.key for role in covenants.covenant().roles}
    roles = sorted(known | {line.role for line in found}, key=words.role_name)
    form = MandateFilter(
        request.GET,
        roles=[(key, words.role_name(key)) for key in roles],
        organisations=[(one.key, one.name) for one in organisations],
        kinds=[(kind, kind_name(kind)) for kind in sorted(KINDS)],
    )
    form.is_valid()  # what is not offered is not asked for
    return form


def _wanted(found: Iterable[MandateLine], form: MandateFilter, request: Request) -> list[MandateLine]:
    asked = {field: form.cleaned_data.get(field, "") for field in form.fields}
    text = name_key(asked["search"])[0]
    return [
        line
        for line in found
        if (asked["which"] == "all" or line.period.holds_on(request.bar.on))
        and all(not asked[field] or getattr(line, field) == asked[field] for field in ("role", "kind"))
        and (not asked["organisation"] or line.organisation == asked["organisation"])
        and (not text or text in _said(line))
    ]


def _said(line: MandateLine) -> str:
    """Return what the search box looks in."""
    shown = (
        line.person,
        line.email,
        line.organisation_name,
        words.role_name(line.role),
        words.theme_name(line.theme),
    )
    return name_key(" ".join(shown))[0]


def _row(line: MandateLine) -> dict[str, Any]:
    row = {column: getattr(line, column) for column in CSV_COLUMNS if column != "role_name"}
    return {**row, "role_name": words.role_name(line.role)}


def _table(request: Request, lines: Iterable[MandateLine]) -> Table:
    acts = access.may(request.actor, "end_mandate")
    columns = [_("Role"), _("Organisation"), _("Person"), _("First day"), _("Last day")]
    rows = [
        (
            _role(line),
            words.link(_kept(request, "show_organisation", line.organisation), line.organisation_name),
            _person(line),
            unbroken(shortday(line.since)),
            unbroken(shortday(line.until)),
            *([_actions(line)] if acts else []),
        )
        for line in lines
    ]
    return Table(_("Mandates"), [*columns, _("Change")] if acts else columns, rows)


def _kept(request: Request, name: str, *args: object) -> str:
    return reverse(name, args=args) + request.bar.query


def _role(line: MandateLine) -> SafeString | str:
    role, theme = words.role_name(line.role), words.theme_name(line.theme)
    return words.two_lines(role, theme) if theme else role


def _person(line: MandateLine) -> SafeString | str:
    return words.two_lines(line.person, words.address(line.email)) if line.person else _("not shown")


def _actions(line: MandateLine) -> SafeString:
    about = f"{words.role_name(line.role)}, {line.organisation_name}"
    acts = [("end_mandate", _("End")), ("strike_mandate", _("Strike"))]
    if line.until is not None:
        acts[0] = ("strike_mandate_end", _("Strike the end"))
    links = ((words.link(reverse(name, args=[line.id]), label, about),) for name, label in acts)
    return format_html('<span class="cluster">{}</span>', format_html_join(" ", "{}", links))
