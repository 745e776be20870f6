"""All dates of the covenant: what is due or to be paid, when terms begin and end, when cities leave."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.people.models import Person
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.covenant.definition import Scope
from kennispact.review.calendar import access, paying
from kennispact.review.calendar.models import Feed
from kennispact.review.compliance import queries as compliance
from kennispact.review.compliance.queries import CovenantState
from kennispact.review.compliance.rules import State


@dataclass(frozen=True, slots=True)
class Day:
    """One line of the calendar. ``uid`` stays the same for as long as the line means the same.

    ``city`` is the name of the city it concerns; ``owners`` are role keys; ``progress`` is how many cities
    of how many have done it; ``invoice`` is the number of the invoice it is the last day of.
    """

    uid: str
    on: date
    title: str
    title_en: str
    clause: str
    owners: tuple[str, ...] = ()
    state: State | None = None
    city: str = ""
    progress: tuple[int, int] | None = None
    invoice: str = ""


def days(
    view: AsOf,
    by: Actor,
    *,
    since: date | None = None,
    until: date | None = None,
    state: CovenantState | None = None,
) -> tuple[Day, ...]:
    """Return the dates the actor may see, between two days inclusive, in order. Constant queries.

    Whoever has the state of the covenant in this view already gives it along: then there are at most three.
    """
    access.require(by, "see")
    state = state or compliance.state(view)
    found = [*_due(state), *_key_dates(), *_leaving(state, by), *_paying(view, by)]
    kept = [day for day in found if (since is None or day.on >= since) and (until is None or day.on <= until)]
    return tuple(sorted(kept, key=lambda day: (day.on, day.clause, day.uid)))


def _due(covenant_state: CovenantState) -> list[Day]:
    found = []
    for one in covenant_state.occurrences:
        if one.occurrence is None or one.occurrence.due_on is None:
            continue
        obligation = one.obligation
        name = f" {one.occurrence.key}" if len(obligation.occurrences) > 1 else ""
        progress = None
        if obligation.scope is Scope.CITY and one.cities:
            progress = (sum(city.finding.kept_on is not None for city in one.cities), len(one.cities))
        found.append(
            Day(
                uid=f"{obligation.key}-{one.occurrence.key}",
                on=one.occurrence.due_on,
                title=obligation.title + name,
                title_en=obligation.title_en + name,
                clause=obligation.clause,
                owners=obligation.owners,
                state=one.finding.state,
                progress=progress,
            )
        )
    return found


def _key_dates() -> list[Day]:
    return [
        Day(one.key, one.on, one.title, one.title_en, one.clause, one.owners)
        for one in covenants.covenant().key_dates
    ]


def _leaving(covenant_state: CovenantState, by: Actor) -> list[Day]:
    """Return the last days of agreements that end by notice."""
    covenant = covenants.covenant()
    found = []
    for row in covenant_state.register:
        notice = row.dossier.notice
        if notice is None or not access.may(by, "see_city", row.city.key):
            continue
        found.append(
            Day(
                uid=f"leaves-{row.city.key}-{notice.id}",
                on=row.state.ends_before,
                title=f"Overeenkomst van {row.city.name} eindigt door opzegging",
                title_en=f"Agreement of {row.city.name} ends by notice",
                clause=covenant.notice.clauses[0],
                owners=("relatiemanager", "secretaris"),
                city=row.city.name,
            )
        )
    return found


def _paying(view: AsOf, by: Actor) -> list[Day]:
    """Return the last days to pay invoices. Source: 6b, O3.1, 6d."""
    found = []
    for one in paying.to_pay(view, by):
        years = ", ".join(str(year) for year in one.years)
        what, what_en = (
            (f"Factuur {one.number} betalen", f"Pay invoice {one.number}")
            if one.number
            else (f"Facturen over {years} betalen", f"Pay the invoices for {years}")
        )
        found.append(
            Day(
                uid=f"pay-{one.number or f'{one.clause}-{one.on}'}",
                on=one.on,
                title=what,
                title_en=what_en,
                clause=one.clause,
                owners=paying.OWNERS,
                state=one.state,
                city=one.city,
                progress=None if one.number else one.progress,
                invoice=one.number,
            )
        )
    return found


def feeds_of(person_id: int) -> list[Feed]:
    """Return a person's feeds that still work. One query."""
    return list(Feed.objects.filter(person_id=person_id, revoked_at=None).order_by("-made_at"))


def feed_owner(token: str) -> tuple[Person, str, datetime] | None:
    """Return whose feed a token opens, in which language, made when; ``None`` if it opens nothing."""
    feed = (
        Feed.objects.filter(token_hash=hash_of(token), revoked_at=None, person__is_active=True)
        .select_related("person")
        .first()
    )
    return (feed.person, feed.language, feed.made_at) if feed else None


def hash_of(token: str) -> str:
    """Return what is kept of a token."""
    return sha256(token.encode()).hexdigest()
