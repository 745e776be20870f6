"""The decisions as a list, and recording one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kennispact.ground import clock
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.look.door import Request, add_refusals, page, read_or_write
from kennispact.ground.look.exports import csv_answer
from kennispact.ground.look.sentences import spoken
from kennispact.ground.look.templatetags.look import shortday
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.covenant.definition import Covenant, Obligation, Party, Scope
from kennispact.registers.decisions import access, commands, papers, queries
from kennispact.registers.decisions.forms import DecisionFilter, RecordForm
from kennispact.registers.decisions.queries import DecisionLine
from kennispact.registers.decisions.rules import CONSENT, DECISION, PROVES, STATEMENT, Subject
from kennispact.registers.documents import commands as documents
from kennispact.registers.network import queries as network
from kennispact.registers.network.models import Organisation

PAGE = 50
ANY_TIME = "los"  # stands in an address for what has no occurrences
_COMMANDS: dict[str, Callable[..., Any]] = {DECISION: commands.decide, STATEMENT: commands.state}


@page
@require_safe
def list_decisions(request: Request) -> HttpResponse:
    """Show what was agreed, decided and stated by the day asked for; ``?format=csv`` gives it as a file."""
    access.require(request.actor, "see")
    form = DecisionFilter(request.GET)
    asked = form.asked
    found = [
        line
        for line in queries.lines(request.bar.as_of, with_struck=asked.get("struck", False))
        if _may_see(request.actor, line) and _fits(line, asked)
    ]
    if request.GET.get("format") == "csv":
        return csv_answer("besluiten", papers.CSV_COLUMNS, [papers.decision_row(line) for line in found])
    covenant = covenants.covenant()
    current = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Decisions"),
        "page": current,
        "count": len(found),
        "readable": access.readable(request.actor, current.object_list),
        "filter_form": form,
        "may_strike": request.bar.is_today and access.may(request.actor, "strike"),
        "choices": _to_record(covenant, request.actor, request.bar.today) if request.bar.is_today else [],
        "breadcrumbs": [
            {"label": _("Overview"), "url": reverse("home") + request.bar.query},
            {"label": _("Decisions"), "url": ""},
        ],
    }
    return render(request, "decisions/list_decisions.html", context)


def _may_see(actor: Actor, line: DecisionLine) -> bool:
    return line.act.about is None or access.may(actor, "see_city", line.act.about.key)


def _fits(line: DecisionLine, asked: dict[str, Any]) -> bool:
    act = line.act
    if asked.get("kind") and act.kind != asked["kind"]:
        return False
    told = f"{act.clause} {act.subject} {act.occurrence} {act.body.name} {act.reason}"
    return str(asked.get("search", "")).casefold() in told.casefold()


def _to_record(covenant: Covenant, actor: Actor, today: date) -> list[tuple[Obligation, list[str]]]:
    """Return what the actor can record: per obligation the occurrences that have come up, latest first."""
    return [
        (
            one,
            [when.key for when in reversed(one.occurrences) if when.opens_on <= today] or [ANY_TIME],
        )
        for one in covenant.obligations
        if one.evidence in PROVES and _may_record(covenant, one, actor)
    ]


def _may_record(covenant: Covenant, one: Obligation, actor: Actor) -> bool:
    return (
        access.may(actor, "record") if PROVES[one.evidence] != CONSENT else bool(_party_of(covenant, actor))
    )


def _party_of(covenant: Covenant, actor: Actor) -> Party | None:
    """Return the party the actor speaks for."""
    own = (one for one in covenant.parties if access.may(actor, "consent", one.key, one.kind))
    return next(own, None)


@dataclass(frozen=True, slots=True)
class Case:
    """What somebody is about to record: about which occurrence, as which kind, in whose name."""

    obligation: Obligation
    occurrence: str
    kind: str
    party: Party
    role: str

    @property
    def name(self) -> str:
        """Return the obligation and its occurrence as people call it."""
        title = spoken(self.obligation.title, self.obligation.title_en)
        return f"{title} {self.occurrence}" if len(self.obligation.occurrences) > 1 else title

    def subject(self, city: str = "") -> Subject:
        """Return what the decision is about."""
        return Subject(self.obligation.clause, self.obligation.key, self.occurrence, city)


def _case(covenant: Covenant, actor: Actor, key: str, occurrence: str) -> Case:
    """Return what can be recorded at this address.

    :raises Http404: for an obligation or occurrence the covenant does not have, or decisions do not prove
    :raises Forbidden: if it is not the actor's
    """
    obligation = covenant.obligation.get(key)
    when = "" if occurrence == ANY_TIME else occurrence
    if obligation is None or obligation.evidence not in PROVES:
        raise Http404
    if (when not in obligation.by_occurrence) if obligation.occurrences else when:
        raise Http404
    kind, party = PROVES[obligation.evidence], _party_of(covenant, actor)
    access.require(actor, "record") if kind != CONSENT or party is None else None
    party = party or covenant.parties[0]
    if kind == DECISION and obligation.by_role:
        kinds = covenant.role[obligation.by_role].kinds
        party = next((one for one in covenant.parties if one.kind in kinds), party)
    role = obligation.by_role if kind == DECISION and obligation.by_role else _own_role(actor, party)
    return Case(obligation, when, kind, party, role)


def _own_role(actor: Actor, party: Party) -> str:
    """Return the role in which the actor speaks for the party: one that can give its consent."""
    own = {one.role for one in actor.capacities if one.organisation == party.key}
    givers = access.GIVERS[party.kind]
    return next((role for role in givers if role in own), givers[0])


@page
@read_or_write
def record_decision(request: Request, obligation: str, occurrence: str) -> HttpResponse:
    """Record that a party agrees, that a body decided, or that something was done.

    Source: covenant 2d, 4f, 7a-c.

    What was recorded already in the same words is not recorded twice.
    """
    case = _case(covenants.covenant(), request.actor, obligation, occurrence)
    view = AsOf(clock.today())
    is_city = case.obligation.scope is Scope.CITY
    cities = network.organisations("city") if is_city else ()
    earlier = () if is_city else queries.about(view, case.subject())
    form = RecordForm(
        request.POST or None,
        request.FILES or None,
        kind=case.kind,
        cities=[(city.key, city.name) for city in cities],
        earlier=[
            (str(line.act.pk), f"{shortday(line.act.happened_on)}: {line.act.subject}") for line in earlier
        ],
        initial={"outcome": "yes", "happened_on": view.on, "title": case.name},
    )
    if request.method == "POST" and form.is_valid() and _record(request, case, form):
        return redirect("show_clause", case.obligation.clause)
    title = _TITLES[case.kind]() % {"what": case.name}
    clause = reverse("show_clause", args=[case.obligation.clause])
    context = {
        "title": title,
        "case": case,
        "form": form,
        "earlier": earlier,
        "cancel": clause,
        "action": _("Record"),
        "breadcrumbs": [
            {"label": _("Overview"), "url": reverse("home") + request.bar.query},
            {"label": _("Decisions"), "url": reverse("list_decisions")},
            {"label": title, "url": ""},
        ],
    }
    return render(request, "decisions/record_decision.html", context)


_TITLES = {
    CONSENT: lambda: _("Consent to: %(what)s"),
    DECISION: lambda: _("Record a decision: %(what)s"),
    STATEMENT: lambda: _("State what was done: %(what)s"),
}


def _record(request: Request, case: Case, form: RecordForm) -> bool:
    """Carry out what the form says; tell whether it was done, else the form says why not."""
    given = form.cleaned_data
    earlier = queries.about(AsOf(clock.today()), case.subject(given.get("about", "")))
    if any(_is_same(line, case, given) for line in earlier):
        messages.info(request, _("This was recorded before. Nothing was added."))
        return True
    try:
        _do(request, case, given, {str(line.act.pk): line for line in earlier})
    except Refused as refused:
        add_refusals(form, refused)
        return False
    messages.success(request, _("Recorded: %(what)s.") % {"what": case.name})
    return True


def _is_same(line: DecisionLine, case: Case, given: dict[str, Any]) -> bool:
    act = line.act
    said = (act.kind, act.outcome, act.body.key, act.by_role, act.happened_on, act.subject)
    now = (case.kind, given["outcome"], case.party.key, case.role, given["happened_on"])
    return said == (*now, given.get("title") or case.name) and not given.get("replaces")


def _do(request: Request, case: Case, given: dict[str, Any], earlier: dict[str, DecisionLine]) -> None:
    by, at = request.actor, clock.now()
    body: Organisation = network.organisation(case.party.key)
    about = network.organisation(given["about"]) if given.get("about") else None
    file = given.get("file")
    openness = "parties" if given.get("shared") else "closed"
    took_in = partial(documents.receive, organisation="", happened_on=given["happened_on"], by=by, at=at)
    document = took_in(file=file, name=file.name, openness=openness) if file else None
    replaced = earlier.get(given.get("replaces", ""))
    facts = {
        "role": case.role,
        "subject": case.subject(about.key if about else ""),
        "title": given.get("title") or case.name,
        "happened_on": given["happened_on"],
        "outcome": given["outcome"],
        "reason": given["reason"].strip(),
        "about": about,
        "document": document,
        "replaces": replaced.act if replaced else None,
        "by": by,
        "at": at,
    }
    if case.kind == CONSENT:
        commands.consent(party=body, **facts)
    else:
        _COMMANDS[case.kind](body=body, **facts)
