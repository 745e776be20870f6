"""What was asked apart from the contribution, and what each city said. Writing is in :mod:`.writing`."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import EVER, AsOf
from kennispact.ground.look.door import Request, page
from kennispact.ground.look.exports import csv_answer
from kennispact.ground.look.tables import Column, Table
from kennispact.ground.look.templatetags.look import day, euro, number, shortday, state_badge
from kennispact.pact.supplementary import access, papers, queries, rules
from kennispact.pact.supplementary.queries import AskLine, Proposal
from kennispact.registers.decisions import parties
from kennispact.registers.decisions.parties import Word
from kennispact.registers.documents import access as document_access
from kennispact.registers.documents import queries as documents


@page
@require_safe
def list_extras(request: Request) -> HttpResponse:
    """Show what was asked apart from the contribution; a city sees what was asked of it. Source: 6d, O2.2."""
    found = [one for one in queries.proposals(request.bar.as_of) if may_see(request.actor, one)]
    context = {
        "title": _("Extra contributions"),
        "breadcrumbs": crumbs(),
        "found": found,
        "table": _list(request, found) if found else None,
        "may_propose": access.may(request.actor, "propose"),
        "sees_all": access.may(request.actor, "see_all"),
    }
    return render(request, "supplementary/list_extras.html", context)


@page
@require_safe
def show_extra(request: Request, pk: int) -> HttpResponse:
    """Show what is asked, who agreed to asking it, and what each city said. Source: 6d, O2.2."""
    found = visible(request.actor, pk, request.bar.as_of)
    extra, lines = found.extra, _lines(request.actor, found)
    sees_all = access.may(request.actor, "see_all")
    paper = documents.document(request.bar.as_of, extra.document_id) if extra.document_id else None
    readable = paper is not None and document_access.may(request.actor, "read", paper)
    struck = extra.struck_at is not None
    context: dict[str, Any] = {
        "title": extra.title,
        "breadcrumbs": crumbs(extra.title),
        "found": found,
        "kicker": _kind(found),
        "badge": badge(found),
        "sees_all": sees_all,
        "tiles": _tiles(found, lines, sees_all=sees_all),
        "table": answers_table(lines, with_total=sees_all),
        "words": [(word.party.name, said(word)) for word in found.words],
        "actions": [] if struck else _actions(request.actor, found, lines),
        "may_strike": not struck and not found.consented and access.may(request.actor, "strike"),
        "document": paper if readable else None,
        "clause": rules.CLAUSES[extra.kind],
    }
    return render(request, "supplementary/show_extra.html", context)


@page
@require_safe
def export_answers(request: Request, pk: int) -> HttpResponse:
    """Give what was asked and answered as CSV; a city gets its own."""
    lines = _lines(request.actor, visible(request.actor, pk, request.bar.as_of))
    return csv_answer("extra-bijdrage", papers.CSV_COLUMNS, [papers.ask_row(line) for line in lines])


def may_see(actor: Actor, found: Proposal) -> bool:
    """Tell whether the actor may see it: a city only what can be answered and is asked of it."""
    return access.may(actor, "see_all") or (found.is_open and bool(_lines(actor, found)))


def visible(actor: Actor, pk: int, view: AsOf = EVER) -> Proposal:
    """Return what the actor may see of what was asked.

    :raises Http404: if there is none, or none that the actor may see
    """
    extra = queries.lookup(pk, view)
    found = queries.proposal(extra, view) if extra else None
    if found is None or not may_see(actor, found):
        raise Http404
    return found


def _lines(actor: Actor, found: Proposal) -> tuple[AskLine, ...]:
    return tuple(line for line in found.lines if access.may(actor, "see", line.city.key))


def crumbs(title: str = "") -> list[dict[str, str]]:
    """Return the way to a page of this room."""
    return [
        {"label": _("Overview"), "url": reverse("home")},
        {"label": _("Contributions"), "url": reverse("list_contributions")},
        {"label": _("Extra contributions"), "url": reverse("list_extras") if title else ""},
        *([{"label": title, "url": ""}] if title else []),
    ]


def _kind(found: Proposal) -> str:
    words = {rules.EXTRA: _("Extra contribution"), rules.ARRANGEMENT: _("Arrangement with one city")}
    return f"{words[found.extra.kind]} {found.extra.year}"


def badge(found: Proposal) -> SafeString:
    """Return how far it is."""
    if found.extra.struck_at is not None:
        return state_badge("struck")
    if not found.is_open:
        return state_badge("waiting", _("Waits for the parties"))
    if all(line.reply for line in found.lines):
        return state_badge("done", _("Every city answered"))
    return state_badge("on-course", _("Cities can answer"))


def answer_badge(line: AskLine) -> SafeString:
    """Return what a city said."""
    if line.reply is None:
        return state_badge("waiting", _("No answer yet"))
    if line.consents:
        return state_badge("done", _("Consents"))
    return state_badge("ended", _("Does not consent"))


def _list(request: Request, found: list[Proposal]) -> Table:
    return Table(
        _("What was asked"),
        (
            _("Title"),
            _("Kind"),
            Column(_("Asked"), numeric=True),
            Column(_("Consented to"), numeric=True),
            _("State"),
        ),
        [_row(request, one, _lines(request.actor, one)) for one in found],
        note=_("Amounts without VAT."),
    )


def _row(request: Request, one: Proposal, lines: tuple[AskLine, ...]) -> tuple[object, ...]:
    url = reverse("show_extra", args=[one.extra.pk]) + request.bar.query
    own = not access.may(request.actor, "see_all")
    return (
        format_html('<a href="{}">{}</a>', url, one.extra.title),
        _kind(one),
        euro(sum(line.ask.amount for line in lines)),
        euro(sum(line.ask.amount for line in lines if line.consents)),
        answer_badge(lines[0]) if own and len(lines) == 1 else badge(one),
    )


def answers_table(lines: tuple[AskLine, ...], *, with_total: bool) -> Table:
    """Return what is asked of each city and what it said."""
    whole = sum(line.ask.amount for line in lines)
    return Table(
        _("What each city said"),
        (_("City"), Column(_("Asked"), numeric=True), _("Answer"), _("When and why")),
        [(line.city.name, _asked(line), answer_badge(line), _when(line)) for line in lines],
        total=(_("Total"), euro(whole), "", "") if with_total and len(lines) > 1 else (),
        note=_("Amounts without VAT."),
    )


def _asked(line: AskLine) -> SafeString | str:
    ask = line.ask
    if ask.inhabitants is None or ask.rate is None:
        return euro(ask.amount)
    each = {"inhabitants": number(ask.inhabitants), "rate": euro(ask.rate)}
    told = _("%(inhabitants)s inhabitants x %(rate)s") % each
    return format_html('{} <span class="soft">{}</span>', euro(ask.amount), told)


def _when(line: AskLine) -> str:
    if line.reply is None:
        return ""
    told = shortday(line.reply.happened_on)
    return f"{told}: {line.reply.reason}" if line.reply.reason else told


def _tiles(found: Proposal, lines: tuple[AskLine, ...], *, sees_all: bool) -> list[dict[str, Any]]:
    if not sees_all:
        return [
            {"figure": euro(line.ask.amount), "label": line.city.name, "note": _("without VAT, once")}
            for line in lines
        ]
    answered = sum(line.reply is not None for line in found.lines)
    return [
        {
            "figure": euro(found.amount),
            "label": _("Asked"),
            "note": _("of %(count)s cities, without VAT") % {"count": len(found.lines)},
        },
        {
            "figure": euro(found.promised),
            "label": _("Consented to"),
            "note": ngettext("%(count)s city", "%(count)s cities", len(found.consented))
            % {"count": len(found.consented)},
            "tone": "kept",
        },
        {
            "figure": _("%(count)s of %(all)s") % {"count": answered, "all": len(found.lines)},
            "label": _("Cities that answered"),
            "tone": "" if answered == len(found.lines) else "soon",
        },
    ]


def said(word: Word) -> str:
    """Return what a party said."""
    if word.decision is None:
        return _("said nothing yet")
    told = _("agrees, %(day)s") if word.agrees else _("does not agree, %(day)s")
    told %= {"day": day(word.decision.happened_on)}
    return f"{told}: {word.decision.reason}" if word.decision.reason else told


def _actions(actor: Actor, found: Proposal, lines: tuple[AskLine, ...]) -> list[dict[str, str]]:
    """Return what this actor can do now, the first thing first."""
    pk = found.extra.pk
    actions = [
        {
            "url": reverse("reply_to_extra", args=[pk, line.city.key]),
            "label": _("Answer for %(city)s") % {"city": line.city.name},
        }
        for line in lines
        if found.is_open and not line.consents and access.may(actor, "reply", line.city.key)
    ]
    party = parties.party_of(actor)
    own = next((word for word in found.words if party and word.party.key == party.key), None)
    if own is not None and not own.agrees:
        actions.append(
            {"url": reverse("agree_to_extra", args=[pk]), "label": _("Say whether your party agrees")}
        )
    if found.consented and actor.has("financiele-administratie", kind="partner"):
        actions.append({"url": reverse("invoice_extra", args=[pk]), "label": _("Invoice who consented")})
    return actions
