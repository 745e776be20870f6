"""Whose money it is: by the reference at once, by other signs to confirm, and never by the amount alone."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from kennispact.ground.kit.money import in_euros
from kennispact.ground.kit.refusal import Refusal
from kennispact.ground.kit.words import N_
from kennispact.pact.einvoices.rules import creditor_reference


@dataclass(frozen=True, slots=True)
class Claim:
    """What a city owes on one item, in cents; ``open`` below zero when it paid too much."""

    item: str
    city_key: str
    city: str
    billed: int
    open: int


@dataclass(frozen=True, slots=True)
class Sign:
    """What an entry tells about whose money it is. ``cents`` above zero when we received it."""

    cents: int
    left: int
    returned: bool = False
    rest: bool = False
    name: str = ""
    iban: str = ""
    ultimate: str = ""
    reference: str = ""
    text: str = ""


class Why(StrEnum):
    """What points to an item, the best sign first."""

    REFERENCE = "reference"
    NUMBER = "number"
    WRONG_DIGITS = "wrong-digits"
    ACCOUNT_AND_AMOUNT = "account-and-amount"
    NAME_AND_AMOUNT = "name-and-amount"
    ACCOUNT = "account"


REASONS: Mapping[Why, str] = {
    Why.REFERENCE: N_("The payment reference is that of this invoice."),
    Why.NUMBER: N_("The invoice number is in the text."),
    Why.WRONG_DIGITS: N_("The reference looks like that of this invoice, but its check digits are wrong."),
    Why.ACCOUNT_AND_AMOUNT: N_(
        "It came from an account that paid for this city before, and the amount fits."
    ),
    Why.NAME_AND_AMOUNT: N_("The name of the city is in it, and the amount fits."),
    Why.ACCOUNT: N_("It came from an account that paid for this city before."),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An item to put ``cents`` on, and why. ``beyond`` when that is more than is open."""

    claim: Claim
    cents: int
    why: Why
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """An amount in cents, above zero, to put on an item. ``beyond`` allows more than is open."""

    item: str
    cents: int
    beyond: bool = field(default=False)


def automatic(sign: Sign, claims: Iterable[Claim]) -> Suggestion | None:
    """Return the one item that a received payment names by a right reference, as far as it is open.

    Money that comes back is never a payment; two references are for a person to divide.
    """
    if sign.cents < 0 or sign.returned or sign.rest or sign.left <= 0:
        return None
    named = [claim for claim in claims if _has_reference(sign, claim.item)]
    if len(named) != 1 or named[0].open <= 0:
        return None
    return Suggestion(named[0], min(sign.left, named[0].open), Why.REFERENCE)


def suggestions(
    sign: Sign, claims: Sequence[Claim], accounts: Mapping[str, Collection[str]]
) -> tuple[Suggestion, ...]:
    """Return the items an entry may be about, the best first, with what is left divided over them.

    ``accounts`` gives per IBAN the keys of the cities it paid for before.
    """
    pointed: dict[str, tuple[Claim, Why]] = {}
    known = accounts.get(sign.iban, ()) if sign.iban else ()
    for why in Why:
        for claim in claims:
            if claim.item not in pointed and _points(why, sign, claim, known):
                pointed[claim.item] = (claim, why)
    order = list(Why)
    ranked = sorted(pointed.values(), key=lambda one: (order.index(one[1]), one[0].item))
    return tuple(_divided(sign, ranked))


def _points(why: Why, sign: Sign, claim: Claim, known: Collection[str]) -> bool:
    fits = _room(sign, claim) == sign.left
    match why:
        case Why.REFERENCE:
            return _has_reference(sign, claim.item)
        case Why.NUMBER:
            return _has(_spaced(claim.item), sign.text, sign.reference)
        case Why.WRONG_DIGITS:
            tail = re.sub(r"[^A-Z0-9]", "", claim.item.upper())
            return bool(re.search(rf"RF[0-9]{{2}}{tail}(?![0-9])", _plain(sign.reference + " " + sign.text)))
        case Why.ACCOUNT_AND_AMOUNT:
            return claim.city_key in known and fits
        case Why.NAME_AND_AMOUNT:
            return fits and _names(sign, claim.city)
        case Why.ACCOUNT:
            return claim.city_key in known and _room(sign, claim) > 0


def _room(sign: Sign, claim: Claim) -> int:
    """Return how much an entry can put on an item without going beyond what is open (or was too much)."""
    return max(claim.open if sign.cents > 0 else -claim.open, 0)


