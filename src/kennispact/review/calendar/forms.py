"""What readers fill in to find dates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kennispact.ground.look import sentences
from kennispact.ground.look.fields import DayField
from kennispact.registers.covenant import queries as covenants


class CalendarFilter(forms.Form):
    """Who must act, and between which days; what cannot be read is said at its field."""

    owner = forms.ChoiceField(label=_("Who"), required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Up to and including"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the roles that have something to do."""
        super().__init__(*args, **kwargs)
        covenant = covenants.covenant()
        listed = [one.owners for one in covenant.obligations] + [one.owners for one in covenant.key_dates]
        owners = {key for some in listed for key in some}
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)
        names = sorted(
            (sentences.spoken(role.name, role.name_en), role.key)
            for role in covenant.roles
            if role.key in owners
        )
        field.choices = [("", _("Everybody")), *((key, name) for name, key in names)]

    @property
    def asked(self) -> dict[str, Any]:
        """Return what was asked for; a field that cannot be read asks nothing."""
        self.is_valid()
        return self.cleaned_data
