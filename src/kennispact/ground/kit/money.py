"""Money in euros and cents. Decimal, never float; rounding happens once, half up, and is named."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
_DUTCH = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d{1,2})?|-?\d+(,\d{1,2})?")
_ENGLISH = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d{1,2})?|-?\d+(\.\d{1,2})?")


class NotAnAmount(ValueError):  # noqa: N818 - it says what the text is
    """The text is no amount, or could be two different ones."""


def cents(amount: Decimal) -> Decimal:
    """Round half up to the cent.

    >>> cents(Decimal("0.125"))
    Decimal('0.13')
    """
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def in_euros(cents: int) -> Decimal:
    """Return whole cents as an amount with two decimals.

    >>> in_euros(1521690), in_euros(-5)
    (Decimal('15216.90'), Decimal('-0.05'))
    """
    return Decimal(cents).scaleb(-2)


def parse_amount(text: str) -> Decimal:
    """Read an amount as people in either language write it, and refuse what is ambiguous.

    A last separator followed by one or two digits marks the cents, whichever it is, so ``15216,90``
    can never become a hundred times too much. A single separator followed by exactly three digits
    could be thousands or a slip, so it is refused unless another separator decides.

    >>> parse_amount("15.216,90"), parse_amount("15,216.90"), parse_amount("15216,90")
    (Decimal('15216.90'), Decimal('15216.90'), Decimal('15216.90'))
    >>> parse_amount("15.216")
    Traceback (most recent call last):
    ...
    kennispact.ground.kit.money.NotAnAmount: 15.216

    :raises NotAnAmount: if it is not an amount, or could be two
    """
    plain = text.replace("€", "").replace("EUR", "").strip()
    if not plain.isascii() or (plain.count(".") + plain.count(",") == 1 and re.search(r"[.,]\d{3}$", plain)):
        raise NotAnAmount(text)
    if _DUTCH.fullmatch(plain):
        return Decimal(plain.replace(".", "").replace(",", ".")).quantize(CENT)
    if _ENGLISH.fullmatch(plain):
        return Decimal(plain.replace(",", "")).quantize(CENT)
    raise NotAnAmount(text)


def share_out(total: Decimal, weights: Sequence[Decimal | int]) -> list[Decimal]:
    """Divide a total over weights, exact to the cent, by the largest remainder; ties go to the first.

    >>> share_out(Decimal("20000.00"), [101446, 60000, 38554])
    [Decimal('10144.60'), Decimal('6000.00'), Decimal('3855.40')]

    :raises ValueError: if there is nothing to divide by
    """
    whole = sum(Decimal(weight) for weight in weights)
    if whole <= 0 or total < 0 or any(weight < 0 for weight in weights):
        raise ValueError("total and weights must be positive")
    in_cents = int(cents(total) * 100)
    exact = [Decimal(in_cents) * Decimal(weight) / whole for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: in_cents - sum(parts)]:
        parts[i] += 1
    return [in_euros(part) for part in parts]
