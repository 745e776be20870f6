"""Forms of this room. They read what was chosen; the commands decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class Propose(forms.Form):
    """One question in the place of several, and whom to ask."""

    text = forms.CharField(
        label=_("The joint question"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Put it so that every city recognises its own question."),
    )

    def __init__(
        self,
        data: Any,
        *,
        origins: list[tuple[str, str]],
        cities: list[tuple[str, str]],
        initial: dict[str, Any],
    ) -> None:
        """Offer the questions it comes from, and the cities that take part."""
        super().__init__(data, initial=initial)
        self.fields["questions"] = forms.MultipleChoiceField(
            label=_("It comes from"), widget=forms.CheckboxSelectMultiple, choices=origins
        )
        self.fields["cities"] = forms.MultipleChoiceField(
            label=_("Ask these cities to join"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=cities,
        )
