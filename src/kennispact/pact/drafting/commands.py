"""Every change of this room: may I - lock - is it allowed - change - write it down."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from kennispact.ground.acts.models import recorded
from kennispact.ground.acts.rules import date_refusals
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refusal, Refused, refuse_if
from kennispact.ground.kit.words import N_
from kennispact.pact.agreements import commands as agreements
from kennispact.pact.agreements.rules import DRAFTED
from kennispact.pact.drafting import access, filling, nota, queries, rules
from kennispact.pact.drafting.models import SectionChange, UsageFigure, WordTemplate
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.documents import queries as documents
from kennispact.registers.documents.models import Document
from kennispact.registers.documents.rules import Kind
from kennispact.registers.network import queries as network
from kennispact.registers.network.models import Organisation


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: ``done`` of ``total`` cities, the last one by its key and name."""

    done: int
    total: int
    city: str
    name: str = ""


@dataclass(slots=True)
class DraftRun:
    """What a run did. ``drafted`` and ``present`` are keys of cities; ``skipped`` says per city why."""

    drafted: list[str] = field(default_factory=list)
    present: list[str] = field(default_factory=list)
    skipped: dict[str, tuple[Refusal, ...]] = field(default_factory=dict)


def draft_missing(
    *,
    happened_on: date,
    by: Actor,
    at: datetime,
    tell: Callable[[Progress], None] | None = None,
) -> DraftRun:
    """Draft the agreement of every member that has none. A city that lacks a datum is skipped and named.

    Every city is a transaction of its own, so a run that stops half-way leaves whole drafts only, and the
    next run does the rest. Two runs at the same time draft nothing twice. ``tell`` hears of every city.

    :raises Forbidden: if the actor may not draft
    :raises Refused: if the day has not come
    """
    run = DraftRun()
    for progress in draft_one_by_one(run, happened_on=happened_on, by=by, at=at):
        if tell:
            tell(progress)
    return run


def draft_one_by_one(run: DraftRun, *, happened_on: date, by: Actor, at: datetime) -> Iterator[Progress]:
    """Do what :func:`draft_missing` does, a city at a time for who looks on; ``run`` is filled meanwhile.

    What can be refused is refused at once, before the first city.
    """
    access.require(by, "draft")
    refuse_if(date_refusals(happened_on, at))
    everyone = queries.members(AsOf(date.max))
    return _one_by_one(everyone, run, happened_on, by, at)


def _one_by_one(
    everyone: Sequence[queries.CityPapers], run: DraftRun, happened_on: date, by: Actor, at: datetime
) -> Iterator[Progress]:
    for place, papers in enumerate(everyone, 1):
        _draft(papers, run, happened_on, by, at)
        yield Progress(place, len(everyone), papers.city.key, papers.city.name)


def _draft(papers: queries.CityPapers, run: DraftRun, happened_on: date, by: Actor, at: datetime) -> None:
    key = papers.city.key
    if DRAFTED in papers.row.dossier.steps:
        run.present.append(key)
        return
    if papers.refusals:
        run.skipped[key] = papers.refusals
        return
    try:
        agreements.draft(city=papers.city, happened_on=happened_on, by=by, at=at)
    except Refused as refused:
        if any(one.code == "agreement.step-twice" for one in refused.refusals):
            run.present.append(key)  # another run was there first
        else:
            run.skipped[key] = refused.refusals
    else:
        run.drafted.append(key)


