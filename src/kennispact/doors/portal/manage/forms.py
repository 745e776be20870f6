"""Forms of the supervisors' tools. They read what was typed; the commands decide."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kennispact.ground.look.fields import DayField

Choices = Sequence[tuple[str, Any]]


class MandateFilter(forms.Form):
    """Which mandates are listed."""

    search = forms.CharField(label=_("Search"), required=False, max_length=80)
    role = forms.ChoiceField(label=_("Role"), required=False)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    kind = forms.ChoiceField(label=_("Kind of organisation"), required=False)
    which = forms.ChoiceField(
        label=_("Which mandates"),
        required=False,
        choices=[("", _("That hold")), ("all", _("That hold, ended or have yet to begin"))],
    )

    def __init__(self, data: Any, *, roles: Choices, organisations: Choices, kinds: Choices) -> None:
        """Offer what there is."""
        super().__init__(data)
        every = [("", _("All"))]
        for field, choices in (("role", roles), ("organisation", organisations), ("kind", kinds)):
            _offer(self, field, [*every, *choices])


class Appointment(forms.Form):
    """Who gets which role where, from when until when."""

    person = forms.ChoiceField(label=_("Person"))
    organisation = forms.ChoiceField(label=_("Organisation"))
    role = forms.ChoiceField(label=_("Role"))
    theme = forms.ChoiceField(
        label=_("Theme group or pillar"),
        required=False,
        help_text=_("Only for a secretary, leader or expert of one theme or pillar."),
    )
    since = DayField(label=_("First day"), help_text=_("Such as 01-03-2023."))
    until = DayField(
        label=_("Last day"), required=False, help_text=_("Leave this empty if no end is known yet.")
    )
    happened_on = DayField(
        label=_("Day of the appointment"),
        required=False,
        help_text=_("The day of the decision. Leave this empty if it is the first day itself."),
    )

    def __init__(self, data: Any, *, initial: dict[str, Any], offered: dict[str, Choices]) -> None:
        """Offer people, organisations, roles and themes."""
        super().__init__(data, initial=initial)
        for field in ("person", "organisation", "role", "theme"):
            _offer(self, field, [("", _("Choose")), *offered[field]])


class EndOfMandate(forms.Form):
    """After which day a mandate ends."""

    last_day = DayField(
        label=_("Last day"), help_text=_("The last day on which this person still has the role.")
    )
    happened_on = DayField(
        label=_("Day of the decision"),
        required=False,
        help_text=_("Leave this empty if you do not know it: then it is the last day, or today."),
    )


class JournalFilter(forms.Form):
    """Which lines of the journal are listed."""

    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    verb = forms.ChoiceField(label=_("What happened"), required=False)
    result = forms.ChoiceField(
        label=_("Result"),
        required=False,
        choices=[
            ("", _("All")),
            ("done", _("Done")),
            ("refused", _("Refused")),
            ("forbidden", _("Not allowed")),
        ],
    )
    role = forms.ChoiceField(label=_("In which role"), required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Up to and including"), required=False)

    def __init__(self, data: Any, *, organisations: Choices, verbs: Choices, roles: Choices) -> None:
        """Offer what there is."""
        super().__init__(data)
        every = [("", _("All"))]
        for field, choices in (("organisation", organisations), ("verb", verbs), ("role", roles)):
            _offer(self, field, [*every, *choices])


class LetterFilter(forms.Form):
    """Which letters are listed."""

    which = forms.ChoiceField(
        label=_("Which letters"),
        required=False,
        choices=[
            ("", _("All")),
            ("unhappy", _("Did not arrive, or not for sure")),
            ("waiting", _("Waiting")),
            ("sent", _("Sent")),
        ],
    )
    kind = forms.ChoiceField(label=_("Kind of letter"), required=False)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)

    def __init__(self, data: Any, *, kinds: Choices, organisations: Choices) -> None:
        """Offer what there is."""
        super().__init__(data)
        for field, choices in (("kind", kinds), ("organisation", organisations)):
            _offer(self, field, [("", _("All")), *choices])


class Returned(forms.Form):
    """That a letter came back."""

    happened_on = DayField(label=_("Day on which it came back"))
    why = forms.CharField(
        label=_("Why it came back"), max_length=500, help_text=_("Such as: this address does not exist.")
    )


class Figures(forms.Form):
    """Where figures come from, and what they are for."""

    file = forms.FileField(
        label=_("File with figures"),
        required=False,
        help_text=_("CSV, Excel (.xlsx) or OpenDocument (.ods), at most 2 MB."),
    )
    year = forms.IntegerField(
        label=_("Or ask Statistics Netherlands (CBS) for a year"),
        required=False,
        min_value=1995,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4", "class": "input-day"}),
        help_text=_("The figures of 1 January of that year, of all cities."),
    )
    purpose = forms.ChoiceField(label=_("What are the figures for?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, purposes: Choices, with_statistics: bool, **kw: Any) -> None:
        """Offer the purposes, and a year only where the statistics office can be asked."""
        super().__init__(*args, **kw)
        _offer(self, "purpose", purposes)
        self.fields["purpose"].initial = purposes[0][0]
        if not with_statistics:
            del self.fields["year"]
            self.fields["file"].required = True

    def clean(self) -> dict[str, Any]:
        """Ask for one of both."""
        found = super().clean() or {}
        if "year" in self.fields and bool(found.get("file")) == bool(found.get("year")):
            self.add_error("file", _("Choose a file or fill in a year: one of both."))
        return found


LANGUAGES = [("nl", "Nederlands"), ("en", "English")]


class PeopleFilter(forms.Form):
    """Which people are listed."""

    search = forms.CharField(label=_("Search"), required=False, max_length=80)
    which = forms.ChoiceField(
        label=_("Who"),
        required=False,
        choices=[
            ("", _("Everybody")),
            ("active", _("Who can sign in")),
            ("ended", _("Whose access has ended")),
            ("without", _("Who has no role today")),
        ],
    )


class Details(forms.Form):
    """Who somebody is."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("How colleagues see this person. A role will do: contact person of Deventer."),
    )
    email = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput,
        help_text=_("The address at work. With it this person signs in."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, initial="nl")


def _offer(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
