"""Booking. A posting is made once and stays; what was wrong is booked back."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from kennispact.ground.acts.models import recorded
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.refusal import Refusal, refuse_if
from kennispact.ground.kit.words import N_
from kennispact.pact.ledger import access, rules, seals
from kennispact.pact.ledger.models import Book, Movement, Posting
from kennispact.pact.ledger.rules import Account, Line, Side

BOOK = "main"


def hold_book() -> None:
    """Let whoever books wait until we are done. Inside a transaction."""
    Book.objects.select_for_update().get_or_create(key=BOOK)


@transaction.atomic(savepoint=False)
def post(
    *, source: str, text: str, happened_on: date, lines: Sequence[Line], by: Actor, at: datetime
) -> Posting:
    """Book balanced lines for a source that was not booked before.

    Call it in the transaction of what is booked: it has none of its own within, so a refusal undoes both.
    There is no line in the journal: the ledger is one.

    :raises Refused: if the lines are not in balance, or the source was booked before
    """
    access.require(by, "post")
    refuse_if(rules.line_refusals(lines))
    # From here on postings come one after the other: each seals the one before it.
    hold_book()
    if Posting.objects.filter(source=source).exists():
        facts: dict[str, object] = {"source": source}
        refuse_if([Refusal("ledger.twice", N_("%(source)s was booked before."), facts=facts)])
    last = Posting.objects.order_by("-pk").values_list("digest", flat=True).first() or rules.BEGINNING
    made = Posting(source=source, text=text[:200], happened_on=happened_on, previous=last, **recorded(by, at))
    movements = [
        Movement(
            place=place,
            debit=pair.debit.account.value,
            debit_party=pair.debit.party,
            debit_item=pair.debit.item,
            credit=pair.credit.account.value,
            credit_party=pair.credit.party,
            credit_item=pair.credit.item,
            cents=pair.cents,
        )
        for place, pair in enumerate(rules.pairs(lines), 1)
    ]
    made.digest = seals.seal(made, movements)
    made.save(force_insert=True)
    for movement in movements:
        movement.posting = made
    Movement.objects.bulk_create(movements)
    return made


@transaction.atomic
def reverse(*, posting: Posting, why: str, happened_on: date, by: Actor, at: datetime) -> Posting:
    """Book a posting back: every movement the other way round.

    :raises Refused: if it was booked back before
    """
    access.require(by, "post")
    lines = []
    for movement in posting.movements.all():
        debit = Side(Account(movement.debit), movement.debit_party, movement.debit_item)
        credit = Side(Account(movement.credit), movement.credit_party, movement.credit_item)
        lines.append(Line(credit.account, debit=movement.amount, party=credit.party, item=credit.item))
        lines.append(Line(debit.account, credit=movement.amount, party=debit.party, item=debit.item))
    return post(
        source=f"{rules.BACK}{posting.source}", text=why, happened_on=happened_on, lines=lines, by=by, at=at
    )
