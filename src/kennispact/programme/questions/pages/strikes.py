"""Striking what was entered about a question by mistake: each says first what follows from it."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kennispact.ground import clock
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.look.door import Request, page, read_or_write
from kennispact.ground.look.striking import Strike, confirm_striking
from kennispact.programme.questions import access, commands, letters, papers, queries, rules
from kennispact.programme.questions.models import Voice
from kennispact.programme.questions.pages.shared import crumbs, found
from kennispact.programme.questions.queries import QuestionLine


def _strike(
    request: Request, line: QuestionLine, strike: Strike, title: str, consequences: list[str]
) -> HttpResponse:
    return confirm_striking(
        request,
        strike,
        done=_("It was struck."),
        back=reverse("show_question", args=[line.id]),
        title=title,
        lead=line.title,
        breadcrumbs=crumbs(request, line, title),
        consequences=consequences,
    )


def _there(act: Any) -> Any:
    """Return the act.

    :raises Http404: if there is none, or it was struck
    """
    if act is None:
        raise Http404
    return act


@page
@read_or_write
def strike_turn(request: Request, pk: int) -> HttpResponse:
    """Strike that a question was opened, withdrawn or closed."""
    turn = _there(queries.turn(pk))
    line = found(request, turn.question_id, "close")
    consequences = {
        rules.OPENED: _("The question is in confidence again. What others read meanwhile, they know."),
        rules.WITHDRAWN: _("The question is asked again, and found again."),
        rules.CLOSED: _("The question is open again: answers are welcome."),
    }
    titles = {
        rules.OPENED: _("Strike that it was opened"),
        rules.WITHDRAWN: _("Strike that it was withdrawn"),
        rules.CLOSED: _("Strike that it was closed"),
    }
    strike = partial(commands.strike_turn, turn=turn)
    return _strike(request, line, strike, titles[turn.kind], [consequences[turn.kind]])


@page
@read_or_write
def strike_answer(request: Request, pk: int) -> HttpResponse:
    """Strike an answer that was given by mistake."""
    answer = _there(queries.answer(pk))
    line = found(request, answer.question_id, "see")
    access.require_strike(request.actor, answer.recorded_by_id)
    others = [one for one in queries.answers(AsOf(clock.today()), line.id) if one.id != pk]
    consequences = [_stays()]
    if line.state is rules.State.ANSWERED and not any(one.helped is not False for one in others):
        consequences.insert(0, _("The question has no answer any more: it is open again."))
    if answer.product_id:
        consequences.append(_("The product itself stays."))
    strike = partial(commands.strike_answer, answer=answer)
    return _strike(request, line, strike, _("Strike this answer"), consequences)


@page
@read_or_write
def strike_verdict(request: Request, pk: int) -> HttpResponse:
    """Strike, for who asked, that an answer helped or did not."""
    verdict = _there(queries.verdict(pk))
    line = found(request, verdict.answer.question_id, "judge")
    consequences = [_("You can say anew whether the answer helped you."), _stays()]
    if not verdict.helped and line.state is rules.State.OPEN:
        consequences.insert(0, _("The answer counts again: the question is answered."))
    strike = partial(commands.strike_verdict, verdict=verdict)
    title = _("Strike “%(said)s”") % {"said": papers.helped_name(verdict.helped)}
    return _strike(request, line, strike, title, consequences)


@page
@read_or_write
def strike_voice(request: Request, pk: int) -> HttpResponse:
    """Strike what the reader's party said of a question's scope. Source: 5b, B1-6."""
    voice = _there(queries.voice(pk))
    line = found(request, voice.question_id, "see")
    access.require(request.actor, "give_voice", voice.party.kind)
    strike = partial(commands.strike_voice, voice=voice)
    title = _("Strike “%(said)s”") % {"said": papers.outcome_name(voice.outcome)}
    return _strike(request, line, strike, title, _after(line, voice))


def _after(line: QuestionLine, voice: Voice) -> list[str]:
    """Return what follows when a party's word is struck."""
    left = [one for one in queries.voices(AsOf(clock.today()), line.id) if one.id != voice.pk]
    before = next((one for one in reversed(left) if one.party == voice.party.kind), None)
    consequences = [
        _("What your party said before counts again: %(said)s.")
        % {"said": papers.outcome_name(before.outcome).lower()}
        if before
        else _("Your party said nothing yet of this question. You can decide anew.")
    ]
    if line.scope.outcome and rules.scope(left).outcome != line.scope.outcome:
        consequences.insert(0, _("The decision of both parties does not stand any more."))
        if any(one.sent for one in letters.copies(line, clock.now())):
            consequences.append(_("The letter about it was sent. Tell whoever asked that it changed."))
    return [*consequences, _stays()]


def _stays() -> str:
    return _("It stays to be read, struck through, with your reason.")
