"""The surplus: what was proposed, who agreed, and what each city gets. Writing is in :mod:`.writing`."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kennispact.ground.kit.actor import Actor
from kennispact.ground.look.door import Request, page
from kennispact.ground.look.exports import csv_answer
from kennispact.ground.look.tables import Column, Table
from kennispact.ground.look.templatetags.look import NOTHING, day, euro, shortday, state_badge
from kennispact.pact.settlement import access, papers, queries
from kennispact.pact.settlement.models import Surplus
from kennispact.pact.settlement.queries import Settlement, ShareLine
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.decisions import parties
from kennispact.registers.decisions.parties import Word
from kennispact.registers.documents import access as document_access
from kennispact.registers.documents import queries as documents
from kennispact.registers.documents.queries import DocumentLine


@page
@require_safe
def list_surpluses(request: Request) -> HttpResponse:
    """Show what was proposed; a city sees what was established, with its own share. Source: 7d-2."""
    actor = request.actor
    everything = queries.settlements(queries.surpluses(with_struck=True)[:_SHOWN])
    found = [one for one in everything if may_see(actor, one)]
    waiting = [one for one in found if one.surplus.struck_at is None and not one.is_done]
    context = {
        "title": _("Surplus"),
        "breadcrumbs": crumbs(),
        "found": found,
        "table": _list(actor, found) if found else None,
        "may_propose": access.may(actor, "propose") and not waiting,
        "sees_all": access.may(actor, "see_all"),
        "year": covenants.covenant().contribution.last_year,
    }
    return render(request, "settlement/list_surpluses.html", context)


_SHOWN = 20


@page
@require_safe
def show_surplus(request: Request, pk: int) -> HttpResponse:
    """Show a surplus: who agreed, each city's share, and what became of it. Source: 7d-2."""
    found = visible(request.actor, pk)
    surplus, sees_all = found.surplus, access.may(request.actor, "see_all")
    lines = _lines(request.actor, found)
    title = title_of(surplus)
    context: dict[str, Any] = {
        "title": title,
        "breadcrumbs": crumbs(title),
        "found": found,
        "badge": badge(found),
        "sees_all": sees_all,
        "table": shares_table(lines, with_total=sees_all, with_result=found.carrying_out is not None),
        "tiles": _tiles(found, lines, sees_all=sees_all),
        "words": [(word.party.name, _said(word)) for word in found.words],
        "next": _next_step(request.actor, found),
        "may_strike": sees_all
        and access.may(request.actor, "strike")
        and surplus.struck_at is None
        and found.carrying_out is None,
        "document": _paper(request, surplus),
    }
    return render(request, "settlement/show_surplus.html", context)


def _paper(request: Request, surplus: Surplus) -> DocumentLine | None:
    paper = documents.document(request.bar.as_of, surplus.document_id)
    return paper if paper and document_access.may(request.actor, "read", paper) else None


@page
@require_safe
def export_shares(request: Request, pk: int) -> HttpResponse:
    """Give the shares as CSV; a city gets its own."""
    lines = _lines(request.actor, visible(request.actor, pk))
    return csv_answer("aandelen-overschot", papers.CSV_COLUMNS, [papers.share_row(one) for one in lines])


def may_see(actor: Actor, found: Settlement) -> bool:
    """Tell whether the actor may see it: a city only what was established and in which it shares."""
    if access.may(actor, "see_all"):
        return True
    established = found.surplus.struck_at is None and found.is_agreed
    return established and bool(_lines(actor, found))


def visible(actor: Actor, pk: int) -> Settlement:
    """Return what the actor may see of a surplus.

    :raises Http404: if there is none, or none that the actor may see
    """
    found = queries.surplus(pk)
    known = queries.settlement(found) if found else None
    if known is None or not may_see(actor, known):
        raise Http404
    return known


def _lines(actor: Actor, found: Settlement) -> tuple[ShareLine, ...]:
    return tuple(line for line in found.lines if access.may(actor, "see", line.city.key))


def title_of(surplus: Surplus) -> str:
    """Return what a surplus is called on pages."""
    return _("Surplus of %(day)s") % {"day": day(surplus.happened_on)}


def crumbs(title: str = "") -> list[dict[str, str]]:
    """Return the way to a page of this room."""
    own = reverse("list_surpluses")
    return [
        {"label": _("Overview"), "url": reverse("home")},
        {"label": _("Contributions"), "url": reverse("list_contributions")},
        {"label": _("Surplus"), "url": own if title else ""},
        *([{"label": title, "url": ""}] if title else []),
    ]


def badge(found: Settlement) -> SafeString:
    """Return how far a surplus is."""
    if found.surplus.struck_at is not None:
        return state_badge("struck")
    if found.is_done:
        return state_badge("done", _("Set off"))
    if found.carrying_out is not None:
        return state_badge("due-soon", _("Not all set off yet"))
    if found.is_agreed:
        return state_badge("on-course", _("Established, not set off yet"))
    return state_badge("waiting", _("Waits for the parties"))


