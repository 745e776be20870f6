"""The ledger as plain rows: the same for JSON, CSV and tables."""

from typing import Any

from kennispact.pact.ledger.queries import Balance, OpenItem
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
