"""Taking back what was matched or set off, with every set-off that has no ground without it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import refuse_if
from kennispact.pact.payments import access, queries, rules
from kennispact.pact.payments.commands import book_back, hold_till
from kennispact.pact.payments.commands import source_of as source_of_match
from kennispact.pact.payments.models import Match, Transfer
from kennispact.pact.payments.moves import without_ground
from kennispact.pact.payments.transfers import source_of


def undone_with(undone: Match | Transfer) -> tuple[Transfer, ...]:
    """Return the set-offs that are undone with a payment or another set-off. Four queries.

    Without it the invoice is not paid too much any more: there is nothing left to set off.
    """
    no_payment = isinstance(undone, Match) and undone.kind != Match.Kind.PAYMENT
    if undone.city is None or undone.struck_at is not None or no_payment:
        return ()
    rows = Transfer.objects.filter(city=undone.city, struck_at__isnull=True).select_related("city")
    standing = [one for one in rows.order_by("-pk") if one != undone]
    if not standing:
        return ()
    opens = {one.item: one.open for one in queries.claims() if one.city_key == undone.city.key}
    return without_ground(opens, standing, undone.item, undone.cents)


@transaction.atomic
def strike_match(*, match: Match, why: str, by: Actor, at: datetime, seen: int = 0) -> None:
    """Undo a match: its amount is to be matched again, and the invoice is open again.

    ``seen`` is how much, in cents, of set-offs it was seen to take along (:func:`undone_with`).

    :raises Refused: if it takes others along, it was struck before, or without a reason
    """
    with_it = _held(match, seen, by)
    key = match.city.key if match.city else ""
    journal.strike(match, verb="payment.match-struck", why=why, by=by, at=at, organisation=key)
    book_back(source_of_match(match), why, by=by, at=at)
    _strike(with_it, why, by=by, at=at)


@transaction.atomic
def strike_transfer(*, transfer: Transfer, why: str, by: Actor, at: datetime, seen: int = 0) -> None:
    """Undo a set-off: the one item was paid too much again, and the other is open again.

    ``seen`` as for :func:`strike_match`.

    :raises Refused: if it takes others along, it was struck before, or without a reason
    """
    with_it = _held(transfer, seen, by)
    _strike([transfer, *with_it], why, by=by, at=at)


def _held(undone: Match | Transfer, seen: int, by: Actor) -> tuple[Transfer, ...]:
    """Let others wait, and return what is undone too: as much as was seen."""
    access.require(by, "match")
    hold_till()
    undone.refresh_from_db(fields=["struck_at"])
    with_it = undone_with(undone)
    refuse_if(rules.set_off_refusals(sum(one.cents for one in with_it), seen))
    return with_it


def _strike(transfers: Iterable[Transfer], why: str, *, by: Actor, at: datetime) -> None:
    for one in transfers:
        journal.strike(one, verb="payment.set-off-struck", why=why, by=by, at=at, organisation=one.city.key)
        book_back(source_of(one), why, by=by, at=at)
