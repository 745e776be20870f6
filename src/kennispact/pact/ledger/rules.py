"""Double entry: whatever is booked is booked twice, and never a cent is lost on the way."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kennispact.ground.kit.money import CENT
from kennispact.ground.kit.refusal import Refusal
from kennispact.ground.kit.words import N_

# What the first posting follows: nothing.
BEGINNING = "0" * 64
# How the source of a posting begins that books another one back.
BACK = "reversal of "


class Account(StrEnum):
    """The accounts. There is none for rounding: every amount is exact before it comes here."""

    DEBTORS = "debtors"  # what cities still have to pay, a party and an item each
    BANK = "bank"
    VAT = "vat"  # what has to be paid on to the tax office
    SUSPENSE = "suspense"  # money of which we do not know yet whose it is
    CONTRIBUTIONS = "contributions"  # what the covenant brings in, without VAT
    EXTRAS = "extras"  # what was agreed apart from the contribution brings in (6d), without VAT


# What invoices bring in, each on the account of what it is for.
REVENUE = (Account.CONTRIBUTIONS, Account.EXTRAS)
NAMES: Mapping[Account, str] = {
    Account.DEBTORS: N_("Debtors"),
    Account.BANK: N_("Bank"),
    Account.VAT: N_("VAT payable"),
    Account.SUSPENSE: N_("Suspense account"),
    Account.CONTRIBUTIONS: N_("Contributions"),
    Account.EXTRAS: N_("Extra contributions"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a posting: either ``debit`` or ``credit`` is above zero, in EUR with at most two decimals.

    ``party`` is an organisation's key and ``item`` what the amount belongs to, such as an invoice's number.
    """

    account: Account
    debit: Decimal = Decimal(0)
    credit: Decimal = Decimal(0)
    party: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One end of a movement: an account, and for debtors whose and for what."""

    account: Account
    party: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """An amount in cents that goes from the credit side to the debit side: in balance by what it is."""

    debit: Side
    credit: Side
    cents: int


def line_refusals(lines: Sequence[Line]) -> Iterator[Refusal]:
    """Refuse lines that are not in balance, or are no amounts, or leave out whose debt it is."""
    amounts = [amount for line in lines for amount in (line.debit, line.credit)]
    if any(amount < 0 or amount != amount.quantize(CENT) for amount in amounts):
        yield Refusal("ledger.no-amount", N_("An amount is above zero and has at most two decimals."))
    if any((line.debit > 0) == (line.credit > 0) for line in lines):
        yield Refusal("ledger.one-side", N_("A line is either debit or credit."))
    debit = sum((line.debit for line in lines), Decimal(0))
    credit = sum((line.credit for line in lines), Decimal(0))
    if debit != credit or not lines:
        facts: dict[str, object] = {"debit": debit, "credit": credit}
        yield Refusal(
            "ledger.unbalanced", N_("Debit (%(debit)s) and credit (%(credit)s) differ."), facts=facts
        )
    if any((line.account is Account.DEBTORS) != bool(line.party) for line in lines):
        yield Refusal("ledger.whose", N_("Debtors are booked per city, other accounts are not."))


def pairs(lines: Sequence[Line]) -> tuple[Pair, ...]:
    """Split balanced lines in movements from one account to another; the totals of each line stay.

    >>> found = pairs([
    ...     Line(Account.DEBTORS, debit=Decimal("121.00"), party="GM0150", item="1"),
    ...     Line(Account.CONTRIBUTIONS, credit=Decimal("100.00")),
    ...     Line(Account.VAT, credit=Decimal("21.00")),
    ... ])
    >>> [(one.debit.account.value, one.credit.account.value, one.cents) for one in found]
    [('debtors', 'contributions', 10000), ('debtors', 'vat', 2100)]
    """
    debits = [(Side(one.account, one.party, one.item), int(one.debit * 100)) for one in lines if one.debit]
    origins = [(Side(one.account, one.party, one.item), int(one.credit * 100)) for one in lines if one.credit]
    found: list[Pair] = []
    while debits and origins:
        (to, wanted), (origin, given) = debits.pop(0), origins.pop(0)
        part = min(wanted, given)
        # One movement within one and the same place would say nothing.
        if to != origin:
            found.append(Pair(to, origin, part))
        if wanted > part:
            debits.insert(0, (to, wanted - part))
        if given > part:
            origins.insert(0, (origin, given - part))
    return tuple(found)


def digest(previous: str, facts: Mapping[str, object]) -> str:
    """Return the seal of a posting: a SHA-256 of its facts and of the seal before it."""
    plain = json.dumps({"previous": previous, **facts}, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()
