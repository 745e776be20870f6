"""One agreement from near: its acts with both dates, what may be done next and what stands in the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from kennispact.ground.acts.models import Act
from kennispact.ground.acts.rules import date_refusals
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refusal
from kennispact.pact.agreements import queries, rules
from kennispact.pact.agreements.models import Agreement, Notice, Step, Withdrawal
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.network.models import Organisation

NOTICE_GIVEN, NOTICE_WITHDRAWN = "notice-given", "notice-withdrawn"
# Who must take a step, by role. Source: covenant 7a, 8d; agreement, opening words and signatures.
OWNERS: dict[str, tuple[str, ...]] = {
    rules.DRAFTED: ("relatiemanager",),
    rules.SENT: ("relatiemanager",),
    rules.COLLEGE_DECIDED: ("college",),
    rules.SIGNED_BY_CITY: ("burgemeester",),
    rules.SIGNED_BY_PARTNER: ("directeur",),
    rules.REGISTERED: ("relatiemanager",),
}


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act as the view knew it. ``kind`` is a step, ``notice-given`` or ``notice-withdrawn``.

    ``recorded_as`` is the capacity of who entered it; ``giver`` the key of who gave notice; ``document`` the
    id of its file. ``struck_at`` is ``None`` unless it was struck by the view's moment.
    """

    id: int
    kind: str
    happened_on: date
    recorded_at: datetime
    recorded_as: str
    reference: str = ""
    by_role: str = ""
    place: str = ""
    giver: str = ""
    document: int | None = None
    struck_at: datetime | None = None
    struck_why: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that was not taken yet, by whom (role keys), and what stands in the way today."""

    kind: str
    owners: tuple[str, ...]
    refusals: tuple[Refusal, ...]


def acts(agreement: Agreement, view: AsOf) -> tuple[ActLine, ...]:
    """Return every act of an agreement by the day of the view, struck ones too, in order. Three queries."""
    found = [
        *(
            _line(step, step.kind, view, document=step.document_id, step=step)
            for step in Step.objects.filter(agreement=agreement)
        ),
        *(
            _line(notice, NOTICE_GIVEN, view, document=notice.letter_id, giver=notice.by.key)
            for notice in Notice.objects.filter(agreement=agreement).select_related("by")
        ),
        *(
            _line(back, NOTICE_WITHDRAWN, view, document=back.letter_id)
            for back in Withdrawal.objects.filter(notice__agreement=agreement)
        ),
    ]
    seen = [
        line
        for line in found
        if line.happened_on <= view.on and (view.known is None or line.recorded_at <= view.known)
    ]
    return tuple(sorted(seen, key=lambda line: (line.happened_on, line.recorded_at, _place(line.kind))))


def _line(
    act: Act, kind: str, view: AsOf, *, document: int | None, giver: str = "", step: Step | None = None
) -> ActLine:
    is_struck = act.is_struck_in(view)
    return ActLine(
        id=act.pk,
        kind=kind,
        happened_on=act.happened_on,
        recorded_at=act.recorded_at,
        recorded_as=act.recorded_as,
        reference=step.reference if step else "",
        by_role=step.by_role if step else "",
        place=step.place if step else "",
        giver=giver,
        document=document,
        struck_at=act.struck_at if is_struck else None,
        struck_why=act.struck_why if is_struck else "",
    )


def _place(kind: str) -> int:
    return (*rules.STEPS, NOTICE_GIVEN, NOTICE_WITHDRAWN).index(kind)


def find(city: Organisation) -> Agreement | None:
    """Return the agreement of a city under the covenant, or ``None``. One query."""
    found = Agreement.objects.filter(covenant=covenants.covenant().key, city=city)
    return found.select_related("city").first()


def next_steps(agreement: Agreement | None, today: date) -> tuple[NextStep, ...]:
    """Return the steps that were not taken, each with what stands in its way today. Its file comes later."""
    found = queries.dossier(agreement, AsOf(date.max)) if agreement else rules.Dossier()
    return tuple(
        NextStep(kind, OWNERS[kind], tuple(rules.step_refusals(found, kind, today, has_document=True)))
        for kind in rules.STEPS
        if kind not in found.steps
    )


def step(city: Organisation, pk: int) -> Step | None:
    """Return one step of a city's agreement, struck or not."""
    return Step.objects.filter(pk=pk, agreement__city=city).select_related("agreement__city").first()


def notice(city: Organisation, pk: int) -> Notice | None:
    """Return one notice on a city's agreement, struck or not."""
    return Notice.objects.filter(pk=pk, agreement__city=city).select_related("agreement__city").first()


def given_notice(agreement: Agreement) -> rules.NoticeFact | None:
    """Return the notice that counts, as we know it now."""
    return queries.dossier(agreement, AsOf(date.max)).notice


def step_refusals(
    agreement: Agreement, kind: str, happened_on: date, at: datetime, *, has_document: bool
) -> Iterator[Refusal]:
    """Tell what stands in the way of a step that is recorded at a moment."""
    found = queries.dossier(agreement, AsOf(date.max))
    yield from date_refusals(happened_on, at)
    yield from rules.step_refusals(found, kind, happened_on, has_document=has_document)


def notice_refusals(agreement: Agreement, received_on: date, at: datetime) -> Iterator[Refusal]:
    """Tell what stands in the way of a notice received on a day and recorded at a moment."""
    covenant = covenants.covenant()
    on_that_day = queries.dossier(agreement, AsOf(received_on))
    until_now = queries.dossier(agreement, AsOf(date.max))
    yield from date_refusals(received_on, at, field="received_on")
    yield from rules.received_refusals(received_on, covenant.signed_on, covenant.agreement)
    yield from rules.notice_refusals(rules.Dossier(on_that_day.steps, until_now.notices), received_on)


def withdrawal_refusals(agreement: Agreement, happened_on: date, at: datetime) -> Iterator[Refusal]:
    """Tell what stands in the way of withdrawing the notice that counts."""
    covenant = covenants.covenant()
    yield from date_refusals(happened_on, at)
    yield from rules.withdrawal_refusals(
        given_notice(agreement), happened_on, covenant.notice, covenant.agreement
    )
