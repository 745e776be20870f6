"""Forms of this room. They read what was typed; the commands decide."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kennispact.ground.look.fields import year_filter
from kennispact.programme.questions.papers import route_name, subject_name
from kennispact.programme.questions.rules import ROUTES
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.covenant.fields import theme_filter, themes_field


class Ask(forms.Form):
    """A question, for whom, and who may know of it."""

    OPENNESS = (
        ("open", _("Open: all cities can read it and join")),
        ("closed", _("In confidence: only your organisation and the two supervisors")),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What do you want to know?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Write it as you would ask a colleague. While you write, we show what is there already."),
    )

    def __init__(
        self, data: Any, files: Any = None, *, askers: list[tuple[str, str]], initial: dict[str, Any]
    ) -> None:
        """Offer for whom the reader may ask, and every theme."""
        super().__init__(data, files, initial={"openness": "open", **initial})
        # While somebody writes, the page keeps it and shows what exists. Without a script a button does.
        self.fields["text"].widget.attrs |= {
            "hx-post": reverse("suggest"),
            "hx-trigger": "input changed delay:400ms, change from:#ask delay:400ms, kennispact:again",
            "hx-target": "#suggestions",
            "hx-sync": "this:replace",
        }
        covenant = covenants.covenant()
        keys = [*(one.key for one in covenant.pillars), *covenant.theme]
        groups = [(key, subject_name(key)) for key in keys]
        self.fields["themes"] = themes_field(_("Choose what fits best. What we suggest helps you."))
        self.fields["organisation"] = forms.ChoiceField(label=_("Who asks?"), choices=askers)
        self.fields["on_behalf_of"] = forms.ChoiceField(
            label=_("On behalf of a theme group or pillar"),
            required=False,
            choices=[("", _("Only the organisation itself")), *groups],
        )
        self.fields["openness"] = forms.ChoiceField(
            label=_("Who may know of it?"), widget=forms.RadioSelect, choices=self.OPENNESS
        )
        self.fields["file"] = forms.FileField(
            label=_("Document with it"), required=False, help_text=_("PDF or Word, at most 25 MB.")
        )


class Decide(forms.Form):
    """Within the covenant or not, and on which clauses."""

    OUTCOMES = (("inside", _("Within the covenant")), ("outside", _("Outside the covenant")))
    outcome = forms.ChoiceField(label=_("This question falls"), widget=forms.RadioSelect, choices=OUTCOMES)
    clauses = forms.CharField(
        label=_("Clauses it rests on"), help_text=_("Parted by spaces, such as 3b 1b."), max_length=200
    )
    reason = forms.CharField(
        label=_("Explanation"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when the question falls outside."),
    )

    def __init__(self, *args: Any, **kw: Any) -> None:
        """Offer the ways to go on."""
        super().__init__(*args, **kw)
        self.fields["route"] = forms.ChoiceField(
            label=_("If outside, how does it go on?"),
            required=False,
            choices=[("", _("Does not apply: it falls within")), *((key, route_name(key)) for key in ROUTES)],
        )


class Search(forms.Form):
    """What to look for, and where."""

    KINDS = (
        ("", _("Everything")),
        ("question", _("Questions")),
        ("product", _("Products")),
        ("theme", _("Themes")),
        ("clause", _("Clauses")),
    )
    q = forms.CharField(label=_("What are you looking for?"), required=False, max_length=4000)
    kind = forms.ChoiceField(required=False, choices=KINDS, widget=forms.HiddenInput)

    def __init__(self, data: Any, askers: tuple[tuple[str, str], ...], years: list[int]) -> None:
        """Offer themes, cities and years."""
        super().__init__(data)
        self.fields["theme"] = theme_filter()
        self.fields["city"] = forms.ChoiceField(
            label=_("Asked by"), required=False, choices=[("", _("Everybody")), *askers]
        )
        self.fields["year"] = year_filter(years)


class WordFilter(forms.Form):
    """Which subjects of the thesaurus to show."""

    q = forms.CharField(label=_("Word or subject"), required=False, max_length=100)

    def __init__(self, data: Any) -> None:
        """Offer the themes."""
        super().__init__(data)
        self.fields["theme"] = theme_filter()


class NewWords(forms.Form):
    """Words that speak of a subject."""

    concept = forms.CharField(
        label=_("Subject"),
        max_length=60,
        help_text=_("One that is there already, or a new one."),
        widget=forms.TextInput(attrs={"list": "subjects", "autocomplete": "off"}),
    )
    words = forms.CharField(
        label=_("Words and phrases"),
        max_length=600,
        help_text=_("Parted by commas. Plurals and compounds are understood by themselves."),
    )

    def clean_words(self) -> list[str]:
        """Return them one by one."""
        words: str = self.cleaned_data["words"]
        return words.split(",")

    def __init__(self, *args: Any, **kw: Any) -> None:
        """Offer the themes."""
        super().__init__(*args, **kw)
        self.fields["themes"] = themes_field()
