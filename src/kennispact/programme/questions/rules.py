"""What a question may be, where it stands, and whether it falls within the covenant."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from kennispact.ground.kit.refusal import Refusal
from kennispact.ground.kit.words import N_

SHORTEST, LONGEST = 10, 4_000
LONGEST_REMARK = 2_000
MOST_THEMES = 6
NETWORK, PARTNER = "network", "partner"
INSIDE, OUTSIDE = "inside", "outside"
ROUTES = ("own-account", "supplementary", "third-party")
PRODUCT, PERSON, SESSION = "product", "person", "session"
OPENED, WITHDRAWN, CLOSED = "opened", "withdrawn", "closed"


class State(StrEnum):
    """Where a question stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


def state(turns: Collection[str], *, answered: bool) -> State:
    """Return where a question stands: withdrawn before closed, closed before answered.

    ``answered`` tells whether an answer counts: one of which nobody said that it did not help.

    >>> state([], answered=False), state(["opened", "closed"], answered=True)
    (<State.OPEN: 'open'>, <State.CLOSED: 'closed'>)
    """
    if WITHDRAWN in turns:
        return State.WITHDRAWN
    if CLOSED in turns:
        return State.CLOSED
    return State.ANSWERED if answered else State.OPEN


def text_refusals(text: str, field: str = "text") -> Iterator[Refusal]:
    """Refuse words that are no question, or a whole report."""
    if len(text) < SHORTEST or not any(sign.isalpha() for sign in text):
        yield Refusal("question.too-short", N_("Write your question in a sentence."), field=field)
    if len(text) > LONGEST:
        yield Refusal(
            "question.too-long",
            N_("Your question has %(count)s signs. Make it at most %(most)s. Add a document for the rest."),
            facts={"count": len(text), "most": LONGEST},
            field=field,
        )


def theme_refusals(themes: Collection[str], known: Collection[str]) -> Iterator[Refusal]:
    """Refuse themes the covenant does not have, or too many."""
    for theme in themes:
        if theme not in known:
            yield Refusal(
                "question.unknown-theme",
                N_("There is no theme called %(value)s."),
                clause="1b",
                facts={"value": theme[:60]},
                field="themes",
            )
    if len(themes) > MOST_THEMES:
        yield Refusal(
            "question.too-many-themes",
            N_("Choose at most %(most)s themes."),
            facts={"most": MOST_THEMES},
            field="themes",
        )


def going_on_refusals(now: State) -> Iterator[Refusal]:
    """Refuse a change of a question that is over."""
    if now in {State.WITHDRAWN, State.CLOSED}:
        yield Refusal("question.over", N_("This question was withdrawn or closed."))


def same_words_refusals(text: str, others: Iterable[str]) -> Iterator[Refusal]:
    """Refuse sharper words that were there already."""
    if text in others:
        yield Refusal("question.same-words", N_("These words are there already."), field="text")


def answer_refusals(kind: str, text: str, *, has_product: bool) -> Iterator[Refusal]:
    """Refuse an answer that does not say what or who."""
    if kind not in {PRODUCT, PERSON, SESSION}:
        yield Refusal("answer.kind", N_("Choose what answers the question."), field="kind")
    if kind == PRODUCT and not has_product:
        yield Refusal(
            "answer.no-product", N_("Choose the product that answers the question."), field="product"
        )
    if kind in {PERSON, SESSION} and not text:
        yield Refusal(
            "answer.no-text",
            N_("Say who can be asked, by role and organisation, or which session it is and when."),
            field="text",
        )
    if len(text) > LONGEST_REMARK:
        yield Refusal(
            "answer.too-long",
            N_("This is longer than %(most)s signs. Make it shorter."),
            facts={"most": LONGEST_REMARK},
            field="text",
        )


# ---- within the covenant or not (5b, B1-6)


