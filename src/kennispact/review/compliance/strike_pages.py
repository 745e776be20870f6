"""Striking a decision, with what follows from it said beforehand."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kennispact.ground import clock
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.look.door import Request, page, read_or_write
from kennispact.ground.look.sentences import spoken, told
from kennispact.ground.look.striking import confirm_striking
from kennispact.ground.look.templatetags.look import clause_name, day, state_name
from kennispact.registers.decisions import access as decision_access
from kennispact.registers.decisions import commands
from kennispact.registers.decisions import queries as decisions
from kennispact.registers.decisions.models import Decision
from kennispact.review.compliance.foresight import after_striking


@page
@read_or_write
def strike_decision(request: Request, pk: int) -> HttpResponse:
    """Strike a decision that was entered wrongly, after showing what becomes of the obligation."""
    decision_access.require(request.actor, "strike")
    decision = decisions.decision(pk)
    if decision is None:
        raise Http404
    back = reverse("show_clause", args=[decision.clause])
    if decision.struck_at is not None:
        messages.info(request, _("This was struck before. Nothing was changed."))
        return redirect(back)
    what = {"what": decision.subject}
    return confirm_striking(
        request,
        partial(commands.strike_decision, decision=decision),
        done=_("Struck: %(what)s.") % what,
        back=back,
        title=_("Strike “%(what)s”") % what,
        lead=_("Strike only what was entered wrongly. What was struck stays to be seen."),
        consequences=_consequences(decision, AsOf(clock.today())),
        breadcrumbs=[
            {"label": _("Overview"), "url": reverse("home")},
            {"label": clause_name(decision.clause).capitalize(), "url": back},
            {"label": _("Strike"), "url": ""},
        ],
    )


def _consequences(decision: Decision, view: AsOf) -> list[str]:
    """Say what no longer counts, and how the obligation stands without it."""
    facts = {"what": decision.subject, "day": day(decision.happened_on)}
    said = [_("“%(what)s” of %(day)s no longer counts.") % facts]
    change = after_striking(decision, view)
    if change is None:
        return said
    title = spoken(change.obligation.title, change.obligation.title_en)
    names = {
        "clause": clause_name(change.obligation.clause),
        "what": f"{title} {change.occurrence.key}" if len(change.obligation.occurrences) > 1 else title,
        "state": state_name(change.after.state).lower(),
    }
    if change.after.state is change.before.state:
        said.append(_("%(clause)s, %(what)s, stays: %(state)s.") % names)
    else:
        said.append(_("%(clause)s, %(what)s, becomes: %(state)s.") % names)
    return [*said, told(change.after.reason, change.after.facts)]
