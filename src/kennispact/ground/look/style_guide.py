"""Every component once, with made-up content: what the style guide page and the tests show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kennispact.ground import clock
from kennispact.ground.look.charts import Chart, bars, heat, lines, stacked
from kennispact.ground.look.date_bar import DateBar
from kennispact.ground.look.fields import AmountField, DayField
from kennispact.ground.look.formatting import file_size
from kennispact.ground.look.states import STATES
from kennispact.ground.look.tables import Column, Table
from kennispact.ground.look.templatetags.look import clause, day, euro, number, state_badge
from kennispact.ground.look.tile_map import Place, tile_map


class ExampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label=gettext_lazy("Title"), help_text=gettext_lazy("One line, without jargon."))
    received_on = DayField(
        label=gettext_lazy("Received on"), help_text=gettext_lazy("Day, month and year, such as 01-03-2023.")
    )
    amount = AmountField(label=gettext_lazy("Amount, without VAT"))
    pillar = forms.ChoiceField(
        label=gettext_lazy("Pillar"), choices=[("f", "Fysiek"), ("e", "Economie en Werk"), ("s", "Sociaal")]
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        widget=forms.RadioSelect,
        choices=[("q", gettext_lazy("Knowledge question")), ("p", gettext_lazy("Product"))],
    )
    text = forms.CharField(label=gettext_lazy("Explanation"), widget=forms.Textarea, required=False)
    letter = forms.FileField(
        label=gettext_lazy("Letter"), required=False, help_text=gettext_lazy("PDF, at most 25 MB.")
    )
    public = forms.BooleanField(label=gettext_lazy("Everybody may see this"), required=False)


class FilterForm(forms.Form):
    """A filter bar's fields."""

    search = forms.CharField(label=gettext_lazy("City"), required=False)
    pillar = forms.ChoiceField(
        label=gettext_lazy("Pillar"), required=False, choices=[("", "-"), ("f", "Fysiek"), ("s", "Sociaal")]
    )


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the example timeline."""

    day: date
    title: str
    text: str = ""
    clause: str = ""
    place: str = "past"
    is_struck: bool = False


def everything(query: Mapping[str, str], posted: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the context of the style guide."""
    today = clock.today()
    form = ExampleForm(posted if posted is not None else ({} if "errors" in query else None))
    page = Paginator(range(200), 10).page(4)
    return {
        "covenant_title": "Convenant G40 - Platform31 2023-2027",
        "exercise_world": "plain" not in query,
        "date_bar": DateBar.read(query, today),
        "navigation": _navigation(),
        "breadcrumbs": [{"label": _("Overview"), "url": "/"}, {"label": _("Style guide"), "url": ""}],
        "states": list(STATES),
        "form": form,
        "filter_form": FilterForm(query or None),
        "table": _table(),
        "facts": _facts(),
        "tiles": _tiles(),
        "events": _events(today),
        "charts": _charts(),
        "page": page,
        "tabs": [
            {"label": _("Cities"), "url": "#tabs", "current": True, "count": 41},
            {"label": _("Contributions"), "url": "#tabs"},
            {"label": _("Questions"), "url": "#tabs", "count": 12},
        ],
        "consequences": [
            _("The agreement of Deventer ends on 1 January 2026."),
            _("Deventer owes no contribution for 2026 and 2027."),
        ],
    }


def _navigation() -> list[dict[str, object]]:
    labels = (_("Overview"), _("Covenant"), _("Themes"), _("Cities"), _("Contributions"), _("Calendar"))
    return [
        {"label": label, "url": f"#{place}", "current": place == 0, "exact": True}
        for place, label in enumerate(labels)
    ]


def _table() -> Table:
    rows = (
        ("Deventer", 101446, "signed"),
        ("'s-Hertogenbosch", 156599, "in-force"),
        ("Emmen", 107024, "sent"),
    )
    rate = Decimal("0.15")
    people = sum(row[1] for row in rows)
    return Table(
        caption=_("Contribution per city, 2023"),
        note=_("Inhabitants on 1 January 2022 according to CBS, EUR 0.15 per inhabitant, without VAT."),
        columns=(
            _("City"),
            Column(_("Inhabitants"), numeric=True),
            Column(_("Contribution"), numeric=True),
            _("Agreement"),
            _("Clause"),
        ),
        rows=[
            (name, number(count), euro(count * rate), state_badge(state), clause("6b"))
            for name, count, state in rows
        ],
        total=(_("Total"), number(people), euro(people * rate), "", ""),
    )


