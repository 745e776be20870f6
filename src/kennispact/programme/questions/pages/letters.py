"""The letter about the parties' decision: to read, to save, and to send once."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kennispact.ground import clock
from kennispact.ground.look.door import Request, page
from kennispact.ground.look.exports import file_answer
from kennispact.pact.drafting.typeset.pdf import pdf
from kennispact.programme.questions import access, commands, letters, queries
from kennispact.programme.questions.pages.shared import crumbs, found
from kennispact.programme.questions.queries import QuestionLine


def _decided(request: Request, pk: int) -> QuestionLine:
    line = found(request, pk, "read_letter", request.bar.as_of)
    if not line.scope.outcome:
        raise Http404
    return line


@page
@require_safe
def show_scope_letter(request: Request, pk: int) -> HttpResponse:
    """Show the letter that tells who asked what both parties decided, and whether it was sent."""
    line = _decided(request, pk)
    letter, copies = letters.letter(line), letters.copies(line, clock.now())
    context = {
        "title": letter.subject,
        "letter": letter,
        "line": line,
        "copies": copies,
        "waiting": any(one.sent is None for one in copies),
        "may_send": access.may(request.actor, "send_letter", line),
        "breadcrumbs": crumbs(request, line, _("Letter")),
    }
    return render(request, "questions/show_scope_letter.html", context)


@page
@require_safe
def save_scope_letter(request: Request, pk: int) -> HttpResponse:
    """Give the letter as PDF/A and PDF/UA."""
    letter = letters.letter(_decided(request, pk))
    return file_answer(letter.file_name, pdf(letter.paper()), "application/pdf")


@page
@require_POST
def send_scope_letter(request: Request, pk: int) -> HttpResponse:
    """Let the letter leave, once to everybody who gets it."""
    found(request, pk, "send_letter")
    done = commands.send_scope_letter(question=queries.row(pk), by=request.actor, at=clock.now())
    if done:
        said = ngettext(
            "%(count)s letter leaves within a few minutes.",
            "%(count)s letters leave within a few minutes.",
            done,
        )
        messages.success(request, said % {"count": done})
    else:
        messages.info(request, _("This letter was made ready before. Nobody gets it twice."))
    return redirect("show_scope_letter", pk)
