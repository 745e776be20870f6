"""Reminders to the cities whose turn it is: who gets which letter, and sending each of them once a week."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf, day_of
from kennispact.ground.kit.refusal import Refusal, refuse_if
from kennispact.ground.kit.words import N_
from kennispact.ground.look import formatting
from kennispact.ground.post import commands as post
from kennispact.ground.post import queries as letters
from kennispact.ground.post.queries import Line
from kennispact.pact.agreements.rules import COLLEGE_DECIDED, SENT, SIGNED_BY_CITY
from kennispact.pact.drafting import access, nota, queries, wording
from kennispact.pact.drafting.fields import fields, fill
from kennispact.pact.drafting.queries import CityPapers
from kennispact.registers.network import queries as network
from kennispact.registers.network.models import Organisation

KIND = "agreement-reminder"
# The steps that a city takes itself, after the agreement was sent to it.
ITS_TURN = (COLLEGE_DECIDED, SIGNED_BY_CITY)


@dataclass(frozen=True, slots=True)
class Reminder:
    """The letter to one contact person of a city whose turn it is. ``key`` is the same the whole week."""

    city: Organisation
    step: str
    receiver: str
    key: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Round:
    """Whom to remind on a day. ``sent`` are letters that exist already, by key; ``nobody`` has no address."""

    due: tuple[Reminder, ...]
    sent: dict[str, Line]
    nobody: tuple[Organisation, ...]

    @property
    def to_send(self) -> tuple[Reminder, ...]:
        """Return the letters that were not made ready this week."""
        return tuple(one for one in self.due if one.key not in self.sent)


def step_of(papers: CityPapers) -> str:
    """Return the step of its agreement that the city itself must take now, or nothing."""
    missing = papers.row.state.missing
    first = missing[0] if missing else ""
    return first if first in ITS_TURN else ""


def round_of(everyone: Sequence[CityPapers], at: datetime) -> Round:
    """Return the reminders of a day. Three queries."""
    receivers: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for line in network.mandates(AsOf(day_of(at))):
        if line.role == "contactpersoon" and line.kind == Organisation.Kind.CITY and line.person_id:
            receivers[line.organisation].append((line.person_id, line.email))
    waiting = [one for one in everyone if step_of(one) and one.facts]
    due = [letter for one in waiting for letter in _letters(one, receivers[one.city.key], day_of(at))]
    return Round(
        tuple(due),
        letters.by_key([one.key for one in due], at),
        tuple(one.city for one in waiting if not receivers[one.city.key]),
    )


def _letters(papers: CityPapers, receivers: Sequence[tuple[int, str]], today: date) -> Iterator[Reminder]:
    facts, step = nota.known(papers), step_of(papers)
    words = wording.read(nota.folder(), wording.REMINDER)
    said = fields(facts)
    sent_on = papers.row.dossier.on(SENT)
    said |= {
        "verstuurd_op": formatting.day(sent_on) if sent_on else "",
        "adres": settings.KENNISPACT_BASE_URL + reverse("show_papers", args=[papers.city.key]),
    }
    said |= {name: fill(text, said) for name, text in words["step"][step].items()}
    days = {"dagen": (facts.terms.target_on - today).days}
    year, week, _day = today.isocalendar()
    for person, address in receivers:
        yield Reminder(
            city=papers.city,
            step=step,
            receiver=address,
            key=f"{KIND}/{facts.terms.covenant}/{papers.city.key}/{step}/{person}/{year}-W{week:02d}",
            subject=fill(words["subject"], said),
            text=fill(words["text"], {**said, **days}).strip() + "\n",
        )


@transaction.atomic
def remind(*, cities: Collection[str], by: Actor, at: datetime) -> int:
    """Make a reminder ready for the contact persons of these cities (keys); return how many are new.

    Each contact person gets one a week for the same step, however often this is asked.

    :raises Forbidden: if the actor may not remind
    :raises Refused: if no city was chosen, or for one whose turn it is not
    """
    access.require(by, "remind")
    found = round_of(queries.members(AsOf(day_of(at))), at)
    wanted = [one for one in found.due if one.city.key in cities]
    refuse_if(_refusals(cities, {one.city.key for one in wanted}))
    done = 0
    for one in wanted:
        is_new = post.queue(
            kind=KIND,
            key=one.key,
            receiver=one.receiver,
            organisation=one.city.key,
            subject=one.subject,
            text=one.text,
            by=by,
            at=at,
        )
        done += is_new
        if is_new:
            journal.write(
                "agreement.reminded",
                None,
                by=by,
                at=at,
                clause="8d",
                organisation=one.city.key,
                step=one.step,
            )
    return done


def _refusals(cities: Collection[str], due: set[str]) -> Iterator[Refusal]:
    if not cities:
        yield Refusal("reminder.nobody", N_("Choose at least one city."), field="cities")
    for key in sorted(set(cities) - due):
        yield Refusal(
            "reminder.not-due",
            N_("%(city)s needs no reminder: it is not its turn, or it has no contact person."),
            facts={"city": key[:40]},
            field="cities",
        )
