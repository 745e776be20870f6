"""Letters that leave by e-mail: what waits, what arrived, and what a person must look at."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kennispact.doors.portal.manage import words
from kennispact.doors.portal.manage.forms import LetterFilter, Returned
from kennispact.ground import clock
from kennispact.ground.kit.retries import MOST_TRIES
from kennispact.ground.kit.words import N_
from kennispact.ground.look import sentences
from kennispact.ground.look.door import Request, page
from kennispact.ground.look.exports import csv_answer
from kennispact.ground.look.striking import confirm_striking, confirmed
from kennispact.ground.look.tables import Column, Table
from kennispact.ground.look.templatetags.look import NOTHING, moment, state_badge
from kennispact.ground.post import access, commands, queries
from kennispact.ground.post.models import Letter
from kennispact.ground.post.queries import Line, Try
from kennispact.ground.post.rules import UNHAPPY, State
from kennispact.registers.network import queries as network

CONFIRM = "portal/confirm_with_facts.html"

PER_PAGE = 50
KINDS = {
    "agreement-reminder": N_("Reminder about the agreement"),
    "payment-reminder": N_("Payment reminder"),
    "scope-letter": N_("Decision about a question"),
}
WHICH = {
    "": tuple(State),
    "unhappy": UNHAPPY,
    "waiting": (State.WAITING, State.UNDER_WAY),
    "sent": (State.SENT,),
}
RESULTS = {
    "accepted": N_("The mail server took the letter."),
    "deferred": N_("Not delivered. The mail server asks to come again."),
    "rejected": N_("The mail server refused the letter."),
    "uncertain": N_("Handed over, but no answer came. The letter may have arrived."),
}
CSV_COLUMNS = (
    *("key", "kind", "organisation", "receiver", "subject"),
    *("queued_at", "state", "tries", "last_at", "next_at", "reply"),
)


def kind_name(kind: str) -> str:
    """Return what a kind of letter is called; an unknown one by its key."""
    return sentences.told(KINDS[kind]) if kind in KINDS else kind


@require_safe
@page
def list_letters(request: Request) -> HttpResponse:
    """Show the letters, newest first; what did not arrive stands out."""
    access.require(request.actor, "see_letters")
    names = words.names_of(network.organisations())
    form = LetterFilter(
        request.GET,
        kinds=[(kind, kind_name(kind)) for kind in queries.kinds()],
        organisations=list(names.items()),
    )
    form.is_valid()
    asked = form.cleaned_data
    every = queries.letters(
        clock.now(),
        kind=asked.get("kind", ""),
        organisations=[asked["organisation"]] if asked.get("organisation") else None,
        known=request.bar.as_of.known,
    )
    found = [one for one in every if one.state in WHICH[asked.get("which", "")]]
    if request.GET.get("format") == "csv":
        rows = [{column: getattr(one, column) for column in CSV_COLUMNS} for one in found]
        return csv_answer("brieven", CSV_COLUMNS, rows)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Letters"),
        "breadcrumbs": words.crumbs((_("Manage"), "manage"), (_("Letters"), "")),
        "filter_form": form,
        "count": len(found),
        "table": _table(shown.object_list, names) if found else None,
        "page": shown,
        "csv": {**asked, "format": "csv"},
        "unhappy": sum(one.state in UNHAPPY for one in every),
        "is_empty": not every and not any(asked.values()),
    }
    return render(request, "portal/list_letters.html", context)


def _table(found: Iterable[Line], names: Mapping[str, str]) -> Table:
    rows = [
        (
            words.two_lines(
                words.link(reverse("show_letter", args=[one.pk]), one.subject), kind_name(one.kind)
            ),
            words.two_lines(
                names.get(one.organisation, one.organisation) or NOTHING, words.address(one.receiver)
            ),
            words.two_lines(state_badge(one.state), one.reply),
            moment(one.last_at or one.queued_at),
            one.tries,
        )
        for one in found
    ]
    columns = (
        _("Letter"),
        _("To"),
        _("How it stands"),
        _("Last moment"),
        Column(_("Attempts"), numeric=True),
    )
    return Table(_("Letters"), columns, rows)


@require_safe
@page
def show_letter(request: Request, pk: int) -> HttpResponse:
    """Show one letter as it leaves, every attempt, and what can be done about it."""
    letter, line = _letter(request, pk, "see_letters")
    names = words.names_of(network.organisations())
    facts = [
        (_("How it stands"), words.two_lines(state_badge(line.state), line.reply)),
        (_("To"), words.address(line.receiver) if line.receiver else _("removed, because it is long ago")),
        (_("Organisation"), names.get(line.organisation, line.organisation) or NOTHING),
        (_("Kind of letter"), kind_name(line.kind)),
        (_("Made ready"), words.two_lines(moment(line.queued_at), words.capacity(letter.queued_as, names))),
    ]
    if line.next_at:
        facts.append((_("Next attempt"), moment(line.next_at)))
    context = {
        "title": line.subject,
        "breadcrumbs": words.crumbs(
            (_("Manage"), "manage"), (_("Letters"), "list_letters"), (line.subject, "")
        ),
        "facts": facts,
        "letter": letter,
        "enclosures": [f"{name} ({filesizeformat(size)})" for name, size, _sha in queries.enclosures(pk)],
        "tries": _tries(queries.tries(pk)),
        "may_repeat": line.state in UNHAPPY,
        "may_return": line.state in {State.SENT, State.UNCERTAIN},
        "may_strike": line.state is State.BOUNCED,
    }
    return render(request, "portal/show_letter.html", context)


def _tries(found: Iterable[Try]) -> Table | None:
    rows = [
        (
            str(one.number),
            moment(one.began_at),
            words.two_lines(
                _(RESULTS[one.result.value]) if one.result else _("No answer was recorded."),
                one.reply,
            ),
            moment(one.repeated_at) if one.repeated_at else NOTHING,
        )
        for one in found
    ]
    columns = (_("Attempt"), _("When"), _("What happened"), _("Sent again by a person"))
    return Table(_("Attempts"), columns, rows) if rows else None


@page
def send_again(request: Request, pk: int) -> HttpResponse:
    """Let a letter leave once more, knowing what follows."""
    letter, line = _letter(request, pk, "send_again")
    follows = [
        ngettext(
            "The letter leaves again, to the same address, with %(count)s new attempt.",
            "The letter leaves again, to the same address, with at most %(count)s new attempts.",
            MOST_TRIES,
        )
        % {"count": MOST_TRIES}
    ]
    if line.state is State.UNCERTAIN:
        follows.append(_("It may have arrived already: then the receiver gets it twice. Ask first."))
    return confirmed(
        request,
        None,
        partial(commands.send_again, letter=letter, by=request.actor, at=clock.now()),
        done=_("The letter will be sent again within a few minutes."),
        back=reverse("show_letter", args=[pk]),
        template=CONFIRM,
        **_frame(letter, _("Send again")),
        lead=_("Did the address change? Then correct it first, and make a new letter."),
        action=_("Send again"),
        consequences=follows,
    )


@page
def mark_bounced(request: Request, pk: int) -> HttpResponse:
    """Enter that a letter came back."""
    letter, _line = _letter(request, pk, "mark_bounced")
    return confirmed(
        request,
        Returned(request.POST or None, initial={"happened_on": request.bar.today}),
        partial(commands.mark_bounced, letter=letter, by=request.actor, at=clock.now()),
        done=_("It was entered that this letter came back."),
        back=reverse("show_letter", args=[pk]),
        template=CONFIRM,
        **_frame(letter, _("This letter came back")),
        lead=_("Did a message come that the letter could not be delivered? Then enter that here."),
        action=_("Enter"),
        consequences=[_("Everybody who looks after the post sees that this letter did not arrive, and why.")],
    )


@page
def strike_bounce(request: Request, pk: int) -> HttpResponse:
    """Strike that a letter came back."""
    letter, _line = _letter(request, pk, "strike_bounce")
    title = _("Strike that it came back")
    return confirm_striking(
        request,
        partial(commands.strike_bounce, letter=letter),
        done=_("It was struck that this letter came back."),
        back=reverse("show_letter", args=[pk]),
        template=CONFIRM,
        **_frame(letter, title),
        lead=_("Strike this only if it was entered wrongly."),
        consequences=[_("The letter counts as it did before. The record keeps what was entered, and why.")],
    )


def _letter(request: Request, pk: int, action: str) -> tuple[Letter, Line]:
    access.require(request.actor, action)
    letter, line = queries.letter(pk), queries.line(pk, clock.now())
    if letter is None or line is None:
        raise Http404
    return letter, line


def _frame(letter: Letter, title: str) -> dict[str, Any]:
    """Return what every page about one letter shows around its question."""
    steps = ((_("Manage"), "manage"), (_("Letters"), "list_letters"), (title, ""))
    facts = [(_("Letter"), letter.subject), (_("To"), words.address(letter.receiver))]
    return {"title": title, "facts": facts, "breadcrumbs": words.crumbs(*steps)}
