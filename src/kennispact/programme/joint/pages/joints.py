"""Joint questions: what may become one, who takes part, and joining."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kennispact.ground import clock
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.look.door import Request, add_refusals, page, read_or_write
from kennispact.ground.look.striking import WhyForm, confirm_striking, confirmed
from kennispact.pact.agreements import queries as agreements
from kennispact.programme.joint import access, commands, queries
from kennispact.programme.joint.forms import Propose
from kennispact.programme.joint.queries import JointLine
from kennispact.programme.questions import papers as question_papers
from kennispact.programme.questions import queries as questions
from kennispact.programme.questions.pages.shared import acting_for, crumbs, found, stamp
from kennispact.registers.network import queries as network


@page
@require_safe
def list_joints(request: Request) -> HttpResponse:
    """Show the joint questions, and for who may propose: which questions may be one."""
    access.require(request.actor, "see")
    view = request.bar.as_of
    proposes = access.may(request.actor, "propose")
    joints = queries.joints(view, request.actor)
    own = _own_city(request)
    context = {
        "title": _("Joint questions"),
        "breadcrumbs": crumbs(request, last=_("Joint questions")),
        "invited": [one for one in joints if one.end is None and own in dict(one.waiting)],
        "joints": [one for one in joints if one.end is None and own not in dict(one.waiting)],
        "over": [one for one in joints if one.end],
        "clusters": queries.clusters(view, request.actor) if proposes else (),
        "proposes": proposes,
    }
    return render(request, "joint/list_joints.html", context)


@page
@require_safe
def show_joint(request: Request, pk: int) -> HttpResponse:
    """Show a joint question with every question it comes from."""
    access.require(request.actor, "see")
    line = queries.joint(request.bar.as_of, request.actor, pk)
    if line is None:
        raise Http404
    part = {key for key, _name in line.taking_part}
    own = _own_city(request)
    context = {
        "title": line.text,
        "breadcrumbs": [*crumbs(request), _step(), {"label": line.text, "url": ""}],
        "line": line,
        "cards": [question_papers.card(one) for one in line.origins],
        "themes": [question_papers.subject_name(key) for key in line.themes],
        "own": own if line.end is None else "",
        "may_end": access.may(request.actor, "end", line.organisation),
        "joins": own in part,
        "declined": own in {key for key, _name in line.declined},
    }
    return render(request, "joint/show_joint.html", context)


def _step() -> dict[str, str]:
    return {"label": _("Joint questions"), "url": reverse("list_joints")}


def _own_city(request: Request) -> str:
    """Return the key of the city for which the reader may reply, or nothing."""
    keys = [one.organisation for one in request.actor.capacities]
    return next((key for key in keys if access.may(request.actor, "reply", key)), "")


@page
@read_or_write
def withdraw_joint(request: Request, pk: int) -> HttpResponse:
    """Withdraw a joint question."""
    consequences = [
        _("It is no question of the cities together any more, and not proposed for the annual plan."),
        _("Its questions stay. They can become part of another joint question."),
        _("Cities that took part still see it, with your reason."),
    ]
    return _end(request, pk, commands.withdraw_joint, _("Withdraw the joint question"), consequences)


@page
@read_or_write
def close_joint(request: Request, pk: int) -> HttpResponse:
    """Close a joint question."""
    consequences = [
        _("Nothing more is expected of it, and no city can join any more."),
        _("It is not proposed for the annual plan any more."),
        _("Who took part and where it came from stay on this page."),
    ]
    return _end(request, pk, commands.close_joint, _("Close the joint question"), consequences)


@page
@read_or_write
def strike_joint_ending(request: Request, pk: int) -> HttpResponse:
    """Strike that a joint question was withdrawn or closed: it goes on."""
    line = _to_end(request, pk)
    ending = queries.ending(pk)
    if ending is None:
        raise Http404
    title = _("Strike its end")
    return confirm_striking(
        request,
        partial(commands.strike_ending, ending=ending),
        done=_("It was struck. The joint question goes on."),
        back=reverse("show_joint", args=[pk]),
        title=title,
        lead=line.text,
        breadcrumbs=_trail(request, line, title),
        consequences=[
            _("Cities can join again, and the annual plan can take it up."),
            _("That it ended, and why you struck that, stays in the journal."),
        ],
    )


def _trail(request: Request, line: JointLine, title: str) -> list[dict[str, str]]:
    place = reverse("show_joint", args=[line.id])
    return [*crumbs(request), _step(), {"label": line.text, "url": place}, {"label": title, "url": ""}]


def _to_end(request: Request, pk: int) -> JointLine:
    line = queries.joint(AsOf(clock.today()), request.actor, pk)
    if line is None:
        raise Http404
    access.require(request.actor, "end", line.organisation)
    return line


def _end(
    request: Request, pk: int, command: Callable[..., object], title: str, consequences: Sequence[str]
) -> HttpResponse:
    line = _to_end(request, pk)
    return confirmed(
        request,
        WhyForm(request.POST or None),
        partial(command, joint=queries.row(pk), **stamp(request)),
        done=_("It was recorded."),
        back=reverse("show_joint", args=[pk]),
        title=title,
        lead=line.text,
        breadcrumbs=_trail(request, line, title),
        action=title,
        consequences=consequences,
    )


@page
@read_or_write
def propose_joint(request: Request) -> HttpResponse:
    """Propose one question in the place of several, and ask cities to join."""
    access.require(request.actor, "propose")
    view = AsOf(clock.today())
    numbers = request.POST.getlist("questions") or request.GET.getlist("vraag")
    chosen = questions.by_ids(view, request.actor, [int(one) for one in numbers[:20] if _is_id(one)])
    lines = [one for one in chosen.values() if not one.in_confidence]
    cities = [(row.city.key, row.city.name) for row in agreements.register(view) if row.participates]
    initial: dict[str, Any] = {
        "questions": [str(one.id) for one in lines],
        "text": lines[0].words if lines else "",
    }
    origins = [(str(one.id), f"{one.organisation_name}: {one.title}") for one in lines]
    form = Propose(request.POST or None, origins=origins, cities=cities, initial=initial)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        asked = {one.organisation for one in lines}
        try:
            joint = commands.propose_joint(
                text=answers["text"],
                origins=[questions.row(int(one)) for one in answers["questions"]],
                invited=[network.organisation(key) for key in answers["cities"] if key not in asked],
                organisation=acting_for(request),
                **stamp(request),
            )
        except Refused as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, _("The joint question is there. The cities see it on their page."))
            return redirect("show_joint", joint.pk)
    context = {
        "title": _("Make one question of these"),
        "lead": _(
            "Every question stays as it was asked. The cities that asked take part, unless they say no."
        ),
        "breadcrumbs": [*crumbs(request), _step(), {"label": _("New"), "url": ""}],
        "form": form,
        "action": _("Propose the joint question"),
        "cancel": reverse("list_joints"),
    }
    return render(request, "look/form_page.html", context)


MOST_DIGITS = 18


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS


@page
@require_POST
def reply_to_joint(request: Request, pk: int) -> HttpResponse:
    """Join for the reader's city, or say that it does not."""
    if queries.joint(AsOf(clock.today()), request.actor, pk) is None:
        raise Http404
    city = _own_city(request)
    access.require(request.actor, "reply", city)
    joins = request.POST.get("joins") == "yes"
    commands.reply_to_joint(
        joint=queries.row(pk), organisation=network.organisation(city), joins=joins, **stamp(request)
    )
    messages.success(request, _("Your city joins.") if joins else _("Your city does not join."))
    return redirect("show_joint", pk)


@page
@require_POST
def join_question(request: Request, pk: int) -> HttpResponse:
    """Join a question of another city that is open to all."""
    found(request, pk, "see")
    city = _own_city(request)
    access.require(request.actor, "reply", city)
    joint = commands.join_question(
        question=questions.row(pk), organisation=network.organisation(city), **stamp(request)
    )
    messages.success(request, _("Your city joins."))
    return redirect("show_joint", joint.pk)
