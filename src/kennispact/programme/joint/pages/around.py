"""The pages of finding with joint questions beside them: one question, a theme, searching.

The room below knows no joint questions; who looks at a question wants to see what it became part of.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kennispact.ground.kit.actor import Actor
from kennispact.ground.look.door import Request, page
from kennispact.programme.finding.pages.one import question_page
from kennispact.programme.finding.pages.searching import search_page
from kennispact.programme.finding.pages.themes import theme_page
from kennispact.programme.joint import access, queries
from kennispact.programme.joint.queries import JointLine
from kennispact.programme.questions.queries import QuestionLine
from kennispact.programme.questions.rules import going_on_refusals

LONGEST_TITLE = 140


@page
@require_safe
def show_question(request: Request, pk: int) -> HttpResponse:
    """Show one question with everything around it, and the joint question it is part of."""
    context = question_page(request, pk)
    joints = queries.of_questions(request.bar.as_of, request.actor, [pk]).get(pk, ())
    came = [
        {
            "day": one.happened_on,
            "title": _("Part of a joint question"),
            "text": one.text,
            "url": reverse("show_joint", args=[one.id]),
        }
        for one in joints
    ]
    context["events"] = sorted((*came, *context["events"]), key=lambda one: one["day"], reverse=True)
    may_join = request.bar.is_today and _may_join(request.actor, context["line"], joints)
    return render(request, "joint/show_question.html", context | {"joints": joints, "may_join": may_join})


def _may_join(actor: Actor, line: QuestionLine, joints: tuple[JointLine, ...]) -> bool:
    """Tell whether the reader's city can join: the question is open to all, goes on, and is not its own."""
    is_over = list(going_on_refusals(line.state)) or (joints and joints[0].end)
    if line.in_confidence or is_over:
        return False
    own = {one for one in actor.organisations if access.may(actor, "reply", one)}
    taking_part = {key for one in joints for key, _name in one.taking_part}
    return bool(own) and not own & {line.organisation, *taking_part}


@page
@require_safe
def show_theme(request: Request, key: str) -> HttpResponse:
    """Show one theme with what is asked, joined and known of it. Source: annex 2."""
    context = theme_page(request, key)
    joints = [one for one in queries.joints(request.bar.as_of, request.actor) if key in one.themes]
    going_on = [one for one in joints if one.end is None]
    return render(request, "joint/show_theme.html", context | {"joints": going_on})


@page
@require_safe
def search_everything(request: Request) -> HttpResponse:
    """Search what the reader may see; a question that is part of a joint one says so."""
    context = search_page(request)
    hits = (*context["hits"], *context["nearest"])
    asked = {int(one["hit"].key): one for one in hits if one["hit"].kind == "question"}
    for pk, joints in queries.of_questions(request.bar.as_of, request.actor, asked).items():
        if pk in asked:
            asked[pk]["beside"] = [_beside(one) for one in joints]
    return render(request, "finding/search.html", context)


def _beside(line: JointLine) -> dict[str, str]:
    title, url = Truncator(line.text).chars(LONGEST_TITLE), reverse("show_joint", args=[line.id])
    return {"said": _("Part of a joint question"), "title": title, "url": url}
