"""Statements and payments as plain rows: the same for JSON, CSV and tables."""

from typing import Any

from kennispact.ground.kit.money import in_euros
from kennispact.pact.payments.importing import Brought, Imported, NewEntry
from kennispact.pact.payments.models import BankEntry
from kennispact.pact.payments.overdue import CityOpen, OpenInvoice


def import_answer(found: Imported, *, dry_run: bool) -> dict[str, Any]:
    """Return what an import did, or would do; amounts in EUR."""
    return {
        "dry_run": dry_run,
        "currency": "EUR",
        "new": found.new,
        "known": found.known,
        "matched": found.matched,
        "other_accounts": list(found.others),
        "statements": [_statement(one) for one in found.statements],
    }


def _statement(one: Brought) -> dict[str, Any]:
    whole = one.whole
    return {
        "statement": whole.id,
        "version": whole.version,
        "account": whole.iban,
        "from": whole.opens_on,
        "until": whole.closes_on,
        "opening": one.opening,
        "closing": one.closing,
        "new": len(one.new),
        "known": one.known,
        "pending": len(whole.pending),
        "pending_amount": one.pending,
        "continues": one.continues,
        "entries": [entry_row(entry) for entry in one.new],
    }


def entry_row(one: NewEntry) -> dict[str, Any]:
    """Return one new booking, with the invoice it was put on at once."""
    booking, matched = one.booking, one.matched
    return {
        "on": booking.on,
        "amount": one.amount,
        "name": booking.name,
        "account": booking.iban,
        "reference": booking.reference,
        "text": booking.text,
        "batch": f"{booking.part}/{booking.parts}" if booking.parts > 1 else "",
        "returned": booking.returned,
        "city": matched.claim.city_key if matched else "",
        "invoice": matched.claim.item if matched else "",
    }


ENTRY_COLUMNS = (
    *("on", "valued_on", "amount", "left", "name", "account", "on_behalf_of", "reference", "text"),
    *("bank_reference", "batch", "returned", "struck"),
)


def kept_row(one: BankEntry) -> dict[str, Any]:
    """Return one booking as it was kept; it carries ``left`` in cents."""
    left: int = one.left  # type: ignore[attr-defined]
    return {
        "on": one.happened_on,
        "valued_on": one.valued_on,
        "amount": one.amount,
        "left": in_euros(left),
        "name": one.name,
        "account": one.iban,
        "on_behalf_of": one.ultimate,
        "reference": one.reference,
        "text": one.text,
        "bank_reference": one.bank_reference,
        "batch": f"{one.part}/{one.parts}" if one.parts > 1 else "",
        "returned": one.returned,
        "struck": one.struck_at is not None,
    }


OPEN_COLUMNS = ("city", "name", "invoice", "due_on", "billed", "open", "days_late", "interest", "reminders")


def open_row(one: CityOpen, item: OpenInvoice) -> dict[str, Any]:
    """Return one open item; amounts in EUR, the interest is not charged."""
    return {
        "city": one.city.key,
        "name": one.city.name,
        "invoice": item.item,
        "due_on": item.due_on,
        "billed": item.billed,
        "open": item.open,
        "days_late": item.days_late,
        "interest": item.interest.amount,
        "reminders": len(one.reminders),
    }
