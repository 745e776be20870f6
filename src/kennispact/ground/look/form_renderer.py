"""Forms in our look, written by Python: a template for every input took longer than the list it filters."""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import BoundField, Widget
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

_BOXES = {"select": "utrecht-select", "textarea": "utrecht-textarea"}
_NO_BOX = frozenset({"checkbox", "clearablefile", "file", "radioselect", "checkboxselectmultiple", "hidden"})
_OPTIONAL = ' <span class="field__optional">({})</span>'
_HELP = '<div class="utrecht-form-field-description" id="{}_helptext">{}</div>'
_ERRORS = '<ul class="errorlist" id="{}_error">{}</ul>'
_BOX = '<div class="{kind}"><label class="utrecht-form-label" for="{id}">{label}</label>{above}{input}</div>'
_TICK = '<div class="{kind}">{above}<label class="choice">{input}<span>{name}</span></label></div>'
_CHOICES = (
    '<fieldset class="{kind} field--choices"{described}><legend>{label}</legend>{above}{input}</fieldset>'
)


class Field(BoundField):
    """A field as every form shows it: label, help, errors, and an input with ``aria-required``."""

    def as_field_group(self) -> SafeString:
        """Write the whole field. A group of choices is a fieldset; one tick box stands before its label."""
        optional = "" if self.field.required else format_html(_OPTIONAL, gettext("not required"))
        layout = _CHOICES if self.use_fieldset else _TICK if self.widget_type == "checkbox" else _BOX
        return format_html(
            layout,
            kind="field field--invalid" if self.errors else "field",
            id=self.id_for_label,
            name=self.label,
            label=format_html("{}{}", self.label, optional),
            described=flatatt({"aria-describedby": self.aria_describedby or None}),
            above=self._above,
            input=self.as_widget(),
        )

    @property
    def _above(self) -> SafeString:
        """Return what stands above the input: help and errors."""
        helped = format_html(_HELP, self.auto_id, mark_safe(self.help_text)) if self.help_text else ""  # noqa: S308 - ours
        errors = format_html_join("", "<li>{}</li>", ((error,) for error in self.errors))
        return format_html("{}{}", helped, format_html(_ERRORS, self.auto_id, errors) if errors else "")

    def build_widget_attrs(
        self, attrs: dict[str, str | bool], widget: Widget | None = None
    ) -> dict[str, str | bool]:
        """Add our look, and ``aria-required`` for ``required``: no bubbles of the browser."""
        self.form.use_required_attribute = False
        attrs = super().build_widget_attrs(attrs, widget)
        used = widget or self.field.widget
        if self.field.required and not used.use_fieldset and not used.is_hidden:
            attrs["aria-required"] = "true"
        if self.widget_type not in _NO_BOX:
            box = _BOXES.get(self.widget_type, "utrecht-textbox")
            attrs["class"] = f"{box} {used.attrs.get('class', '')}".strip()
        return attrs

    @property
    def error_target(self) -> str:
        """The id that an error's link leads to: the input, or the first choice of a group."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.id_for_label


class FormRenderer(TemplatesSetting):
    """Django's renderer with our fields; the usual inputs need no template."""

    bound_field_class = Field

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Write a widget, or whatever else has a template."""
        write = _WRITERS.get(template_name)
        return write(context["widget"]) if write else super().render(template_name, context, request)


def _input(widget: Mapping[str, Any]) -> str:
    value = "" if widget["value"] is None else f' value="{escape(widget["value"])}"'
    return f'<input type="{widget["type"]}" name="{escape(widget["name"])}"{value}{flatatt(widget["attrs"])}>'


def _textarea(widget: Mapping[str, Any]) -> str:
    text = escape(widget["value"] or "")
    return f'<textarea name="{escape(widget["name"])}"{flatatt(widget["attrs"])}>\n{text}</textarea>'


def _select(widget: Mapping[str, Any]) -> str:
    written = []
    for name, options, _ in widget["optgroups"]:
        inside = "\n".join(map(_option, options))
        written.append(f'<optgroup label="{escape(name)}">{inside}</optgroup>' if name else inside)
    opening = f'<select name="{escape(widget["name"])}"{flatatt(widget["attrs"])}>'
    return f"{opening}{chr(10).join(written)}</select>"


def _option(option: Mapping[str, Any]) -> str:
    chosen = flatatt(option["attrs"]) if option["attrs"] else ""
    return f'<option value="{escape(option["value"])}"{chosen}>{conditional_escape(option["label"])}</option>'


def _choices(widget: Mapping[str, Any]) -> str:
    written = []
    for name, options, _ in widget["optgroups"]:
        inside = "".join(map(_choice, options))
        written.append(f"<div><label>{escape(name)}</label>{inside}</div>" if name else inside)
    group = {"id": widget["attrs"].get("id"), "class": widget["attrs"].get("class")}
    return f"<div{flatatt(group)}>{''.join(written)}</div>"


def _choice(option: Mapping[str, Any]) -> str:
    label = conditional_escape(option["label"])
    return f'<div><label for="{option["attrs"]["id"]}">{_input(option)} {label}</label></div>'


_INPUTS = ("text", "number", "email", "url", "password", "hidden", "checkbox", "file")
_WRITERS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    **{f"django/forms/widgets/{name}.html": _input for name in _INPUTS},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/radio.html": _choices,
    "django/forms/widgets/checkbox_select.html": _choices,
}
