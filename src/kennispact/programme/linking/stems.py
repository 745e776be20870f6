"""Bring the inflected forms of a Dutch word together, and nothing more than that.

The Snowball stemmers for Dutch go further: one reads *gezond* as *zon*, *gebied* as *bied*, *geweld* as
*wel*; both lose *steden*. For short questions that does more harm than good (``docs/linking.md``), so only
endings are stripped here, and what the rules get wrong stands in ``data/stems.txt``.
"""

# ruff: noqa: PLR2004 - the lengths in here are the rules themselves

import re
from collections.abc import Mapping

VOWELS = frozenset("aeiouy")
_BEFORE_S = ("e", "er", "el", "em", "en", "ar", "or", "al", "eur", "aar", "ie")
_SYLLABLE = re.compile("[aeiouy]+")
_LONG = frozenset(("aa", "ee", "oo", "uu"))
_DOUBLED = frozenset("bcdfgklmnprstvz")
_NO_PLURAL = re.compile("oen$|(?<![ie])een$")  # *groen*, *seizoen*, *algemeen*; but not *industrieen*


def _has_vowel(word: str) -> bool:
    return not VOWELS.isdisjoint(word)


def _syllables(word: str) -> int:
    return len(_SYLLABLE.findall(word))


def _strip_plural(word: str) -> str:
    """Take off -en, -n after -e, -e, and an -s that is a plural."""
    if word.endswith("en") and len(word) > 4 and _has_vowel(word[:-2]):
        return word if _NO_PLURAL.search(word) else word[:-2]
    if word.endswith("e") and len(word) > 3 and _has_vowel(word[:-1]) and word[-2] != "e":
        return word[:-1]
    return word


def _strip_s(word: str) -> str:
    if word[-1:] != "s" or len(word) < 5 or word[-2] in "saiouy":
        return word
    rest = word[:-1]
    return rest if rest.endswith(_BEFORE_S) and _syllables(rest) > 1 else word


def _strip_suffix(word: str) -> str:
    """Read *verduurzaming* as *verduurzam(en)* and *veiligheid* as *veilig*."""
    if word.endswith("heid") and len(word) > 8:
        return word[:-4]
    if word.endswith("ing") and len(word) > 6 and _syllables(word[:-3]) > 1 and not word.endswith("ling"):
        return word[:-3]
    return word


def _close(word: str) -> str:
    """Give *straat* and *strat(en)*, *huis* and *huiz(en)*, *bedrijf* and *bedrijv(en)* one ending."""
    last = word[-1:]
    if last in _DOUBLED and word[-2:-1] == last:
        word = word[:-1]
    if word[-3:-1] in _LONG and last not in VOWELS:
        word = word[:-2] + last
    if len(word) < 4:  # abbreviations
        return word
    if last == "v":
        return word[:-1] + "f"
    if last == "z":
        return word[:-1] + "s"
    return word


def stem(word: str, exceptions: Mapping[str, str]) -> str:
    """Return the form under which ``word`` (lower case, without accents) is kept.

    ``exceptions`` maps a form to the form it is to be read as; only its end is
    closed, as of every stem.

    >>> stem("straten", {}) == stem("straat", {})
    True
    >>> stem("steden", {"steden": "stad"})
    'stad'
    """
    word = word.removesuffix("'s")
    known = exceptions.get(word)
    if known is not None:
        return _close(known)
    if word.endswith("heden") and len(word) > 8:
        word = word[:-5] + "heid"
    word = _strip_s(word)
    known = exceptions.get(word)
    if known is not None:
        return _close(known)
    word = _strip_suffix(_strip_plural(word))
    return _close(word)
