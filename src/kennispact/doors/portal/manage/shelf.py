"""The tool shelf of the daily supervisors, and the check of what always holds."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kennispact.doors.portal.manage import access, words
from kennispact.ground.look import sentences
from kennispact.ground.look.door import Request, page
from kennispact.ground.look.tables import Table
from kennispact.ground.look.templatetags.look import state_badge
from kennispact.review.integrity import queries as integrity


@require_safe
@page
def manage(request: Request) -> HttpResponse:
    """Show what the daily supervisors can do, one card each."""
    access.require(request.actor, "manage")
    tools = [
        (
            "list_papers",
            _("Progress of the agreements"),
            _("How far every city is. Draft, remind, download."),
        ),
        ("list_mandates", _("Roles"), _("Who acts for whom: appoint somebody, end a role.")),
        ("list_people", _("People"), _("Invite somebody, correct an address, end access.")),
        ("import_populations", _("Inhabitants"), _("Bring in the figures that contributions count with.")),
        ("list_documents", _("Documents"), _("Everything that was received, exactly as it came.")),
        ("list_decisions", _("Decisions"), _("What the parties and their bodies decided.")),
        ("list_letters", _("Letters"), _("What leaves by e-mail, and what did not arrive.")),
        ("list_journal", _("Journal"), _("Every change: what, when, and in which role.")),
        ("show_check", _("Check"), _("Does everything still hold that must always hold?")),
    ]
    cards = [
        {"url": url, "title": title, "text": text}
        for name, title, text in tools
        if (url := _address(name)) is not None
    ]
    context = {"title": _("Manage"), "breadcrumbs": words.crumbs((_("Manage"), "")), "cards": cards}
    return render(request, "portal/manage.html", context)


def _address(name: str) -> str | None:
    """Return a page's address, or nothing while its room is not there."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


@require_safe
@page
def show_check(request: Request) -> HttpResponse:
    """Look at every invariant, and show what was found."""
    access.require(request.actor, "see_check")
    findings = integrity.check()
    wrong = [one for one in findings if not one.holds]
    table = Table(
        _("What must always hold"),
        (_("What was looked at"), _("Result"), _("Room")),
        [
            (
                sentences.told(one.sentence, one.facts),
                state_badge("done", _("Holds")) if one.holds else state_badge("overdue", _("Does not hold")),
                one.room,
            )
            for one in sorted(findings, key=lambda one: one.holds)
        ],
    )
    context = {
        "title": _("Check"),
        "breadcrumbs": words.crumbs((_("Manage"), "manage"), (_("Check"), "")),
        "table": table,
        "wrong": len(wrong),
    }
    return render(request, "portal/show_check.html", context)
