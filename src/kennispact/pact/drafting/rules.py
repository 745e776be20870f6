"""What a paper needs to know, what is missing for it, and what a proposal must hold before it is released."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kennispact.ground.kit.calendar import MonthDay
from kennispact.ground.kit.refusal import Refusal
from kennispact.ground.kit.words import N_

PROJECTS, MEETINGS, DOWNLOADS = "projects", "meetings", "downloads"
USES = (PROJECTS, MEETINGS, DOWNLOADS)
LONGEST_TITLE, LONGEST_TEXT = 120, 20_000
NO_MEMBER = N_("%(city)s is no member of the network on %(day)s, and has no agreement.")
RELEASE_CHANGED = N_("What was released can no longer be made the same: a name or a wording changed since.")
_POSTCODE = re.compile(r"^\d{4}\s?[A-Z]{2}\s+")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure comes from, and the day it holds for."""

    name: str
    on: date


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the agreement: who it is, where it has its seat, and which role speaks for it."""

    name: str
    short_name: str
    seat: str
    role: str


@dataclass(frozen=True, slots=True)
class Usage:
    """How often a city used the partner's products in a year: ``kind`` is one of ``USES``."""

    kind: str
    year: int
    number: int
    source: Source


@dataclass(frozen=True, slots=True)
class Money:
    """What a city pays per year in euros, without VAT, and what the rate before the covenant would ask.

    ``of_old`` and ``of_new`` are percentages. ``rate`` is ``None`` where the covenant has size classes;
    the last five are ``None`` where no earlier rate is known.
    """

    amount: Decimal
    rate: Decimal | None
    old_rate: Decimal | None = None
    before: Decimal | None = None
    more: Decimal | None = None
    of_old: Decimal | None = None
    of_new: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What all agreements of a covenant share. ``members`` is how many cities the network has."""

    covenant: str
    title: str
    signed_on: date
    network: Side
    partner: Side
    members: int
    starts_on: date
    ends_on: date
    target_on: date
    notice_before: MonthDay
    notice_ends: MonthDay
    counted_by: str
    first_year: int
    last_year: int

    @property
    def notice_months(self) -> int:
        """Return how many months lie between the last day for notice and the end it leads to."""
        return (self.notice_ends.month - self.notice_before.month) % 12 or 12


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """All that the papers of one city say, as it stood on ``on``. Every figure has its source.

    ``decided_on`` and ``reference`` are those of the college's decision; ``None`` and empty before it.
    """

    on: date
    terms: Terms
    key: str
    city: Side
    inhabitants: int
    population: Source
    money: Money
    money_source: Source
    decided_on: date | None = None
    reference: str = ""
    usage: tuple[Usage, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the proposal for the college, with what the city changed.

    ``own`` is the city's own text. ``has_figures`` marks a part whose figures come from the register and
    stay: the own text comes after them. ``default`` says whether the part has words of its own.
    """

    key: str
    title: str
    position: int
    is_on: bool = True
    required: bool = False
    own: str = ""
    has_figures: bool = False
    default: bool = True

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing would stand in it."""
        return not self.is_on or (not self.own.strip() and not self.default)


def place_of(visiting_address: str, postal_address: str) -> str:
    """Return the place a city has its seat in, told from its addresses; empty when they do not tell.

    >>> place_of("Grote Kerkhof 1, Deventer", ""), place_of("", "Postbus 250, 2130 AG Hoofddorp")
    ('Deventer', 'Hoofddorp')
    """
    last = (visiting_address or postal_address).rpartition(",")[2].strip()
    return _POSTCODE.sub("", last).strip()


def seat_of(visiting_address: str, postal_address: str) -> str:
    """Return where a city has its seat: its place, with the street when we know it.

    >>> seat_of("Grote Kerkhof 1, Deventer", "Postbus 5000, 7400 GC Deventer")
    'Deventer (Grote Kerkhof 1)'
    """
    place = place_of(visiting_address, postal_address)
    street = visiting_address.rpartition(",")[0].strip()
    return f"{place} ({street})" if place and street else place


def draft_refusals(name: str, seat: str, inhabitants: int | None, reference_on: date) -> Iterator[Refusal]:
    """Tell which datum a city lacks for its agreement. Source: agreement, opening words and O3.1."""
    if not name.strip():
        yield Refusal("drafting.no-name", N_("The name of the city is missing."))
    if not seat:
        yield Refusal("drafting.no-seat", N_("The seat of the city is missing: fill in an address."))
    if inhabitants is None:
        yield Refusal(
            "drafting.no-population",
            N_("The number of inhabitants on %(day)s is missing."),
            clause="O3.1",
            facts={"day": reference_on},
        )


def release_refusals(
    sections: Sequence[Section], *, has_agreement: bool, is_decided: bool
) -> Iterator[Refusal]:
    """Tell what stands in the way of releasing a city's papers. Source: Woo 3.3."""
    if not has_agreement:
        yield Refusal("release.no-agreement", N_("The agreement of this city was not drafted yet."))
    if not is_decided:
        yield Refusal("release.not-decided", N_("The college has not decided yet."), clause="3b")
    for section in sections:
        if section.required and section.is_empty:
            yield Refusal(
                "release.empty-section",
                N_("The part “%(title)s” of the proposal is required, and is empty or switched off."),
                facts={"title": section.title},
            )


def section_refusals(
    key: str, title: str, text: str, position: int, known: Mapping[str, Section]
) -> Iterator[Refusal]:
    """Refuse a change of a part that does not exist, or that cannot be set."""
    if key not in known:
        yield Refusal(
            "nota.unknown-section", N_("The proposal has no part “%(key)s”."), facts={"key": key[:40]}
        )
    if not title.strip() or len(title) > LONGEST_TITLE or "\n" in title:
        yield Refusal(
            "nota.title",
            N_("Give the part a title of one line and at most %(number)s letters."),
            facts={"number": LONGEST_TITLE},
            field="title",
        )
    if len(text) > LONGEST_TEXT:
        yield Refusal(
            "nota.too-long",
            N_("This text is longer than %(number)s letters."),
            facts={"number": LONGEST_TEXT},
            field="text",
        )
    if not 1 <= position <= len(known):
        yield Refusal(
            "nota.position",
            N_("Choose a place from 1 to %(number)s."),
            facts={"number": len(known)},
            field="position",
        )


def meanwhile_refusals(last: int, seen: int) -> Iterator[Refusal]:
    """Refuse to write over what somebody else wrote after the writer began. Both are change numbers."""
    if last != seen:
        yield Refusal(
            "nota.changed-meanwhile",
            N_("Somebody else changed this part while you were writing. Look at it first, then save again."),
        )


def usage_refusals(kind: str, year: int, number: int, source: str, happened_on: date) -> Iterator[Refusal]:
    """Refuse a figure of use that nobody can check, or of a year that was not over."""
    if kind not in USES:
        yield Refusal("usage.kind", N_("Choose projects, meetings or downloads."), field="kind")
    if number < 0:
        yield Refusal("usage.number", N_("A number of times is zero or more."), field="number")
    if not source.strip():
        yield Refusal("usage.source", N_("Say where this figure comes from."), field="source")
    if year > happened_on.year:
        yield Refusal(
            "usage.year",
            N_("The figure is of %(year)s, but it was known in %(known)s."),
            facts={"year": str(year), "known": str(happened_on.year)},
            field="year",
        )
