"""What people fill in about a surplus."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kennispact.ground.look.fields import AmountField, DayField
from kennispact.pact.settlement import rules
from kennispact.registers.network.models import Organisation


class ProposeForm(forms.Form):
    """A surplus, with a choice for every city that left."""

    amount = AmountField(label=_("Surplus, without VAT"), help_text=_("In euros, such as 20.000,00."))
    happened_on = DayField(label=_("Worked out on"), help_text=_("Today or before. Such as 10-12-2027."))
    document = forms.FileField(
        label=_("Document it was worked out in"),
        help_text=_("The account or statement, as a PDF or office file. Both parties can read it."),
    )
    explanation = forms.CharField(
        label=_("Explanation"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, left: Sequence[Organisation] = (), **kwargs: Any) -> None:
        """Make the form, with a field ``left_<code>`` for each city that left."""
        super().__init__(*args, **kwargs)
        for city in left:
            self.fields[f"left_{city.key}"] = forms.ChoiceField(
                label=_("%(city)s left before the last year. Does it share?") % {"city": city.name},
                widget=forms.RadioSelect,
                choices=[
                    (rules.SHARES, _("Yes: it gets a credit note on the last year it paid for")),
                    (rules.LEAVES_OUT, _("No: the other cities share")),
                ],
            )

    @property
    def choices(self) -> dict[str, str]:
        """Return per city that left what was chosen."""
        return {
            name.removeprefix("left_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("left_")
        }


class AgreeForm(forms.Form):
    """Whether a party agrees."""

    outcome = forms.ChoiceField(
        label=_("Does your party agree?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes, we agree to the amount and the shares")), ("no", _("No, we do not agree"))],
    )
    happened_on = DayField(label=_("Decided on"), help_text=_("Today or before. Such as 10-12-2027."))
    reason = forms.CharField(
        label=_("Explanation"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        """Ask for an explanation of a no."""
        given = super().clean() or {}
        if given.get("outcome") == "no" and not given.get("reason", "").strip():
            self.add_error("reason", _("Say why not."))
        return given
