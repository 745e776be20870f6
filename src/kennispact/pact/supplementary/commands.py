"""Every change: something extra is proposed, agreed to by the parties, answered by a city, struck."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from kennispact.ground.acts.models import recorded
from kennispact.ground.acts.rules import date_refusals
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf, day_of
from kennispact.ground.kit.refusal import refuse_if
from kennispact.pact.supplementary import access, queries, rules
from kennispact.pact.supplementary.models import Ask, Extra, Reply
from kennispact.pact.supplementary.rules import Terms
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.decisions import parties
from kennispact.registers.decisions.models import Decision
from kennispact.registers.documents.models import Document
from kennispact.registers.network import queries as network


@transaction.atomic
def propose(
    *,
    terms: Terms,
    cities: Collection[str],
    happened_on: date,
    by: Actor,
    at: datetime,
    reference: str = "",
    document: Document | None = None,
) -> Extra:
    """Propose to ask cities (by code) for more than the contribution. Source: covenant 6d, agreement 2.2.

    :raises Refused: if it says too little, or a city does not take part
    """
    access.require(by, "propose")
    covenant, view = covenants.covenant(), AsOf(day_of(at))
    known = {city.key: city for city in queries.taking_part(view)}
    figures = network.populations(view, covenant.contribution.population_on)
    counted = {key: figures[city.pk].inhabitants for key, city in known.items() if city.pk in figures}
    refuse_if(
        [
            *date_refusals(happened_on, at),
            *rules.proposal_refusals(
                terms, cities, known, known.keys() - counted.keys(), covenant.contribution.years
            ),
        ]
    )
    made = Extra.objects.create(
        covenant=covenant.key,
        kind=terms.kind,
        year=terms.year,
        title=terms.title.strip(),
        purpose=terms.purpose.strip(),
        reference=reference.strip(),
        document=document,
        happened_on=happened_on,
        **recorded(by, at),
    )
    each = terms.per == rules.PER_INHABITANT
    Ask.objects.bulk_create(
        Ask(
            extra=made,
            city=known[key],
            inhabitants=counted[key] if each else None,
            rate_cents=int(terms.amount * 100) if each else None,
            cents=int(rules.asked(terms, counted.get(key)) * 100),
        )
        for key in sorted(cities)
    )
    journal.write(
        "extra.proposed",
        made,
        by=by,
        at=at,
        clause=rules.CLAUSES[terms.kind],
        organisation=next(iter(cities)) if terms.kind == rules.ARRANGEMENT else "",
        name=made.title,
    )
    return made


@transaction.atomic
def agree(
    *, extra: Extra, happened_on: date, by: Actor, at: datetime, outcome: str = "yes", reason: str = ""
) -> Decision:
    """Record that the actor's party agrees that cities are asked, or does not. Source: covenant 6d.

    Said before in the same words, it does nothing.

    :raises Refused: if it was struck, or a city consented already
    """
    party = parties.own_party(by)
    extra = Extra.objects.select_for_update().get(pk=extra.pk)
    found = queries.proposal(extra)
    before = next((word.decision for word in found.words if word.party.key == party.key), None)
    if before is not None and before.outcome == outcome:
        return before
    refuse_if(
        [
            *rules.reply_refusals(
                is_struck=extra.struck_at is not None, is_open=True, said=(), outcome=outcome, reason=reason
            ),
            *rules.strike_refusals(consented=bool(found.consented)),
        ]
    )
    return parties.say(
        subject=rules.subject_of(extra.pk),
        title=f"Extra bijdrage vragen: {extra.title}",
        happened_on=happened_on,
        outcome=outcome,
        reason=reason,
        document=extra.document,
        by=by,
        at=at,
    )


@transaction.atomic
def reply(
    *,
    extra: Extra,
    city_key: str,
    outcome: str,
    happened_on: date,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Reply:
    """Record that a city consents to what is asked of it, or does not. Only its own people can.

    Said before, it does nothing. Source: covenant 6d, agreement 2.2.

    :raises Refused: if it is not asked (any more), or the city consented before
    """
    access.require(by, "reply", city_key)
    extra = Extra.objects.select_for_update().get(pk=extra.pk)
    ask = Ask.objects.select_related("city").get(extra=extra, city__key=city_key)
    said = {one.outcome: one for one in Reply.objects.filter(ask=ask, struck_at__isnull=True)}
    if outcome in said:
        return said[outcome]
    refuse_if(
        [
            *date_refusals(happened_on, at),
            *rules.reply_refusals(
                is_struck=extra.struck_at is not None,
                is_open=queries.proposal(extra).is_open,
                said=said,
                outcome=outcome,
                reason=reason,
            ),
        ]
    )
    made = Reply.objects.create(
        ask=ask, outcome=outcome, reason=reason.strip(), happened_on=happened_on, **recorded(by, at)
    )
    verb = "extra.consented" if outcome == "yes" else "extra.declined"
    journal.write(
        verb,
        made,
        by=by,
        at=at,
        clause=rules.CLAUSES[extra.kind],
        organisation=city_key,
        name=extra.title,
        amount=f"{ask.amount:f}",
    )
    return made


@transaction.atomic
def strike_extra(*, extra: Extra, why: str, by: Actor, at: datetime) -> None:
    """Strike what was proposed wrongly, as long as no city consented.

    :raises Refused: if a city consented, it was struck before, or without a reason
    """
    access.require(by, "strike")
    extra = Extra.objects.select_for_update().get(pk=extra.pk)
    refuse_if(rules.strike_refusals(consented=bool(queries.proposal(extra).consented)))
    journal.strike(extra, verb="extra.struck", why=why, by=by, at=at, clause=rules.CLAUSES[extra.kind])
