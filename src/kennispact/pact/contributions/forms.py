"""What people fill in about contributions."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kennispact.ground.look.fields import AmountField
from kennispact.ground.look.templatetags.look import day
from kennispact.pact.contributions.scenarios import Assumptions
from kennispact.registers.network.models import Organisation


class WhatIfForm(forms.Form):
    """Another rate per inhabitant, to see what it would do. Asked with GET: nothing is kept."""

    rate = AmountField(
        label=_("Amount per inhabitant per year, without VAT"),
        help_text=_("In euros, such as 0,16 or 0.16."),
    )


class ScenarioForm(forms.Form):
    """Other assumptions. Asked with GET, so that the address can be shared; nothing is kept."""

    rate = AmountField(
        label=_("Amount per inhabitant per year, without VAT"),
        required=False,
        help_text=_("In euros, such as 0,16 or 0.16."),
    )
    figures = forms.ChoiceField(label=_("Inhabitants on"), required=False)
    since = forms.TypedChoiceField(label=_("Leaving from"), required=False, coerce=int, empty_value=None)
    leaving = forms.MultipleChoiceField(
        label=_("Cities that leave"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        cities: Sequence[Organisation],
        days: Sequence[date],
        years: Sequence[int],
        **kwargs: Any,
    ) -> None:
        """Make the form for the cities, reference days and years that there are."""
        super().__init__(*args, **kwargs)
        self._choose("leaving", [(city.key, city.name) for city in cities])
        self._choose("figures", [("", _("as agreed")), *((one.isoformat(), day(one)) for one in days)])
        self._choose("since", [("", _("nobody leaves")), *((year, str(year)) for year in years)])

    def _choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Ask for what is missing: who leaves, or from when."""
        given = super().clean() or {}
        if bool(given.get("leaving")) != bool(given.get("since")) and not self.errors:
            name = "since" if given.get("leaving") else "leaving"
            self.add_error(name, _("Choose both: which cities leave, and from which year."))
        return given

    @property
    def assumptions(self) -> Assumptions:
        """Return what would be otherwise."""
        given = self.cleaned_data
        return Assumptions(
            rate=given["rate"],
            population_on=date.fromisoformat(given["figures"]) if given["figures"] else None,
            leaving=frozenset(given["leaving"]),
            since=given["since"],
        )
