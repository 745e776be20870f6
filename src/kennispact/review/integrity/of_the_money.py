"""Invariants of invoices and the ledger: no gap, no lost cent, and nothing changed behind our back."""

from collections.abc import Iterator

from kennispact.ground.kit.calendar import EVER
from kennispact.pact.invoicing import numbering, soundness
from kennispact.pact.ledger import queries as ledger
from kennispact.pact.ledger import seals


def broken_series() -> Iterator[str]:
    """Yield every gap or double in the numbers, every changed invoice, and every paper that does not fit."""
    yield from numbering.faults()


def wrong_sums() -> Iterator[str]:
    """Yield every invoice whose lines, VAT or price per inhabitant do not come to its amount."""
    yield from soundness.wrong_sums()


def credited_too_much() -> Iterator[str]:
    """Yield every invoice of which more was credited than it asked."""
    yield from soundness.credited_too_much()


def unbooked_invoices() -> Iterator[str]:
    """Yield every invoice that the ledger does not know to the cent, and every such booking without one."""
    yield from soundness.unbooked_invoices()


def out_of_balance() -> Iterator[str]:
    """Yield the difference, if debit and credit are not equal."""
    found = ledger.balance(EVER)
    if not found.in_balance:
        yield f"{found.debit - found.credit}"


def broken_seals() -> Iterator[str]:
    """Yield every booking whose seal does not fit, or does not follow the one before it."""
    yield from seals.broken_seals()
