"""One city from near: its agreement, what it owes and why, what it asks, its people, papers and dates."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kennispact.doors.portal.cities import queries, tables
from kennispact.doors.portal.cities.queries import CityDossier
from kennispact.ground.look import sentences
from kennispact.ground.look.door import Request, page
from kennispact.ground.look.tables import Table
from kennispact.ground.look.templatetags.look import (
    NOTHING,
    state_name,
)
from kennispact.pact.agreements import access as agreement_access
from kennispact.pact.agreements import dossiers
from kennispact.pact.agreements.dossiers import ActLine
from kennispact.pact.agreements.rules import STEPS
from kennispact.pact.drafting import access as drafting_access
from kennispact.pact.drafting.pages.frame import to_save
from kennispact.pact.ledger import access as ledger_access
from kennispact.pact.ledger import queries as ledger
from kennispact.pact.ledger.papers import statement_table
from kennispact.programme.questions import access as question_access
from kennispact.programme.questions import papers as question_papers
from kennispact.programme.questions import queries as questions
from kennispact.programme.questions.queries import Wanted
from kennispact.registers.covenant.templatetags.covenant import role_name, role_names
from kennispact.registers.documents import access as document_access
from kennispact.registers.documents.queries import DocumentLine
from kennispact.registers.network import access
from kennispact.registers.network.lookup import city_or_404
from kennispact.registers.network.models import Organisation
from kennispact.registers.network.rules import tooi_uri

NEWEST_QUESTIONS = 5


@dataclass(frozen=True, slots=True)
class ActShown:
    """One act as the timeline shows it. ``strike_url`` is empty when the reader may not strike it."""

    title: str
    day: date
    recorded_at: datetime
    recorded_by: str
    details: str
    document: DocumentLine | None
    struck_at: datetime | None
    struck_why: str
    strike_url: str


@page
@require_safe
def show_city(request: Request, key: str) -> HttpResponse:
    """Show one city: what is public to all who take part, and its dossier to whom that is open."""
    access.require(request.actor, "see_organisations")
    city = city_or_404(key)
    found = queries.city(city, request.bar.as_of, request.actor, request.bar.today)
    state = found.register.state if found.register else None
    context = {
        "title": city.name,
        "kicker": f"{city.province} · {city.key}",
        "breadcrumbs": [
            {"label": _("Overview"), "url": reverse("home") + request.bar.query},
            {"label": _("Cities"), "url": reverse("list_cities") + request.bar.query},
            {"label": city.name, "url": ""},
        ],
        "found": found,
        "city": city,
        "state": state.standing if state else "",
        "steps": _steps(request, found),
        "notice_links": _notice_links(request, found),
        "facts": _facts(city),
        "missing": _missing(found),
        "acts": _acts(request, found),
        "to_save": to_save(city.key, request.bar.query) if _has_papers(request, found) else [],
        "contribution_table": tables.contribution_table(found),
        "statement_table": _statement_table(request, city),
        "questions": _questions(request, city),
        "chart": tables.chart(found.figures),
        "mandate_table": tables.mandate_table(found),
        "papers": _papers(request, found),
        "dates": [(one, sentences.spoken(one.title, one.title_en)) for one in found.dates],
    }
    return render(request, "portal/city.html", context)


def _has_papers(request: Request, found: CityDossier) -> bool:
    return found.register is not None and drafting_access.may(request.actor, "read_papers", found.city.key)


def _steps(request: Request, found: CityDossier) -> list[dict[str, str]]:
    """Return the steps that the reader can record now; none while they look at another day."""
    if not request.bar.is_today:
        return []
    url = reverse("take_step", args=[found.city.key])
    return [
        {
            "label": _("Record: %(act)s") % {"act": state_name(step.kind)},
            "url": f"{url}?kind={step.kind}",
        }
        for step in found.next_steps
    ]


def _notice_links(request: Request, found: CityDossier) -> list[dict[str, str]]:
    """Return what the reader can do about notice now: seldom, so not among the steps."""
    if not request.bar.is_today or found.register is None or not found.register.state.holds:
        return []
    key, actor, notice = found.city.key, request.actor, found.register.dossier.notice
    if notice is None and agreement_access.may(actor, "give_notice", key):
        return [{"label": _("Enter a notice"), "url": reverse("give_notice", args=[key])}]
    if notice and agreement_access.may(actor, "withdraw_notice", key):
        return [{"label": _("Withdraw the notice"), "url": reverse("withdraw_notice", args=[key])}]
    return []


def _facts(city: Organisation) -> list[tuple[str, object]]:
    website = format_html('<a href="https://{0}">{0}</a>', city.website) if city.website else ""
    uri = tooi_uri(city.key)
    rows: list[tuple[str, object]] = [
        (_("Visiting address"), city.visiting_address),
        (_("Postal address"), city.postal_address),
        (_("Website"), website),
        (_("CBS code"), city.key),
        ("TOOI", format_html('<a href="{0}">{0}</a>', uri) if uri else ""),
        ("OIN", city.oin),
        ("RSIN", city.rsin),
    ]
    return [(term, value or NOTHING) for term, value in rows]


def _missing(found: CityDossier) -> list[tuple[str, str]]:
    """Return the steps that are missing and who must take them; none once the agreement was registered."""
    if found.register is None or "registered" in found.register.dossier.steps:
        return []
    return [(kind, role_names(dossiers.OWNERS[kind])) for kind in found.register.state.missing]


def _acts(request: Request, found: CityDossier) -> list[ActShown]:
    papers = {one.id: one for one in found.documents}
    strikes = request.bar.is_today and agreement_access.may(request.actor, "strike", found.city.key)
    return [_act(line, found, papers, strikes=strikes) for line in found.acts]


def _act(line: ActLine, found: CityDossier, papers: dict[int, DocumentLine], *, strikes: bool) -> ActShown:
    names = {dossiers.NOTICE_WITHDRAWN: _("Notice withdrawn")}
    page_name = "strike_step" if line.kind in STEPS else "strike_notice"
    can_strike = strikes and line.struck_at is None and line.kind != dossiers.NOTICE_WITHDRAWN
    giver = found.city.name if line.giver == found.city.key else line.giver
    parts = [
        line.reference,
        role_name(line.by_role) if line.by_role else "",
        line.place,
        _("given by %(giver)s") % {"giver": giver} if giver else "",
    ]
    return ActShown(
        title=names.get(line.kind) or state_name(line.kind),
        day=line.happened_on,
        recorded_at=line.recorded_at,
        recorded_by=_recorder(line.recorded_as),
        details=", ".join(part for part in parts if part),
        document=papers.get(line.document or 0),
        struck_at=line.struck_at,
        struck_why=line.struck_why,
        strike_url=reverse(page_name, args=[found.city.key, line.id]) if can_strike else "",
    )


def _recorder(recorded_as: str) -> str:
    """Return by which roles an act was entered; the program itself by its name."""
    if recorded_as == "system":
        return "Kennispact"
    return role_names(tuple(part.partition(" @ ")[0] for part in recorded_as.split(" / ")))


def _statement_table(request: Request, city: Organisation) -> Table | None:
    """Return what the city was billed and paid, to whom that is open: the same minute it was booked."""
    if not ledger_access.may(request.actor, "see", city.key):
        return None
    lines = ledger.statement(city.key, request.bar.as_of)
    return statement_table(lines, city.name) if lines else None


def _questions(request: Request, city: Organisation) -> dict[str, object]:
    """Return the newest questions of the city that the reader may know of, and how many there are."""
    if not question_access.may(request.actor, "list"):
        return {}
    asked, view = Wanted(organisation=city.key), request.bar.as_of
    newest = questions.questions(view, request.actor, asked, most=NEWEST_QUESTIONS)
    return {
        "count": questions.count(view, request.actor, asked),
        "cards": [question_papers.card(one) for one in newest],
    }


def _papers(request: Request, found: CityDossier) -> list[tuple[DocumentLine, str]]:
    """Return the documents, each with the address where its openness is decided, or nothing."""
    return [
        (
            one,
            reverse("decide_openness", args=[one.id])
            if document_access.may(request.actor, "decide_openness", one)
            else "",
        )
        for one in found.documents
    ]
