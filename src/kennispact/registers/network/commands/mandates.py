"""Who holds which role, from when until when."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction

from kennispact.ground.acts.models import recorded
from kennispact.ground.acts.rules import date_refusals
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import day_of
from kennispact.ground.kit.refusal import refuse_if
from kennispact.ground.people import queries as people
from kennispact.ground.people.models import Person
from kennispact.registers.network import access, rules
from kennispact.registers.network.models import Mandate, MandateEnd, Organisation


def _periods(mandates: list[Mandate]) -> list[rules.Period]:
    """Return the periods of mandates as they are known now."""
    ends = MandateEnd.objects.filter(mandate__in=mandates, struck_at__isnull=True)
    known = list(ends.values_list("mandate_id", "last_day"))
    return [
        rules.Period(one.since, min((day for mandate, day in known if mandate == one.pk), default=None))
        for one in mandates
    ]


@transaction.atomic
def appoint(
    *,
    person: Person,
    organisation: Organisation,
    role: str,
    since: date,
    roles: Mapping[str, Collection[str]],
    by: Actor,
    at: datetime,
    until: date | None = None,
    theme: str = "",
    happened_on: date | None = None,
) -> Mandate:
    """Give a person a role at an organisation from ``since``, up to and including ``until`` if that is known.

    ``roles`` maps role keys to the kinds of organisation that can give them, from the covenant's definition.
    ``happened_on`` is the day of the appointment: by default ``since``, or today if that is earlier.
    Source: covenant 4g, 7a, B1-4.

    :raises Refused: if this kind of organisation cannot give the role, the person has it already, or the
        period cannot be
    """
    access.require(by, "appoint", organisation)
    decided_on = min(since, day_of(at)) if happened_on is None else happened_on
    locked = people.hold(person.pk)
    held = Mandate.objects.filter(
        person=locked, organisation=organisation, role=role, theme=theme, struck_at__isnull=True
    )
    refuse_if(
        [
            *date_refusals(decided_on, at),
            *rules.appointment_refusals(
                role,
                organisation.kind,
                roles,
                period=rules.Period(since, until),
                decided_on=decided_on,
                held=_periods(list(held)),
                active=locked.is_active,
            ),
        ]
    )
    made = Mandate.objects.create(
        person=locked,
        organisation=organisation,
        role=role,
        theme=theme,
        since=since,
        happened_on=decided_on,
        **recorded(by, at),
    )
    if until is not None:
        MandateEnd.objects.create(mandate=made, last_day=until, happened_on=decided_on, **recorded(by, at))
    journal.write(
        "network.appointed",
        made,
        by=by,
        at=at,
        organisation=organisation.key,
        role=role,
        theme=theme,
        since=since.isoformat(),
        until=until.isoformat() if until else None,
    )
    return made


@transaction.atomic
def end_mandate(
    *, mandate: Mandate, last_day: date, by: Actor, at: datetime, happened_on: date | None = None
) -> MandateEnd:
    """End a mandate after a day. ``happened_on`` is the day of that decision, by default as late as can be.

    :raises Refused: if it ended before, or the day is before its first
    """
    access.require(by, "end_mandate", mandate.organisation)
    decided_on = min(last_day, day_of(at)) if happened_on is None else happened_on
    locked = Mandate.objects.select_for_update().get(pk=mandate.pk)
    refuse_if(
        [
            *date_refusals(decided_on, at),
            *rules.struck_refusals(locked.struck_at),
            *rules.end_refusals(_periods([locked])[0], last_day, decided_on),
        ]
    )
    made = MandateEnd.objects.create(
        mandate=locked, last_day=last_day, happened_on=decided_on, **recorded(by, at)
    )
    journal.write(
        "network.mandate-ended",
        made,
        by=by,
        at=at,
        organisation=locked.organisation.key,
        role=locked.role,
        last_day=last_day.isoformat(),
    )
    return made


@transaction.atomic
def strike_mandate(*, mandate: Mandate, why: str, by: Actor, at: datetime) -> None:
    """Strike a mandate that was entered wrongly: it was never held.

    :raises Refused: if it was struck before, or without a reason
    """
    key = mandate.organisation.key
    access.require(by, "strike_mandate", key)
    journal.strike(mandate, verb="network.mandate-struck", why=why, by=by, at=at, organisation=key)


@transaction.atomic
def strike_mandate_end(*, end: MandateEnd, why: str, by: Actor, at: datetime) -> None:
    """Strike the end of a mandate that was entered wrongly: it goes on.

    :raises Refused: if it was struck before, without a reason, or if the person has the role again since
    """
    mandate = end.mandate
    access.require(by, "strike_mandate_end", mandate.organisation)
    people.hold(mandate.person_id)
    others = Mandate.objects.filter(
        person=mandate.person_id,
        organisation=mandate.organisation_id,
        role=mandate.role,
        theme=mandate.theme,
        struck_at__isnull=True,
    ).exclude(pk=mandate.pk)
    last_days = (
        mandate.ends.filter(struck_at__isnull=True).exclude(pk=end.pk).values_list("last_day", flat=True)
    )
    period = rules.Period(mandate.since, min(last_days, default=None))
    refuse_if(rules.overlap_refusals(period, _periods(list(others))))
    key = mandate.organisation.key
    journal.strike(end, verb="network.mandate-end-struck", why=why, by=by, at=at, organisation=key)
