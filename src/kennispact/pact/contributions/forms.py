"""What people fill in about contributions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kennispact.ground.look.fields import AmountField


class WhatIfForm(forms.Form):
    """Another rate per inhabitant, to see what it would do. Asked with GET: nothing is kept."""

    rate = AmountField(
        label=_("Amount per inhabitant per year, without VAT"),
        help_text=_("In euros, such as 0,16 or 0.16."),
    )
