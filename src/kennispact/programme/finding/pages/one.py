"""One question: its words, what exists about it, its answers, and the parties' decision."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kennispact.ground import clock
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.look import sentences
from kennispact.ground.look.door import Request, add_refusals, page, read_or_write
from kennispact.pact.agreements import queries as agreements
from kennispact.programme.finding import access, commands, papers, queries
from kennispact.programme.finding.forms import Decide
from kennispact.programme.finding.pages.asking import MOST_DIGITS
from kennispact.programme.products import access as product_access
from kennispact.programme.products import queries as products
from kennispact.programme.questions import access as question_access
from kennispact.programme.questions import commands as question_commands
from kennispact.programme.questions import letters, rules
from kennispact.programme.questions import papers as question_papers
from kennispact.programme.questions import queries as questions
from kennispact.programme.questions.pages.shared import acting_for, crumbs, found
from kennispact.programme.questions.queries import QuestionLine
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.documents import access as document_access
from kennispact.registers.documents import queries as documents
from kennispact.registers.network import queries as network

_ACTIONS = (
    "choose_themes",
    "sharpen",
    "answer",
    "attach",
    "open",
    "withdraw",
    "close",
    "judge",
    "agree_wording",
    "read_letter",
    "send_letter",
)
_AFTERWARDS = {"judge", "read_letter", "send_letter"}  # also of a question that is over


def question_page(request: Request, pk: int) -> dict[str, Any]:
    """Return what the page of one question shows: everything around it that this room knows of."""
    view, today = request.bar.as_of, request.bar.is_today
    line = found(request, pk, "see", view)
    party = _party(request) if today else ""
    given, worded = questions.answers(view, pk, with_struck=True), questions.wordings(view, pk)
    struck = questions.struck_voices(view, pk)
    offered = products.by_keys(view, [one.product for one in given if one.product])
    seen = product_access.audiences(request.actor)
    suggested = queries.suggestions(line.words, request.actor, view, leave_out=pk)
    going_on = not list(rules.going_on_refusals(line.state))
    may = {
        action: today
        and question_access.may(request.actor, action, line)
        and (going_on or action in _AFTERWARDS)
        for action in _ACTIONS
    }
    turns = questions.turns(view, pk)
    files = [documents.document(view, one) for one in questions.attachments(view, pk)[:20]]
    return {
        "title": line.title,
        "breadcrumbs": crumbs(request, last=line.title),
        "line": line,
        "card": question_papers.card(line),
        "wordings": worded,
        "answers": [
            {
                "line": one,
                "product": offered[one.product]
                if one.product in offered and offered[one.product].audience in seen
                else None,
                "may_strike": today and question_access.may_strike(request.actor, one.recorded_by),
            }
            for one in given
        ],
        "voices": sorted((*line.scope.voices, *struck), key=lambda one: (one.happened_on, one.id)),
        "may_strike_voice": party,
        "files": [one for one in files if one and document_access.may(request.actor, "read", one)],
        "seen": papers.shown(suggested, line.words),
        "may": may,
        "may_decide": bool(party) and going_on,
        "first": _first(line, party, may),
        "unsent": bool(may["send_letter"] and line.scope.outcome)
        and any(one.sent is None for one in letters.copies(line, clock.now())),
        "events": question_papers.events(line, worded, given, turns, struck),
        "turns": [(one, question_papers.turn_name(one.kind)) for one in turns],
        "may_strike_turns": today and question_access.may(request.actor, "close", line),
        "due_on": rules.due_on(line.happened_on, settings.KENNISPACT_SCOPE_DAYS),
        "may_judge_links": today and access.may(request.actor, "judge"),
        "route": question_papers.route_name(line.scope.route),
    }


def _first(line: QuestionLine, party: str, may: Mapping[str, bool]) -> str:
    """Return the one thing that is for this reader to do first, if there is one."""
    if party and party not in {one.party for one in line.scope.voices} and line.is_live:
        return "decide"
    if may["answer"] and line.state == rules.State.OPEN and not may["judge"]:
        return "answer"
    return ""


def _party(request: Request) -> str:
    """Return the kind of party for which the reader decides, or nothing."""
    return next(
        (one for one in question_access.VOICES if question_access.may(request.actor, "give_voice", one)), ""
    )


@page
@require_POST
def judge_link(request: Request, pk: int) -> HttpResponse:
    """Confirm or reject that a product or question belongs to this question."""
    line = found(request, pk, "see")
    access.require(request.actor, "judge")
    key, other = request.POST.get("product", ""), request.POST.get("other", "")
    product = products.row(key[:40]) if key else None
    others = found(request, int(other), "see") if other.isdecimal() and len(other) < MOST_DIGITS else None
    commands.judge_link(
        question=questions.row(line.id),
        product=product,
        other=questions.row(others.id) if others else None,
        is_right=request.POST.get("right") == "yes",
        organisation=acting_for(request, line.organisation),
        happened_on=clock.today(),
        by=request.actor,
        at=clock.now(),
    )
    messages.success(request, _("Thank you. Suggestions for questions like this learn from it."))
    return redirect("show_question", pk)


@page
@read_or_write
def decide_scope(request: Request, pk: int) -> HttpResponse:
    """Say, for one party, whether a question falls within the covenant. Source: 5b, B1-6."""
    line = found(request, pk, "see")
    party = _party(request)
    question_access.require(request.actor, "give_voice", party)
    proposal = _proposal(request, line)
    initial = {"outcome": proposal.outcome, "clauses": " ".join(proposal.clauses)}
    form = Decide(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        try:
            question_commands.give_voice(
                question=questions.row(pk),
                party=network.organisation(covenants.covenant().party(party).key),
                outcome=answers["outcome"],
                clauses=answers["clauses"].replace(",", " ").split(),
                route=answers["route"],
                reason=answers["reason"],
                happened_on=clock.today(),
                by=request.actor,
                at=clock.now(),
            )
        except Refused as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, _("It was noted what your party says."))
            return redirect("show_question", pk)
    context = {
        "title": _("Within the covenant or not?"),
        "breadcrumbs": crumbs(request, line, _("Decision")),
        "line": line,
        "form": form,
        "proposal": proposal,
        "proposed": question_papers.scope_name(rules.Scope(outcome=proposal.outcome)),
        "grounds": [(one, sentences.told(one.reason, one.facts)) for one in proposal.grounds],
        "quick": _quick(line, party, proposal),
        "scope_name": question_papers.scope_name(line.scope),
        "due_on": rules.due_on(line.happened_on, settings.KENNISPACT_SCOPE_DAYS),
        "cancel": reverse("show_question", args=[pk]),
    }
    return render(request, "finding/decide_scope.html", context)


def _quick(line: QuestionLine, party: str, proposal: rules.Proposal) -> dict[str, str]:
    """Return what one click says: what the other party said, else the proposal if that is within."""
    said = {one.party: one for one in line.scope.voices}
    if party in said and (line.scope.outcome or len(said) == 1):
        return {}
    other = next((one for key, one in said.items() if key != party), None)
    if other:
        clauses = " ".join(other.clauses)
        return {"outcome": other.outcome, "route": other.route, "clauses": clauses, "reason": other.reason}
    if proposal.outcome != rules.INSIDE:
        return {}
    return {"outcome": rules.INSIDE, "clauses": " ".join(proposal.clauses)}


def _proposal(request: Request, line: QuestionLine) -> rules.Proposal:
    view = AsOf(clock.today())
    seen = queries.suggestions(line.words, request.actor, view, leave_out=line.id)
    from_city = line.organisation_kind == "city"
    entitled = from_city and agreements.entitled(line.organisation, AsOf(line.happened_on)) is not None
    others = {one.question.organisation for one in seen.questions} - {line.organisation}
    return rules.propose(
        from_city=from_city,
        takes_part=entitled,
        themes=line.themes,
        alike=len(others),
        answered_by=len(seen.products),
    )
