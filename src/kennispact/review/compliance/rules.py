"""The state of what was agreed: kept, late, due, or not known. Pure: facts and a day in, a state out.

Two things are kept apart. A register that is itself the truth (agreements) proves by its silence: what is
not in it was not done. What happens elsewhere (a meeting of the board) may have happened without being
recorded, so silence after its day is "not enough facts". Nothing is ever guessed to be in order.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from kennispact.ground.kit.words import N_
from kennispact.registers.covenant.definition import Obligation, Occurrence


class State(StrEnum):
    """The states of an occurrence, worst first: the order in which they ask for attention."""

    OVERDUE = "overdue"
    NOT_ENOUGH_FACTS = "not-enough-facts"
    DUE_SOON = "due-soon"
    NO_ROOM = "no-room-yet"
    KEPT_LATE = "kept-late"
    ON_COURSE = "on-course"
    KEPT = "kept"
    NOT_APPLICABLE = "not-applicable"


# What somebody has to do something about.
ATTENTION = frozenset({State.OVERDUE, State.NOT_ENOUGH_FACTS, State.DUE_SOON})
RANK = {state: rank for rank, state in enumerate(State)}


@dataclass(frozen=True, slots=True)
class Finding:
    """A state with its reason: an English sentence marked for translation, and its facts.

    ``kept_on`` is the day it was kept. ``waits_for`` are role keys. ``proofs`` are ids of decisions.
    """

    state: State
    reason: str
    facts: dict[str, object] = field(default_factory=dict)
    kept_on: date | None = None
    waits_for: tuple[str, ...] = ()
    proofs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about one occurrence.

    ``kept_on`` is the day it was kept, if it was. ``denied_on`` is the day somebody with a mandate said it
    was not. ``silence_proves`` is true when the register is itself the truth. ``waits_for`` narrows down
    the owners to those who still have to act.
    """

    kept_on: date | None = None
    denied_on: date | None = None
    silence_proves: bool = False
    waits_for: tuple[str, ...] = ()
    proofs: tuple[int, ...] = ()


def state_of(occurrence: Occurrence, facts: Facts, on: date, due_soon_days: int) -> State:
    """Return the state of one occurrence on a day, without the words for it.

    >>> march = Occurrence("2024", date(2024, 1, 1), date(2024, 3, 31))
    >>> state_of(march, Facts(kept_on=date(2024, 4, 2)), date(2024, 5, 1), 60)
    <State.KEPT_LATE: 'kept-late'>
    >>> state_of(march, Facts(), date(2024, 5, 1), 60)
    <State.NOT_ENOUGH_FACTS: 'not-enough-facts'>
    """
    due = occurrence.due_on
    if facts.kept_on is not None:
        return State.KEPT_LATE if due is not None and facts.kept_on > due else State.KEPT
    passed = due is not None and on > due
    if facts.denied_on is not None and (passed or due is None):
        return State.OVERDUE
    if on < occurrence.opens_on:
        return State.NOT_APPLICABLE
    if due is None:
        return State.NOT_ENOUGH_FACTS
    if passed:
        return State.OVERDUE if facts.silence_proves or facts.proofs else State.NOT_ENOUGH_FACTS
    return State.DUE_SOON if on >= due - timedelta(days=due_soon_days) else State.ON_COURSE


_REASONS = {
    State.KEPT: N_("Done on %(kept)s."),
    State.KEPT_LATE: N_("Done on %(kept)s, after the last day %(due)s."),
    State.NOT_APPLICABLE: N_("This comes up on %(opens)s."),
    State.DUE_SOON: N_("This must be done on %(due)s at the latest."),
    State.ON_COURSE: N_("There is time until %(due)s."),
    State.OVERDUE: N_("The last day was %(due)s, and it is not complete."),
    State.NOT_ENOUGH_FACTS: N_(
        "The last day was %(due)s. Nothing was recorded, so we do not know whether it was done."
    ),
}
_DENIED = N_("On %(denied)s it was said that this was not done.")
_NOTHING_SAID = N_("This has no day of its own, and nothing was recorded about it.")
_ASKS_NOTHING = frozenset({State.KEPT, State.KEPT_LATE, State.NOT_APPLICABLE})


