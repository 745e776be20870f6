"""Form fields in which people choose theme groups, in their language. Source: annex 2."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kennispact.ground.look import sentences
from kennispact.registers.covenant import queries


def theme_choices() -> list[tuple[str, str]]:
    """Return key and name of every theme group."""
    return [(one.key, sentences.spoken(one.name, one.name_en)) for one in queries.covenant().themes]


def theme_filter() -> forms.ChoiceField:
    """Return a field for one theme, or for all."""
    return forms.ChoiceField(
        label=_("Theme"), required=False, choices=[("", _("All themes")), *theme_choices()]
    )


def themes_field(help_text: Any = "") -> forms.MultipleChoiceField:
    """Return a field for any number of themes."""
    return forms.MultipleChoiceField(
        label=_("Themes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=theme_choices(),
        help_text=help_text,
    )
