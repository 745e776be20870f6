"""Forms of somebody's own details."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class OwnDetails(forms.Form):
    """What people correct themselves: how colleagues see them, and their language."""

    use_required_attribute = False
    name = forms.CharField(
        label=_("Name"),
        help_text=_("This is how colleagues see you. Your role and organisation are enough."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
