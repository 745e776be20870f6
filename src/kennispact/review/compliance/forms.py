"""What readers fill in to find clauses."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kennispact.ground.look.states import STATES
from kennispact.review.compliance.overview import DOCUMENTS, Choice
from kennispact.review.compliance.rules import State


class ClauseFilter(forms.Form):
    """Search and filter of the covenant's clauses; what cannot be read is ignored."""

    search = forms.CharField(label=_("Search in the clauses"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All states")),
            ("attention", _("Asks for attention")),
            *((state.value, _(STATES[state.value].label)) for state in State),
        ],
    )
    document = forms.ChoiceField(
        label=_("Document"),
        required=False,
        choices=[("", _("All documents")), *((key, _(title)) for key, title in DOCUMENTS.items())],
    )

    @property
    def choice(self) -> Choice:
        """Return what was asked for."""
        self.is_valid()
        asked = self.cleaned_data
        return Choice(asked.get("search", ""), asked.get("state", ""), asked.get("document", ""))
