"""The journal: every change, refusal and sign-in. A contact person reads what is about their own city."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kennispact.doors.portal.manage import access, verbs, words
from kennispact.doors.portal.manage.forms import JournalFilter
from kennispact.ground.acts.unchanged import while_unchanged
from kennispact.ground.journal import queries
from kennispact.ground.journal.queries import Line, Wanted
from kennispact.ground.look.door import Request, page
from kennispact.ground.look.exports import csv_answer
from kennispact.ground.look.tables import Table
from kennispact.ground.look.templatetags.look import NOTHING, clause, moment, state_badge
from kennispact.ground.people import queries as people
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.network import queries as network

PER_PAGE = 50
MOST_IN_CSV = 20_000
CSV_COLUMNS = (
    "id",
    "at",
    "verb",
    "said",
    "result",
    "organisation",
    "clause",
    "mandate",
    "person",
    "origin",
    "subject",
    "subject_id",
    "facts",
)
Names = Mapping[str, str]
Persons = Mapping[int | None, str]


@require_safe
@page
def list_journal(request: Request) -> HttpResponse:
    """Show the journal, newest first. A contact person sees the lines about their own city only."""
    access.require(request.actor, "see_own_journal")
    supervises = access.may(request.actor, "see_journal")
    names = words.names_of(network.organisations())
    own = None if supervises else access.own_organisations(request.actor)
    form = _filter(request, {key: name for key, name in names.items() if own is None or key in own})
    wanted = _wanted(request, form, own)
    # Who it was is for supervisors; others see in which role.
    persons: Persons = {one.pk: one.name for one in people.people()} if supervises else {}
    if request.GET.get("format") == "csv":
        newest = queries.lines(wanted, most=MOST_IN_CSV)
        return csv_answer("logboek", CSV_COLUMNS, [_row(line, persons) for line in newest])
    paginator = Paginator(range(_count(wanted)), PER_PAGE)
    shown = paginator.get_page(request.GET.get("page"))
    lines = _lines(wanted, (shown.number - 1) * PER_PAGE)
    steps = [(_("Manage"), "manage")] if supervises else []
    context = {
        "title": _("Journal"),
        "breadcrumbs": words.crumbs(*steps, (_("Journal"), "")),
        "filter_form": form,
        "count": paginator.count,
        "table": _table(lines, names, persons) if lines else None,
        "page": shown,
        "csv": [(field, request.GET.get(field, "")) for field in form.fields],
        "supervises": supervises,
        "too_many": paginator.count > MOST_IN_CSV,
    }
    return render(request, "portal/list_journal.html", context)


@while_unchanged(most=6)
def _count(wanted: Wanted) -> int:
    return queries.count(wanted)


@while_unchanged(most=6)
def _lines(wanted: Wanted, start: int) -> tuple[Line, ...]:
    return queries.lines(wanted, start=start, most=PER_PAGE)


def _filter(request: Request, names: Names) -> JournalFilter:
    roles = sorted(covenants.covenant().role, key=words.role_name)
    form = JournalFilter(
        request.GET,
        organisations=list(names.items()),
        verbs=verbs.choices(),
        roles=[(key, words.role_name(key)) for key in roles],
    )
    form.is_valid()  # what cannot be read is shown as a fault, and not asked for
    return form


def _wanted(request: Request, form: JournalFilter, own: Iterable[str] | None) -> Wanted:
    asked = form.cleaned_data
    chosen = asked.get("organisation")
    organisations = (chosen,) if chosen else own
    return Wanted(
        organisations=None if organisations is None else tuple(organisations),
        verbs=(asked["verb"],) if asked.get("verb") else (),
        result=asked.get("result", ""),
        role=asked.get("role", ""),
        since=asked.get("since"),
        until=asked.get("until"),
        known=request.bar.as_of.known,
    )


def _row(line: Line, persons: Persons) -> dict[str, Any]:
    row = {column: getattr(line, column) for column in CSV_COLUMNS if column not in {"said", "person"}}
    return {
        **row,
        "said": verbs.said(line.verb),
        "person": persons.get(line.by_id, ""),
        "facts": str(line.facts),
    }


def _table(lines: Iterable[Line], names: Names, persons: Persons) -> Table:
    rows = [
        (
            moment(line.at),
            _what(line),
            names.get(line.organisation, line.organisation) or NOTHING,
            _who(line, names, persons),
        )
        for line in lines
    ]
    return Table(_("Lines of the journal"), (_("When"), _("What happened"), _("Organisation"), _("By")), rows)


def _what(line: Line) -> SafeString:
    result = ""
    if line.result == "refused":
        result = state_badge("waiting", _("Refused"))
    elif line.result == "forbidden":
        result = state_badge("overdue", _("Not allowed"))
    mark = clause(line.clause) if line.clause else ""
    sentence = format_html("{} {} {}", verbs.said(line.verb), result, mark)
    return words.two_lines(sentence, verbs.details(line.facts))


def _who(line: Line, names: Names, persons: Persons) -> SafeString | str:
    capacity, person = words.capacity(line.mandate, names), persons.get(line.by_id, "")
    if capacity:
        return words.two_lines(capacity, person)
    if line.by_id is None:
        return _("nobody was signed in")
    return person or _("somebody without a role")
