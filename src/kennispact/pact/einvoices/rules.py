"""Check digits and VAT: exact, and without looking anything up."""

import re
from decimal import Decimal

from kennispact.ground.kit.money import cents

_LETTERS = {chr(ord("A") + place): str(10 + place) for place in range(26)}


def remainder_97(text: str) -> int:
    """Return what is left of a text after division by 97, letters counting from A = 10 (ISO 7064)."""
    return int("".join(_LETTERS.get(sign, sign) for sign in text.upper())) % 97


def creditor_reference(number: str) -> str:
    """Return the reference that banks carry along and check (ISO 11649).

    >>> creditor_reference("G40-2023-0010")
    'RF24G4020230010'
    """
    plain = re.sub(r"[^A-Z0-9]", "", number.upper())
    return f"RF{98 - remainder_97(plain + 'RF00'):02d}{plain}"


def is_creditor_reference(text: str) -> bool:
    """Tell whether this is a creditor reference with the right check digits.

    >>> is_creditor_reference("RF24G4020230010"), is_creditor_reference("RF24G4020230011")
    (True, False)
    """
    plain = text.replace(" ", "").upper()
    return bool(re.fullmatch(r"RF\d{2}[A-Z0-9]{1,21}", plain)) and remainder_97(plain[4:] + plain[:4]) == 1


def is_iban(text: str) -> bool:
    """Tell whether this is an account number with the right check digits; a Dutch one has 18 signs.

    >>> is_iban("NL91ABNA0417164300"), is_iban("NL91ABNA0417164301")
    (True, False)
    """
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", text):
        return False
    if text.startswith("NL") and not re.fullmatch(r"NL\d{2}[A-Z]{4}\d{10}", text):
        return False
    return remainder_97(text[4:] + text[:4]) == 1


def vat_of(net: Decimal, rate: Decimal) -> Decimal:
    """Return the VAT on a net amount: once, on the sum, half up.

    >>> vat_of(Decimal("15216.90"), Decimal(21)), vat_of(Decimal("4.50"), Decimal(21))
    (Decimal('3195.55'), Decimal('0.95'))
    """
    return cents(net * rate / 100)
