"""Every read of the network that others may ask for. Each is a constant number of SQL queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Min, Q

from kennispact.ground.acts.unchanged import while_unchanged
from kennispact.ground.journal import queries as journal
from kennispact.ground.kit.actor import VISITOR, Actor, Capacity
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refusal, Refused
from kennispact.ground.kit.words import N_
from kennispact.ground.people.models import Person
from kennispact.registers.network.models import Mandate, MandateEnd, Membership, Organisation, Population
from kennispact.registers.network.rules import Period, name_key


@dataclass(frozen=True, slots=True)
class Figure:
    """How many lived in a city on ``reference_on``. ``status`` is ``provisional`` or ``final``."""

    inhabitants: int
    reference_on: date
    status: str
    source: str
    recorded_at: datetime
    id: int = 0

    @property
    def publisher(self) -> str:
        """Return the source as a page or paper names it: without how our copy of it came here.

        >>> Figure(1, date.min, "final", "CBS StatLine 85458NED via a copy", datetime.min).publisher
        'CBS StatLine 85458NED'
        """
        return self.source.partition(" via ")[0].partition(";")[0].strip()


@dataclass(frozen=True, slots=True)
class MandateLine:
    """A mandate. ``organisation`` is a key; ``until`` its last day or ``None``.

    ``person`` and ``email`` are personal data: pass lines through ``access.shown`` before showing them.
    """

    id: int
    person_id: int | None
    person: str
    email: str
    organisation: str
    organisation_name: str
    kind: str
    role: str
    theme: str
    since: date
    until: date | None
    recorded_at: datetime

    @property
    def period(self) -> Period:
        """Return its first and last day."""
        return Period(self.since, self.until)


@dataclass(frozen=True, slots=True)
class MembershipLine:
    """A change of a city's membership: ``joined`` or ``left``, with both clocks and whether it was struck."""

    id: int
    city: str
    change: str
    happened_on: date
    recorded_at: datetime
    struck_at: datetime | None


@dataclass(frozen=True, slots=True)
class Corrected:
    """One correction of an organisation's facts. ``changes`` are field, before and after; all texts."""

    at: datetime
    mandate: str
    changes: tuple[tuple[str, str, str], ...]


@while_unchanged(most=8)
def organisations(kind: str = "") -> tuple[Organisation, ...]:
    """Return all organisations, or those of one kind, as Dutch readers sort names. One query."""
    found = Organisation.objects.filter(kind=kind) if kind else Organisation.objects.all()
    return tuple(sorted(found, key=lambda one: name_key(one.name)))


@while_unchanged(most=12)
def organisation(key: str) -> Organisation:
    """Return the organisation with this key, in capitals or not. One query.

    :raises Refused: ``network.unknown-organisation``
    """
    found = Organisation.objects.filter(key__iexact=key).first()
    if found is None:
        raise Refused(
            [
                Refusal(
                    "network.unknown-organisation",
                    N_("There is no organisation with the code %(key)s."),
                    facts={"key": key[:40]},
                    field="organisation",
                )
            ]
        )
    return found


def hold(pk: int) -> Organisation:
    """Return an organisation, held until the transaction ends: one change of its facts at a time."""
    return Organisation.objects.select_for_update().get(pk=pk)


@while_unchanged(most=6)
def members(view: AsOf, network: str = "") -> tuple[Organisation, ...]:
    """Return the cities that are members of the network in this view, sorted as Dutch readers do. One query.

    ``network`` is a key; empty means of any network. Source: covenant 8d.
    """
    acts = Membership.objects.as_of(view).select_related("city").order_by("happened_on", "recorded_at", "id")
    if network:
        acts = acts.filter(network__key=network)
    last = {(act.network_id, act.city_id): act for act in acts}
    cities = {act.city_id: act.city for act in last.values() if act.change == Membership.Change.JOINED}
    return tuple(sorted(cities.values(), key=lambda city: name_key(city.name)))


def membership_history(city: Organisation) -> tuple[MembershipLine, ...]:
    """Return every change of a city's membership, struck ones too, in the order they count. One query."""
    acts = Membership.objects.filter(city=city).order_by("happened_on", "recorded_at", "id")
    return tuple(
        MembershipLine(act.pk, city.key, act.change, act.happened_on, act.recorded_at, act.struck_at)
        for act in acts
    )


def is_member(history: Iterable[MembershipLine], view: AsOf) -> bool:
    """Tell from a city's history whether it is a member in this view. No queries. Source: covenant 8d."""
    last = [one for one in history if view.sees(one.happened_on, one.recorded_at, one.struck_at)][-1:]
    return bool(last) and last[0].change == Membership.Change.JOINED


def membership(pk: int) -> Membership | None:
    """Return a change of membership with its city, struck or not, or nothing. One query."""
    return Membership.objects.select_related("city").filter(pk=pk).first()


