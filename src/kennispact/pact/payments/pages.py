"""Money to match: the work list, one booking, and taking a match back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form, formset_factory
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kennispact.ground import clock
from kennispact.ground.kit.money import in_euros
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.look import sentences
from kennispact.ground.look.door import Request, add_refusals, page
from kennispact.ground.look.templatetags.look import euro
from kennispact.pact.payments import access, commands, queries, rules
from kennispact.pact.payments.forms import PartForm, Seen
from kennispact.pact.payments.models import BankEntry, Match
from kennispact.pact.payments.queries import Waiting
from kennispact.pact.payments.rules import Claim, Part, Suggestion

PER_PAGE = 25
_WRITES = require_http_methods(["GET", "HEAD", "POST"])


@page
@require_safe
def list_payments(request: Request) -> HttpResponse:
    """Show what waits to be matched, each with what it may be about."""
    access.require(request.actor, "see")
    paginator: Paginator[BankEntry] = Paginator(queries.to_match(), PER_PAGE)
    shown = paginator.get_page(request.GET.get("page"))
    context = {
        "title": _("Payments"),
        "breadcrumbs": crumbs(request),
        "tabs": tabs(request, "list_payments", waiting=paginator.count),
        "page": shown,
        "pages": paginator.get_elided_page_range(shown.number),
        "cards": [_card(one) for one in queries.suggested(shown.object_list)],
        "any": paginator.count or queries.statements().exists(),
    }
    return render(request, "payments/list_payments.html", context)


def _card(one: Waiting) -> dict[str, Any]:
    """Return a booking with the one thing to do: confirm, look and divide, or choose."""
    best = one.suggestions[0] if one.suggestions else None
    sure = (
        best
        if best is not None
        and not best.beyond
        and not one.entry.returned
        and best.why is not rules.Why.ACCOUNT
        else None
    )
    several = len(one.suggestions) > 1 and sum(two.cents for two in one.suggestions[:2]) <= one.left
    return {
        "entry": one.entry,
        "left": in_euros(one.left),
        "part": one.left != abs(one.entry.cents),
        "seen_left": one.left,
        "suggestions": [_told(two) for two in one.suggestions[:3]],
        "sure": None if several or sure is None else _told(sure),
    }


def _told(one: Suggestion) -> dict[str, Any]:
    """Return a suggestion in words and euros."""
    return {
        "item": one.claim.item,
        "city": one.claim.city,
        "amount": in_euros(one.cents),
        "open": in_euros(max(one.claim.open, 0)),
        "why": sentences.told(rules.REASONS[one.why]),
        "beyond": one.beyond,
    }


@page
@_WRITES
def show_entry(request: Request, pk: int) -> HttpResponse:
    """Show one booking, divide it over invoices, and what was said of it before."""
    access.require(request.actor, "see")
    entry = _entry(pk)
    (waiting,) = queries.suggested([entry])
    lines = formset_factory(PartForm, extra=1 if waiting.suggestions else 2, max_num=50)
    posted = request.POST if request.method == "POST" else None
    formset = lines(posted, initial=[_initial(one) for one in waiting.suggestions])
    seen, refusals = Seen(posted, initial={"seen_left": waiting.left}), ()
    if posted is not None and formset.is_valid() and seen.is_valid():
        parts = [part for form in formset if (part := form.part()) is not None]
        try:
            made = _match(request, entry, parts, seen.cleaned_data["seen_left"])
        except Refused as refused:
            refusals = refused.refusals  # type: ignore[assignment]
        else:
            _say_matched(request, made)
            return redirect("list_payments")
    context = {
        "title": _entry_title(entry),
        "breadcrumbs": crumbs(request, _entry_title(entry)),
        "entry": entry,
        "left": in_euros(waiting.left),
        "part": waiting.left != abs(entry.cents),
        "suggestions": [_told(one) for one in waiting.suggestions],
        "formset": formset,
        "errors": [error for form in formset for errors in form.errors.values() for error in errors],
        "seen": seen,
        "refusals": refusals,
        "claims": _offered(entry, queries.claims()),
        "matches": [_matched(one) for one in queries.matches_of(entry)],
    }
    return render(request, "payments/show_entry.html", context)


def _entry(pk: int) -> BankEntry:
    entry = queries.entry(pk)
    if entry is None:
        raise Http404
    return entry


def _entry_title(entry: BankEntry) -> str:
    told = _("%(amount)s received") if entry.cents > 0 else _("%(amount)s paid")
    return told % {"amount": euro(abs(entry.amount))}


def _initial(one: Suggestion) -> dict[str, Any]:
    return {"item": one.claim.item, "amount": in_euros(one.cents), "beyond": one.beyond}


def _offered(entry: BankEntry, claims: tuple[Claim, ...]) -> list[tuple[str, str]]:
    """Return the items with something open (or paid too much, for a refund), to choose from."""
    sign = 1 if entry.cents > 0 else -1
    return [(one.item, f"{one.city} {euro(in_euros(one.open))}") for one in claims if one.open * sign > 0]


def _matched(one: Match) -> dict[str, Any]:
    if one.kind == Match.Kind.ASIDE:
        what = _("%(amount)s is not for the covenant") % {"amount": euro(one.amount)}
    else:
        facts = {"amount": euro(one.amount), "item": one.item, "city": one.city}
        what = _("%(amount)s on %(item)s of %(city)s") % facts
    how = _("By the payment reference, at once.") if one.automatic else one.recorded_as
    return {
        "pk": one.pk,
        "what": what,
        "how": one.struck_why if one.struck_at else how,
        "at": one.struck_at or one.recorded_at,
        "is_struck": one.struck_at is not None,
    }


def _match(request: Request, entry: BankEntry, parts: list[Part], seen_left: int) -> tuple[Match, ...]:
    return commands.match(entry=entry, parts=parts, by=request.actor, at=clock.now(), seen_left=seen_left)


def _say_matched(request: Request, made: tuple[Match, ...]) -> None:
    for one in made:
        told = _("%(amount)s is matched to %(item)s of %(city)s.")
        messages.success(request, told % {"amount": euro(one.amount), "item": one.item, "city": one.city})


@page
@require_POST
def match_entry(request: Request, pk: int) -> HttpResponse:
    """Confirm the best suggestion of the work list, as it was shown."""
    access.require(request.actor, "match")
    entry, form, seen = _entry(pk), PartForm(request.POST), Seen(request.POST)
    part = form.part() if form.is_valid() and seen.is_valid() else None
    if part is None:
        return redirect("show_entry", pk)
    try:
        made = _match(request, entry, [part], seen.cleaned_data["seen_left"])
    except Refused as refused:
        for one in refused.refusals:
            messages.error(request, sentences.refusal(one))
        return redirect("show_entry", pk)
    _say_matched(request, made)
    return redirect("list_payments")


@page
@_WRITES
def set_entry_aside(request: Request, pk: int) -> HttpResponse:
    """Say that what is left of a booking is not about the covenant."""
    access.require(request.actor, "match")
    entry = _entry(pk)
    left: int = entry.left  # type: ignore[attr-defined]
    form = Seen(request.POST or None, initial={"seen_left": left})
    if request.method == "POST" and form.is_valid():
        try:
            commands.set_aside(entry=entry, by=request.actor, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, _("The booking is set aside."))
            return redirect("list_payments")
    return confirmation(
        request,
        title=_("Not for the covenant?"),
        form=form,
        action=_("Set this booking aside"),
        cancel=reverse("show_entry", args=[pk]),
        consequences=[
            _("%(amount)s leaves the books of the covenant.") % {"amount": euro(in_euros(left))},
            _("The booking stays on its statement, and this can be undone."),
        ],
    )


def confirmation(request: Request, *, title: str, form: Form, **context: Any) -> HttpResponse:
    """Ask to confirm something, with what follows from it."""
    told = {"title": title, "breadcrumbs": crumbs(request, title), "form": form, "grave": True, **context}
    return render(request, "look/confirm.html", told)


def crumbs(request: Request, last: str = "") -> list[dict[str, str]]:
    """Return the trail to a page of this room."""
    steps = [(_("Overview"), reverse("home")), (_("Payments"), reverse("list_payments"))]
    trail = [{"label": label, "url": url + request.bar.query} for label, url in steps]
    return [*trail, {"label": last, "url": ""}] if last else [*trail[:1], {"label": _("Payments"), "url": ""}]


def tabs(request: Request, here: str, waiting: int | None = None) -> list[dict[str, Any]]:
    """Return the parts of this room as tabs."""
    parts = [
        ("list_payments", _("To match"), waiting),
        ("list_statements", _("Bank statements"), None),
        ("list_overdue", _("Open items"), None),
    ]
    return [
        {"label": label, "url": reverse(name) + request.bar.query, "current": name == here, "count": count}
        for name, label, count in parts
    ]
