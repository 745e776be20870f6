"""What people fill in about documents."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kennispact.ground.look.fields import DayField

OPENNESS = [
    ("closed", _("Only the organisation itself and the supervisors")),
    ("parties", _("Everybody who takes part in the covenant")),
    ("public", _("Everybody")),
]


class OpennessForm(forms.Form):
    """Who may read a document from a day on, and why not everybody."""

    openness = forms.ChoiceField(label=_("Who may read it"), widget=forms.RadioSelect, choices=OPENNESS)
    ground = forms.CharField(
        label=_("Reason why it is not, or not wholly, public"),
        required=False,
        max_length=300,
        help_text=_("Name the article of the Open Government Act (Woo), such as Woo 5.1.2e for privacy."),
    )
    happened_on = DayField(label=_("Decided on"), help_text=_("Day, month and year, such as 01-03-2023."))
    public_version = forms.ChoiceField(
        label=_("Version for the public"),
        required=False,
        help_text=_("Another document that everybody may read, such as one without signatures."),
    )

    def __init__(self, versions: list[tuple[str, str]], *args: Any, **kw: Any) -> None:
        """Make the form; ``versions`` are the ids and names of what the public may get instead."""
        super().__init__(*args, **kw)
        if versions:
            self.fields["public_version"] = forms.ChoiceField(
                label=self.fields["public_version"].label,
                help_text=self.fields["public_version"].help_text,
                required=False,
                choices=[("", "-"), *versions],
            )
        else:
            del self.fields["public_version"]
