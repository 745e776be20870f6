"""What a city paid too much, set off against what it has open: an act, that can be struck like any other."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kennispact.ground.acts.models import recorded
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import day_of
from kennispact.ground.kit.refusal import Refusal, refuse_if
from kennispact.ground.kit.words import N_
from kennispact.pact.ledger import commands as ledger
from kennispact.pact.ledger.rules import Account, Line
from kennispact.pact.payments import access, queries, rules
from kennispact.pact.payments.commands import hold_till
from kennispact.pact.payments.models import Match, Transfer
from kennispact.pact.payments.moves import Move, moves
from kennispact.pact.payments.rules import Claim
from kennispact.registers.network.models import Organisation


@dataclass(frozen=True, slots=True)
class Overpaid:
    """What a city paid too much, on which ``claims``, and the ``moves`` by which it can be set off now.

    ``iban`` is the account that paid it last, if it is known.
    """

    claims: tuple[Claim, ...]
    moves: tuple[Move, ...]
    iban: str

    @property
    def total(self) -> int:
        """Return what was paid too much, in cents."""
        return -sum(claim.open for claim in self.claims)

    @property
    def to_set_off(self) -> int:
        """Return how much of it can be set off now, in cents."""
        return sum(move.cents for move in self.moves)


def overpaid(city: Organisation) -> Overpaid:
    """Return what a city paid too much, and what it can be set off against. Four queries."""
    claims = [claim for claim in queries.claims() if claim.city_key == city.key]
    too_much = tuple(claim for claim in claims if claim.open < 0)
    paid = Match.objects.filter(city=city, item__in=[one.item for one in too_much], struck_at__isnull=True)
    ibans = paid.filter(kind=Match.Kind.PAYMENT).order_by("-pk").values_list("entry__iban", flat=True)
    return Overpaid(too_much, moves(claims), ibans.first() or "")


@transaction.atomic
def set_off_overpayment(
    *, city: Organisation, by: Actor, at: datetime, seen_left: int | None = None
) -> tuple[Transfer, ...]:
    """Set what a city paid too much off against what it has open, the oldest first.

    ``seen_left`` is how much could be set off, in cents, when it was decided: pressed twice it happens once.

    :raises Refused: if nothing was paid too much or nothing is open, or that changed meanwhile
    """
    access.require(by, "match")
    hold_till()
    found = overpaid(city)
    refuse_if(rules.seen_refusals(found.to_set_off, seen_left))
    if not found.moves:
        told = N_("This city paid nothing too much, or has nothing open to set it off against.")
        refuse_if([Refusal("transfer.nothing", told)])
    return tuple(_transfer(city, move, by=by, at=at) for move in found.moves)


def _transfer(city: Organisation, move: Move, *, by: Actor, at: datetime) -> Transfer:
    made = Transfer.objects.create(
        city=city,
        origin=move.origin,
        item=move.item,
        cents=move.cents,
        happened_on=day_of(at),
        **recorded(by, at),
    )
    lines = [
        Line(Account.DEBTORS, debit=made.amount, party=city.key, item=move.origin),
        Line(Account.DEBTORS, credit=made.amount, party=city.key, item=move.item),
    ]
    ledger.post(
        source=source_of(made),
        text=f"Te veel betaald op {move.origin}, verrekend met {move.item}",
        happened_on=made.happened_on,
        lines=lines,
        by=by,
        at=at,
    )
    journal.write(
        "payment.set-off",
        made,
        by=by,
        at=at,
        clause="6b",
        organisation=city.key,
        number=f"{move.origin}, {move.item}",
        amount=f"{made.amount:f}",
    )
    return made


def source_of(transfer: Transfer) -> str:
    """Return under which source a set-off is booked."""
    return f"set-off {transfer.pk}"


def transfers(most: int = 50) -> tuple[Transfer, ...]:
    """Return the last set-offs of all cities, struck too, the newest first. One query."""
    return tuple(Transfer.objects.select_related("city").order_by("-pk")[:most])


def transfer(pk: int) -> Transfer | None:
    """Return a set-off with its city, or nothing. One query."""
    return Transfer.objects.select_related("city").filter(pk=pk).first()
