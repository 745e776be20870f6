"""The ledger as plain rows: the same for JSON, CSV and tables."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from kennispact.ground.look.tables import Column, Table
from kennispact.ground.look.templatetags.look import NOTHING, euro, shortday
from kennispact.pact.ledger.queries import Balance, Entry, OpenItem, StatementLine
from kennispact.pact.ledger.rules import NAMES


def balance_answer(found: Balance, items: tuple[OpenItem, ...]) -> dict[str, Any]:
    """Return the balance with its open items; amounts in EUR."""
    return {
        "on": found.view.on,
        "known": found.view.known,
        "currency": "EUR",
        "in_balance": found.in_balance,
        "debit": found.debit,
        "credit": found.credit,
        "accounts": [
            {
                "account": one.account.value,
                "name": NAMES[one.account],
                "debit": one.debit,
                "credit": one.credit,
                "balance": one.balance,
            }
            for one in found.accounts
        ],
        "open_items": [item_row(one) for one in items],
    }


def item_row(one: OpenItem) -> dict[str, Any]:
    """Return one open item."""
    return {
        "city": one.party,
        "item": one.item,
        "since": one.since,
        "billed": one.billed,
        "settled": one.settled,
        "open": one.open,
    }


ENTRY_COLUMNS = (
    "posting",
    "happened_on",
    "source",
    "text",
    "account",
    "city",
    "item",
    "debit",
    "credit",
)


def entry_row(one: Entry) -> dict[str, Any]:
    """Return one side of a movement, for bookkeeping; amounts in EUR."""
    return {
        "posting": one.posting,
        "happened_on": one.happened_on,
        "source": one.source,
        "text": one.text,
        "account": one.account.value,
        "city": one.party,
        "item": one.item,
        "debit": one.debit,
        "credit": one.credit,
    }


def statement_table(lines: Sequence[StatementLine], name: str) -> Table:
    """Return the account of a city as a table, with what is open after each line."""
    rows = [
        (
            shortday(one.happened_on),
            one.text,
            one.item or NOTHING,
            euro(one.debit) if one.debit else NOTHING,
            euro(one.credit) if one.credit else NOTHING,
            euro(one.open),
        )
        for one in lines
    ]
    columns = (
        _("Day"),
        _("What"),
        _("For invoice"),
        Column(_("Billed"), numeric=True),
        Column(_("Paid or credited"), numeric=True),
        Column(_("Open after this"), numeric=True),
    )
    return Table(_("Statement of %(city)s") % {"city": name}, columns, rows)
