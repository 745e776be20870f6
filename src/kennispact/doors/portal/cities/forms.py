"""How the list of cities is narrowed down and ordered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kennispact.ground.look.states import sign_of
from kennispact.pact.agreements.rules import Standing


class CityFilter(forms.Form):
    """Which cities are shown, in which order."""

    q = forms.CharField(label=_("City"), required=False, max_length=60)
    province = forms.ChoiceField(label=_("Province"), required=False)
    state = forms.ChoiceField(label=_("Agreement"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("By name")),
            ("inhabitants", _("Most inhabitants first")),
            ("state", _("By state of the agreement")),
        ],
    )

    def __init__(self, provinces: list[str], *args: Any, **kw: Any) -> None:
        """Make the form with the provinces there are."""
        super().__init__(*args, **kw)
        self.fields["province"] = forms.ChoiceField(
            label=_("Province"),
            required=False,
            choices=[("", _("All provinces")), *((one, one) for one in provinces)],
        )
        states = [(one.value, _(sign_of(one).label)) for one in Standing]
        self.fields["state"] = forms.ChoiceField(
            label=_("Agreement"),
            required=False,
            choices=[
                ("", _("All states")),
                ("participates", _("Takes part")),
                ("missing", _("Does not take part")),
                *states,
            ],
        )
