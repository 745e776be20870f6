"""What a product may be, and what stands in the way of registering it."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from kennispact.ground.kit.refusal import Refusal
from kennispact.ground.kit.words import N_

# The kinds that the covenant names (2e, annex 1), what cities bring in themselves (2f), and what was there
# already: their Dutch and English names.
KINDS = {
    "project": ("project", "project"),
    "programme": ("programma", "programme"),
    "experiment": ("experiment", "experiment"),
    "expert-session": ("expertsessie", "expert session"),
    "learning-community": ("leergemeenschap", "learning community"),
    "practice-research": ("praktijkonderzoek", "practice research"),
    "publication": ("publicatie", "publication"),
    "trend-study": ("trendstudie", "trend study"),
    "analysis": ("analyse", "analysis"),
    "network-day": ("netwerkdag", "network day"),
    "meeting": ("bijeenkomst", "meeting"),
    "city-knowledge": ("kennis van een stad", "knowledge of a city"),
    "dossier": ("dossier", "dossier"),
    "event": ("activiteit", "event"),
    "news": ("artikel", "article"),
}
PARTIES, PUBLIC = "parties", "public"
FIRST_YEAR, LAST_YEAR = 1990, 2100
LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_URL, LONGEST_SOURCE = 300, 20_000, 500, 300
MOST_THEMES = 8
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", re.ASCII)
_KIND_KEY = re.compile(r"[a-z][a-z0-9-]{1,39}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of a product. ``themes`` are keys; ``audience`` is ``parties`` or ``public``."""

    kind: str
    title: str
    year: int
    summary: str = ""
    url: str = ""
    themes: tuple[str, ...] = ()
    audience: str = PARTIES
    source: str = ""
    organisation: str = ""

    @property
    def joined_themes(self) -> str:
        """Return the themes as the table keeps them."""
        return joined(self.themes)


@dataclass(frozen=True, slots=True)
class Known:
    """What the facts are checked against: keys of kinds and of themes."""

    kinds: Collection[str]
    themes: Collection[str]


def joined(keys: Iterable[str]) -> str:
    """Return keys between commas, or nothing.

    >>> joined(["europa", "veiligheid"]), joined([])
    (',europa,veiligheid,', '')
    """
    found = list(dict.fromkeys(keys))
    return f",{','.join(found)}," if found else ""


def parted(text: str) -> tuple[str, ...]:
    """Return the keys of a text made by :func:`joined`."""
    return tuple(key for key in text.split(",") if key)


def clean(text: str) -> str:
    r"""Return text that both databases can keep and people can read: no control signs, no odd line ends.

    >>> clean(" een\x00twee\r\ndrie\u202e ")
    'eentwee\ndrie'
    """
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (sign for sign in plain if sign in _KEPT or unicodedata.category(sign) not in _UNSEEN)
    return "".join(kept).strip()


_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
_KEPT = frozenset("\n\t\u200c\u200d")  # some scripts join letters with the last two


def fact_refusals(facts: Facts, known: Known) -> Iterator[Refusal]:
    """Refuse what is missing, too long, unknown or no address of the web."""
    yield from _text_refusals(facts)
    if facts.kind not in known.kinds:
        yield _unknown("kind", N_("There is no kind of product called %(value)s."), facts.kind)
    for theme in facts.themes:
        if theme not in known.themes:
            yield _unknown("themes", N_("There is no theme called %(value)s."), theme)
    if len(facts.themes) > MOST_THEMES:
        yield Refusal(
            "product.too-many-themes",
            N_("Choose at most %(most)s themes."),
            facts={"most": MOST_THEMES},
            field="themes",
        )
    if not FIRST_YEAR <= facts.year <= LAST_YEAR:
        yield Refusal(
            "product.year",
            N_("Give the year in four digits, from %(first)s on."),
            facts={"first": str(FIRST_YEAR)},
            field="year",
        )
    if facts.audience not in {PARTIES, PUBLIC}:
        yield _unknown("audience", N_("Choose who the product is for."), facts.audience)
    if facts.url and not is_web_address(facts.url):
        yield Refusal(
            "product.url", N_("This is no address of the web. It begins with https://."), field="url"
        )


def _text_refusals(facts: Facts) -> Iterator[Refusal]:
    if not facts.title:
        yield Refusal("product.no-title", N_("Give the product a title."), field="title")
    for name, text, most in (
        ("title", facts.title, LONGEST_TITLE),
        ("summary", facts.summary, LONGEST_SUMMARY),
        ("url", facts.url, LONGEST_URL),
        ("source", facts.source, LONGEST_SOURCE),
    ):
        if len(text) > most:
            yield Refusal(
                "product.too-long",
                N_("This is longer than %(most)s signs. Make it shorter."),
                facts={"most": most},
                field=name,
            )


def _unknown(field: str, sentence: str, value: str) -> Refusal:
    return Refusal(f"product.unknown-{field}", sentence, facts={"value": value[:60]}, field=field)


def is_web_address(text: str) -> bool:
    """Tell whether a text is an address of the web, and nothing else that a browser would run.

    >>> [is_web_address(text) for text in ("https://example.org/a", "javascript:alert(1)", "http://[", "x")]
    [True, False, False, False]
    """
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", text)


def key_refusals(key: str) -> Iterator[Refusal]:
    """Refuse a key that could not stand in an address."""
    if not _KEY.fullmatch(key):
        yield Refusal(
            "product.key",
            N_("A code has letters, digits, points and dashes, at most 40: %(value)s is none."),
            facts={"value": key[:60]},
            field="key",
        )


def kind_refusals(key: str, name: str, name_en: str, taken: Collection[str]) -> Iterator[Refusal]:
    """Refuse a kind without a name, or one that is there."""
    if not _KIND_KEY.fullmatch(key):
        yield Refusal(
            "product.kind-key", N_("Write the code in small letters, digits and dashes."), field="key"
        )
    if key in taken:
        yield Refusal("product.kind-twice", N_("This kind is there already."), field="key")
    for field, text in (("name", name), ("name_en", name_en)):
        if not text:
            yield Refusal("product.kind-no-name", N_("Give the kind a name."), field=field)


def next_key(keys: Sequence[str]) -> str:
    """Return the key of a new product: one higher than the highest of the usual form.

    >>> next_key(["P001", "P310", "x"])
    'P311'
    """
    numbers = [int(key[1:]) for key in keys if re.fullmatch(r"P\d{3,9}", key, re.ASCII)]
    return f"P{max(numbers, default=0) + 1:03d}"
