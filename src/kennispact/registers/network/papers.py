"""The facts of an organisation as tables and pairs, in the reader's language."""

import re
from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kennispact.ground.look.tables import Column, Table, unbroken
from kennispact.ground.look.templatetags.look import day, moment, number, shortday, state_badge
from kennispact.registers.network.models import Organisation
from kennispact.registers.network.queries import Corrected, Figure, MembershipLine
from kennispact.registers.network.rules import number_checks, tooi_uri

LABELS = {
    "name": gettext_lazy("Name"),
    "province": gettext_lazy("Province"),
    "oin": gettext_lazy("OIN"),
    "rsin": gettext_lazy("RSIN"),
    "kvk": gettext_lazy("Number of the Chamber of Commerce"),
    "website": gettext_lazy("Website"),
    "domain": gettext_lazy("Domain of the e-mail addresses"),
    "visiting_address": gettext_lazy("Visiting address"),
    "postal_address": gettext_lazy("Postal address"),
    "latitude": gettext_lazy("Latitude"),
    "longitude": gettext_lazy("Longitude"),
    "source": gettext_lazy("Source of these facts"),
    "notes": gettext_lazy("Notes"),
}
Pairs = list[tuple[object, object]]


def kind_name(kind: str) -> str:
    """Return how a kind of organisation is called."""
    return {
        "network": _("network"),
        "partner": _("knowledge partner"),
        "city": _("city"),
        "third": _("third party"),
    }.get(kind, kind)


def facts(one: Organisation) -> Pairs:
    """Return what is known about an organisation; what is not known is left out."""
    site = format_html('<a href="https://{0}">{0}</a>', one.website) if one.website else ""
    known: Pairs = [
        (_("Kind"), kind_name(one.kind)),
        (LABELS["province"], one.province),
        (LABELS["website"], site),
        (LABELS["domain"], one.domain),
        (LABELS["visiting_address"], one.visiting_address),
        (LABELS["postal_address"], one.postal_address),
        (LABELS["notes"], one.notes),
    ]
    return [(term, value) for term, value in known if value]


def codes(one: Organisation) -> Pairs:
    """Return the codes of an organisation, each with whether it can be right."""
    checks = number_checks(one.oin, one.rsin, one.kvk)
    found: Pairs = [(_("Code in Kennispact"), one.key)]
    if tooi_uri(one.key):
        found.append((_("Address in the vocabulary of the government"), tooi_uri(one.key)))
    for field in ("oin", "rsin", "kvk"):
        if checks[field] is None:
            found.append((LABELS[field], _("not known")))
        else:
            sign = (
                state_badge("done", _("Check is right"))
                if checks[field]
                else state_badge("overdue", _("Typing error"))
            )
            found.append((LABELS[field], format_html("{} {}", getattr(one, field), sign)))
    return found


def _breakable(text: str) -> SafeString:
    """Return a source that may break within its long words, so that it fits a small screen."""
    parts = re.split(r"(?<=[/._;-])", text)
    pieces = format_html_join(SafeString("<wbr>"), "{}", ((part,) for part in parts if part))
    return format_html("<span>{}</span>", pieces)


def change_in_words(change: str, on: date) -> str:
    """Return ``joined on 1 January 2023``."""
    sentence = _("joined on %(day)s") if change == "joined" else _("left on %(day)s")
    return sentence % {"day": day(on)}


def memberships(lines: Iterable[MembershipLine], *, may_strike: bool) -> Table:
    """Return every change of a membership, struck ones too."""
    changes = {"joined": pgettext("membership", "joined"), "left": pgettext("membership", "left")}
    columns = [_("Day"), _("What happened"), _("Entered")]
    rows = [
        (
            unbroken(shortday(line.happened_on)),
            format_html(
                "{} {}",
                changes.get(line.change, line.change),
                state_badge("struck") if line.struck_at else "",
            ),
            moment(line.recorded_at),
            *([_strike(line)] if may_strike else []),
        )
        for line in lines
    ]
    return Table(_("Joined and left"), [*columns, _("Change")] if may_strike else columns, rows)


def _strike(line: MembershipLine) -> SafeString | str:
    if line.struck_at:
        return ""
    about = change_in_words(line.change, line.happened_on)
    url = reverse("strike_membership", args=[line.city, line.id])
    return format_html('<a href="{}">{}<span class="sr"> {}</span></a>', url, _("Strike"), about)


def figures(city: Organisation, lines: Iterable[Figure], *, may_strike: bool) -> Table:
    """Return the inhabitants of a city per reference date, newest first."""
    columns: list[Column | str] = [
        _("Reference date"),
        Column(_("Inhabitants"), numeric=True),
        _("Status"),
        _("Source"),
    ]
    statuses = {"final": _("final"), "provisional": _("provisional")}
    rows = [
        (
            unbroken(shortday(one.reference_on)),
            number(one.inhabitants),
            statuses[one.status],
            _breakable(one.source),
            *([_strike_figure(city, one)] if may_strike else []),
        )
        for one in reversed(list(lines))
    ]
    return Table(
        _("Inhabitants per reference date"), [*columns, _("Change")] if may_strike else columns, rows
    )


def _strike_figure(city: Organisation, one: Figure) -> SafeString:
    url = reverse("strike_population", args=[city.key, one.id])
    about = f"{number(one.inhabitants)}, {day(one.reference_on)}"
    return format_html('<a href="{}">{}<span class="sr"> {}</span></a>', url, _("Strike"), about)


def corrections(lines: Iterable[Corrected]) -> Table:
    """Return what was corrected, with what it was before."""
    rows = [
        (
            moment(one.at),
            one.mandate,
            format_html_join(
                "",
                "<p><strong>{}</strong>: <del>{}</del> <ins>{}</ins></p>",
                (
                    (LABELS.get(field, field), before or _("nothing"), after or _("nothing"))
                    for field, before, after in one.changes
                ),
            ),
        )
        for one in lines
    ]
    return Table(_("Corrections"), (_("When"), _("By"), _("What changed, from old to new")), rows)
