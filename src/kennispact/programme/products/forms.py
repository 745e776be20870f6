"""Forms of this room. They read what was typed; the commands decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kennispact.ground.kit.actor import Actor
from kennispact.ground.look import sentences
from kennispact.ground.look.fields import year_filter
from kennispact.programme.products.queries import KindLine, ProductLine
from kennispact.programme.products.rules import LAST_YEAR, Facts, clean
from kennispact.registers.covenant.fields import theme_filter, themes_field

AUDIENCES = [
    ("parties", _("Everybody who takes part in the covenant")),
    ("public", _("Everybody")),
]


def kind_choices(kinds: tuple[KindLine, ...]) -> list[tuple[str, str]]:
    """Return the kinds as choices, in the reader's language."""
    return [(one.key, sentences.spoken(one.name, one.name_en)) for one in kinds]


class Filter(forms.Form):
    """Which products to show."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, kinds: tuple[KindLine, ...], years: tuple[int, ...]) -> None:
        """Offer what there is."""
        super().__init__(data)
        self.fields["theme"] = theme_filter()
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind"), required=False, choices=[("", _("All kinds")), *kind_choices(kinds)]
        )
        self.fields["year"] = year_filter(years)


class ProductForm(forms.Form):
    """What a product is."""

    title = forms.CharField(label=_("Title"))
    kind = forms.ChoiceField(label=_("Kind"))
    year = forms.IntegerField(label=_("Year"), widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    summary = forms.CharField(
        label=_("What is it about?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("A few sentences, in words that somebody who looks for it would use."),
    )
    url = forms.CharField(label=_("Web address"), required=False)
    themes = forms.MultipleChoiceField(label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple)
    audience = forms.ChoiceField(label=_("Who is it for?"), widget=forms.RadioSelect, choices=AUDIENCES)
    organisation = forms.ChoiceField(label=_("On behalf of"), required=False)
    source = forms.CharField(label=_("Where do these facts come from?"), required=False)

    def __init__(
        self,
        data: Any,
        *,
        kinds: tuple[KindLine, ...],
        owners: list[tuple[str, str]],
        line: ProductLine | None,
    ) -> None:
        """Offer kinds and themes; fill in what is known of ``line``."""
        known = {} if line is None else {name: getattr(line, name) for name in _FIELDS}
        super().__init__(data, initial={"audience": "parties", **known})
        self.fields["kind"] = forms.ChoiceField(label=_("Kind"), choices=kind_choices(kinds))
        self.fields["themes"] = themes_field()
        if len(owners) > 1:
            self.fields["organisation"] = forms.ChoiceField(
                label=_("On behalf of"), required=False, choices=owners
            )
        else:
            del self.fields["organisation"]
        self.owner = owners[0][0] if owners else ""

    def facts(self) -> Facts:
        """Return what was filled in, for the command."""
        answers = self.cleaned_data
        return Facts(
            kind=answers["kind"],
            title=clean(answers["title"]),
            year=min(answers["year"], LAST_YEAR + 1),
            summary=clean(answers["summary"]),
            url=clean(answers["url"]),
            themes=tuple(answers["themes"]),
            audience=answers["audience"],
            source=clean(answers["source"]),
            organisation=answers.get("organisation", self.owner),
        )


_FIELDS = ("title", "kind", "year", "summary", "url", "themes", "audience", "organisation", "source")


class Correction(ProductForm):
    """What a product should have been said to be, and why."""

    def __init__(self, *args: Any, **kw: Any) -> None:
        """Add the reason."""
        super().__init__(*args, **kw)
        self.fields["why"] = forms.CharField(
            label=_("What was wrong?"), help_text=_("What was said before stays readable.")
        )


class Upload(forms.Form):
    """A list of products, to try or to bring in."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_(
            "CSV, Excel, OpenDocument or JSON, at most 25 MB. Columns: title, kind and year; and if you have "
            "them id, url, summary, themes, audience and source."
        ),
    )


class NewKind(forms.Form):
    """A kind of product."""

    name = forms.CharField(label=_("Name in Dutch"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80)
    key = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("Small letters, digits and dashes, such as trend-study.")
    )


def owners(actor: Actor, names: dict[str, str]) -> list[tuple[str, str]]:
    """Return for whom the actor can make a product known: the parties together, or a city of theirs."""
    cities = sorted(one.organisation for one in actor.capacities if one.kind == "city")
    own = [(key, names.get(key, key)) for key in dict.fromkeys(cities)]
    return own if own and not actor.supervises else [("", str(_("The parties together"))), *own]
