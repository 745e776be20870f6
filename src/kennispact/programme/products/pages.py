"""Products: the list, one product, and changing what is said of them."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kennispact.ground import clock
from kennispact.ground.kit.calendar import AsOf, day_of
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.look.door import Request, add_refusals, carried_out, page, public, read_or_write
from kennispact.ground.look.exports import csv_answer
from kennispact.ground.look.striking import WhyForm, confirmed
from kennispact.programme.products import access, commands, papers, queries, rules
from kennispact.programme.products.forms import (
    Correction,
    Filter,
    NewKind,
    ProductForm,
    Upload,
    owners,
)
from kennispact.programme.products.models import Product
from kennispact.programme.products.queries import ProductLine, Wanted
from kennispact.registers.network import queries as network

PER_PAGE = 25


@public
@page
@require_safe
def list_products(request: Request) -> HttpResponse:
    """Show the products that the reader may see. Visitors see what is public. Source: 2e-2f, 3."""
    view = request.bar.as_of
    kinds = queries.kinds(view)
    form = Filter(request.GET or None, kinds, queries.years(view))
    wanted = _wanted(request, form)
    slices: Any = papers.Slices(view, wanted)
    paginator: Paginator[ProductLine] = Paginator(slices, PER_PAGE)
    shown = paginator.get_page(request.GET.get("page"))
    context = {
        "title": _("Products"),
        "breadcrumbs": _crumbs(request),
        "form": form,
        "page": shown,
        "count": paginator.count,
        "cards": papers.cards(shown.object_list, kinds),
        "may_register": _owners_of(request) != [],
        "may_import": access.may(request.actor, "import"),
        "all_url": reverse("list_products") + request.bar.query,
    }
    return render(request, "products/list_products.html", context)


@public
@page
@require_safe
def export_products(request: Request) -> HttpResponse:
    """Give the products of the view as CSV, with the same filter as the page."""
    view = request.bar.as_of
    form = Filter(request.GET or None, queries.kinds(view), queries.years(view))
    rows = [papers.row(one) for one in queries.products(view, _wanted(request, form))]
    return csv_answer(_("products-%(day)s") % {"day": request.bar.on}, papers.CSV_COLUMNS, rows)


def _wanted(request: Request, form: Filter) -> Wanted:
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    return Wanted(
        words=tuple(rules.clean(asked.get("q", "")).split())[:8],
        theme=asked.get("theme", ""),
        kind=asked.get("kind", ""),
        year=asked.get("year"),
        audiences=access.audiences(request.actor),
    )


@public
@page
@require_safe
def show_product(request: Request, key: str) -> HttpResponse:
    """Show one product, and to whoever takes part what was said of it before."""
    line = _line(request, key)
    if isinstance(line, HttpResponse):
        return line
    may = {action: access.may(request.actor, action, line) for action in ("correct", "withdraw")}
    context = {
        "title": line.title,
        "breadcrumbs": _crumbs(request, line.title),
        "product": line,
        "kind": papers.kind_name(line.kind, queries.kinds(request.bar.as_of)),
        "themes": papers.themes(line),
        "may": may,
        "history": papers.history(queries.history(key)) if request.actor.takes_part else (),
    }
    return render(request, "products/show_product.html", context)


def _line(request: Request, key: str) -> ProductLine | HttpResponse:
    """Return the product; a visitor learns nothing of what is not public, not even that it exists."""
    line = queries.product(request.bar.as_of, key)
    if line is not None and access.may(request.actor, "see", line):
        return line
    if request.actor.is_visitor:
        return redirect_to_login(request.get_full_path())
    raise Http404


@page
@read_or_write
def register_product(request: Request) -> HttpResponse:
    """Register a product. Source: 2e-2f."""
    offered = _owners_of(request)
    access.require(request.actor, "register", offered[0][0] if offered else "")
    today = AsOf(clock.today())
    form = ProductForm(request.POST or None, kinds=queries.kinds(today), owners=offered, line=None)
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.register_product(
                facts=form.facts(), happened_on=today.on, by=request.actor, at=clock.now()
            )
        except Refused as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, _("The product is registered."))
            return redirect("show_product", made.key)
    return _form(request, form, _("Register a product"), _("Register the product"))


@page
@read_or_write
def correct_product(request: Request, key: str) -> HttpResponse:
    """Correct what is said of a product; what was said before stays readable."""
    today = AsOf(clock.today())
    line, product = _to_change(request, key, "correct")
    offered = [(line.organisation, line.organisation)]
    form = Correction(request.POST or None, kinds=queries.kinds(today), owners=offered, line=line)
    if request.method == "POST" and form.is_valid():
        try:
            commands.correct_product(
                product=product,
                facts=form.facts(),
                why=form.cleaned_data["why"],
                by=request.actor,
                at=clock.now(),
            )
        except Refused as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, _("The product is corrected."))
            return redirect("show_product", key)
    title = _("Correct “%(title)s”") % {"title": line.title}
    return _form(request, form, title, _("Save the correction"), reverse("show_product", args=[key]))


@page
@read_or_write
def withdraw_product(request: Request, key: str) -> HttpResponse:
    """Offer a product no longer."""
    line, product = _to_change(request, key, "withdraw")
    at = clock.now()
    title = _("Withdraw “%(title)s”") % {"title": line.title}
    return confirmed(
        request,
        WhyForm(request.POST or None),
        partial(commands.withdraw_product, product=product, happened_on=day_of(at), by=request.actor, at=at),
        done=_("The product is withdrawn."),
        back=reverse("show_product", args=[key]),
        title=title,
        breadcrumbs=_crumbs(request, title),
        action=_("Withdraw the product"),
        grave=True,
        consequences=[
            _("Nobody finds it any more in lists, in search, or beside a question."),
            _("Its page stays, and says that it was withdrawn and why. Answers that name it stay too."),
        ],
    )


def _to_change(request: Request, key: str, action: str) -> tuple[ProductLine, Product]:
    line, product = queries.product(AsOf(clock.today()), key), queries.row(key)
    if line is None or product is None:
        raise Http404
    access.require(request.actor, action, line)
    return line, product


@page
@read_or_write
def import_products(request: Request) -> HttpResponse:
    """Try a list of products, and bring it in. Nothing comes in by half."""
    access.require(request.actor, "import")
    form = Upload(request.POST or None, request.FILES or None)
    tried = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        dry_run = "try" in request.POST
        try:
            tried = commands.import_products(
                file=file,
                dry_run=dry_run,
                source=rules.clean(file.name)[:300],
                by=request.actor,
                at=clock.now(),
            )
        except Refused as refused:
            add_refusals(form, Refused(refused.refusals[:MOST_SHOWN]))
            if len(refused.refusals) > MOST_SHOWN:
                form.add_error("file", _more(len(refused.refusals) - MOST_SHOWN))
        else:
            if not dry_run:
                count = len(tried.new)
                done = ngettext("%(count)s product is new.", "%(count)s products are new.", count)
                messages.success(request, done % {"count": count})
                return redirect("list_products")
    title = _("Bring in products")
    context = {"title": title, "breadcrumbs": _crumbs(request, title), "form": form, "tried": tried}
    return render(request, "products/import_products.html", context)


MOST_SHOWN = 50


def _more(count: int) -> str:
    return ngettext("And %(count)s more.", "And %(count)s more.", count) % {"count": count}


@page
@read_or_write
def add_kind(request: Request) -> HttpResponse:
    """Add a kind of product to those of the covenant. Source: annex 1-2."""
    access.require(request.actor, "add_kind")
    form = NewKind(request.POST or None)
    add = partial(commands.add_kind, happened_on=clock.today(), by=request.actor, at=clock.now())
    if carried_out(request, form, add):
        messages.success(request, _("The kind is added."))
        return redirect("list_products")
    return _form(request, form, _("Add a kind of product"), _("Add the kind"))


def _form(request: Request, form: Any, title: str, action: str, cancel: str = "") -> HttpResponse:
    context = {
        "title": title,
        "breadcrumbs": _crumbs(request, title),
        "form": form,
        "action": action,
        "cancel": cancel or reverse("list_products"),
    }
    return render(request, "look/form_page.html", context)


def _owners_of(request: Request) -> list[tuple[str, str]]:
    """Return for whom the reader can make a product known, as choices."""
    if not request.actor.takes_part:
        return []
    keys = {one.organisation for one in request.actor.capacities if one.kind == "city"}
    names = {one.key: one.name for one in network.organisations("city")} if keys else {}
    found = owners(request.actor, names)
    return [(key, name) for key, name in found if access.may(request.actor, "register", key)]


def _crumbs(request: Request, last: str = "") -> list[dict[str, str]]:
    steps = [(_("Overview"), reverse("home")), (_("Products"), reverse("list_products"))]
    trail = [{"label": label, "url": url + request.bar.query} for label, url in steps]
    return [*trail, {"label": last, "url": ""}] if last else trail
