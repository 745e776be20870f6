"""All members on one page: how far, what is missing, who must act. Source: covenant 8d, letter."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kennispact.ground import clock
from kennispact.ground.look import sentences
from kennispact.ground.look.door import Request, page
from kennispact.ground.look.exports import csv_answer
from kennispact.ground.look.tables import Table, unbroken
from kennispact.ground.look.templatetags.look import NOTHING, day, number, shortday, state_badge, state_name
from kennispact.ground.post.queries import Line
from kennispact.pact.agreements import papers as drawings
from kennispact.pact.drafting import access, cockpit
from kennispact.pact.drafting.cockpit import Cockpit, Row
from kennispact.pact.drafting.forms import CockpitFilter
from kennispact.pact.drafting.pages import frame
from kennispact.registers.covenant import queries as covenants

CSV_COLUMNS = ("code", "city", "standing", "since", "next_step", "who", "lacks", "reminder", "reminded_at")


@page
@require_safe
def list_papers(request: Request) -> HttpResponse:
    """Show how far the agreement of every member is, and what can be done for many at once."""
    access.require(request.actor, "see_all")
    found = cockpit.cockpit(request.bar.as_of, clock.now())
    form = CockpitFilter(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = cockpit.chosen(found.rows, asked.get("q", "").strip().lower(), asked.get("show", ""))
    if request.GET.get("format") == "csv":
        return csv_answer(_("progress-%(day)s") % {"day": request.bar.on}, CSV_COLUMNS, _plain(rows))
    context = {
        "title": _("Progress of the agreements"),
        "breadcrumbs": frame.crumbs(request, (_("Progress of the agreements"), "")),
        "form": form,
        "rows": rows,
        "table": _table(request, rows),
        "tiles": _tiles(found),
        "chart": drawings.progress_chart(found.register, request.bar.on),
        "actions": _actions(request, found),
        "all_url": reverse("list_papers") + request.bar.query,
        "may_template": access.may(request.actor, "read_template"),
    }
    return render(request, "drafting/list_papers.html", context)


def _actions(request: Request, found: Cockpit) -> list[dict[str, str]]:
    """Return what can be done for many cities at once, the most urgent first; nothing on another day."""
    if not request.bar.is_today:
        return []
    actions = []
    if found.undrafted and access.may(request.actor, "draft"):
        label = ngettext("Draft %(count)s agreement", "Draft %(count)s agreements", found.undrafted) % {
            "count": found.undrafted
        }
        actions.append({"label": label, "url": reverse("draft_missing")})
    waiting = sum(row.waits_for_city for row in found.rows)
    if waiting and access.may(request.actor, "remind"):
        label = ngettext("Remind %(count)s city", "Remind %(count)s cities", waiting) % {"count": waiting}
        actions.append({"label": label, "url": reverse("remind_cities")})
    return actions


def _tiles(found: Cockpit) -> list[dict[str, Any]]:
    ready = sum(row.is_ready for row in found.rows)
    theirs = sum(row.waits_for_city for row in found.rows)
    ours = len(found.rows) - ready - theirs
    url = reverse("list_papers")
    return [
        {
            "figure": _("%(count)s of %(all)s") % {"count": number(ready), "all": number(len(found.rows))},
            "label": _("Agreements are ready"),
            "note": _("signed by both and registered"),
            "tone": "kept",
        },
        {
            "figure": number(theirs),
            "label": _("Wait for the city"),
            "url": f"{url}?show=city",
            "tone": "soon" if theirs else "",
        },
        {
            "figure": number(ours),
            "label": _("Wait for the partner"),
            "url": f"{url}?show=partner",
            "tone": "soon" if ours else "",
        },
        _target_tile(found),
    ]


def _target_tile(found: Cockpit) -> dict[str, Any]:
    if found.days >= 0:
        label = ngettext("day to the target", "days to the target", found.days)
    else:
        label = ngettext("day past the target", "days past the target", -found.days)
    late = found.days < 0 and any(not row.is_ready for row in found.rows)
    return {
        "figure": number(abs(found.days)),
        "label": label,
        "note": _("the target is %(day)s") % {"day": day(found.target_on)},
        "tone": "overdue" if late else "",
    }


def _table(request: Request, rows: Sequence[Row]) -> Table:
    columns = (
        _("City"),
        _("How far"),
        _("Since"),
        _("What is missing now"),
        _("Who must act"),
        _("Last reminder"),
    )
    return Table(
        _("All members"),
        columns,
        [_cells(request, row) for row in rows],
        note=_("As of %(day)s.") % {"day": day(request.bar.on)},
    )


def _cells(request: Request, row: Row) -> tuple[object, ...]:
    url = reverse("show_papers", args=[row.papers.city.key]) + request.bar.query
    return (
        format_html('<a href="{}">{}</a>', url, row.papers.city.name),
        state_badge(row.register.state.standing),
        unbroken(shortday(row.register.state.since)),
        _missing(row),
        roles(row.owners) or NOTHING,
        _reminder(row.reminder),
    )


def _missing(row: Row) -> SafeString | str:
    if row.is_ready:
        return NOTHING
    lacks = "; ".join(sentences.refusal(one) for one in row.papers.refusals)
    below = format_html('<br><span class="soft">{}</span>', lacks) if lacks else ""
    return format_html("<span>{}{}</span>", state_name(row.step), below)


def _reminder(line: Line | None) -> SafeString | str:
    if line is None:
        return NOTHING
    when = (line.last_at or line.queued_at).date()
    return format_html("<span>{} {}</span>", state_badge(line.state), shortday(when))


def roles(keys: Iterable[str]) -> str:
    """Return how roles are called in the reader's language."""
    known = covenants.covenant().role
    names = [sentences.spoken(known[key].name, known[key].name_en) if key in known else key for key in keys]
    return ", ".join(names)


def _plain(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [
        {
            "code": row.papers.city.key,
            "city": row.papers.city.name,
            "standing": row.register.state.standing.value,
            "since": row.register.state.since,
            "next_step": row.step,
            "who": " ".join(row.owners),
            "lacks": " ".join(one.code for one in row.papers.refusals),
            "reminder": row.reminder.state.value if row.reminder else "",
            "reminded_at": row.reminder.last_at if row.reminder else "",
        }
        for row in rows
    ]