def judge(occurrence: Occurrence, facts: Facts, on: date, obligation: Obligation) -> Finding:
    """Return the state of one occurrence on a day with its reason. Source: the obligation's clause."""
    state = state_of(occurrence, facts, on, obligation.due_soon_days)
    reason = _REASONS[state]
    if state is State.OVERDUE and facts.denied_on is not None:
        reason = _DENIED
    elif state is State.NOT_ENOUGH_FACTS and occurrence.due_on is None:
        reason = _NOTHING_SAID
    told: dict[str, object] = {
        "kept": facts.kept_on,
        "due": occurrence.due_on,
        "opens": occurrence.opens_on,
        "denied": facts.denied_on,
    }
    return Finding(
        state,
        reason,
        {name: day for name, day in told.items() if f"%({name})s" in reason},
        facts.kept_on,
        () if state in _ASKS_NOTHING else facts.waits_for or obligation.owners,
        facts.proofs,
    )


@dataclass(frozen=True, slots=True)
class Word:
    """One thing said about an occurrence, in the order said: by whom, on which day, yes or no."""

    id: int
    on: date
    yes: bool
    party: str  # kind of the organisation: network or partner
    role: str = ""


def facts_of_decision(words: Sequence[Word]) -> Facts:
    """Return what a body's decisions or a supervisor's statements come to: the last word counts.

    Kept is kept since the first yes that no later no took back.
    """
    kept: Word | None = None
    denied: Word | None = None
    for word in words:
        kept, denied = (kept or word, None) if word.yes else (None, word)
    ids = tuple(word.id for word in words)
    return Facts(kept.on if kept else None, denied.on if denied else None, proofs=ids)


def facts_of_consents(words: Sequence[Word], givers: dict[str, str]) -> Facts:
    """Return what the consents of both parties come to: kept on the day the second one agreed.

    ``givers`` names the role that speaks for each party, by kind.
    """
    by_party = {party: facts_of_decision([w for w in words if w.party == party]) for party in givers}
    ids = tuple(word.id for word in words)
    if all(facts.kept_on for facts in by_party.values()):
        return Facts(max(facts.kept_on for facts in by_party.values() if facts.kept_on), proofs=ids)
    denied = [facts.denied_on for facts in by_party.values() if facts.denied_on]
    silent = tuple(givers[party] for party, facts in by_party.items() if not facts.kept_on)
    return Facts(None, max(denied) if denied else None, waits_for=silent, proofs=ids)


def worst(findings: Iterable[Finding]) -> State:
    """Return the state that asks for most attention; not applicable when there is none."""
    return min((finding.state for finding in findings), key=RANK.__getitem__, default=State.NOT_APPLICABLE)


def current(occurrences: Sequence[Occurrence], on: date) -> Occurrence | None:
    """Return the occurrence that matters most on a day: the last that has opened, else the first to come."""
    opened = [occurrence for occurrence in occurrences if occurrence.opens_on <= on]
    return max(opened, key=lambda o: o.opens_on) if opened else (occurrences[0] if occurrences else None)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the whole comes to: a state, and a sentence marked for translation with its facts."""

    state: State
    reason: str
    facts: dict[str, object] = field(default_factory=dict)


def verdict(states: Iterable[State]) -> Verdict:
    """Return whether the covenant is kept, from the states of all occurrences. Unknown is never kept.

    >>> verdict([State.KEPT, State.NOT_ENOUGH_FACTS]).state
    <State.NOT_ENOUGH_FACTS: 'not-enough-facts'>
    """
    counted = Counter(states)
    facts: dict[str, object] = {
        "overdue": counted[State.OVERDUE],
        "unknown": counted[State.NOT_ENOUGH_FACTS],
        "soon": counted[State.DUE_SOON],
    }
    if facts["overdue"]:
        both = N_(
            "The covenant is not fully kept. Overdue obligations: %(overdue)s. Not enough facts: %(unknown)s."
        )
        only = N_("The covenant is not fully kept. Overdue obligations: %(overdue)s.")
        return Verdict(State.OVERDUE, both if facts["unknown"] else only, facts)
    if facts["unknown"]:
        reason = N_(
            "We cannot say that the covenant is kept. Obligations with not enough facts: %(unknown)s."
        )
        return Verdict(State.NOT_ENOUGH_FACTS, reason, facts)
    if facts["soon"]:
        return Verdict(
            State.DUE_SOON, N_("The covenant is kept so far. Obligations due soon: %(soon)s."), facts
        )
    if counted[State.KEPT] + counted[State.KEPT_LATE]:
        return Verdict(State.KEPT, N_("The covenant is kept so far."))
    return Verdict(State.NOT_APPLICABLE, N_("Nothing had to be done yet."))