@dataclass(frozen=True, slots=True)
class Said:
    """What a party said last. ``party`` is ``network`` or ``partner``; ``mandate`` who said it, as what.

    ``name`` is that of the person, ``recorded_at`` the moment it was said here; ``struck_at`` and
    ``struck_why`` when and why it was struck.
    """

    party: str
    outcome: str
    route: str
    clauses: tuple[str, ...]
    reason: str
    mandate: str
    happened_on: date
    id: int = 0
    person_id: int | None = None
    name: str = ""
    recorded_at: datetime | None = None
    struck_at: datetime | None = None
    struck_why: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whether a question falls within the covenant. ``outcome`` is empty until both parties say the same.

    ``route`` is how it goes on outside, if both named the same; ``waiting_for`` are the kinds of party that
    said nothing yet; ``differ`` that both spoke and do not agree.
    """

    outcome: str = ""
    route: str = ""
    waiting_for: tuple[str, ...] = (NETWORK, PARTNER)
    differ: bool = False
    voices: tuple[Said, ...] = ()
    decided_on: date | None = None


def scope(voices: Iterable[Said]) -> Scope:
    """Return what the parties' last words come to. Source: covenant 5b.

    >>> day = date(2025, 3, 1)
    >>> one = Said("network", "inside", "", ("5b",), "", "secretaris @ g40", day)
    >>> scope([one]).outcome, scope([one]).waiting_for
    ('', ('partner',))
    >>> scope([one, Said("partner", "inside", "", ("5b",), "", "relatiemanager @ p", day)]).outcome
    'inside'
    """
    last = {one.party: one for one in voices}
    waiting = tuple(party for party in (NETWORK, PARTNER) if party not in last)
    said = tuple(last[party] for party in (NETWORK, PARTNER) if party in last)
    if waiting:
        return Scope(waiting_for=waiting, voices=said)
    network, partner = said
    if network.outcome != partner.outcome:
        return Scope(waiting_for=(), differ=True, voices=said)
    return Scope(
        outcome=network.outcome,
        route=network.route if network.route == partner.route else "",
        waiting_for=(),
        voices=said,
        decided_on=max(network.happened_on, partner.happened_on),
    )


def voice_refusals(
    outcome: str, route: str, clauses: Collection[str], known: Collection[str], reason: str
) -> Iterator[Refusal]:
    """Refuse a word without ground, or outside the covenant without a way to go on."""
    if outcome not in {INSIDE, OUTSIDE}:
        yield Refusal("scope.outcome", N_("Choose within or outside the covenant."), "5b", field="outcome")
    if not clauses or not set(clauses) <= set(known):
        yield Refusal("scope.no-ground", N_("Name the clause it rests on."), "5b", field="clauses")
    if (outcome == OUTSIDE) != (route in ROUTES) or (outcome == INSIDE and route):
        yield Refusal(
            "scope.route",
            N_("Outside the covenant: say how the question goes on. Within it: leave that empty."),
            "B1-6",
            field="route",
        )
    if outcome == OUTSIDE and not reason:
        yield Refusal("scope.no-reason", N_("Say why the question falls outside."), "B1-6", field="reason")
    if len(reason) > LONGEST_REMARK:
        yield Refusal(
            "scope.too-long",
            N_("This is longer than %(most)s signs. Make it shorter."),
            facts={"most": LONGEST_REMARK},
            field="reason",
        )


def two_people_refusals(person_id: int | None, party: str, others: Iterable[Said]) -> Iterator[Refusal]:
    """Refuse that one person speaks for both parties: agreeing takes two. Source: covenant 5b."""
    if person_id is not None and any(one.party != party and one.person_id == person_id for one in others):
        yield Refusal(
            "scope.same-person",
            N_("You spoke for the other party already. Somebody else has to speak for this one."),
            clause="5b",
        )


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground of a proposal: the clause, what it says here, and where it points."""

    clause: str
    outcome: str
    reason: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the program proposes: an outcome and its grounds. It decides nothing."""

    outcome: str
    grounds: tuple[Ground, ...]

    @property
    def clauses(self) -> tuple[str, ...]:
        """Return the clauses that point where the proposal points."""
        return tuple(dict.fromkeys(one.clause for one in self.grounds if one.outcome == self.outcome))


def propose(
    *, from_city: bool, takes_part: bool, themes: Collection[str], alike: int, answered_by: int
) -> Proposal:
    """Propose whether a question falls within the covenant, with a ground per clause.

    ``takes_part`` tells whether the city's own agreement is in force; ``alike`` counts questions of others on
    the same subject, ``answered_by`` products that may answer it. Anything that points outside wins: then
    people must look.
    """
    grounds = []
    if from_city and takes_part:
        grounds.append(Ground("3b", INSIDE, N_("The city has an agreement that is in force.")))
    elif from_city:
        grounds.append(Ground("3b", OUTSIDE, N_("The city has no agreement that is in force.")))
    else:
        grounds.append(Ground("5a", INSIDE, N_("One of the parties asks.")))
    if themes:
        grounds.append(
            Ground(
                "1b",
                INSIDE,
                N_("The subject belongs to %(count)s theme groups of annex 2."),
                {"count": len(themes)},
            )
            if len(themes) > 1
            else Ground("1b", INSIDE, N_("The subject belongs to a theme group of annex 2."))
        )
    else:
        grounds.append(
            Ground(
                "1b",
                OUTSIDE,
                N_(
                    "No theme group of annex 2 was chosen for it. The plan keeps room for what comes up (2c)."
                ),
            )
        )
    if alike:
        grounds.append(
            Ground(
                "5b", INSIDE, N_("Others ask the same: %(count)s questions look like it."), {"count": alike}
            )
        )
    if answered_by:
        grounds.append(
            Ground(
                "2f", INSIDE, N_("There is knowledge about it: %(count)s products."), {"count": answered_by}
            )
        )
    outside = any(one.outcome == OUTSIDE for one in grounds)
    return Proposal(OUTSIDE if outside else INSIDE, tuple(grounds))


def due_on(asked_on: date, days: int) -> date:
    """Return the last day for the parties to say whether a question falls within the covenant."""
    return asked_on + timedelta(days=days)
