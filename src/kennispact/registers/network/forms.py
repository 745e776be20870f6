"""Forms of this room. They read what was typed; the commands decide."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kennispact.ground.look.fields import DayField
from kennispact.registers.network.commands.organisations import PLACES
from kennispact.registers.network.models import Organisation
from kennispact.registers.network.papers import LABELS

HELP = {
    "oin": _("20 digits: how organisations of the government know each other online."),
    "rsin": _("9 digits: the number of a legal person."),
    "kvk": _("8 digits."),
    "website": _("The host name only, such as www.example.nl."),
    "domain": _("What stands behind the @, such as example.nl."),
}
LONG = frozenset({"source", "notes"})


class Correction(forms.Form):
    """The facts of an organisation as they should be."""

    def __init__(self, data: Any, *, organisation: Organisation) -> None:
        """Fill every field with what is known now."""
        super().__init__(data, initial={field: getattr(organisation, field) for field in LABELS})
        for field, label in LABELS.items():
            self.fields[field] = _field(field, label)

    def facts(self) -> dict[str, str | Decimal | None]:
        """Return the facts for the command: texts, and places as numbers or nothing."""
        # Browsers send line ends of their own; they are no correction.
        return {
            field: fact.replace("\r\n", "\n") if isinstance(fact, str) else fact
            for field, fact in self.cleaned_data.items()
        }


def _field(name: str, label: Any) -> forms.Field:
    if name in PLACES:
        return forms.DecimalField(
            label=label, required=False, max_digits=7, decimal_places=4, widget=forms.TextInput
        )
    widget = forms.Textarea(attrs={"rows": 4}) if name in LONG else forms.TextInput()
    return forms.CharField(
        label=label, required=name == "name", help_text=HELP.get(name, ""), widget=widget, empty_value=""
    )


class ChangeOfMembership(forms.Form):
    """From which day a city is a member, or no longer is."""

    happened_on = DayField(label=_("From which day"), help_text=_("Such as 01-03-2023."))
