"""Statements and payments as plain rows: the same for JSON, CSV and tables."""

from typing import Any

from kennispact.pact.payments.importing import Brought, Imported, NewEntry


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
