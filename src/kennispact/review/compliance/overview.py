"""What the pages show of the state of the covenant: chosen, grouped and counted. Reads nothing itself."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.words import N_
from kennispact.registers.covenant.definition import Article, Covenant, Obligation, Source
from kennispact.registers.decisions.queries import DecisionLine
from kennispact.registers.network.models import Organisation
from kennispact.review.compliance import access
from kennispact.review.compliance.queries import (
    ClauseState,
    CovenantState,
    ObligationState,
    OccurrenceState,
)
from kennispact.review.compliance.rules import ATTENTION, State

# The documents as people know them; annexes are one.
DOCUMENTS = {
    "C": N_("The covenant"),
    "O": N_("The agreement of each city"),
    "B": N_("The annexes"),
    "L": N_("The letter to the general board"),
    "N": N_("The proposal for the college"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader asked for: ``state`` a state's code, ``attention`` or empty; ``document`` a letter."""

    search: str = ""
    state: str = ""
    document: str = ""

    @property
    def parts(self) -> tuple[str, str, str]:
        """Return what was asked for, to see whether anything was."""
        return self.search, self.state, self.document


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """A clause in the list: what matters now, and earlier occurrences that still ask something."""

    found: ClauseState
    earlier: tuple[OccurrenceState, ...]

    @property
    def states(self) -> frozenset[State]:
        """Return the states under which it is counted and found: its own, and of what is still open."""
        own = {self.found.state} if self.found.obligations else set()
        return frozenset({*own, *(one.finding.state for one in self.earlier)})

    @property
    def asks(self) -> bool:
        """Tell whether anything under this clause asks for attention."""
        return bool(self.states & ATTENTION)


@dataclass(frozen=True, slots=True)
class ArticleBlock:
    """An article with those of its clauses that were asked for."""

    article: Article
    lines: tuple[ClauseLine, ...]


