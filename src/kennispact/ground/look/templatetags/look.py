"""Tags and filters of every page: money, numbers, days, badges, links that keep the date."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext

from kennispact.ground.kit.refusal import Refusal
from kennispact.ground.look import formatting, sentences
from kennispact.ground.look.states import sign_of

register = template.Library()
NOTHING = "–"
_BADGE = '<span class="state state--{}"><svg aria-hidden="true"><use href="{}#{}"/></svg>{}</span>'


def _language() -> str:
    return formatting.language_of(get_language())


@register.filter
def euro(amount: Decimal | int | None, how: str = "") -> str:
    """Write an amount: ``{{ amount|euro }}``, or ``{{ amount|euro:"plain" }}`` in running text."""
    return NOTHING if amount in (None, "") else formatting.euro(amount, _language(), plain=how == "plain")


@register.filter
def number(value: Decimal | int | None, decimals: int | None = None) -> str:
    """Write a quantity with thousand points. Not for years, codes or identifiers."""
    return NOTHING if value in (None, "") else formatting.number(value, _language(), decimals)


@register.filter
def percent(share: Decimal | int | None, decimals: int = 2) -> str:
    """Write a share (``Decimal("0.1538")``) as ``15,38%``."""
    return NOTHING if share in (None, "") else formatting.percent(share, _language(), decimals)


@register.filter
def day(value: date | None) -> str:
    """Write ``1 maart 2023``."""
    return formatting.day(value, _language()) if value else NOTHING


@register.filter
def shortday(value: date | None) -> str:
    """Write ``01-03-2023``, in English ``2023-03-01``."""
    return formatting.shortday(value, _language()) if value else NOTHING


@register.filter
def moment(value: datetime | None) -> str:
    """Write a moment as Amsterdam reads it: ``1 maart 2023, 14.05 uur``."""
    return formatting.moment(value, _language()) if value else NOTHING


@register.filter
def file_size(size: int | None) -> str:
    """Write a number of bytes: ``42 kB``."""
    return NOTHING if size is None else formatting.file_size(size, _language())


@register.filter
def page_numbers(page: Page[Any]) -> Iterator[int | str]:
    """Return the numbers to show beside a page of a list; an ellipsis for those left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag
def state_badge(state: object, text: str = "") -> SafeString:
    """Show a state as shape and word; ``text`` replaces the usual word. Codes: ``look.states.STATES``."""
    sign = sign_of(state)
    return _badge(sign.tone, sign.shape, text or gettext(sign.label))


@lru_cache(maxsize=512)
def _badge(tone: str, shape: str, word: str) -> SafeString:
    return format_html(_BADGE, tone, static("look/shapes.svg"), shape, word)


@register.filter
def reason(refusal: Refusal | str) -> str:
    """Say in the reader's language why something may not be done; a text stays as it is."""
    if isinstance(refusal, Refusal):
        said = sentences.refusal(refusal)
        return format_html("{} {}", said, clause(refusal.clause)) if refusal.clause else said
    return refusal


@register.filter
def told(finding: object) -> str:
    """Say a sentence of a rule: anything with ``reason`` and ``facts``."""
    return sentences.told(getattr(finding, "reason", ""), getattr(finding, "facts", None))


@register.filter
def state_name(state: object) -> str:
    """Return the word of a state alone, for exports and attributes."""
    return gettext(sign_of(state).label)


@register.filter
def state_tone(state: object) -> str:
    """Return the tone of a state, the suffix of ``state--``, ``tile--`` and ``f-`` classes."""
    return sign_of(state).tone


_SOURCES = {"C": "covenant", "O": "agreement", "L": "letter", "N": "proposal", "B": "annex"}


@register.filter
def clause_name(clause: str) -> str:
    """Return the reader's name of a clause: ``art. 6c``, ``overeenkomst 1.2``, ``bijlage 1``."""
    first, rest = clause[:1], clause[1:].lstrip(" .-")
    if first not in _SOURCES or first == "C":
        return f"{pgettext('clause', 'art.')} {rest if first == 'C' else clause}"
    names = {
        "O": pgettext("clause", "agreement"),
        "L": pgettext("clause", "letter"),
        "N": pgettext("clause", "proposal"),
        "B": pgettext("clause", "annex"),
    }
    return f"{names[first]} {rest}".strip()


@register.simple_tag
def clause(identifier: str, url: str = "") -> SafeString:
    """Show a clause as a small mark, with a link if its page is given."""
    if url:
        return format_html('<a class="clause" href="{}">{}</a>', url, clause_name(identifier))
    return format_html('<span class="clause">{}</span>', clause_name(identifier))


@register.simple_tag(takes_context=True)
def dated(context: Context, url: str, **extra: object) -> str:
    """Return a link that keeps the date bar's view: ``<a href="{% dated url year=2023 %}">``."""
    bar = context.get("date_bar")
    pairs = [*(bar.pairs if bar else ()), *((key, value) for key, value in extra.items() if value != "")]
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}{urlencode(pairs)}" if pairs else url


@register.filter
def get_item(mapping: dict[object, object], key: object) -> object:
    """Return what a mapping holds under a key that is itself a variable, or ``None``."""
    return mapping.get(key)
