"""Tags that say the definition in the reader's language: texts, roles, clauses with a link to their page."""

from functools import lru_cache

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kennispact.ground.look import sentences
from kennispact.ground.look.templatetags import look
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.covenant import theme_map
from kennispact.registers.covenant.definition import Theme

register = template.Library()


@register.filter
def says(part: object, field: str) -> object:
    """Return a text of the definition in the reader's language: ``{{ clause|says:"summary" }}``.

    Lists of texts too; what was not translated is said in Dutch.
    """
    dutch, english = getattr(part, field, ""), getattr(part, f"{field}_en", "")
    if isinstance(dutch, tuple):
        return tuple(english) if english and sentences.spoken("", "en") else dutch
    return sentences.spoken(dutch, english or dutch)


@register.filter
def role_name(key: str) -> str:
    """Return the name of a role; an unknown key stays as it is."""
    role = covenants.covenant().role.get(key)
    return sentences.spoken(role.name, role.name_en) if role else key


@register.filter
def role_names(keys: tuple[str, ...]) -> str:
    """Return the names of roles, as a list in a sentence."""
    return ", ".join(role_name(key) for key in keys)


@register.simple_tag(takes_context=True)
def subject_link(context: Context, subject: theme_map.Subject) -> SafeString:
    """Show a theme, pillar or programme by its name, with a link to where it stands."""
    url = look.dated(context, theme_map.place_of(subject)) if isinstance(subject, Theme) else ""
    return format_html('<a href="{}">{}</a>', url or theme_map.place_of(subject), theme_map.name_of(subject))


@register.simple_tag(takes_context=True)
def clause_link(context: Context, key: str) -> SafeString:
    """Show a clause as a mark that leads to its page, on the date of the date bar."""
    if key not in covenants.covenant().clauses:
        return look.clause(key)
    return look.clause(key, clause_url(context, key))


@register.simple_tag(takes_context=True)
def clause_url(context: Context, key: str) -> str:
    """Return the address of a clause's page, on the date of the date bar."""
    return look.dated(context, _path(key))


@lru_cache(maxsize=512)  # one covenant has some sixty clauses, and one page names them all
def _path(key: str) -> str:
    return reverse("show_clause", args=[key])
