"""What people fill in about payments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kennispact.ground.look.fields import AmountField, AmountInput
from kennispact.ground.look.striking import WhyForm
from kennispact.pact.payments.importing import File
from kennispact.pact.payments.rules import Part


class SeveralFiles(forms.FileInput):
    """A box for one or more files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files. Cleans to a list of them."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Clean each file; none at all is refused as one missing file."""
        clean = super().clean
        return [clean(one, initial) for one in data or [None]]


class Upload(forms.Form):
    """One or more files of the bank."""

    file = FilesField(
        label=_("Bank statement"),
        allow_empty_file=True,
        widget=SeveralFiles(attrs={"accept": ".xml,application/xml,text/xml"}),
        help_text=_(
            "CAMT.053 (XML) as you download it from the bank. Choose all pages of a statement together."
        ),
    )

    def handed(self) -> list[File]:
        """Return every file that was chosen."""
        return [File(one.name, one.read()) for one in self.cleaned_data["file"]]


class PartForm(forms.Form):
    """An amount to put on an invoice; a line without an invoice is left out."""

    item = forms.CharField(
        label=_("Invoice"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"list": "open-items", "autocomplete": "off"}),
    )
    amount = AmountField(label=_("Amount"), required=False, widget=AmountInput)
    beyond = forms.BooleanField(label=_("More than is open"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for an amount where an invoice is named."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("item") and not found.get("amount") and "amount" not in self.errors:
            self.add_error("amount", self.fields["amount"].error_messages["required"])
        return found

    def part(self) -> Part | None:
        """Return what was filled in, or nothing for an empty line."""
        said = self.cleaned_data
        if not said.get("item"):
            return None
        return Part(said["item"].strip().upper(), int(said["amount"] * 100), beyond=said["beyond"])


class Seen(forms.Form):
    """What was left of a booking when the choice was made, in cents."""

    seen_left = forms.IntegerField(widget=forms.HiddenInput)


class UndoForm(WhyForm):
    """A reason; and how much of set-offs, in cents, it was seen to undo too."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class RemindForm(forms.Form):
    """Who gets a reminder; and what the letter asked for when it was shown."""

    receiver = forms.EmailField(
        label=_("E-mail address"), max_length=254, help_text=_("The address of the city for invoices.")
    )
    seen_open = forms.DecimalField(widget=forms.HiddenInput, decimal_places=2, max_digits=14)
