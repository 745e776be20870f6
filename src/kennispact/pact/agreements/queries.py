"""Agreements as they stand in a view. Every read takes a constant number of SQL queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from kennispact.ground.acts.unchanged import while_unchanged
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refusal, Refused
from kennispact.ground.kit.words import N_
from kennispact.pact.agreements.models import Agreement, Notice, Step, Withdrawal
from kennispact.pact.agreements.rules import (
    REGISTERED,
    Dossier,
    NoticeFact,
    NoticeOutcome,
    State,
    StepFact,
    notice_outcome,
    received_refusals,
    state,
)
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.network import queries as network
from kennispact.registers.network.models import Organisation
from kennispact.registers.network.rules import name_key


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One city in the register: its agreement's state, and the facts it follows from.

    ``agreement`` is ``None`` when nothing was drafted yet.
    """

    city: Organisation
    agreement: Agreement | None
    dossier: Dossier
    state: State

    @property
    def participates(self) -> bool:
        """Tell whether the city belongs in annex 3. Source: covenant 8d-e."""
        return self.state.holds


def agreement_of(city_key: str) -> Agreement:
    """Return the agreement of a city under the covenant.

    :raises Refused: if nothing was drafted for that city
    """
    covenant = covenants.covenant()
    try:
        return Agreement.objects.select_related("city").get(covenant=covenant.key, city__key=city_key)
    except Agreement.DoesNotExist:
        raise Refused(
            [
                Refusal(
                    "agreement.none", N_("There is no agreement with %(city)s yet."), facts={"city": city_key}
                )
            ]
        ) from None


def dossiers(view: AsOf, agreements: Iterable[Agreement] | None = None) -> dict[int, Dossier]:
    """Return what counts for each agreement in this view, by the agreement's id. Two queries."""
    steps: dict[int, dict[str, StepFact]] = defaultdict(dict)
    notices: dict[int, list[NoticeFact]] = defaultdict(list)
    some = {} if agreements is None else {"agreement__in": [agreement.pk for agreement in agreements]}
    for step in Step.objects.as_of(view).filter(**some):
        steps[step.agreement_id][step.kind] = StepFact(
            step.pk, step.kind, step.happened_on, step.reference, step.by_role, step.place, step.document_id
        )
    withdrawn = Withdrawal.objects.as_of(view).filter(notice=OuterRef("pk")).order_by("-pk")
    found = Notice.objects.as_of(view).filter(**some).select_related("by").order_by("happened_on", "pk")
    for notice in found.annotate(withdrawn_on=Subquery(withdrawn.values("happened_on")[:1])):
        notices[notice.agreement_id].append(
            NoticeFact(notice.pk, notice.happened_on, notice.by.key, notice.letter_id, notice.withdrawn_on)
        )
    return {key: Dossier(steps[key], tuple(notices[key])) for key in {*steps, *notices}}


def dossier(agreement: Agreement, view: AsOf) -> Dossier:
    """Return what counts for one agreement in this view."""
    return dossiers(view, [agreement]).get(agreement.pk, Dossier())


@while_unchanged(most=6)
def register(view: AsOf) -> tuple[RegisterRow, ...]:
    """Return every city of the network with its agreement as it stands in the view, in order of name.

    A city that left the network stays in as long as it has an agreement.
    """
    covenant = covenants.covenant()
    by_city = {
        agreement.city_id: agreement
        for agreement in Agreement.objects.filter(covenant=covenant.key).select_related("city")
    }
    facts = dossiers(view)
    cities = {city.pk: city for city in network.members(view)}
    for agreement in by_city.values():
        if agreement.pk in facts:
            cities.setdefault(agreement.city_id, agreement.city)
    rows = []
    for pk, city in cities.items():
        own = by_city.get(pk)
        found = facts.get(own.pk, Dossier()) if own else Dossier()
        now = state(found, view.on, covenant.agreement, covenant.notice)
        rows.append(RegisterRow(city, own if found.steps else None, found, now))
    return tuple(sorted(rows, key=lambda row: name_key(row.city.name)))


def participants(view: AsOf) -> tuple[RegisterRow, ...]:
    """Return annex 3: the cities whose agreement is in force in the view. Source: covenant 8d-e."""
    return tuple(row for row in register(view) if row.participates)


def entitled(city_key: str, view: AsOf) -> RegisterRow | None:
    """Return the ground on which a city's people may take part, or ``None``. Source: covenant 3b."""
    return next((row for row in participants(view) if row.city.key == city_key), None)


def foretell_notice(received_on: date) -> NoticeOutcome:
    """Return what a notice received on this day leads to, whatever the city.

    :raises Refused: if there was nothing to give notice of on that day
    """
    covenant = covenants.covenant()
    refusals = tuple(received_refusals(received_on, covenant.signed_on, covenant.agreement))
    if refusals:
        raise Refused(refusals)
    return notice_outcome(received_on, covenant.notice, covenant.agreement)


def registered_on(view: AsOf) -> dict[int, date]:
    """Return the day each city's agreement was registered, by the city's id: evidence for compliance."""
    return dict(
        Step.objects.as_of(view)
        .filter(kind=REGISTERED, agreement__covenant=covenants.covenant().key)
        .values_list("agreement__city_id", "happened_on")
    )


def any_recorded() -> bool:
    """Tell whether any step was ever recorded."""
    return Step.objects.exists()
