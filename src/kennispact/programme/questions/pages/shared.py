"""What the pages about one question share."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kennispact.ground import clock
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.look.door import Request
from kennispact.programme.questions import access, queries
from kennispact.programme.questions.queries import QuestionLine
from kennispact.registers.network import queries as network
from kennispact.registers.network.models import Organisation


def found(request: Request, pk: int, action: str, view: AsOf | None = None) -> QuestionLine:
    """Return a question with which the reader may do this; one they may not know of is not there.

    :raises Http404: if it is not there, for this reader
    """
    line = queries.question(view or AsOf(clock.today()), request.actor, pk)
    if line is None:
        raise Http404
    access.require(request.actor, action, line)
    return line


def acting_for(request: Request, preferred: str = "") -> Organisation:
    """Return for which organisation the reader acts: the preferred one if they do, else their first."""
    keys = [one.organisation for one in request.actor.capacities]
    return network.organisation(preferred if preferred in keys else keys[0])


def stamp(request: Request) -> dict[str, Any]:
    """Return who does it and when, as every command takes it."""
    return {"happened_on": clock.today(), "by": request.actor, "at": clock.now()}


def done(request: Request, pk: int, sentence: str) -> HttpResponse:
    """Say that it was done, and go back to the question."""
    messages.success(request, sentence)
    return redirect("show_question", pk)


def form_page(request: Request, line: QuestionLine, form: Any, title: str, action: str) -> HttpResponse:
    """Show a form under the question it is about."""
    context = {
        "title": title,
        "line": line,
        "breadcrumbs": crumbs(request, line, title),
        "form": form,
        "action": action,
        "cancel": reverse("show_question", args=[line.id]),
    }
    return render(request, "questions/form.html", context)


def crumbs(request: Request, line: QuestionLine | None = None, last: str = "") -> list[dict[str, str]]:
    """Return the way to a page of questions."""
    steps = [(_("Overview"), reverse("home")), (_("Questions"), reverse("list_questions"))]
    if line is not None:
        steps.append((line.title, reverse("show_question", args=[line.id])))
    trail = [{"label": label, "url": url + request.bar.query} for label, url in steps]
    return [*trail, {"label": last, "url": ""}] if last else trail