def corrections(one: Organisation, view: AsOf) -> tuple[Corrected, ...]:
    """Return what was corrected of an organisation's facts, newest first, as known then. One query."""
    wanted = journal.Wanted(
        organisations=(one.key,), verbs=("network.organisation-corrected",), known=view.known
    )
    return tuple(
        Corrected(line.at, line.mandate, tuple(_changes(line.facts))) for line in journal.lines(wanted)
    )


def _changes(facts: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    before, after = facts.get("before", {}), facts.get("after", {})
    return ((field, before.get(field) or "", after.get(field) or "") for field in sorted(after))


def _figure(row: Population) -> Figure:
    return Figure(row.inhabitants, row.happened_on, row.status, row.source, row.recorded_at, row.pk)


def _counting(rows: Iterable[Population]) -> dict[tuple[int, date], Population]:
    """Return per city and reference date the figure that counts: final first, then the last recorded."""
    best: dict[tuple[int, date], Population] = {}
    for row in sorted(rows, key=lambda row: (row.status == Population.Status.FINAL, row.recorded_at, row.pk)):
        best[row.city_id, row.happened_on] = row
    return best


@while_unchanged(most=6)
def populations(view: AsOf, reference_on: date) -> dict[int, Figure]:
    """Return per city id the figure of a reference date that counts in this view. One query.

    A final figure goes before a provisional one, among equals the one recorded last. Cities without a
    figure are absent. Source: covenant 6b.
    """
    rows = Population.objects.as_of(view).filter(happened_on=reference_on)
    return {city: _figure(row) for (city, _), row in _counting(rows).items()}


def known_figures(reference_dates: Collection[date]) -> dict[tuple[int, date], Figure]:
    """Return per city id and reference date the figure that counts as we know it now. One query."""
    rows = Population.objects.filter(happened_on__in=reference_dates, struck_at__isnull=True)
    return {key: _figure(row) for key, row in _counting(rows).items()}


def population_history(city: Organisation, view: AsOf) -> tuple[Figure, ...]:
    """Return one city's counting figure of every reference date in this view, oldest first. One query."""
    rows = Population.objects.as_of(view).filter(city=city)
    return tuple(_figure(row) for _, row in sorted(_counting(rows).items()))


def mandates(
    view: AsOf, organisation: Organisation | None = None, *, holding: bool = True
) -> tuple[MandateLine, ...]:
    """Return the mandates of a view, by organisation and role. Two queries.

    ``holding`` leaves out those that have ended or have yet to begin on the day of the view.
    """
    rows = Mandate.objects.as_of(view).select_related("person", "organisation")
    ends = MandateEnd.objects.as_of(view)
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
        ends = ends.filter(mandate__organisation=organisation)
    last_days: dict[int, list[date]] = defaultdict(list)
    for mandate, last_day in ends.values_list("mandate_id", "last_day"):
        last_days[mandate].append(last_day)
    lines = (
        MandateLine(
            id=row.pk,
            person_id=row.person_id,
            person=row.person.name,
            email=row.person.email,
            organisation=row.organisation.key,
            organisation_name=row.organisation.name,
            kind=row.organisation.kind,
            role=row.role,
            theme=row.theme,
            since=row.since,
            until=min(last_days[row.pk], default=None),
            recorded_at=row.recorded_at,
        )
        for row in rows
    )
    kept = (line for line in lines if not holding or line.period.holds_on(view.on))
    return tuple(
        sorted(
            kept, key=lambda one: (name_key(one.organisation_name), one.role, one.theme, one.since, one.id)
        )
    )


def mandate(pk: int) -> Mandate | None:
    """Return a mandate with its person and organisation, struck or not, or nothing. One query."""
    return Mandate.objects.select_related("person", "organisation").filter(pk=pk).first()


def mandate_end(of: Mandate) -> MandateEnd | None:
    """Return the end of a mandate that counts as we know it now: the earliest, or nothing. One query."""
    ends = MandateEnd.objects.filter(mandate=of, struck_at__isnull=True).select_related(
        "mandate__organisation"
    )
    return ends.order_by("last_day", "id").first()


def population(pk: int) -> Population | None:
    """Return a figure with its city, struck or not, or nothing. One query."""
    return Population.objects.select_related("city").filter(pk=pk).first()


@while_unchanged(most=64)
def actor_for(person: Person | None, on: date) -> Actor:
    """Return who acts: the person with the capacities that hold on a day, as we know it today. One query.

    Nobody signed in is the visitor; a person who is no longer active has no capacity. No queries for those.
    """
    if person is None or person.pk is None:
        return VISITOR
    if not person.is_active:
        return Actor(person_id=person.pk, name=person.name)
    rows = (
        Mandate.objects.filter(person_id=person.pk, struck_at__isnull=True, since__lte=on)
        .annotate(until=Min("ends__last_day", filter=Q(ends__struck_at__isnull=True)))
        .filter(Q(until__isnull=True) | Q(until__gte=on))
        .order_by("organisation__key", "role", "since", "id")
        .values_list("role", "organisation__key", "organisation__kind", "since", "until")
    )
    return Actor(person_id=person.pk, name=person.name, capacities=tuple(Capacity(*row) for row in rows))