def _divided(sign: Sign, ranked: Sequence[tuple[Claim, Why]]) -> Iterator[Suggestion]:
    """Divide what is left over the items; the first that is named may take what none of them has open."""
    left, given = sign.left, []
    for claim, why in ranked:
        part = min(left, _room(sign, claim))
        left -= part
        given.append(Suggestion(claim, part, why))
    named = [one for one in given if one.why in {Why.REFERENCE, Why.NUMBER, Why.WRONG_DIGITS}]
    for one in given:
        if one.cents:
            yield one
        elif one in named and left and not any(other.cents for other in named):
            yield Suggestion(one.claim, left, one.why, beyond=True)
            left = 0


@lru_cache(maxsize=4096)
def _spaced(text: str) -> re.Pattern[str]:
    """Return a pattern that finds a number however it is written: with spaces, dashes, in small letters."""
    signs = re.sub(r"[^A-Za-z0-9]", "", text)
    return re.compile(r"(?<![A-Za-z0-9])" + r"[\W_]*".join(signs) + r"(?![0-9])", re.IGNORECASE | re.ASCII)


@lru_cache(maxsize=4096)
def _reference(item: str) -> str:
    try:
        return creditor_reference(item)
    except ValueError:
        return item


def _has_reference(sign: Sign, item: str) -> bool:
    reference = _reference(item)
    if reference not in _plain(sign.reference) and reference not in _plain(sign.text):
        return False
    return _has(_spaced(reference), sign.reference, sign.text)


def _has(pattern: re.Pattern[str], *texts: str) -> bool:
    return any(pattern.search(text) for text in texts)


@lru_cache(maxsize=1024)
def _plain(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def _names(sign: Sign, city: str) -> bool:
    wanted = _letters(city)
    return any(f" {wanted} " in f" {_letters(text)} " for text in (sign.name, sign.ultimate, sign.text))


@lru_cache(maxsize=4096)
def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", plain))


# ---- what stands in the way ----------------------------------------------------------------------


def part_refusals(
    parts: Sequence[Part], left: int, rooms: Mapping[str, int], *, received: bool
) -> Iterator[Refusal]:
    """Refuse to put on items what is no amount, more than is left, or (unless beyond) more than is open.

    ``rooms`` gives per known item what it has open in the direction of the entry, in cents.
    """
    if not parts or any(part.cents <= 0 for part in parts):
        yield Refusal("match.no-amount", N_("Give an amount above zero."), field="amount")
    if len({part.item for part in parts}) < len(parts):
        yield Refusal("match.item-twice", N_("The same invoice is named twice."), field="item")
    if sum(part.cents for part in parts) > left:
        facts: dict[str, object] = {"left": in_euros(left)}
        yield Refusal(
            "match.above-left", N_("Only € %(left)s is left to match."), facts=facts, field="amount"
        )
    for part in parts:
        if part.item not in rooms:
            facts = {"item": part.item[:40]}
            yield Refusal("match.no-item", N_("There is no invoice %(item)s."), facts=facts, field="item")
        elif not part.beyond and part.cents > rooms[part.item]:
            facts = {"item": part.item, "open": in_euros(rooms[part.item])}
            told = (
                N_("Of %(item)s € %(open)s is open. Tick “more than is open” if the city paid too much.")
                if received
                else N_(
                    "Of %(item)s € %(open)s was paid too much. Tick “more than is open” to open it again."
                )
            )
            yield Refusal("match.above-open", told, facts=facts, field="amount")


def seen_refusals(left: int, seen_left: int | None) -> Iterator[Refusal]:
    """Refuse when somebody matched in the meantime: what was on the screen is no longer so."""
    if seen_left is not None and seen_left != left:
        facts: dict[str, object] = {"left": in_euros(left)}
        told = N_("This was matched in the meantime. € %(left)s is left now. Look again.")
        yield Refusal("match.changed", told, facts=facts)


def set_off_refusals(needed: int, seen: int) -> Iterator[Refusal]:
    """Refuse to undo a payment that was set off, unless it was seen that the set-offs are undone with it."""
    if needed != seen:
        facts: dict[str, object] = {"amount": in_euros(needed)}
        told = N_("€ %(amount)s of this is set off against other invoices, and is undone too. Look again.")
        if not needed:
            told = N_("What was set off has changed in the meantime. Look again.")
        yield Refusal("match.set-off", told, facts=facts)


def strike_statement_refusals(matched: int) -> Iterator[Refusal]:
    """Refuse to strike a statement while its bookings are matched."""
    if matched:
        facts: dict[str, object] = {"count": matched}
        told = N_("%(count)s matches of this statement must be undone first.")
        yield Refusal("statement.matched", told, facts=facts)
