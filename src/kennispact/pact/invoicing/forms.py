"""Forms of this room. They read what was typed; the commands decide."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from kennispact.ground.kit.words import N_
from kennispact.ground.look.fields import AmountField, DayField
from kennispact.pact.invoicing import rules

STATES = [
    ("", _("All")),
    ("open", _("Open")),
    ("overdue", _("Overdue")),
    ("paid", _("Paid")),
    ("credited", _("Credited")),
    ("credit", _("Credit notes")),
]
LABELS: Mapping[str, str] = {
    "legal_name": N_("Registered name"),
    "name": N_("Name on the invoice"),
    "kvk": N_("Chamber of Commerce number"),
    "vat_number": N_("VAT number"),
    "iban": N_("Account number (IBAN)"),
    "street": N_("Street and number, or PO box"),
    "postcode": N_("Postal code"),
    "place": N_("Place"),
    "endpoint": N_("Electronic address"),
    "email": N_("E-mail address for invoices"),
    "prefix": N_("Start of the invoice numbers"),
    "payment_days": N_("Days to pay"),
    "vat_category": N_("Kind of VAT"),
    "vat_rate": N_("VAT rate in percent"),
    "oin": N_("Identification number (OIN)"),
    "channel": N_("How the invoice is sent"),
    "profile": N_("Kind of e-invoice"),
    "order_number": N_("Order number"),
    "buyer_reference": N_("Reference that the city asks for"),
}
HELP: Mapping[str, str] = {
    "kvk": N_("Eight digits."),
    "vat_number": N_("Such as NL123456789B01."),
    "iban": N_("Without spaces. The check digits are tested."),
    "postcode": N_("Such as 2595 AA."),
    "oin": N_("Twenty digits."),
    "endpoint": N_("Scheme and number, such as 0106:12345678. Leave it empty for the number above."),
    "prefix": N_("At most eight capitals and digits."),
    "order_number": N_("Only the number, without words or spaces. Often called obligation number."),
    "buyer_reference": N_("Such as the name of a department. One of the two is enough."),
}
CHOICES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "vat_category": (
        ("S", N_("With VAT")),
        ("Z", N_("Zero rate")),
        ("E", N_("Exempt")),
        ("AE", N_("Reverse charge")),
        ("O", N_("Outside VAT")),
    ),
    "channel": (
        ("outbox", N_("Folder, to be sent by hand")),
        ("email", N_("E-mail")),
        ("provider", N_("Network of e-invoices (Peppol)")),
    ),
    "profile": (("nlcius", "NLCIUS (SI-UBL 2.0)"), ("peppol", "Peppol BIS Billing 3.0")),
}
OF_SUPPLIER = (
    "legal_name",
    "name",
    "kvk",
    "vat_number",
    "iban",
    "street",
    "postcode",
    "place",
    "email",
    "endpoint",
)
TERMS = ("vat_category", "vat_rate", "payment_days", "prefix")
OF_CITY = ("legal_name", "oin", "kvk", "street", "postcode", "place", "email", "channel", "profile")
OF_YEAR = ("order_number", "buyer_reference")


class Filter(forms.Form):
    """Which invoices to show."""

    q = forms.CharField(label=_("City or number"), required=False, max_length=60)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)

    def __init__(self, data: Any, years: Iterable[int]) -> None:
        """Offer the years of the covenant."""
        super().__init__(data)
        self.fields["year"] = forms.TypedChoiceField(
            label=_("Year"),
            required=False,
            coerce=int,
            empty_value=None,
            choices=[("", _("All years")), *((str(one), str(one)) for one in years)],
        )


class CreditForm(forms.Form):
    """What to credit, and why. ``asked`` makes sending it twice harmless."""

    net = AmountField(
        label=_("Amount to credit, without VAT"),
        help_text=_("Leave it empty to credit everything that is left."),
        required=False,
    )
    why = forms.CharField(
        label=_("Why?"), help_text=_("This is written on the credit note."), max_length=rules.LONGEST
    )
    asked = forms.CharField(widget=forms.HiddenInput, max_length=39)


class SettingsForm(forms.Form):
    """Some facts of the supplier or a city, and the day from which they count.

    ``per_year`` names the facts that are kept for one year; only what was changed is handed on.
    """

    def __init__(self, data: Any, names: Iterable[str], known: Mapping[str, str], since: Any) -> None:
        """Show what is known; what was never known may stay empty."""
        super().__init__(data)
        for name in names:
            self.fields[name] = _field(name, known.get(name, ""))
        self.fields["since"] = DayField(
            label=now("Counts from"),
            help_text=now("Invoices that were made keep what they say."),
            initial=since,
        )

    def changed(self) -> dict[str, str]:
        """Return the facts that differ from what was known."""
        return {
            name: self.cleaned_data[name]
            for name in self.fields
            if name != "since" and name in self.changed_data
        }


def _field(name: str, value: str) -> forms.Field:
    label, told = now(LABELS[name]), now(HELP[name]) if name in HELP else ""
    if name in CHOICES:
        offered = [(key, now(said)) for key, said in CHOICES[name]]
        return forms.ChoiceField(label=label, help_text=told, choices=offered, initial=value)
    return forms.CharField(
        label=label, help_text=told, max_length=rules.LONGEST, initial=value, required=bool(value)
    )