@transaction.atomic
def change_section(
    *,
    city: Organisation,
    section: str,
    title: str,
    position: int,
    is_on: bool,
    text: str,
    happened_on: date,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> SectionChange:
    """Give one part of a city's proposal its own title, place, text, or switch it off. Earlier versions stay.

    ``seen`` is the number of the change that the writer started from (0: none); ``None`` asks nothing.

    :raises Forbidden: if the actor is neither the city's contact person nor a supervisor
    :raises Refused: if the proposal has no such part, it cannot be set, or somebody else changed it meanwhile
    """
    access.require(by, "edit_nota", city.key)
    network.hold(city.pk)
    known = {one.key: one for one in nota.standard(queries.one(city.key, AsOf(date.max)))}
    last = queries.last_change(city, section)
    refuse_if(
        [
            *date_refusals(happened_on, at),
            *rules.section_refusals(section, title, text, position, known),
            *(rules.meanwhile_refusals(last, seen) if seen is not None else ()),
        ]
    )
    act = SectionChange.objects.create(
        covenant=covenants.covenant().key,
        city=city,
        section=section,
        title=title.strip(),
        position=position,
        is_on=is_on,
        text=text.strip(),
        happened_on=happened_on,
        **recorded(by, at),
    )
    journal.write(
        "nota.section-changed", act, by=by, at=at, organisation=city.key, section=section, is_on=is_on
    )
    return act


@transaction.atomic
def move_section(
    *, city: Organisation, section: str, position: int, happened_on: date, by: Actor, at: datetime
) -> None:
    """Put one part of a city's proposal in another place; the others make room. Repeating changes nothing.

    :raises Forbidden: if the actor is neither the city's contact person nor a supervisor
    :raises Refused: if the proposal has no such part, or no such place
    """
    access.require(by, "edit_nota", city.key)
    network.hold(city.pk)
    found = queries.one(city.key, AsOf(date.max))
    acts = queries.sections(AsOf(date.max), [city.pk]).get(city.pk, {})
    order = list(nota.sections(found, acts))
    known = {one.key: one for one in order}
    title = known[section].title if section in known else "-"
    refuse_if([*date_refusals(happened_on, at), *rules.section_refusals(section, title, "", position, known)])
    order.remove(known[section])
    order.insert(position - 1, known[section])
    moved = [
        SectionChange(
            covenant=covenants.covenant().key,
            city=city,
            section=one.key,
            title=one.title,
            position=place,
            is_on=one.is_on,
            text=one.own,
            happened_on=happened_on,
            **recorded(by, at),
        )
        for place, one in enumerate(order, 1)
        if one.position != place
    ]
    if moved:
        SectionChange.objects.bulk_create(moved)
        journal.write(
            "nota.section-moved", None, by=by, at=at, organisation=city.key, section=section, place=position
        )


@transaction.atomic
def enter_usage(
    *,
    city: Organisation,
    kind: str,
    year: int,
    number: int,
    source: str,
    happened_on: date,
    by: Actor,
    at: datetime,
) -> UsageFigure:
    """Enter how often a city used the partner's products in a year, with its source: a starting line.

    :raises Forbidden: if the actor is no supervisor
    :raises Refused: without a source, or for a year after the day it was known
    """
    access.require(by, "enter_usage", city.key)
    refuse_if(
        [
            *date_refusals(happened_on, at),
            *rules.usage_refusals(kind, year, number, source, happened_on),
        ]
    )
    act = UsageFigure.objects.create(
        city=city,
        kind=kind,
        year=year,
        number=number,
        source=source.strip()[:300],
        happened_on=happened_on,
        **recorded(by, at),
    )
    journal.write(
        "usage.entered", act, by=by, at=at, organisation=city.key, kind=kind, year=year, number=number
    )
    return act


def strike_usage(*, figure: UsageFigure, why: str, by: Actor, at: datetime) -> None:
    """Strike a figure of use that was entered wrongly.

    :raises Refused: if it was struck before, or without a reason
    """
    access.require(by, "enter_usage", figure.city.key)
    journal.strike(figure, verb="usage.struck", why=why, by=by, at=at, organisation=figure.city.key)


def set_template(*, document: Document, happened_on: date, by: Actor, at: datetime) -> WordTemplate:
    """Use the parties' own Word file for the agreements from now on.

    :raises Forbidden: if the actor is no supervisor
    :raises Refused: if it is no Word file, names a field that does not exist (by its name), lacks one that an
        agreement needs, or cannot be filled in safely
    """
    access.require(by, "set_template")
    refuse_if([*date_refusals(happened_on, at), *_template_refusals(document)])
    with transaction.atomic():
        act = WordTemplate.objects.create(
            covenant=covenants.covenant().key,
            document=document,
            happened_on=happened_on,
            **recorded(by, at),
        )
        journal.write("drafting.template-set", act, by=by, at=at, sha256=document.sha256)
    return act


def _template_refusals(document: Document) -> Iterator[Refusal]:
    if document.media_type != Kind.DOCX:
        yield Refusal("template.not-word", N_("A template is a Word file (.docx)."), field="file")
        return
    yield from filling.template_refusals(documents.content(document))


def strike_template(*, template: WordTemplate, why: str, by: Actor, at: datetime) -> None:
    """Strike the parties' own template: the one before it counts again, or else the shipped one.

    :raises Refused: if it was struck before, or without a reason
    """
    access.require(by, "set_template")
    journal.strike(template, verb="drafting.template-struck", why=why, by=by, at=at)
