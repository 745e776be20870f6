"""What people fill in about agreements."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kennispact.ground.look.fields import DayField
from kennispact.pact.agreements import rules
from kennispact.registers.covenant import queries as covenants

_SIGNING = {rules.SIGNED_BY_CITY: "city", rules.SIGNED_BY_PARTNER: "partner"}


class RegisterFilter(forms.Form):
    """Which cities of the register are shown."""

    q = forms.CharField(label=_("City"), required=False, max_length=60)
    show = forms.ChoiceField(
        label=_("Which cities"),
        required=False,
        choices=[
            ("", _("All cities")),
            ("participates", _("Cities that take part")),
            ("missing", _("Cities that do not take part")),
        ],
    )


class StepForm(forms.Form):
    """One step of an agreement: only the fields that this step has."""

    happened_on = DayField(
        label=_("Day on which it happened"), help_text=_("The day it counts for, such as 01-03-2023.")
    )
    reference = forms.CharField(
        label=_("Number of the decision"),
        required=False,
        max_length=80,
        help_text=_("As the college uses it."),
    )
    by_role = forms.ChoiceField(label=_("Signed by"), required=False)
    place = forms.CharField(label=_("Place of signing"), required=False, max_length=80)
    document = forms.FileField(label=_("File"), required=False, help_text=_("PDF or Word, at most 25 MB."))

    def __init__(self, kind: str, *args: Any, **kw: Any) -> None:
        """Make the form of one kind of step."""
        super().__init__(*args, **kw)
        if kind != rules.COLLEGE_DECIDED:
            del self.fields["reference"]
        if kind in _SIGNING:
            self.fields["by_role"] = forms.ChoiceField(
                label=_("Signed by"), required=False, choices=_signers(_SIGNING[kind])
            )
        else:
            del self.fields["by_role"], self.fields["place"]
        if kind == rules.DRAFTED:
            del self.fields["document"]
        elif kind == rules.REGISTERED:
            self.fields["document"].label = _("The signed agreement")
            self.fields["document"].required = True


def _signers(kind: str) -> list[tuple[str, str]]:
    english = get_language() == "en"
    roles = [role for role in covenants.covenant().roles if kind in role.kinds]
    return [("", "-"), *((role.key, role.name_en if english else role.name) for role in roles)]


class ReceivedForm(forms.Form):
    """The first step of a notice: when it came and who gave it. Asked with GET: nothing is kept."""

    received_on = DayField(
        label=_("Day of receipt"),
        help_text=_(
            "The day on which the letter arrived, such as 28-08-2025. It decides when the agreement ends."
        ),
    )
    giver = forms.ChoiceField(label=_("Notice given by"), widget=forms.RadioSelect)

    def __init__(self, givers: list[tuple[str, str]], *args: Any, **kw: Any) -> None:
        """Make the form for a city; ``givers`` are the keys and names of both sides."""
        super().__init__(*args, **kw)
        self.fields["giver"] = forms.ChoiceField(
            label=_("Notice given by"), widget=forms.RadioSelect, choices=givers
        )


class NoticeForm(ReceivedForm):
    """The second step of a notice: the letter. The answers of the first step come along unseen."""

    letter = forms.FileField(label=_("The letter"), help_text=_("PDF or Word, at most 25 MB."))

    def __init__(self, givers: list[tuple[str, str]], *args: Any, **kw: Any) -> None:
        """Hide the answers that were given before."""
        super().__init__(givers, *args, **kw)
        for name in ("received_on", "giver"):
            self.fields[name].widget = forms.HiddenInput()


class WithdrawalForm(forms.Form):
    """Both sides agreed to withdraw a notice."""

    happened_on = DayField(label=_("Day on which both sides agreed"))
    letter = forms.FileField(
        label=_("The letter about it"), required=False, help_text=_("PDF or Word, at most 25 MB.")
    )
