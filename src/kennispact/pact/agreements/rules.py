"""When an agreement holds, what is missing, and what stands in the way of the next step."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from kennispact.ground.kit.refusal import Refusal
from kennispact.ground.kit.words import N_
from kennispact.registers.covenant.definition import AgreementTerms, NoticeTerms

DRAFTED, SENT, COLLEGE_DECIDED = "drafted", "sent", "college-decided"
SIGNED_BY_CITY, SIGNED_BY_PARTNER, REGISTERED = "signed-by-city", "signed-by-partner", "registered"
STEPS = (DRAFTED, SENT, COLLEGE_DECIDED, SIGNED_BY_CITY, SIGNED_BY_PARTNER, REGISTERED)

# What must be there before a step, with the clause that says so. Lateness never stands in the way.
NEEDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    DRAFTED: (),
    SENT: ((DRAFTED, ""),),
    COLLEGE_DECIDED: (),
    SIGNED_BY_CITY: ((COLLEGE_DECIDED, "3b"),),
    SIGNED_BY_PARTNER: (),
    REGISTERED: ((COLLEGE_DECIDED, "3b"), (SIGNED_BY_CITY, "8d"), (SIGNED_BY_PARTNER, "6b")),
}


class Standing(StrEnum):
    """Where an agreement stands on a day."""

    NONE = "none"
    DRAFTED = "drafted"
    SENT = "sent"
    COLLEGE_DECIDED = "college-decided"
    SIGNED_BY_CITY = "signed-by-city"
    SIGNED_BY_PARTNER = "signed-by-partner"
    SIGNED = "signed"
    UPCOMING = "upcoming"
    IN_FORCE = "in-force"
    NOTICE_GIVEN = "notice-given"
    ENDED = "ended"


HOLDS = frozenset({Standing.IN_FORCE, Standing.NOTICE_GIVEN})


@dataclass(frozen=True, slots=True)
class StepFact:
    """One step as it was recorded. ``document`` is the id of its file."""

    id: int
    kind: str
    happened_on: date
    reference: str = ""
    by_role: str = ""
    place: str = ""
    document: int | None = None


@dataclass(frozen=True, slots=True)
class NoticeFact:
    """One notice as it was received. ``by`` is the key of the organisation that gave it."""

    id: int
    received_on: date
    by: str
    letter: int
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that counts for one agreement in one view. ``steps`` by kind; ``notices`` in order of receipt."""

    steps: Mapping[str, StepFact] = field(default_factory=dict)
    notices: tuple[NoticeFact, ...] = ()

    @property
    def notice(self) -> NoticeFact | None:
        """Return the first notice that was not withdrawn."""
        return next((notice for notice in self.notices if notice.withdrawn_on is None), None)

    def on(self, step: str) -> date | None:
        """Return the day a step was taken."""
        fact = self.steps.get(step)
        return fact.happened_on if fact else None


@dataclass(frozen=True, slots=True)
class State:
    """Where an agreement stands. ``ends_before`` is the first day on which it no longer holds."""

    standing: Standing
    since: date | None
    ends_before: date
    missing: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Tell whether the agreement is in force."""
        return self.standing in HOLDS


@dataclass(frozen=True, slots=True)
class NoticeOutcome:
    """What a notice leads to.

    ``ends_before`` is the first day on which the agreement no longer holds. ``by_notice`` is false when
    it would have ended by itself no later. ``rule`` is the sentence that says why, with its ``facts``.
    """

    received_on: date
    ends_before: date
    by_notice: bool
    clauses: tuple[str, ...]
    rule: str
    facts: dict[str, object]

    @property
    def last_day(self) -> date:
        """Return the last day on which the agreement holds."""
        return self.ends_before - timedelta(days=1)

    @property
    def last_year(self) -> int:
        """Return the last contribution year."""
        return self.last_day.year


def end_after_notice(received_on: date, terms: NoticeTerms) -> date:
    """Return the first day on which the agreement no longer holds.

    Notice received before the notice day of a year ends the agreement on 1 January following; later
    notice ends it a year later. Source: agreement 1.3, covenant 6c.

    >>> from kennispact.ground.kit.calendar import MonthDay
    >>> terms = NoticeTerms(before=MonthDay(9, 1), ends=MonthDay(1, 1))
    >>> end_after_notice(date(2025, 8, 31), terms)
    datetime.date(2026, 1, 1)
    >>> end_after_notice(date(2025, 9, 1), terms)
    datetime.date(2027, 1, 1)
    """
    in_time = received_on < terms.before.in_year(received_on.year)
    return terms.ends.in_year(received_on.year + (1 if in_time else 2))


def notice_outcome(received_on: date, notice: NoticeTerms, agreement: AgreementTerms) -> NoticeOutcome:
    """Return what a notice leads to; never a day after the agreement's own end. Source: O1.1, O1.3, 6c."""
    own_end = agreement.ends_on + timedelta(days=1)
    by_notice = end_after_notice(received_on, notice)
    if by_notice < own_end:
        facts: dict[str, object] = {"before": notice.before, "ends": notice.ends}
        return NoticeOutcome(received_on, by_notice, True, notice.clauses, _BY_NOTICE, facts)
    clauses = (*notice.clauses, *agreement.clauses)
    return NoticeOutcome(received_on, own_end, False, clauses, _BY_ITSELF, {"day": agreement.ends_on})


_BY_NOTICE = N_(
    "Notice received before %(before)s ends the agreement on %(ends)s following; later notice a year later."
)
_BY_ITSELF = N_("The agreement ends by itself on %(day)s; notice brings no earlier end.")


