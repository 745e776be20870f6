"""What the ledger says in a view: balance, open items, a city's account. A constant number of SQL queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Min, Q, QuerySet, Sum

from kennispact.ground.acts.unchanged import while_unchanged
from kennispact.ground.kit.calendar import AsOf
from kennispact.pact.ledger.models import Movement, Posting
from kennispact.pact.ledger.rules import REVENUE, Account


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """What was booked on one account (EUR)."""

    account: Account
    debit: Decimal
    credit: Decimal

    @property
    def balance(self) -> Decimal:
        """Return debit minus credit."""
        return self.debit - self.credit


@dataclass(frozen=True, slots=True)
class Balance:
    """Every account in a view. ``debit`` and ``credit`` are equal, always."""

    view: AsOf
    accounts: tuple[AccountBalance, ...]

    @property
    def debit(self) -> Decimal:
        """Return everything booked on the debit side."""
        return sum((one.debit for one in self.accounts), Decimal("0.00"))

    @property
    def credit(self) -> Decimal:
        """Return everything booked on the credit side."""
        return sum((one.credit for one in self.accounts), Decimal("0.00"))

    @property
    def in_balance(self) -> bool:
        """Tell whether both sides are equal."""
        return self.debit == self.credit


@dataclass(frozen=True, slots=True)
class OpenItem:
    """What a city still has to pay on one item, or (below zero) has paid too much. Amounts in EUR."""

    party: str
    item: str
    since: date
    billed: Decimal
    settled: Decimal

    @property
    def open(self) -> Decimal:
        """Return what is left to pay."""
        return self.billed - self.settled


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line of a city's account, with what is open after it (EUR)."""

    happened_on: date
    source: str
    text: str
    item: str
    debit: Decimal
    credit: Decimal
    open: Decimal


def in_euro(cents: int | None) -> Decimal:
    """Return whole cents, or nothing, as an amount in EUR."""
    return Decimal(cents or 0) / 100 + Decimal("0.00")


def seen(view: AsOf) -> "QuerySet[Movement]":
    """Return every movement of a view, in no order."""
    found = Movement.objects.filter(posting__happened_on__lte=view.on).order_by()
    return found.filter(posting__recorded_at__lte=view.known) if view.known else found


def balance(view: AsOf) -> Balance:
    """Return what was booked on every account. Two queries."""
    moved = seen(view)
    debit = {row["debit"]: row["total"] for row in moved.values("debit").annotate(total=Sum("cents"))}
    credit = {row["credit"]: row["total"] for row in moved.values("credit").annotate(total=Sum("cents"))}
    return Balance(
        view,
        tuple(
            AccountBalance(account, in_euro(debit.get(account.value)), in_euro(credit.get(account.value)))
            for account in Account
        ),
    )


def items(view: AsOf, party: str = "") -> tuple[OpenItem, ...]:
    """Return every item of the debtors (of one city), settled or not, the oldest first. Two queries."""
    billed: dict[tuple[str, str], int] = defaultdict(int)
    settled: dict[tuple[str, str], int] = defaultdict(int)
    since: dict[tuple[str, str], date] = {}
    for side, totals in (("debit", billed), ("credit", settled)):
        chosen = {side: Account.DEBTORS.value, **({f"{side}_party": party} if party else {})}
        rows = (
            seen(view)
            .filter(**chosen)
            .values(whose=F(f"{side}_party"), what=F(f"{side}_item"))
            .annotate(total=Sum("cents"), first=Min("posting__happened_on"))
        )
        for row in rows:
            key = (row["whose"], row["what"])
            totals[key] += row["total"]
            since[key] = min(since.get(key, row["first"]), row["first"])
    found = (OpenItem(*key, since[key], in_euro(billed[key]), in_euro(settled[key])) for key in since)
    return tuple(sorted(found, key=lambda one: (one.since, one.item, one.party)))


def open_items(view: AsOf, party: str = "") -> tuple[OpenItem, ...]:
    """Return the items that are not settled to the cent, also those paid too much. Two queries."""
    return tuple(one for one in items(view, party) if one.open)


def statement(party: str, view: AsOf) -> tuple[StatementLine, ...]:
    """Return the account of one city, line by line with what is open after each. Two queries."""
    return tuple(_running(_of_party(party, view)))


