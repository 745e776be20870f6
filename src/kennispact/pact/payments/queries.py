"""Statements, what is left to match, and what points to whom. A constant number of SQL queries each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Abs, Coalesce

from kennispact.ground.kit.calendar import EVER
from kennispact.pact.ledger import queries as ledger
from kennispact.pact.payments.models import BankEntry, BankStatement, Match
from kennispact.pact.payments.rules import Claim, Sign, Suggestion, suggestions
from kennispact.registers.network import queries as network

# Every posting counts, on whatever day it was booked.
# What is left of an entry, in cents, after the matches that were not struck.
_LEFT = Abs(F("cents")) - Coalesce(Sum("matches__cents", filter=Q(matches__struck_at__isnull=True)), 0)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry of which something is left to match, with what it may be about."""

    entry: BankEntry
    left: int
    suggestions: tuple[Suggestion, ...]


def claims() -> tuple[Claim, ...]:
    """Return every item of every city, settled or not. Three queries."""
    names = {one.key: one.name for one in network.organisations("city")}
    return tuple(
        Claim(
            one.item, one.party, names.get(one.party, one.party), int(one.billed * 100), int(one.open * 100)
        )
        for one in ledger.items(EVER)
    )


def accounts() -> dict[str, set[str]]:
    """Return per IBAN the keys of the cities it paid for before. One query."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = Match.objects.filter(struck_at__isnull=True, city__isnull=False).exclude(entry__iban="")
    for iban, key in rows.order_by().values_list("entry__iban", "city__key").distinct():
        found[iban].add(key)
    return dict(found)


def sign_of(entry: BankEntry, left: int) -> Sign:
    """Return what an entry tells about whose money it is."""
    return Sign(
        entry.cents,
        left,
        entry.returned,
        entry.rest,
        entry.name,
        entry.iban,
        entry.ultimate,
        entry.reference,
        entry.text,
    )


def to_match() -> "QuerySet[BankEntry]":
    """Return the entries of which something is left, each with ``left`` in cents, the oldest first."""
    standing = BankEntry.objects.filter(struck_at__isnull=True).annotate(left=_LEFT)
    return standing.filter(left__gt=0).select_related("statement").order_by("happened_on", "pk")


def suggested(entries: Iterable[BankEntry]) -> tuple[Waiting, ...]:
    """Return entries with their suggestions. Four queries, however many entries."""
    known, paid_for = claims(), accounts()
    return tuple(
        Waiting(one, one.left, suggestions(sign_of(one, one.left), known, paid_for))  # type: ignore[attr-defined]
        for one in entries
    )


@dataclass(frozen=True, slots=True)
class Total:
    """How many entries wait to be matched, and what is left of them in cents: received and paid."""

    count: int
    received: int
    paid: int


def waiting_total() -> Total:
    """Return how much waits to be matched. One query."""
    standing = BankEntry.objects.filter(struck_at__isnull=True).annotate(left=_LEFT)
    rows = list(standing.filter(left__gt=0).order_by().values_list("cents", "left"))
    received = sum(left for cents, left in rows if cents > 0)
    return Total(len(rows), received, sum(left for _, left in rows) - received)


def entry(pk: int) -> BankEntry | None:
    """Return an entry with ``left`` in cents; a struck one too. One query."""
    rows = BankEntry.objects.annotate(left=_LEFT)
    return rows.select_related("statement").filter(pk=pk).first()


def matches_of(one: BankEntry) -> tuple[Match, ...]:
    """Return everything that was said of an entry, struck too. One query."""
    return tuple(Match.objects.filter(entry=one).select_related("city", "struck_by", "recorded_by"))


def match(pk: int) -> Match | None:
    """Return a match with its entry. One query."""
    return Match.objects.select_related("entry", "city").filter(pk=pk).first()


def statements() -> "QuerySet[BankStatement]":
    """Return the statements, the newest first, each with how many ``bookings`` came with it."""
    standing = BankStatement.objects.filter(struck_at__isnull=True)
    return standing.annotate(bookings=Count("entries")).order_by("-happened_on", "-pk")


def statement(pk: int) -> BankStatement | None:
    """Return a statement; a struck one too. One query."""
    return BankStatement.objects.filter(pk=pk).first()


def entries_of(one: BankStatement) -> "QuerySet[BankEntry]":
    """Return the entries that came with a statement, each with ``left`` in cents."""
    rows = BankEntry.objects.filter(statement=one).annotate(left=_LEFT)
    return rows.order_by("happened_on", "pk")
