"""What people fill in to record a decision, and to find one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kennispact.ground.look.fields import DayField
from kennispact.registers.decisions.models import Decision
from kennispact.registers.decisions.rules import CONSENT, DECISION, STATEMENT

# How yes and no are said for each kind.
_ANSWERS = {
    CONSENT: [("yes", _("We agree")), ("no", _("We do not agree"))],
    DECISION: [("yes", _("It was decided")), ("no", _("It was decided not to do it"))],
    STATEMENT: [("yes", _("It was done")), ("no", _("It was not done"))],
}
_DAYS = {
    CONSENT: _("Agreed on"),
    DECISION: _("Decided on"),
    STATEMENT: _("Done on"),
}


class RecordForm(forms.Form):
    """A decision about one occurrence. Fields that make no sense for its kind are left out."""

    outcome = forms.ChoiceField(label=_("What is recorded"), widget=forms.RadioSelect)
    happened_on = DayField(
        label=_("Day"), help_text=_("The day it counts for, today or before. Such as 01-03-2023.")
    )
    about = forms.ChoiceField(label=_("City"))
    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("One line by which people find it.")
    )
    reason = forms.CharField(
        label=_("Explanation"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    file = forms.FileField(
        label=_("Document"),
        required=False,
        help_text=_("Minutes, a letter or a report, in PDF or an office file. It is kept as it comes in."),
    )
    shared = forms.BooleanField(label=_("Everybody who takes part may read the document"), required=False)
    replaces = forms.ChoiceField(label=_("Replaces"), required=False)

    def __init__(
        self,
        *args: Any,
        kind: str,
        cities: Sequence[tuple[str, str]] = (),
        earlier: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        """Make the form for a kind of decision; ``cities`` and ``earlier`` are choices of value and words."""
        super().__init__(*args, **kwargs)
        self.choose("outcome", _ANSWERS[kind])
        self.fields["happened_on"].label = _DAYS[kind]
        self._keep("about", [("", _("Choose a city")), *cities] if cities else [])
        self._keep("replaces", [("", _("Nothing")), *earlier] if earlier else [])
        if kind == CONSENT:
            del self.fields["title"], self.fields["file"], self.fields["shared"]

    def choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        """Give a field its choices."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _keep(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        if choices:
            self.choose(name, choices)
        else:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Ask for an explanation of a no."""
        given = super().clean() or {}
        if given.get("outcome") == "no" and not given.get("reason", "").strip():
            self.add_error("reason", _("Say why not."))
        return given


class DecisionFilter(forms.Form):
    """Search and filter of the list; what cannot be read is ignored."""

    search = forms.CharField(label=_("Search in the decisions"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[
            ("", _("All kinds")),
            (Decision.Kind.CONSENT, _("Consent")),
            (Decision.Kind.DECISION, _("Decision")),
            (Decision.Kind.STATEMENT, _("Statement")),
        ],
    )
    struck = forms.BooleanField(label=_("Show what was struck too"), required=False)

    @property
    def asked(self) -> dict[str, Any]:
        """Return what was asked for."""
        self.is_valid()
        return self.cleaned_data
