"""Forms of this room. They read what was typed; the commands decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kennispact.ground.look.fields import year_filter
from kennispact.registers.covenant.fields import theme_filter, themes_field

STATES = [
    ("", _("All states")),
    ("open", _("Open")),
    ("answered", _("Answered")),
    ("closed", pgettext_lazy("question", "Closed")),
    ("withdrawn", _("Withdrawn")),
    ("undecided", _("Waiting for a decision")),
]


class Filter(forms.Form):
    """Which questions to show."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)

    def __init__(self, data: Any, askers: tuple[tuple[str, str], ...], years: tuple[int, ...]) -> None:
        """Offer what there is."""
        super().__init__(data)
        self.fields["theme"] = theme_filter()
        self.fields["city"] = forms.ChoiceField(
            label=_("Asked by"), required=False, choices=[("", _("Everybody")), *askers]
        )
        self.fields["state"] = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
        self.fields["year"] = year_filter(years)


class Themes(forms.Form):
    """To which theme groups a question belongs."""

    def __init__(self, *args: Any, **kw: Any) -> None:
        """Offer the theme groups."""
        super().__init__(*args, **kw)
        self.fields["themes"] = themes_field()


class Words(forms.Form):
    """Sharper words for a question."""

    text = forms.CharField(
        label=_("The question, sharpened"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The words it was asked in stay beside it."),
    )


class AnswerForm(forms.Form):
    """What answers a question."""

    KINDS = (
        ("product", _("A product")),
        ("person", _("Somebody who knows")),
        ("session", _("A session")),
    )
    kind = forms.ChoiceField(label=_("What answers the question?"), widget=forms.RadioSelect, choices=KINDS)
    product = forms.CharField(
        label=_("Code of the product"),
        required=False,
        max_length=40,
        help_text=_(
            "It stands on its page, such as P038. Beside the question you can give a product as an answer."
        ),
    )
    text = forms.CharField(
        label=_("Explanation"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Who can be asked (role and organisation), or which session it is and when."),
    )


class Attach(forms.Form):
    """A document with a question."""

    file = forms.FileField(label=_("File"), help_text=_("PDF or Word, at most 25 MB."))
