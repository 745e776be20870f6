"""Which decisions can be recorded: about something the covenant knows, in a mandate that fits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from kennispact.ground.kit.refusal import Refusal
from kennispact.ground.kit.words import N_
from kennispact.registers.covenant.definition import Covenant, Evidence, Scope

CONSENT, DECISION, STATEMENT = "consent", "decision", "statement"
PROVES = {
    Evidence.CONSENT_OF_BOTH: CONSENT,
    Evidence.DECISION: DECISION,
    Evidence.STATEMENT: STATEMENT,
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a decision is about. ``about`` is the key of a city, or empty; so may the obligation be."""

    clause: str
    obligation: str = ""
    occurrence: str = ""
    about: str = ""


def matter_of(covenant: str, obligation: str, occurrence: str) -> int:
    """Return what a decision is about as one number of 64 bits, the same for ever.

    >>> matter_of("g40-platform31-2023", "plan-adopted", "2024")
    -7829212096044641359
    """
    name = f"{covenant}\n{obligation}\n{occurrence}".encode()
    return int.from_bytes(blake2b(name, digest_size=8).digest(), signed=True)


def subject_refusals(subject: Subject, covenant: Covenant) -> Iterator[Refusal]:
    """Refuse a subject that the definition does not know."""
    if subject.clause not in covenant.clauses:
        yield Refusal(
            "decision.unknown-clause",
            N_("The covenant has no clause %(clause)s."),
            facts={"clause": subject.clause},
            field="clause",
        )
    if not subject.obligation:
        return
    obligation = covenant.obligation.get(subject.obligation)
    if obligation is None:
        yield Refusal(
            "decision.unknown-obligation",
            N_("The covenant has no obligation “%(obligation)s”."),
            facts={"obligation": subject.obligation},
            field="obligation",
        )
        return
    if obligation.occurrences and subject.occurrence not in obligation.by_occurrence:
        yield Refusal(
            "decision.unknown-occurrence",
            N_("“%(obligation)s” does not come round in %(occurrence)s."),
            clause=obligation.clause,
            facts={"obligation": subject.obligation, "occurrence": subject.occurrence or "–"},
            field="occurrence",
        )
    if (obligation.scope is Scope.CITY) != bool(subject.about):
        yield Refusal(
            "decision.wrong-scope",
            N_("Name a city for what each city must do, and no city for what the parties must do."),
            clause=obligation.clause,
            field="about",
        )


def kind_refusals(subject: Subject, kind: str, by_role: str, covenant: Covenant) -> Iterator[Refusal]:
    """Refuse a kind or a body that cannot prove this obligation."""
    obligation = covenant.obligation.get(subject.obligation)
    if obligation is None:
        return
    if PROVES.get(obligation.evidence) != kind:
        yield Refusal(
            "decision.wrong-kind",
            N_("This does not prove that the obligation was kept."),
            clause=obligation.clause,
            field="kind",
        )
    if kind == DECISION and obligation.by_role and by_role != obligation.by_role:
        role = covenant.role.get(obligation.by_role)
        yield Refusal(
            "decision.wrong-body",
            N_("Only this body can decide it: %(body)s."),
            clause=obligation.clause,
            facts={"body": role.name if role else obligation.by_role},
            field="by_role",
        )


def replace_refusals(
    happened_on: date, replaced_on: date | None, replaced: Subject | None, subject: Subject
) -> Iterator[Refusal]:
    """Refuse to replace a decision about something else, or one that came later."""
    if replaced is None or replaced_on is None:
        return
    if replaced != subject:
        yield Refusal(
            "decision.replaces-other",
            N_("The decision it replaces is about something else."),
            field="replaces",
        )
    if happened_on < replaced_on:
        yield Refusal("decision.replaces-later", N_("The decision it replaces came later."), field="replaces")


def twice_refusals(word: tuple[object, ...], last: tuple[object, ...] | None) -> Iterator[Refusal]:
    """Refuse what the body said last about the same, said the very same way once more."""
    if word == last:
        yield Refusal("decision.twice", N_("This decision was recorded already."))