def state(dossier: Dossier, on: date, agreement: AgreementTerms, notice: NoticeTerms) -> State:
    """Return where an agreement stands on a day. Source: covenant 3b, 8d; agreement 1.1-1.3."""
    given = dossier.notice
    ends_before = (
        notice_outcome(given.received_on, notice, agreement).ends_before
        if given
        else agreement.ends_on + timedelta(days=1)
    )
    missing = tuple(step for step in STEPS if step not in dossier.steps)
    standing, since = _standing(dossier, on, agreement.starts_on, ends_before)
    return State(standing, since, ends_before, missing)


def _standing(dossier: Dossier, on: date, starts_on: date, ends_before: date) -> tuple[Standing, date | None]:
    registered_on = dossier.on(REGISTERED)
    if registered_on is None:
        return _underway(dossier)
    if on < starts_on:
        return Standing.UPCOMING, registered_on
    if on >= ends_before:
        return Standing.ENDED, ends_before
    if dossier.notice:
        return Standing.NOTICE_GIVEN, dossier.notice.received_on
    return Standing.IN_FORCE, max(registered_on, starts_on)


def _underway(dossier: Dossier) -> tuple[Standing, date | None]:
    city, partner = dossier.on(SIGNED_BY_CITY), dossier.on(SIGNED_BY_PARTNER)
    if city and partner:
        return Standing.SIGNED, max(city, partner)
    for step in reversed(STEPS[:-1]):
        if step in dossier.steps:
            return Standing(step), dossier.on(step)
    return Standing.NONE, None


def step_refusals(dossier: Dossier, step: str, happened_on: date, *, has_document: bool) -> Iterator[Refusal]:
    """Tell what stands in the way of a step. Source: covenant 3b, 8d-e; agreement, opening words."""
    if step in dossier.steps:
        yield Refusal("agreement.step-twice", N_("This step was recorded before. Strike it first."))
    for needed, clause in NEEDS[step]:
        needed_on = dossier.on(needed)
        if needed_on is None:
            yield Refusal(f"agreement.needs-{needed}", _NEEDED[needed], clause=clause)
        elif needed_on > happened_on:
            yield Refusal(
                "agreement.before-its-ground",
                N_("This cannot come before the step it rests on, which was on %(day)s."),
                clause=clause,
                facts={"day": needed_on},
                field="happened_on",
            )
    if step == REGISTERED and not has_document:
        yield Refusal(
            "agreement.needs-file", N_("Add the signed agreement as a file."), "8d", field="document"
        )


_NEEDED = {
    DRAFTED: N_("The agreement was not drafted yet."),
    COLLEGE_DECIDED: N_("The college has not decided yet."),
    SIGNED_BY_CITY: N_("The city has not signed yet."),
    SIGNED_BY_PARTNER: N_("The partner has not signed yet."),
}


def strike_step_refusals(dossier: Dossier, step: str) -> Iterator[Refusal]:
    """Refuse to strike a step that a later one rests on."""
    rests = [later for later, needs in NEEDS.items() if later in dossier.steps and step in dict(needs)]
    if rests or (step == REGISTERED and dossier.notice):
        yield Refusal("agreement.rests-on-it", N_("A later step rests on this one. Strike that one first."))


def received_refusals(
    received_on: date, covenant_signed_on: date, agreement: AgreementTerms
) -> Iterator[Refusal]:
    """Refuse a day of receipt on which there was nothing to give notice of."""
    if received_on < covenant_signed_on:
        yield Refusal(
            "notice.before-covenant",
            N_("There was nothing to end on %(day)s: the covenant was signed on %(signed)s."),
            clause="O1.1",
            facts={"day": received_on, "signed": covenant_signed_on},
            field="received_on",
        )
    if received_on > agreement.ends_on:
        yield Refusal(
            "notice.after-end",
            N_("The agreement ended by itself on %(end)s. No notice is needed."),
            clause="O1.1",
            facts={"end": agreement.ends_on},
            field="received_on",
        )


def notice_refusals(dossier: Dossier, received_on: date) -> Iterator[Refusal]:
    """Tell what stands in the way of a notice. ``dossier`` is what counted on the day of receipt."""
    if REGISTERED not in dossier.steps:
        yield Refusal(
            "notice.not-in-force",
            N_("There was no registered agreement on %(day)s, so there is nothing to end."),
            clause="O1.2",
            facts={"day": received_on},
            field="received_on",
        )
    if dossier.notice:
        yield Refusal(
            "notice.twice",
            N_("Notice was given before, received on %(day)s."),
            clause="O1.2",
            facts={"day": dossier.notice.received_on},
        )


def withdrawal_refusals(
    notice: NoticeFact | None, withdrawn_on: date, terms: NoticeTerms, agreement: AgreementTerms
) -> Iterator[Refusal]:
    """Tell what stands in the way of withdrawing a notice: only while the agreement still holds."""
    if notice is None:
        yield Refusal("withdrawal.no-notice", N_("There is no notice to withdraw."), clause="O1.2")
        return
    if withdrawn_on < notice.received_on:
        yield Refusal(
            "withdrawal.before-notice",
            N_("The notice was received on %(day)s. It cannot be withdrawn before that day."),
            facts={"day": notice.received_on},
            field="happened_on",
        )
    ends_before = notice_outcome(notice.received_on, terms, agreement).ends_before
    if withdrawn_on >= ends_before:
        yield Refusal(
            "withdrawal.after-end",
            N_("The agreement ended on %(day)s. A new agreement is needed."),
            facts={"day": ends_before},
            field="happened_on",
        )
