"""What people fill in about an extra contribution."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kennispact.ground.look.fields import AmountField, DayField
from kennispact.pact.supplementary import rules
from kennispact.registers.network.models import Organisation


class ProposeForm(forms.Form):
    """What is asked, of which cities."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        widget=forms.RadioSelect,
        choices=[
            (rules.EXTRA, _("An extra contribution: both parties agree first, then each city answers")),
            (rules.ARRANGEMENT, _("An arrangement with one city, apart from the covenant")),
        ],
    )
    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("It is on the invoice too."))
    purpose = forms.CharField(
        label=_("What is it for?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    reference = forms.CharField(
        label=_("Knowledge question it came from"),
        required=False,
        max_length=200,
        help_text=_("Number or title of a question that falls outside the covenant."),
    )
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    amount = AmountField(label=_("Amount without VAT"), help_text=_("In euros, such as 2.500,00 or 0,05."))
    per = forms.ChoiceField(
        label=_("Per what?"),
        widget=forms.RadioSelect,
        choices=[(rules.PER_CITY, _("Per city")), (rules.PER_INHABITANT, _("Per inhabitant"))],
    )
    everyone = forms.BooleanField(label=_("Ask all cities that take part"), required=False)
    cities = forms.MultipleChoiceField(
        label=_("Or choose cities"), required=False, widget=forms.CheckboxSelectMultiple
    )
    happened_on = DayField(label=_("Proposed on"), help_text=_("Today or before. Such as 10-12-2027."))
    document = forms.FileField(label=_("Document"), required=False)

    def __init__(
        self, *args: Any, cities: Sequence[Organisation], years: Sequence[int], **kwargs: Any
    ) -> None:
        """Make the form for the cities that take part and the years of the covenant."""
        super().__init__(*args, **kwargs)
        self.all_keys = tuple(city.key for city in cities)
        self._choose("cities", [(city.key, city.name) for city in cities])
        self._choose("year", [(year, str(year)) for year in years])

    def _choose(self, name: str, choices: Sequence[tuple[Any, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def chosen(self) -> tuple[str, ...]:
        """Return the codes of the cities that are asked."""
        return self.all_keys if self.cleaned_data["everyone"] else tuple(self.cleaned_data["cities"])

    @property
    def terms(self) -> rules.Terms:
        """Return what is proposed."""
        given = self.cleaned_data
        return rules.Terms(
            **{name: given[name] for name in ("kind", "title", "purpose", "year", "amount", "per")}
        )


class AnswerForm(forms.Form):
    """Yes or no, of a party or of a city."""

    outcome = forms.ChoiceField(label=_("Your answer"), widget=forms.RadioSelect)
    happened_on = DayField(label=_("Decided on"), help_text=_("Today or before. Such as 10-12-2027."))
    reason = forms.CharField(
        label=_("Explanation"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, yes: str, no: str, **kwargs: Any) -> None:
        """Make the form with its own words for yes and no."""
        super().__init__(*args, **kwargs)
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("yes", yes), ("no", no)]
