"""What invoices are made from: the supplier's particulars and VAT, and per city how it is reached."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kennispact.ground import clock
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.look import sentences
from kennispact.ground.look.door import Request, add_refusals, page, read_or_write
from kennispact.ground.look.striking import confirm_striking
from kennispact.ground.look.tables import Table
from kennispact.ground.look.templatetags.look import NOTHING, shortday, state_badge
from kennispact.pact.invoicing import access, commands, forms, particulars, rules
from kennispact.pact.invoicing.forms import CHOICES, LABELS, SettingsForm
from kennispact.pact.invoicing.models import Setting
from kennispact.pact.invoicing.pages import crumbs, run_year, today
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.network import queries as network
from kennispact.registers.network.lookup import city_or_404
from kennispact.registers.network.models import Organisation


@page
@require_safe
def show_invoice_settings(request: Request) -> HttpResponse:
    """Show what invoices are made from in the view, and what is missing."""
    access.require(request.actor, "set")
    year, view = _year(request), request.bar.as_of
    supplier = particulars.of_supplier(view)
    cities = network.members(view)
    buyers = particulars.of_cities(view, year, cities)
    context = {
        "title": _("Details for invoices"),
        "breadcrumbs": crumbs(request, (_("Details"), "")),
        "missing": [sentences.refusal(one) for one in rules.missing_refusals(supplier, rules.SUPPLIER)],
        "supplier": [
            (_(LABELS[name]), written(name, supplier.get(name, "")))
            for name in (*forms.OF_SUPPLIER, *forms.TERMS)
        ],
        "table": _cities(cities, buyers, year),
        "tabs": _tabs(request, year),
        "year": year,
        "history": _history(particulars.set_for(particulars.partner(), view)),
    }
    return render(request, "invoicing/show_invoice_settings.html", context)


def _year(request: Request) -> int:
    typed = request.GET.get("year", "")
    years = covenants.covenant().contribution.years
    return int(typed) if typed in {str(one) for one in years} else run_year(request)


def _tabs(request: Request, year: int) -> list[dict[str, Any]]:
    start = reverse("show_invoice_settings") + (request.bar.query or "?")
    joint = "" if start.endswith("?") else "&"
    years = covenants.covenant().contribution.years
    return [
        {"label": str(one), "url": f"{start}{joint}year={one}#cities", "current": one == year}
        for one in years
    ]


def written(name: str, value: str) -> str:
    """Return a fact as people read it."""
    return _(dict(CHOICES.get(name, ())).get(value, value)) if value else str(NOTHING)


def _cities(cities: Iterable[Organisation], buyers: Mapping[int, Mapping[str, str]], year: int) -> Table:
    rows = []
    for city in cities:
        known = buyers[city.pk]
        missing = [sentences.refusal(one) for one in rules.buyer_refusals(known)]
        url = reverse("set_buyer", args=[city.key, year])
        rows.append(
            (
                format_html('<a href="{}">{}</a>', url, city.name),
                known.get("order_number") or known.get("buyer_reference") or NOTHING,
                written("channel", known["channel"]),
                known["profile"],
                state_badge("waiting", _("Something is missing"))
                if missing
                else state_badge("done", _("Complete")),
                " ".join(missing) or NOTHING,
            )
        )
    columns = (
        _("City"),
        _("Order number or reference"),
        _("How"),
        _("Kind"),
        _("State"),
        _("What is missing"),
    )
    return Table(_("Details per city for %(year)s") % {"year": year}, columns, rows)


def _history(acts: Iterable[Setting]) -> list[dict[str, Any]]:
    return [
        {
            "act": act,
            "label": _(LABELS[act.name]),
            "value": written(act.name, act.value),
            "strike_url": "" if act.struck_at else reverse("strike_setting", args=[act.pk]),
        }
        for act in acts
    ]


@page
@read_or_write
def set_supplier(request: Request) -> HttpResponse:
    """Set the supplier's particulars, VAT and terms, from a day on."""
    access.require(request.actor, "set")
    known = particulars.of_supplier(today(request))
    names = (*forms.OF_SUPPLIER, *forms.TERMS)
    form = SettingsForm(request.POST or None, names, known, request.bar.today)
    back = reverse("show_invoice_settings")
    if request.method == "POST" and form.is_valid() and _kept(request, form, particulars.partner()):
        return redirect(back)
    return _form(request, form, _("Details of the supplier"), back)


@page
@read_or_write
def set_buyer(request: Request, key: str, year: int) -> HttpResponse:
    """Set how a city is reached and what it asks for; its order number counts for one year."""
    access.require(request.actor, "set", key)
    city = city_or_404(key)
    if year not in covenants.covenant().contribution.years:
        raise Http404
    view = today(request)
    known = particulars.of_cities(view, year, [city])[city.pk]
    form = SettingsForm(request.POST or None, (*forms.OF_YEAR, *forms.OF_CITY), known, request.bar.today)
    if request.method == "POST" and form.is_valid() and _kept(request, form, city, year):
        return redirect("show_invoice_run", year)
    title = _("Details of %(city)s for %(year)s") % {"city": city.name, "year": year}
    more = {"history": _history(particulars.set_for(city, view)), "year": year}
    return _form(request, form, title, reverse("show_invoice_settings") + f"?year={year}", **more)


def _kept(request: Request, form: SettingsForm, whose: Organisation, year: int | None = None) -> bool:
    """Keep what was changed, all of it or nothing; put refusals at their fields."""
    try:
        commands.set_values(
            organisation=whose,
            values={
                (name, year if name in forms.OF_YEAR else None): value
                for name, value in form.changed().items()
            },
            since=form.cleaned_data["since"],
            by=request.actor,
            at=clock.now(),
        )
    except Refused as refused:
        add_refusals(form, refused)
        return False
    messages.success(request, _("The details were saved."))
    return True


def _form(request: Request, form: SettingsForm, title: str, back: str, **more: Any) -> HttpResponse:
    way = (_("Details"), reverse("show_invoice_settings"))
    context = {
        "title": title,
        "breadcrumbs": crumbs(request, way, (title, "")),
        "form": form,
        "action": _("Save the details"),
        "cancel": back,
        **more,
    }
    return render(request, "invoicing/settings_form.html", context)


@page
@read_or_write
def strike_setting(request: Request, pk: int) -> HttpResponse:
    """Strike a fact that was set wrongly, after showing what it was."""
    access.require(request.actor, "set")
    setting = particulars.setting(pk)
    if setting is None:
        raise Http404
    back = reverse("show_invoice_settings")
    if setting.struck_at is not None:
        messages.info(request, _("This was struck before. Nothing was changed."))
        return redirect(back)
    what = {
        "what": _(LABELS[setting.name]),
        "value": written(setting.name, setting.value),
        "day": shortday(setting.happened_on),
        "who": setting.organisation.name,
    }
    return confirm_striking(
        request,
        partial(commands.strike_setting, setting=setting),
        done=_("Struck."),
        back=back,
        title=_("Strike “%(what)s”") % what,
        breadcrumbs=crumbs(request, (_("Details"), back), (_("Strike"), "")),
        consequences=[
            _("%(value)s no longer counts for %(who)s, as if it was never set on %(day)s.") % what,
            _("What counted before it counts again. Invoices that were made keep what they say."),
        ],
    )
