"""What an XML Auditfile Financieel (XAF) 3.2 asks of a ledger: journals, kinds of account, opening balance.

Element names, their order, codes and lengths are those of the standard; see ``docs/commands-invoices.md``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kennispact.ground.kit.refusal import Refusal
from kennispact.ground.kit.words import N_
from kennispact.pact.ledger.rules import BACK, REVENUE, Account, Line

NAMESPACE = "http://www.auditfiles.nl/XAF/3.2"
# Names may be cut to what fits. What identifies something is never cut: the official schema refuses it.
LENGTHS: Mapping[str, int] = {
    "custSupName": 50,
    "city": 50,
    "softwareVersion": 20,
}
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# What the revenue accounts brought in before: our ledger never closes a year, an opening balance does.
RESULT = "result"
RESULT_NAME = N_("Result of earlier years")


@dataclass(frozen=True, slots=True)
class Journal:
    """One of the journals. ``kinds`` are those of the sources of its bookings; none is all others."""

    key: str
    type: str
    name: str
    kinds: tuple[str, ...] = ()


SALES = Journal("sales", "S", N_("Sales journal"), ("invoice", "credit"))
BANK = Journal("bank", "B", N_("Bank journal"), ("statement",))
GENERAL = Journal("general", "M", N_("General journal"))
JOURNALS = (SALES, BANK, GENERAL)
NAMED = (*SALES.kinds, *BANK.kinds)

VAT_NAMES: Mapping[str, str] = {
    "S": N_("VAT %(rate)s%%"),
    "Z": N_("VAT at zero rate"),
    "E": N_("Exempt from VAT"),
    "AE": N_("VAT reverse-charged"),
    "O": N_("Outside VAT"),
}


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """What an account has at the beginning of the year (EUR): above zero is debit."""

    account: str
    amount: Decimal


def account_type(account: Account) -> str:
    """Return whether an account belongs to the balance sheet (B) or to profit and loss (P)."""
    return "P" if account in REVENUE else "B"


def side(amount: Decimal) -> str:
    """Return the side of an amount: debit (D), or credit (C) when below zero."""
    return "C" if amount < 0 else "D"


def opening(balances: Mapping[Account, Decimal], *, with_debtors: bool) -> tuple[OpeningLine, ...]:
    """Return the opening balance: what stands on the balance sheet, with all earlier results on one line.

    >>> opening({Account.DEBTORS: Decimal(121), Account.VAT: Decimal(-21), Account.EXTRAS: Decimal(-100)},
    ...         with_debtors=True)[-1]
    OpeningLine(account='result', amount=Decimal('-100'))
    """
    lines = [
        OpeningLine(account.value, amount)
        for account, amount in balances.items()
        if account not in REVENUE and (amount or (with_debtors and account is Account.DEBTORS))
    ]
    result = sum((amount for account, amount in balances.items() if account in REVENUE), Decimal(0))
    return (*lines, OpeningLine(RESULT, result)) if result else tuple(lines)


def totals(amounts: Iterable[Decimal]) -> tuple[Decimal, Decimal]:
    """Return what is debit and what is credit in amounts of which below zero is credit."""
    known = list(amounts)
    zero = Decimal("0.00")
    return sum((one for one in known if one > 0), zero), -sum((one for one in known if one < 0), zero)


def document(source: str) -> str:
    """Return the number of the invoice or credit note that was booked, or nothing.

    >>> document("invoice G40-2023-0001"), document("match 3")
    ('G40-2023-0001', '')
    """
    kind, _, number = source.removeprefix(BACK).partition(" ")
    return number if kind in SALES.kinds else ""


def taxed(lines: Sequence[Line]) -> tuple[Line | None, Decimal]:
    """Return the one line that VAT was reckoned over, with that VAT: below zero is credit."""
    vat = sum((one.debit - one.credit for one in lines if one.account is Account.VAT), Decimal("0.00"))
    revenue = [one for one in lines if one.account in REVENUE]
    return (revenue[0], vat) if len(revenue) == 1 else (None, vat)


def vat_id(category: str, rate: Decimal) -> str:
    """Return the code of a VAT rate.

    >>> vat_id("S", Decimal("21.00"))
    'S21'
    """
    return f"{category}{plain(rate)}" if category == "S" else category


def plain(rate: Decimal) -> str:
    """Return a percentage without zeros at its end."""
    whole = f"{rate:f}"
    return whole.rstrip("0").rstrip(".") if "." in whole else whole


def fitting(name: str, text: str) -> str:
    """Return a text as the element takes it: nothing that XML cannot hold, names no longer than allowed."""
    return _NO_XML.sub(" ", text)[: LENGTHS.get(name)]


def year_refusals(year: int, years: Sequence[int]) -> Iterator[Refusal]:
    """Refuse a year in which nothing was booked."""
    if year not in years:
        facts: dict[str, object] = {"year": str(year)}
        yield Refusal("auditfile.nothing", N_("Nothing was booked in %(year)s."), facts=facts)
