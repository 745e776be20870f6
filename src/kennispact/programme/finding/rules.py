"""What stands in the way of judging a link or adding words."""

import re
from collections.abc import Collection, Iterator

from kennispact.ground.kit.refusal import Refusal
from kennispact.ground.kit.words import N_

MOST_SIGNS = 600
MOST_TERMS = 40
_CONCEPT = re.compile(r"[^\s|,@#][^|,@#\n]{0,59}")


def judgement_refusals(*, has_product: bool, has_other: bool, is_itself: bool) -> Iterator[Refusal]:
    """Refuse a link with nothing, with two things, or with itself."""
    if has_product == has_other:
        yield Refusal("link.one", N_("A link is with a product or with another question."))
    if is_itself:
        yield Refusal("link.itself", N_("A question is not linked to itself."))


def term_refusals(
    concept: str,
    words: Collection[str],
    themes: Collection[str],
    known: Collection[str],
    there: Collection[str],
) -> Iterator[Refusal]:
    """Refuse a concept without name, words that are none, and what is there already."""
    if not _CONCEPT.fullmatch(concept):
        yield Refusal("term.concept", N_("Name the subject in a few words, without signs."), field="concept")
    if not words or len(words) > MOST_TERMS or len(", ".join(words)) > MOST_SIGNS:
        yield Refusal(
            "term.words",
            N_("Give the words, parted by commas: at least one, and at most %(most)s signs together."),
            facts={"most": MOST_SIGNS},
            field="words",
        )
    for word in words:
        if not any(sign.isalnum() for sign in word) or re.search(r"[|@#]", word):
            yield Refusal(
                "term.no-word", N_("%(value)s is no word."), facts={"value": word[:40]}, field="words"
            )
        if word.casefold() in there:
            yield Refusal(
                "term.there",
                N_("%(value)s speaks of this subject already."),
                facts={"value": word[:40]},
                field="words",
            )
    for theme in themes:
        if theme not in known:
            yield Refusal(
                "term.theme",
                N_("There is no theme called %(value)s."),
                facts={"value": theme[:60]},
                field="themes",
            )