def _list(actor: Actor, found: Sequence[Settlement]) -> Table:
    own = not access.may(actor, "see_all")
    amount = Column(_("Your share") if own else _("Surplus"), numeric=True)
    return Table(
        _("Your share in the surplus") if own else _("What was proposed"),
        (_("Surplus"), amount, _("Set off against"), _("State")),
        [
            (
                format_html(
                    '<a href="{}">{}</a>',
                    reverse("show_surplus", args=[one.surplus.pk]),
                    title_of(one.surplus),
                ),
                euro(sum(line.share.amount for line in _lines(actor, one)) if own else one.surplus.amount),
                str(one.surplus.year),
                badge(one),
            )
            for one in found
        ],
        note=_("Amounts without VAT."),
    )


def shares_table(lines: Sequence[ShareLine], *, with_total: bool, with_result: bool) -> Table:
    """Return each city's contribution, its share and what is left to pay."""
    columns: list[Column | str] = [
        _("City"),
        Column(_("Contribution"), numeric=True),
        Column(_("Share"), numeric=True),
        Column(_("Left to pay"), numeric=True),
    ]
    whole = [sum(amounts) for amounts in zip(*(_amounts(line) for line in lines), strict=True)]
    total = (_("Total"), *map(euro, whole)) if with_total and len(lines) > 1 else ()
    return Table(
        _("Share of each city"),
        [*columns, _("How it was set off")] if with_result else columns,
        [
            (_name(line), *map(euro, _amounts(line)), *([result(line)] if with_result else ()))
            for line in lines
        ],
        total=(*total, "") if total and with_result else total,
        note=_("By contribution, exact to the cent. Amounts without VAT."),
    )


def _amounts(line: ShareLine) -> tuple[Any, ...]:
    return line.share.weight, line.share.amount, line.share.weight - line.share.amount


def _name(line: ShareLine) -> SafeString | str:
    if not line.share.has_left:
        return str(line.city.name)
    return format_html(
        '{} <span class="soft">{}</span>', line.city.name, _("(left, %(year)s)") % {"year": line.share.year}
    )


def result(line: ShareLine) -> str:
    """Return what became of a share."""
    if not line.share.cents:
        return NOTHING
    if line.settled is None:
        return _("Not yet")
    if line.settled.credit:
        return _("Credit note %(number)s") % {"number": line.settled.credit}
    if line.settled.invoice:
        return _("Allowance on invoice %(number)s") % {"number": line.settled.invoice}
    return _("Allowance on the invoice to come")


def _tiles(found: Settlement, lines: Sequence[ShareLine], *, sees_all: bool) -> list[dict[str, Any]]:
    year = found.surplus.year
    if not sees_all:
        return [
            {
                "figure": euro(line.share.amount),
                "label": _("Share of %(city)s") % {"city": line.city.name},
                "note": result(line) if found.carrying_out else _("not set off yet"),
                "tone": "kept",
            }
            for line in lines
        ]
    agreed = sum(word.agrees for word in found.words)
    parties = {"count": agreed, "all": len(found.words)}
    return [
        {
            "figure": euro(found.surplus.amount),
            "label": _("Surplus, without VAT"),
            "note": _("comes off the contribution for %(year)s") % {"year": year},
        },
        {
            "figure": _("%(count)s of %(all)s") % parties,
            "label": _("Parties that agree"),
            "tone": "kept" if found.is_agreed else "soon",
        },
        {
            "figure": euro(found.settled),
            "label": _("Set off by now"),
            "note": _("%(count)s cities share") % {"count": len(found.lines)},
            "tone": "kept" if found.is_done else "",
        },
    ]


def _said(word: Word) -> str:
    said = word.decision
    if said is None:
        return _("said nothing yet")
    words = _("agrees, %(day)s") if word.agrees else _("does not agree, %(day)s")
    told = words % {"day": shortday(said.happened_on)}
    return f"{told}: {said.reason}" if said.reason else told


def _next_step(actor: Actor, found: Settlement) -> dict[str, str] | None:
    """Return the one thing this actor can do now."""
    pk = found.surplus.pk
    if found.surplus.struck_at is not None or found.is_done:
        return None
    party = parties.party_of(actor)
    if party is not None and found.carrying_out is None:
        own = next(word for word in found.words if word.party.key == party.key)
        if not own.agrees:
            return {
                "url": reverse("agree_to_surplus", args=[pk]),
                "label": _("Say whether your party agrees"),
            }
    if access.may(actor, "carry_out") and found.is_agreed:
        return {"url": reverse("carry_out_surplus", args=[pk]), "label": _("Set it off")}
    return None