@dataclass(frozen=True, slots=True)
class DocumentBlock:
    """A document with its articles; ``title`` is an English msgid."""

    key: str
    title: str
    articles: tuple[ArticleBlock, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The covenant as its page shows it.

    ``counts`` are clauses per state over the whole covenant, worst first, only of clauses that oblige to
    something; a clause with something still open from earlier counts under that state too. ``asking`` is how
    many clauses ask for attention; ``shown`` how many are in ``documents``.
    """

    covenant: Covenant
    counts: tuple[tuple[State, int], ...]
    asking: int
    strips: tuple[ObligationState, ...]
    documents: tuple[DocumentBlock, ...]
    shown: int


def overview(found: CovenantState, choice: Choice) -> Overview:
    """Return the covenant with the clauses that fit the choice."""
    lines = [ClauseLine(clause, _earlier(clause)) for clause in found.clauses]
    counted = Counter(state for line in lines for state in line.states)
    chosen = {line.found.clause.key: line for line in lines if _fits(line, choice)}
    return Overview(
        covenant=found.covenant,
        counts=tuple((state, counted[state]) for state in State if counted[state]),
        asking=sum(line.asks for line in lines),
        strips=tuple(one for clause in found.clauses for one in clause.obligations if _is_dated(one)),
        documents=_documents(found.covenant, chosen),
        shown=len(chosen),
    )


def _earlier(clause: ClauseState) -> tuple[OccurrenceState, ...]:
    return tuple(
        one
        for obligation in clause.obligations
        for one in obligation.occurrences
        if one is not obligation.now and one.finding.state in ATTENTION
    )


def _is_dated(one: ObligationState) -> bool:
    return any(state.occurrence and state.occurrence.due_on for state in one.occurrences)


def _fits(line: ClauseLine, choice: Choice) -> bool:
    clause = line.found.clause
    if choice.state == "attention" and not line.asks:
        return False
    if choice.state not in {"", "attention"} and choice.state not in line.states:
        return False
    if choice.document and clause.source[:1] != choice.document:
        return False
    wanted = choice.search.casefold().strip()
    titles = (f"{one.obligation.title} {one.obligation.title_en}" for one in line.found.obligations)
    return wanted in " ".join((clause.key, clause.summary, clause.summary_en, *titles)).casefold()


def _documents(covenant: Covenant, chosen: dict[str, ClauseLine]) -> tuple[DocumentBlock, ...]:
    blocks = []
    for letter, title in DOCUMENTS.items():
        articles = tuple(
            ArticleBlock(article, lines)
            for article in covenant.articles
            if article.source[:1] == letter
            and (lines := tuple(chosen[one.key] for one in article.clauses if one.key in chosen))
        )
        if articles:
            blocks.append(DocumentBlock(letter, title, articles))
    return tuple(blocks)


@dataclass(frozen=True, slots=True)
class CityGroup:
    """The cities of one occurrence that are in the same state."""

    state: State
    cities: tuple[Organisation, ...]


@dataclass(frozen=True, slots=True)
class OccurrenceLine:
    """One occurrence with what proves it. ``groups`` hold the cities the reader may see, worst first."""

    found: OccurrenceState
    decisions: tuple[DecisionLine, ...]
    groups: tuple[CityGroup, ...]
    is_now: bool

    @property
    def is_open(self) -> bool:
        """Tell whether there is something to record: it has come up and was not kept, or it has no day."""
        done = {State.KEPT, State.KEPT_LATE, State.NOT_APPLICABLE}
        return self.found.occurrence is None or self.found.finding.state not in done


@dataclass(frozen=True, slots=True)
class ObligationBlock:
    """An obligation with all its occurrences: the one that matters now first, then from late to early."""

    obligation: Obligation
    lines: tuple[OccurrenceLine, ...]
    by_city: bool


@dataclass(frozen=True, slots=True)
class ClausePage:
    """One clause with everything about it, and its neighbours in the documents."""

    found: ClauseState
    article: Article
    source: Source
    blocks: tuple[ObligationBlock, ...]
    others: tuple[DecisionLine, ...]
    previous: str
    following: str


def clause_page(
    found: CovenantState, key: str, decisions: Iterable[DecisionLine], actor: Actor
) -> ClausePage:
    """Return the page of a clause. ``decisions`` are those about it, struck ones too if they were asked for.

    :raises KeyError: for a clause the covenant does not have
    """
    states = {clause.clause.key: clause for clause in found.clauses}
    clause, keys = states[key], list(states)
    place, covenant = keys.index(key), found.covenant
    listed = [one for one in decisions if _may_see(actor, covenant, one)]
    known = {(one.obligation.key, _key(state)) for one in clause.obligations for state in one.occurrences}
    return ClausePage(
        found=clause,
        article=next(one for one in covenant.articles if one.key == clause.clause.article),
        source=covenant.source[clause.clause.source],
        blocks=tuple(_block(one, listed, actor) for one in clause.obligations),
        others=tuple(one for one in listed if (one.act.obligation, one.act.occurrence) not in known),
        previous=keys[place - 1] if place else "",
        following=keys[place + 1] if place + 1 < len(keys) else "",
    )


def _key(one: OccurrenceState) -> str:
    return one.occurrence.key if one.occurrence else ""


def _block(one: ObligationState, decisions: list[DecisionLine], actor: Actor) -> ObligationBlock:
    lines = tuple(
        OccurrenceLine(
            state,
            tuple(line for line in decisions if _is_about(line, state)),
            _groups(state, actor),
            state is one.now,
        )
        for state in (one.now, *(state for state in reversed(one.occurrences) if state is not one.now))
    )
    return ObligationBlock(one.obligation, lines, any(line.found.cities for line in lines))


def _is_about(line: DecisionLine, one: OccurrenceState) -> bool:
    return (line.act.obligation, line.act.occurrence) == (one.obligation.key, _key(one))


def _may_see(actor: Actor, covenant: Covenant, line: DecisionLine) -> bool:
    """Tell whether the actor may see a decision: one about a city is between that city and the parties."""
    obligation = covenant.obligation.get(line.act.obligation)
    if line.act.about is None or obligation is None:
        return line.act.about is None or access.may(actor, "see_city", line.act.about.key)
    return access.may_see_finding(actor, obligation, line.act.about.key)


def _groups(one: OccurrenceState, actor: Actor) -> tuple[CityGroup, ...]:
    seen = [city for city in one.cities if access.may_see_finding(actor, one.obligation, city.city.key)]
    groups = ((state, tuple(c.city for c in seen if c.finding.state is state)) for state in State)
    return tuple(CityGroup(state, cities) for state, cities in groups if cities)
