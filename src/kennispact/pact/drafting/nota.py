"""A city's proposal for its college: the standard parts, and what the city made of them."""

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from django.conf import settings

from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refused
from kennispact.pact.drafting import queries, wording
from kennispact.pact.drafting.blocks import Heading, Items, Paper
from kennispact.pact.drafting.fields import fields
from kennispact.pact.drafting.models import SectionChange
from kennispact.pact.drafting.queries import CityPapers
from kennispact.pact.drafting.rules import AgreementFacts, Section

DECISION = "besluit"


def folder() -> Path:
    """Return where the covenant keeps words of its own: beside its definition, under its name."""
    return Path(settings.KENNISPACT_COVENANT).with_suffix("")


def standard(papers: CityPapers) -> tuple[Section, ...]:
    """Return the parts of the proposal before a city changes them.

    :raises Refused: if the city lacks a datum
    """
    return wording.standard_sections(wording.read(folder(), wording.NOTA), fields(known(papers)))


def known(papers: CityPapers) -> AgreementFacts:
    """Return the facts of a city.

    :raises Refused: with every datum that it lacks
    """
    if papers.facts is None:
        raise Refused(papers.refusals)
    return papers.facts


def sections(papers: CityPapers, acts: dict[str, SectionChange]) -> tuple[Section, ...]:
    """Return the parts as the city wants them."""
    return queries.changed(standard(papers), acts)


def paper(papers: CityPapers, acts: dict[str, SectionChange]) -> Paper:
    """Return the proposal of one city as it stands.

    :raises Refused: if the city lacks a datum
    """
    words = wording.read(folder(), wording.NOTA)
    return wording.nota(known(papers), words, sections(papers, acts))


def decisions(papers: CityPapers, acts: dict[str, SectionChange]) -> Items:
    """Return what the college is asked to decide, in the city's own words if it has them.

    :raises Refused: if the city lacks a datum
    """
    title = next((one.title for one in sections(papers, acts) if one.key == DECISION and one.is_on), None)
    blocks = paper(papers, acts).blocks
    for block, following in pairwise(blocks):
        if isinstance(block, Heading) and block.text == title and isinstance(following, Items):
            return following
    return Items(())


def papers_of(everyone: Iterable[CityPapers], view: AsOf) -> dict[str, Paper]:
    """Return the proposal of every city that lacks nothing, by its key. One query."""
    complete = [one for one in everyone if one.facts]
    acts = queries.sections(view, [one.city.pk for one in complete])
    return {one.city.key: paper(one, acts.get(one.city.pk, {})) for one in complete}