def _of_party(party: str, view: AsOf) -> list[tuple[date, int, str, str, str, int]]:
    found: dict[tuple[date, int, str, str, str], int] = defaultdict(int)
    for side, sign in (("debit", 1), ("credit", -1)):
        chosen = {side: Account.DEBTORS.value, f"{side}_party": party}
        rows = seen(view).filter(**chosen).select_related("posting")
        for row in rows:
            booked = row.posting
            item = getattr(row, f"{side}_item")
            found[booked.happened_on, booked.pk, booked.source, booked.text, item] += sign * row.cents
    return sorted((*key, cents) for key, cents in found.items())


def _running(rows: list[tuple[date, int, str, str, str, int]]) -> Iterator[StatementLine]:
    total = 0
    for day, _, source, text, item, cents in rows:
        total += cents
        yield StatementLine(
            day, source, text, item, in_euro(max(cents, 0)), in_euro(max(-cents, 0)), in_euro(total)
        )


def posting(source: str) -> Posting:
    """Return what was booked for a source. One query; it must be there."""
    return Posting.objects.get(source=source)


def revenue_account(source: str) -> Account:
    """Return the revenue account that an invoice was booked on; it must be there. One query."""
    found = Movement.objects.filter(posting__source=source, credit__in=[one.value for one in REVENUE])
    return Account(found.values_list("credit", flat=True).distinct().get())


def sources(beginning: str) -> tuple[str, ...]:
    """Return every source that begins like this and was booked. One query."""
    found = Posting.objects.filter(source__startswith=beginning).order_by("pk")
    return tuple(found.values_list("source", flat=True))


def waiting(view: AsOf) -> dict[str, int]:
    """Return per item what is on the suspense account, in cents: credit minus debit. Two queries."""
    found: dict[str, int] = defaultdict(int)
    for side, sign in (("credit", 1), ("debit", -1)):
        rows = seen(view).filter(**{side: Account.SUSPENSE.value}).values(what=F(f"{side}_item"))
        for row in rows.annotate(total=Sum("cents")):
            found[row["what"]] += sign * row["total"]
    return {item: cents for item, cents in found.items() if cents}


@while_unchanged(most=4)
def settled(view: AsOf) -> dict[tuple[str, str], date]:
    """Return per party and item the day since which nothing is open; not what is open. One query."""
    moved: dict[tuple[str, str], dict[date, int]] = defaultdict(lambda: defaultdict(int))
    sides = (("debit", 1), ("credit", -1))
    keys = [f"{side}{part}" for side, _ in sides for part in ("", "_party", "_item")]
    debtors = Q(debit=Account.DEBTORS.value) | Q(credit=Account.DEBTORS.value)
    rows = seen(view).filter(debtors).values(*keys, "posting__happened_on").annotate(total=Sum("cents"))
    for row in rows:
        for side, sign in sides:
            if row[side] == Account.DEBTORS.value:
                key = (row[f"{side}_party"], row[f"{side}_item"])
                moved[key][row["posting__happened_on"]] += sign * row["total"]
    found: dict[tuple[str, str], date] = {}
    for key, days in moved.items():
        opened = 0
        for day in sorted(days):
            before, opened = opened, opened + days[day]
            if opened > 0:
                found.pop(key, None)
            elif before > 0 or key not in found:
                found[key] = day
    return found


@dataclass(frozen=True, slots=True)
class Entry:
    """One side of one movement, as bookkeeping reads it (EUR)."""

    posting: int
    happened_on: date
    source: str
    text: str
    account: Account
    party: str
    item: str
    debit: Decimal
    credit: Decimal


def entries(view: AsOf) -> Iterator[Entry]:
    """Yield everything that was booked, each movement as a debit and a credit line. One query."""
    zero = Decimal("0.00")
    for row in seen(view).select_related("posting").order_by("posting_id", "place"):
        told = (row.posting_id, row.posting.happened_on, row.posting.source, row.posting.text)
        yield Entry(*told, Account(row.debit), row.debit_party, row.debit_item, row.amount, zero)
        yield Entry(*told, Account(row.credit), row.credit_party, row.credit_item, zero, row.amount)


# Days since an item was billed: up to and including each, and beyond.
AGES = (30, 60, 90)


def ageing(items: Iterable[OpenItem], on: date) -> dict[str, dict[int, Decimal]]:
    """Return per city how much is open by age: the upper bound in days, 0 for older than the last."""
    found: dict[str, dict[int, Decimal]] = {}
    for one in items:
        days = (on - one.since).days
        age = next((bound for bound in AGES if days <= bound), 0)
        ages = found.setdefault(one.party, dict.fromkeys((*AGES, 0), Decimal("0.00")))
        ages[age] += one.open
    return found
