"""Every change: a surplus is proposed, agreed to, struck, carried out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from kennispact.ground.acts.models import recorded
from kennispact.ground.acts.rules import date_refusals
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import AsOf, day_of
from kennispact.ground.kit.refusal import Refusal, Refused, refuse_if
from kennispact.pact.invoicing import setting_off
from kennispact.pact.settlement import access, queries, rules
from kennispact.pact.settlement.models import CarryingOut, Share, Surplus
from kennispact.pact.settlement.queries import Settlement
from kennispact.pact.settlement.rules import Weight
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.decisions import parties
from kennispact.registers.decisions.models import Decision
from kennispact.registers.documents.models import Document
from kennispact.registers.network import queries as network


@dataclass
class Result:
    """What carrying out did: how many shares were set off now, and why one was not (by city)."""

    done: int = 0
    refused: dict[str, tuple[Refusal, ...]] = field(default_factory=dict)


@transaction.atomic
def propose(
    *,
    amount: Decimal,
    document: Document,
    happened_on: date,
    by: Actor,
    at: datetime,
    explanation: str = "",
    choices: Mapping[str, str] | None = None,
) -> Surplus:
    """Put a surplus before both parties, with each city's share in it. Source: covenant 7d-2.

    ``amount`` is without VAT. ``choices`` says per city that left whether it ``shares`` or gets ``none``.

    :raises Refused: if a choice is missing, the amount is too high, or a proposal waits
    """
    access.require(by, "propose")
    covenant = covenants.covenant()
    network.hold(network.organisation(covenant.parties[0].key).pk)
    found, chosen = queries.basis(AsOf(day_of(at))), choices or {}
    weights = found.chosen(chosen)
    left = {one.city_key: found.cities[one.city_key].name for one in found.left}
    waiting = any(not one.is_done for one in queries.settlements(queries.surpluses()))
    refuse_if(
        [
            *date_refusals(happened_on, at),
            *rules.pending_refusals(pending=waiting),
            *rules.choice_refusals(left, chosen, found.unknown),
            *rules.amount_refusals(amount, weights),
        ]
    )
    made = Surplus.objects.create(
        covenant=covenant.key,
        year=found.year,
        amount_cents=int(amount * 100),
        explanation=explanation.strip(),
        document=document,
        happened_on=happened_on,
        **recorded(by, at),
    )
    Share.objects.bulk_create(
        Share(
            surplus=made,
            city=found.cities[part.weight.city_key],
            year=part.weight.year,
            weight_cents=int(part.weight.amount * 100),
            cents=int(part.amount * 100),
            has_left=part.weight.has_left,
        )
        for part in rules.parts(amount, weights)
    )
    journal.write("settlement.proposed", made, by=by, at=at, clause=rules.CLAUSE, amount=f"{amount:f}")
    return made


@transaction.atomic
def agree(
    *, surplus: Surplus, happened_on: date, by: Actor, at: datetime, outcome: str = "yes", reason: str = ""
) -> Decision:
    """Record that the actor's party agrees to a surplus and its shares, or (``outcome="no"``) does not.

    Said before in the same words, it does nothing. Source: covenant 7d-2.

    :raises Refused: if it was struck or carried out, or the contributions changed meanwhile
    """
    party = parties.own_party(by)
    surplus = Surplus.objects.select_for_update().get(pk=surplus.pk)
    found = queries.settlement(surplus)
    before = next(word.decision for word in found.words if word.party.key == party.key)
    if before is not None and before.outcome == outcome:
        return before
    refuse_if(
        [
            *rules.standing_refusals(
                is_struck=surplus.struck_at is not None, is_carried_out=found.carrying_out is not None
            ),
            *(_changed(found, AsOf(day_of(at))) if outcome == "yes" else ()),
        ]
    )
    return parties.say(
        subject=queries.subject_of(surplus.pk),
        title=f"Overschot verrekenen met {surplus.year}",
        happened_on=happened_on,
        outcome=outcome,
        reason=reason,
        document=surplus.document,
        by=by,
        at=at,
    )


def _changed(found: Settlement, view: AsOf) -> list[Refusal]:
    now = queries.basis(view)
    shares = [line.share for line in found.lines]
    frozen = [Weight(one.city.key, one.year, one.weight, has_left=one.has_left) for one in shares]
    sharing = {one.city.key: rules.SHARES for one in shares if one.has_left}
    return list(rules.changed_refusals(frozen, now.chosen(sharing)))


@transaction.atomic
def strike_surplus(*, surplus: Surplus, why: str, by: Actor, at: datetime) -> None:
    """Strike a proposal that is wrong, or that a party does not agree to.

    :raises Refused: if it was struck or carried out before, or without a reason
    """
    access.require(by, "strike")
    surplus = Surplus.objects.select_for_update().get(pk=surplus.pk)
    carried = CarryingOut.objects.filter(surplus=surplus).exists()
    refuse_if(rules.standing_refusals(is_struck=False, is_carried_out=carried))
    journal.strike(surplus, verb="settlement.struck", why=why, by=by, at=at, clause=rules.CLAUSE)


def carry_out(*, surplus: Surplus, by: Actor, at: datetime) -> Result:
    """Set every share off against its city's contribution. Source: covenant 7d-2.

    A city that was not invoiced yet gets it as an allowance on its invoice, a city that was a credit note.
    Each is a transaction of its own: stop it at any moment and run it again; what was done is not done
    twice. Call it outside a transaction.

    :raises Refused: if a party does not agree, or some cities were invoiced and others were not
    """
    access.require(by, "carry_out")
    found = _begin(surplus, by=by, at=at)
    result = Result()
    for line in found.lines:
        if not line.share.cents:
            continue
        try:
            setting_off.set_off(
                city=line.city,
                year=line.share.year,
                net=line.share.amount,
                reason=f"Aandeel in het overschot van het convenant ({found.surplus.year})",
                asked=rules.request_of(surplus.pk, line.city.key),
                by=by,
                at=at,
            )
        except Refused as refused:
            result.refused[line.city.key] = refused.refusals
        else:
            result.done += line.settled is None
    return result


@transaction.atomic
def _begin(surplus: Surplus, *, by: Actor, at: datetime) -> Settlement:
    """Write down that it is carried out, once: from here on it cannot be struck."""
    surplus = Surplus.objects.select_for_update().get(pk=surplus.pk)
    found = queries.settlement(surplus)
    agreed = {word.party.name: word.agrees for word in found.words}
    refuse_if(
        [
            *rules.standing_refusals(is_struck=surplus.struck_at is not None, is_carried_out=False),
            *rules.carry_out_refusals(agreed, [one.city.name for one in queries.ways(found).missing]),
        ]
    )
    if found.carrying_out is None:
        made = CarryingOut.objects.create(surplus=surplus, happened_on=day_of(at), **recorded(by, at))
        journal.write(
            "settlement.carried-out",
            made,
            by=by,
            at=at,
            clause=rules.CLAUSE,
            amount=f"{surplus.amount:f}",
        )
    return found
