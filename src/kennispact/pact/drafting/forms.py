"""What people fill in about the papers of the agreements."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kennispact.ground.look.fields import DayField
from kennispact.pact.drafting import rules


class CockpitFilter(forms.Form):
    """Which cities are shown."""

    q = forms.CharField(label=_("City"), required=False, max_length=60)
    show = forms.ChoiceField(
        label=_("Which cities"),
        required=False,
        choices=[
            ("", _("All cities")),
            ("missing", _("Not ready yet")),
            ("city", _("Waiting for the city")),
            ("partner", _("Waiting for the partner")),
            ("ready", _("Ready")),
        ],
    )


class DraftForm(forms.Form):
    """On which day the agreements are drafted."""

    happened_on = DayField(label=_("Day of drafting"))


class RemindForm(forms.Form):
    """Which cities get a reminder."""

    cities = forms.MultipleChoiceField(
        label=_("Cities that get this letter"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, cities: Sequence[tuple[str, str]], *args: Any, **kw: Any) -> None:
        """Offer the cities whose turn it is."""
        super().__init__(*args, **kw)
        field = self.fields["cities"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(cities)


class FileForm(forms.Form):
    """A file to look at."""

    file = forms.FileField(label=_("File"))


class SectionForm(forms.Form):
    """One part of the proposal. ``seen`` is the change the writer started from."""

    title = forms.CharField(label=_("Title of this part"), max_length=rules.LONGEST_TITLE)
    is_on = forms.BooleanField(label=_("This part stands in the proposal"), required=False)
    text = forms.CharField(
        label=_("Your own text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("An empty line begins a new paragraph. Begin lines with “- ” for a list."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class PlaceForm(forms.Form):
    """The place of a part."""

    position = forms.IntegerField(widget=forms.HiddenInput)


class UsageForm(forms.Form):
    """How often the city used the partner's products in a year."""

    kind = forms.ChoiceField(
        label=_("What was used"),
        choices=[
            (rules.PROJECTS, _("Projects")),
            (rules.MEETINGS, _("Meetings")),
            (rules.DOWNLOADS, _("Downloads of publications")),
        ],
    )
    year = forms.IntegerField(
        label=_("Year"),
        min_value=1990,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4", "class": "input-day"}),
    )
    number = forms.IntegerField(
        label=_("How often"),
        min_value=0,
        max_value=1_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "7", "class": "input-day"}),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Where the figure comes from, such as: the partner's list."),
    )
    happened_on = DayField(label=_("Day on which it was known"))
