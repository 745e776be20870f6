"""The words of the papers: read from a file of the covenant, or else from our own standard, and filled in."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from kennispact.pact.drafting.blocks import Block, Grid, Heading, Items, Paper, Paragraph
from kennispact.pact.drafting.fields import fields, fill, money_rows, usage_rows
from kennispact.pact.drafting.rules import AgreementFacts, Section

STANDARD = Path(__file__).parent / "standard"
AGREEMENT, NOTA, REMINDER = "overeenkomst", "nota", "herinnering"
_SIGN = re.compile(r"^(?:-|\d{1,2}[.)])\s+")


@lru_cache(maxsize=16)
def read(folder: Path, name: str) -> dict[str, Any]:
    """Return a wording: the file ``name`` in the covenant's own folder, or else our standard."""
    own = folder / f"{name}.toml"
    found = own if own.is_file() else STANDARD / f"{name}.toml"
    return tomllib.loads(found.read_text(encoding="utf-8"))


def agreement(facts: AgreementFacts, words: Mapping[str, Any]) -> Paper:
    """Return the agreement of one city. Source: agreement, whole."""
    said = fields(facts)
    return Paper(
        title=fill(words["title"], said),
        on=facts.on,
        lead=fill(words["lead"], said),
        blocks=tuple(_agreement(facts, words, said)),
        foot=f"{facts.terms.partner.short_name} en gemeente {facts.city.name}",
    )


def articles(facts: AgreementFacts, words: Mapping[str, Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the title and the clauses of every article, filled in."""
    said = fields(facts)
    return tuple(
        (fill(article["title"], said), tuple(fill(clause, said) for clause in article["clauses"]))
        for article in words["article"]
    )


def signatures(facts: AgreementFacts) -> Grid:
    """Return the table in which both sides sign: by role, for people's names do not belong in a draft."""
    partner, city = facts.terms.partner, facts.city
    return Grid(
        "Handtekeningen",
        ("Wat", partner.name, f"Gemeente {city.name}"),
        (
            ("Functie", partner.role, city.role),
            ("Plaats", "", ""),
            ("Datum", "", ""),
            ("Naam", "", ""),
            ("Handtekening", "", ""),
        ),
        widths=(1, 2, 2),
    )


def _agreement(facts: AgreementFacts, words: Mapping[str, Any], said: Mapping[str, str]) -> Iterator[Block]:
    yield Heading(words["sides_title"])
    yield Items(tuple(fill(side, said) for side in words["sides"]), numbered=True)
    yield Heading(words["considerations_title"])
    yield Items(tuple(fill(reason, said) for reason in words["considerations"]))
    yield Paragraph(fill(words["agree"], said))
    for number, (title, clauses) in enumerate(articles(facts, words), 1):
        yield Heading(f"Artikel {number}. {title}")
        for place, clause in enumerate(clauses, 1):
            yield Paragraph(clause, number=f"{number}.{place}")
    yield Heading(words["sign_title"])
    yield Paragraph(fill(words["closing"], said))
    yield signatures(facts)


def standard_sections(words: Mapping[str, Any], said: Mapping[str, str]) -> tuple[Section, ...]:
    """Return the parts of the proposal as they are before a city changes them."""
    return tuple(
        Section(
            key=one["key"],
            title=fill(one["title"], said),
            position=place,
            required=one.get("required", False),
            has_figures=one.get("figures", False),
            default=not one.get("own_needed", False),
        )
        for place, one in enumerate(words["section"], 1)
    )


def nota(facts: AgreementFacts, words: Mapping[str, Any], sections: Sequence[Section]) -> Paper:
    """Return the proposal for the college of one city, with the parts in the given order. Source: nota."""
    said = fields(facts)
    by_key = {one["key"]: one for one in words["section"]}
    blocks: list[Block] = []
    for section in sections:
        if section.is_on:
            blocks.append(Heading(section.title))
            blocks += _section(section, by_key[section.key], facts, said)
    return Paper(
        title=fill(words["title"], said),
        on=facts.on,
        lead=fill(words["lead"], said),
        blocks=tuple(blocks),
        foot=f"Voorstel aan het college van {facts.city.name}",
    )


def _section(
    section: Section, words: Mapping[str, Any], facts: AgreementFacts, said: Mapping[str, str]
) -> Iterator[Block]:
    if section.own.strip() and not section.has_figures:
        yield from own_text(section.own, numbered=words.get("numbered", False))
        return
    texts = tuple(text for sentence in words.get("text", ()) if (text := fill(sentence, said)))
    if words.get("numbered"):
        yield Items(texts, numbered=True)
    else:
        yield from (Paragraph(text) for text in texts)
    yield from _figures(words.get("with", ""), facts)
    for argument in words.get("argument", ()):
        yield Heading(fill(argument["title"], said), level=2)
        yield Paragraph(fill(argument["text"], said))
        yield from _figures(argument.get("with", ""), facts)
    yield from (Paragraph(text) for sentence in words.get("after", ()) if (text := fill(sentence, said)))
    if section.own.strip():
        yield from own_text(section.own)
    elif not section.default:
        yield Paragraph(words["missing"])


def own_text(text: str, *, numbered: bool = False) -> Iterator[Block]:
    """Return a city's own text: paragraphs between empty lines, lists of lines that begin with ``- ``."""
    if numbered:
        yield Items(tuple(_bare(line) for line in text.splitlines() if line.strip()), numbered=True)
        return
    for part in text.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        if lines and all(line.startswith("- ") for line in lines):
            yield Items(tuple(_bare(line) for line in lines))
        elif lines:
            yield Paragraph(" ".join(lines))


def _bare(line: str) -> str:
    """Return a line of a list without the sign or number that people type before it."""
    return _SIGN.sub("", line.strip())


def _figures(which: str, facts: AgreementFacts) -> Iterator[Grid]:
    if which == "money":
        head = ("Wat", "Hoeveel", "Bron", "Datum")
        yield Grid("Bijdrage, zonder btw", head, money_rows(facts), (1,), (5, 2, 5, 2))
    if which == "usage" and facts.usage:
        head = ("Wat", "Hoe vaak", "Bron", "Datum")
        caption = f"Gebruik van {facts.terms.partner.short_name} door {facts.city.name}"
        yield Grid(caption, head, usage_rows(facts), (1,), (5, 2, 5, 2))
