"""Matching: what an entry turned out to be, and taking that back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from kennispact.ground.acts.models import recorded
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.money import in_euros
from kennispact.ground.kit.refusal import Refusal, refuse_if
from kennispact.ground.kit.words import N_
from kennispact.pact.ledger import commands as ledger
from kennispact.pact.ledger import queries as postings
from kennispact.pact.ledger.rules import Account, Line
from kennispact.pact.payments import access, queries, rules
from kennispact.pact.payments.models import BankEntry, BankStatement, Match, Till
from kennispact.pact.payments.rules import Claim, Part
from kennispact.registers.network import queries as network

TILL = "main"


def hold_till() -> None:
    """Let whoever brings in or matches money wait until we are done. Inside a transaction."""
    Till.objects.select_for_update().get_or_create(key=TILL)


@transaction.atomic
def match(
    *, entry: BankEntry, parts: Sequence[Part], by: Actor, at: datetime, seen_left: int | None = None
) -> tuple[Match, ...]:
    """Put (parts of) an entry on items of cities: what was received as payment, what was paid as refund.

    ``seen_left`` is what was left, in cents, when the choice was made: pressed twice it happens once.

    :raises Refused: if it is more than is left, or than is open (unless ``beyond``), or there is no such item
    """
    access.require(by, "match")
    entry, left = _held(entry)
    known = {claim.item: claim for claim in queries.claims()}
    rooms = {claim.item: _room(entry, claim) for claim in known.values()}
    refuse_if(
        [
            *rules.seen_refusals(left, seen_left),
            *rules.part_refusals(parts, left, rooms, received=entry.cents > 0),
        ]
    )
    return tuple(place(entry, known[part.item], part.cents, by=by, at=at) for part in parts)


def _room(entry: BankEntry, claim: Claim) -> int:
    return max(claim.open if entry.cents > 0 else -claim.open, 0)


def _held(entry: BankEntry) -> tuple[BankEntry, int]:
    """Return an entry that nobody else can match meanwhile, and what is left of it in cents."""
    hold_till()
    entry = BankEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.struck_at is not None:
        refuse_if([Refusal("match.struck", N_("This booking was struck."))])
    done = entry.matches.filter(struck_at__isnull=True).aggregate(cents=Sum("cents"))["cents"] or 0
    return entry, abs(entry.cents) - done


def place(
    entry: BankEntry, claim: Claim, cents: int, *, by: Actor, at: datetime, automatic: bool = False
) -> Match:
    """Put an amount of an entry on an item and book it. The till is held, and it was asked whether it may."""
    received = entry.cents > 0
    made = Match.objects.create(
        entry=entry,
        kind=Match.Kind.PAYMENT if received else Match.Kind.REFUND,
        city=network.organisation(claim.city_key),
        item=claim.item,
        cents=cents,
        automatic=automatic,
        happened_on=entry.happened_on,
        **recorded(by, at),
    )
    debtor = {"account": Account.DEBTORS, "party": claim.city_key, "item": claim.item}
    suspense = {"account": Account.SUSPENSE, "item": item_of(entry)}
    amount = in_euros(cents)
    to, origin = (suspense, debtor) if received else (debtor, suspense)
    lines = [Line(debit=amount, **to), Line(credit=amount, **origin)]  # type: ignore[arg-type]
    text = f"{'Betaling' if received else 'Terugbetaling'} {claim.item}"
    _book(made, text, lines, by=by, at=at)
    journal.write(
        "payment.matched",
        made,
        by=by,
        at=at,
        clause="6b",
        organisation=claim.city_key,
        number=claim.item,
        amount=f"{made.amount if received else -made.amount:f}",
        automatic=automatic,
    )
    return made


@transaction.atomic
def set_aside(*, entry: BankEntry, by: Actor, at: datetime, seen_left: int | None = None) -> Match:
    """Say that what is left of an entry is not about the covenant: it leaves our books.

    :raises Refused: if nothing is left
    """
    access.require(by, "match")
    entry, left = _held(entry)
    refuse_if(rules.seen_refusals(left, seen_left))
    if left <= 0:
        refuse_if([Refusal("match.nothing-left", N_("Nothing of this booking is left to match."))])
    made = Match.objects.create(
        entry=entry, kind=Match.Kind.ASIDE, cents=left, happened_on=entry.happened_on, **recorded(by, at)
    )
    amount, item = in_euros(left), item_of(entry)
    received = entry.cents > 0
    to, origin = (Account.SUSPENSE, Account.BANK) if received else (Account.BANK, Account.SUSPENSE)
    lines = [Line(to, debit=amount, item=item), Line(origin, credit=amount, item=item)]
    _book(made, "Niet voor het convenant", lines, by=by, at=at)
    journal.write("payment.set-aside", made, by=by, at=at, amount=f"{amount:f}")
    return made


@transaction.atomic
def strike_statement(*, statement: BankStatement, why: str, by: Actor, at: datetime) -> None:
    """Strike a statement that does not belong here, with its entries. It may be brought in again.

    :raises Refused: if some of it is matched, it was struck before, or without a reason
    """
    access.require(by, "import")
    hold_till()
    matched = Match.objects.filter(entry__statement=statement, struck_at__isnull=True).count()
    refuse_if(rules.strike_statement_refusals(matched))
    journal.strike(statement, verb="payment.statement-struck", why=why, by=by, at=at)
    standing = BankEntry.objects.filter(statement=statement, struck_at__isnull=True)
    standing.update(struck_at=at, struck_by_id=by.person_id, struck_why=why.strip())
    for source in postings.sources(f"statement {statement.pk} "):
        book_back(source, why, by=by, at=at)


def item_of(entry: BankEntry) -> str:
    """Return the item under which an entry waits on the suspense account."""
    return f"entry {entry.pk}"


def source_of(match: Match) -> str:
    """Return under which source a match is booked."""
    return f"match {match.pk}"


def _book(made: Match, text: str, lines: list[Line], *, by: Actor, at: datetime) -> None:
    ledger.post(source=source_of(made), text=text, happened_on=made.happened_on, lines=lines, by=by, at=at)


def book_back(source: str, why: str, *, by: Actor, at: datetime) -> None:
    """Book a source back on the day of its booking itself: it never was right."""
    posting = postings.posting(source)
    ledger.reverse(posting=posting, why=why.strip(), happened_on=posting.happened_on, by=by, at=at)
