"""The state of the whole covenant in a view, derived from terms and acts. Nothing here is stored."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.conf import settings

from kennispact.ground.acts.unchanged import while_unchanged
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.words import N_
from kennispact.pact.agreements import queries as agreements
from kennispact.pact.agreements.queries import RegisterRow
from kennispact.pact.payments.paid import paid
from kennispact.programme.questions import queries as questions
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.covenant.definition import (
    Clause,
    Covenant,
    Evidence,
    Obligation,
    Occurrence,
    Rhythm,
    Scope,
)
from kennispact.registers.decisions import queries as decisions
from kennispact.registers.decisions.queries import Proof
from kennispact.registers.network import queries as network
from kennispact.registers.network.models import Organisation
from kennispact.review.compliance import contribution
from kennispact.review.compliance.city_words import NOTHING, words_about
from kennispact.review.compliance.question_words import SCOPE, scope_finding
from kennispact.review.compliance.rules import (
    ATTENTION,
    Facts,
    Finding,
    State,
    Word,
    current,
    facts_of_consents,
    facts_of_decision,
    judge,
    state_of,
    worst,
)


@dataclass(frozen=True, slots=True)
class CityFinding:
    """The state of one occurrence for one city."""

    city: Organisation
    finding: Finding


@dataclass(frozen=True, slots=True)
class OccurrenceState:
    """One occurrence with its state; for a city obligation with the state of every city."""

    obligation: Obligation
    occurrence: Occurrence | None
    finding: Finding
    cities: tuple[CityFinding, ...] = ()

    @property
    def counts(self) -> dict[State, int]:
        """Return how many cities are in which state, worst first."""
        counted = Counter(one.finding.state for one in self.cities)
        return {state: counted[state] for state in State if counted[state]}


@dataclass(frozen=True, slots=True)
class ObligationState:
    """An obligation with all its occurrences; ``now`` is the one that matters on the day asked for."""

    obligation: Obligation
    occurrences: tuple[OccurrenceState, ...]
    now: OccurrenceState


@dataclass(frozen=True, slots=True)
class ClauseState:
    """A clause with its obligations. ``room_exists`` is false while the program cannot carry it out yet."""

    clause: Clause
    state: State
    room_exists: bool
    obligations: tuple[ObligationState, ...]


@dataclass(frozen=True, slots=True)
class CovenantState:
    """The whole covenant in one view, with the register of agreements it was judged by."""

    covenant: Covenant
    view: AsOf
    clauses: tuple[ClauseState, ...]
    register: tuple[RegisterRow, ...] = ()

    @property
    def occurrences(self) -> tuple[OccurrenceState, ...]:
        """Return every occurrence of every obligation, in the order of the covenant."""
        return tuple(o for clause in self.clauses for one in clause.obligations for o in one.occurrences)

    @property
    def attention(self) -> tuple[OccurrenceState, ...]:
        """Return what asks for action, worst and soonest first."""
        asking = [one for one in self.occurrences if one.finding.state in ATTENTION]
        return tuple(sorted(asking, key=_urgency))


def _urgency(one: OccurrenceState) -> tuple[int, date]:
    due = one.occurrence.due_on if one.occurrence else None
    return list(State).index(one.finding.state), due or date.max


@while_unchanged(most=6)
def state(view: AsOf) -> CovenantState:
    """Return the state of every clause. A constant number of queries, whatever the number of cities."""
    covenant = covenants.covenant()
    reader = _Reader(covenant, view)
    by_clause: dict[str, list[ObligationState]] = {key: [] for key in covenant.clauses}
    for obligation in covenant.obligations:
        by_clause[obligation.clause].append(reader.obligation(obligation))
    clauses = tuple(_clause(clause, by_clause[clause.key]) for clause in covenant.clauses.values())
    return CovenantState(covenant, view, clauses, reader.register)


def _clause(clause: Clause, obligations: list[ObligationState]) -> ClauseState:
    exists = room_exists(clause.room)
    if obligations:
        overall = worst(one.now.finding for one in obligations)
    else:
        overall = State.NOT_APPLICABLE if exists else State.NO_ROOM
    return ClauseState(clause, overall, exists, tuple(obligations))


def room_exists(room: str) -> bool:
    """Tell whether the room that carries a clause out has been built. An empty room needs none."""
    return not room or apps.is_installed(f"kennispact.{room}")


class _Reader:
    """Reads all facts once, then judges occurrence by occurrence."""

    def __init__(self, covenant: Covenant, view: AsOf) -> None:
        self.covenant, self.view = covenant, view
        self.register = agreements.register(view)
        self.proofs = decisions.network_proofs(covenant.key, view)
        self.paid = paid(view)
        self.givers = {party.kind: speaker(covenant, party.kind) for party in covenant.parties}
        self.words = words_about(
            covenant, _city_cells(covenant), [row.city.pk for row in self.register], view
        )

    def obligation(self, obligation: Obligation) -> ObligationState:
        if not obligation.occurrences:
            only = OccurrenceState(obligation, None, self._without_day(obligation))
            return ObligationState(obligation, (only,), only)
        states = tuple(self._occurrence(obligation, one) for one in obligation.occurrences)
        matters = current(obligation.occurrences, self.view.on)
        return ObligationState(obligation, states, next(one for one in states if one.occurrence is matters))

    def _without_day(self, obligation: Obligation) -> Finding:
        if not room_exists(self.covenant.clauses[obligation.clause].room):
            return _NO_ROOM
        if obligation.key == SCOPE:
            return scope_finding(
                questions.scope_proofs(self.view, settings.KENNISPACT_SCOPE_DAYS), self.view.on
            )
        own = (found for (key, _), found in self.proofs.items() if key == obligation.key)
        said = sorted((proof for found in own for proof in found), key=lambda one: (one.happened_on, one.id))
        if not said:
            return Finding(State.NOT_APPLICABLE, N_("Only when it happens; nothing was recorded."))
        facts: dict[str, object] = {"count": len(said), "day": said[-1].happened_on}
        ids = tuple(proof.id for proof in said)
        return Finding(State.NOT_APPLICABLE, _RECORDED, facts, proofs=ids)

    def _occurrence(self, obligation: Obligation, one: Occurrence) -> OccurrenceState:
        if obligation.evidence is Evidence.PAYMENT:
            of_year = self.paid.get(int(one.key), {}) if one.key.isdigit() else {}
            made = contribution.finding(obligation, one, self.register, of_year, self.view.on)
            return OccurrenceState(obligation, one, made)
        if obligation.evidence is Evidence.NONE:
            return OccurrenceState(obligation, one, _NO_DAY)
        if obligation.evidence is Evidence.ANNEX:
            return OccurrenceState(obligation, one, self._annex())
        if obligation.scope is Scope.CITY:
            return self._per_city(obligation, one)
        finding = judge(one, self._network_facts(obligation, one), self.view.on, obligation)
        return OccurrenceState(obligation, one, finding)

    def _annex(self) -> Finding:
        holding = sum(row.participates for row in self.register)
        reason = N_("Made from the signed agreements at any moment: %(count)s cities take part.")
        return Finding(State.KEPT, reason, {"count": holding})

    def _network_facts(self, obligation: Obligation, one: Occurrence) -> Facts:
        words = [word(proof) for proof in self.proofs.get((obligation.key, one.key), ())]
        if obligation.evidence is Evidence.CONSENT_OF_BOTH:
            return facts_of_consents(words, self.givers)
        return facts_of_decision(words)

    def _per_city(self, obligation: Obligation, one: Occurrence) -> OccurrenceState:
        cities = tuple(
            CityFinding(
                row.city, judge(one, self._city_facts(obligation, one, row), self.view.on, obligation)
            )
            for row in self.register
        )
        if not cities:
            return OccurrenceState(
                obligation, one, Finding(State.NOT_ENOUGH_FACTS, N_("No cities are known."))
            )
        done = sum(city.finding.kept_on is not None for city in cities)
        overall = worst(city.finding for city in cities)
        facts: dict[str, object] = {"done": done, "all": len(cities)}
        return OccurrenceState(
            obligation, one, Finding(overall, N_("%(done)s of %(all)s cities."), facts), cities
        )

    def _city_facts(self, obligation: Obligation, one: Occurrence, row: RegisterRow) -> Facts:
        if obligation.evidence is Evidence.AGREEMENT:
            return Facts(row.dossier.on("registered"), silence_proves=True)
        return self.words.get((obligation.key, one.key), {}).get(row.city.pk, NOTHING)


_NO_ROOM = Finding(State.NO_ROOM, N_("Kennispact does not keep this yet."))
_RECORDED = N_("Only when it happens. Recorded so far: %(count)s, last on %(day)s.")
_NO_DAY = Finding(State.NOT_APPLICABLE, N_("This always holds; nothing has to be done by a day."))


def word(proof: Proof) -> Word:
    """Return a decision as the rules read it."""
    return Word(proof.id, proof.happened_on, proof.outcome == "yes", proof.body_kind, proof.by_role)


def speaker(covenant: Covenant, kind: str) -> str:
    """Return the role of the supervisor who speaks for a party day by day. Source: covenant 7a."""
    supervisors = {"network": "secretaris", "partner": "relatiemanager"}
    return supervisors.get(kind, covenant.party(kind).represented_by)


def _city_cells(covenant: Covenant) -> list[tuple[Obligation, Occurrence]]:
    return [
        (one, occurrence)
        for one in covenant.obligations
        if one.scope is Scope.CITY
        for occurrence in one.occurrences
    ]


def matrix(view: AsOf) -> dict[str, dict[int, State]]:
    """Return only the states of the city obligations that matter now: by obligation, then by city's id.

    This is the quick way for the heat map: states without the words for them.
    """
    covenant = covenants.covenant()
    registered = agreements.registered_on(view)
    cities = [*dict.fromkeys((*(city.pk for city in network.members(view)), *registered))]
    chosen = [
        (one, occurrence)
        for one in covenant.obligations
        if one.scope is Scope.CITY
        and one.rhythm is not Rhythm.ON_EVENT
        and (occurrence := current(one.occurrences, view.on))
    ]
    words = words_about(covenant, chosen, cities, view)
    by_register = {city: Facts(registered.get(city), silence_proves=True) for city in cities}
    found: dict[str, dict[int, State]] = {}
    for one, occurrence in chosen:
        if one.evidence is Evidence.PAYMENT:
            found[one.key] = dict.fromkeys(cities, State.NO_ROOM)
            continue
        known = (
            by_register if one.evidence is Evidence.AGREEMENT else words.get((one.key, occurrence.key), {})
        )
        found[one.key] = {
            city: state_of(occurrence, known.get(city, NOTHING), view.on, one.due_soon_days)
            for city in cities
        }
    return found
