"""The shape of a covenant: what was agreed, as data. Nothing here is edited by use.

A definition is read once from ``covenants/*.toml`` by :mod:`.loader`. Sentences are in Dutch with an
English counterpart in the ``..._en`` field; they are our own summaries, the signed text prevails.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from kennispact.ground.kit.calendar import MonthDay

from .duties import Evidence, KeyDate, Obligation, Occurrence, Rhythm, Scope

__all__ = [
    "AgreementTerms",
    "Article",
    "Clause",
    "ContributionTerms",
    "Covenant",
    "Doubt",
    "Evidence",
    "KeyDate",
    "NoticeTerms",
    "Obligation",
    "Occurrence",
    "Party",
    "Pillar",
    "Programme",
    "Rhythm",
    "Role",
    "Scope",
    "SizeClass",
    "Source",
    "Theme",
    "Touch",
]


@dataclass(frozen=True, slots=True)
class Source:
    """A document the definition was taken from."""

    key: str
    title: str
    dated: date | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """One of the two parties. ``kind`` is ``network`` or ``partner``; ``key`` is its organisation."""

    key: str
    kind: str
    name: str
    short_name: str
    seat: str
    represented_by: str  # role key
    legal_person: bool


@dataclass(frozen=True, slots=True)
class Role:
    """A role that mandates can name. ``kinds`` are the kinds of organisation that can give it."""

    key: str
    name: str
    name_en: str
    kinds: tuple[str, ...]
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause. ``key`` is how the program refers to it: ``6c``, ``7d-2``, ``O1.3``, ``B1-6``, ``L``."""

    key: str
    article: str
    summary: str
    summary_en: str
    source: str
    room: str  # dotted room that carries it out, such as ``pact.agreements``; see ``clauses`` table


@dataclass(frozen=True, slots=True)
class Article:
    """An article of the covenant, the individual agreement, an annex or the letter."""

    key: str
    title: str
    title_en: str
    explanation: str
    explanation_en: str
    source: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class AgreementTerms:
    """The term of each city's own agreement. Source: agreement 1.1, letter."""

    starts_on: date
    ends_on: date  # last day, by itself
    target_on: date
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoticeTerms:
    """Notice before ``before`` of a year ends the agreement on ``ends`` of the next. Source: 6c, O1.3."""

    before: MonthDay
    ends: MonthDay
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SizeClass:
    """A class of members by population: from ``above`` (exclusive) up to ``up_to`` (inclusive).

    Either a fixed ``amount`` a year or a ``rate`` per inhabitant.
    """

    above: int
    up_to: int | None
    amount: Decimal | None = None
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ContributionTerms:
    """What a city pays per year, in ``currency`` excluding VAT. Source: 6b, O3.1.

    Exactly one of ``rate`` and ``classes`` is given. ``population_on`` is the reference date of the
    population figure for every year. ``base``, ``minimum`` and ``maximum`` are optional.
    """

    first_year: int
    last_year: int
    currency: str
    population_on: date
    population_source: str
    clauses: tuple[str, ...]
    rate: Decimal | None = None
    classes: tuple[SizeClass, ...] = ()
    base: Decimal | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    previous_rate: Decimal | None = None

    @property
    def years(self) -> range:
        """Return the contribution years."""
        return range(self.first_year, self.last_year + 1)


@dataclass(frozen=True, slots=True)
class Pillar:
    """A pillar of the network, annex 2."""

    key: str
    name: str
    name_en: str
    summary: str
    summary_en: str
    source: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme group. ``pillar`` is empty for an independent one; ``listed`` is false for a theme that the
    sources name but do not list (the twelfth).
    """

    key: str
    name: str
    name_en: str
    pillar: str
    other_names: tuple[str, ...]
    summary: str
    summary_en: str
    priorities: tuple[str, ...]
    results: tuple[str, ...]
    listed: bool
    source: str
    priorities_en: tuple[str, ...] = ()
    results_en: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return every Dutch name the theme goes by, its own first."""
        return (self.name, *self.other_names)


@dataclass(frozen=True, slots=True)
class Programme:
    """A named programme outside the theme groups that a theme or pillar can touch."""

    key: str
    name: str
    name_en: str
    summary: str
    summary_en: str
    source: str


@dataclass(frozen=True, slots=True)
class Touch:
    """A directed relation between themes, pillars or programmes: ``origin`` touches ``target``."""

    origin: str
    target: str
    source: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place where the sources contradict themselves, and what we do."""

    key: str
    found: str
    found_en: str
    choice: str
    choice_en: str
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Covenant:
    """A whole covenant as it was signed."""

    key: str
    title: str
    title_en: str
    signed_on: date
    signed_at: str
    starts_on: date
    ends_before: date  # the first day it no longer holds
    term_clause: str
    parties: tuple[Party, ...]
    considerations: tuple[str, ...]
    sources: tuple[Source, ...]
    roles: tuple[Role, ...]
    articles: tuple[Article, ...]
    agreement: AgreementTerms
    notice: NoticeTerms
    contribution: ContributionTerms
    obligations: tuple[Obligation, ...]
    key_dates: tuple[KeyDate, ...]
    pillars: tuple[Pillar, ...]
    themes: tuple[Theme, ...]
    touches: tuple[Touch, ...]
    doubts: tuple[Doubt, ...]
    considerations_en: tuple[str, ...] = ()
    programmes: tuple[Programme, ...] = ()
    theme_groups_counted: int | None = None  # how many groups under the pillars the sources speak of

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        """Return every clause by its key, in the order of the documents."""
        return {clause.key: clause for article in self.articles for clause in article.clauses}

    @cached_property
    def theme(self) -> dict[str, Theme]:
        """Return every theme by its key."""
        return {theme.key: theme for theme in self.themes}

    @cached_property
    def subject(self) -> dict[str, Pillar | Theme | Programme]:
        """Return everything that can touch or be touched, by its key."""
        every: tuple[Pillar | Theme | Programme, ...] = (*self.pillars, *self.themes, *self.programmes)
        return {one.key: one for one in every}

    @cached_property
    def source(self) -> dict[str, Source]:
        """Return every source by its key."""
        return {source.key: source for source in self.sources}

    @cached_property
    def role(self) -> dict[str, Role]:
        """Return every role by its key."""
        return {role.key: role for role in self.roles}

    @cached_property
    def obligation(self) -> dict[str, Obligation]:
        """Return every obligation by its key."""
        return {obligation.key: obligation for obligation in self.obligations}

    def party(self, kind: str) -> Party:
        """Return the network or the partner.

        :raises KeyError: for another kind
        """
        return {party.kind: party for party in self.parties}[kind]