def _facts() -> list[tuple[str, object]]:
    return [
        (_("City"), "Deventer"),
        (_("Agreement"), state_badge("in-force")),
        (_("Since"), day(date(2023, 3, 1))),
        (_("Contribution"), euro(Decimal("15216.90"))),
        (_("Source"), clause("O3.1")),
        (_("File"), f"PDF, {file_size(1_400_000)}"),
    ]


def _tiles() -> list[dict[str, object]]:
    return [
        {"figure": number(41), "label": _("Cities take part"), "note": _("of 41 invited"), "tone": "kept"},
        {"figure": euro(Decimal(784643), "plain"), "label": _("Contribution 2023"), "url": "#tiles"},
        {"figure": number(3), "label": _("Due soon"), "note": _("within 30 days"), "tone": "soon"},
        {"figure": number(2), "label": _("Not enough facts"), "url": "#tiles", "tone": "unknown"},
    ]


def _events(today: date) -> list[Event]:
    return [
        Event(date(2023, 1, 17), _("Proposal sent to the college"), clause="N"),
        Event(date(2023, 2, 14), _("College decided"), _("Entered twice, so struck."), is_struck=True),
        Event(date(2023, 3, 1), _("Agreement in force"), clause="O1.1"),
        Event(today, _("Nothing waits for you"), place="today"),
        Event(today + timedelta(days=40), _("Annual plan ready"), clause="2d", place="ahead"),
    ]


def _charts() -> list[Chart]:
    years = ["2023", "2024", "2025", "2026", "2027"]
    owed = [("'s-Hertogenbosch", 23490), ("Emmen", 16054), ("Deventer", 15217), ("Almelo", 10973)]
    counts = [
        ("Fysiek", (6, 1, 4, 2, 1, 3)),
        ("Economie en Werk", (4, 0, 3, 1, 0, 2)),
        ("Sociaal", (5, 2, 3, 0, 2, 1)),
    ]
    shown = ("kept", "kept-late", "on-course", "due-soon", "overdue", "not-enough-facts")
    return [
        bars(
            "chart-bars",
            _("Contribution per city"),
            _("Four cities, from much to little."),
            owed,
            unit=_("Euro"),
        ),
        stacked("chart-stacked", _("Agreed actions per pillar"), _("Most are kept."), shown, counts),
        lines(
            "chart-lines",
            _("Questions and answers"),
            _("Answers follow the questions by half a year."),
            years,
            [(_("Questions"), (31, 58, 74, 96, 88)), (_("Answers"), (12, 41, 70, 85, 91))],
        ),
        heat(
            "chart-heat",
            _("Activities per year"),
            _("Learning communities grow every year."),
            years,
            [
                (_("Research"), (2, 4, 3, 5, 1)),
                (_("Meetings"), (8, 12, 14, 16, 9)),
                (_("Networks"), (0, 1, 4, 9, 12)),
            ],
        ),
        tile_map(
            "chart-map", _("Agreements on the map"), _("Six cities of the east and the south."), _places()
        ),
    ]


def _places() -> list[Place]:
    return [
        Place("GM0150", "Deventer", 52.28, 6.20, "in-force", "#map"),
        Place("GM0141", "Almelo", 52.35, 6.66, "signed-by-city", "#map"),
        Place("GM0153", "Enschede", 52.22, 6.89, "notice-given", "#map"),
        Place("GM0193", "Zwolle", 52.51, 6.10, "none", "#map"),
        Place("GM0796", "'s-Hertogenbosch", 51.69, 5.30, "drafted", "#map"),
        Place("GM0114", "Emmen", 52.75, 6.95, "in-force", "#map"),
    ]
