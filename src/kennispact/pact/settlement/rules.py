"""Dividing a surplus over the cities, and when it may be proposed, agreed to and carried out."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kennispact.ground.kit.money import cents, share_out
from kennispact.ground.kit.refusal import Refusal
from kennispact.ground.kit.words import N_

CLAUSE, OBLIGATION = "7d-2", "surplus"
REQUEST = "surplus-"  # how every request to set a share off begins
SHARES, LEAVES_OUT = "shares", "none"  # what can be chosen for a city that left


@dataclass(frozen=True, slots=True, order=True)
class Weight:
    """What a city counts for: its contribution for ``year`` (EUR, without VAT)."""

    city_key: str
    year: int
    amount: Decimal
    has_left: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What one city gets (EUR, without VAT)."""

    weight: Weight
    amount: Decimal


def occurrence_of(pk: int) -> str:
    """Return how the parties' consents name a surplus."""
    return f"surplus-{pk}"


def request_of(pk: int, city_key: str = "") -> str:
    """Return how invoices name a city's share: the same for ever, so that it is set off once."""
    return f"{REQUEST}{pk} {city_key}"


def parts(amount: Decimal, weights: Iterable[Weight]) -> tuple[Part, ...]:
    """Divide a surplus by contribution, exact to the cent, by the largest remainder. Source: covenant 7d-2.

    In whatever order the cities are named, each gets the same: a cent that two have the same claim to goes
    to the one with the lowest code.

    >>> found = parts(Decimal("20000.00"), [Weight("C", 2027, Decimal("5783.10")),
    ...     Weight("A", 2027, Decimal("15216.90")), Weight("B", 2027, Decimal("9000.00"))])
    >>> [(one.weight.city_key, one.amount) for one in found]
    [('A', Decimal('10144.60')), ('B', Decimal('6000.00')), ('C', Decimal('3855.40'))]
    """
    ordered = sorted(weights)
    amounts = share_out(amount, [one.amount for one in ordered])
    return tuple(Part(weight, share) for weight, share in zip(ordered, amounts, strict=True))


def amount_refusals(amount: Decimal, weights: Sequence[Weight]) -> Iterator[Refusal]:
    """Refuse what is no amount, or as much as the contributions it is set off against."""
    if amount <= 0 or amount != cents(amount):
        yield Refusal("settlement.no-amount", N_("A surplus is an amount above zero."), field="amount")
        return
    total = sum((one.amount for one in weights), Decimal("0.00"))
    if not weights or amount >= total:
        yield Refusal(
            "settlement.above-contributions",
            N_("A surplus is set off against %(total)s of contributions, so it has to be less."),
            clause=CLAUSE,
            facts={"total": total},
            field="amount",
        )
    elif any(part.amount >= part.weight.amount for part in parts(amount, weights)):
        yield Refusal(
            "settlement.above-contribution",
            N_("The share of a city would be as much as its contribution."),
            clause=CLAUSE,
            field="amount",
        )


def choice_refusals(
    left: Mapping[str, str], choices: Mapping[str, str], unknown: Collection[str]
) -> Iterator[Refusal]:
    """Refuse to guess: what a city that left gets must be chosen, and every contribution must be known.

    ``left`` are names by code of the cities that left; ``unknown`` names of cities without a figure.
    """
    for key, name in left.items():
        if choices.get(key) not in {SHARES, LEAVES_OUT}:
            yield Refusal(
                "settlement.choose",
                N_("%(city)s left before the last year. Choose whether it shares."),
                clause=CLAUSE,
                facts={"city": name},
                field=f"left_{key}",
            )
    if unknown:
        yield Refusal(
            "settlement.unknown",
            N_("The contribution of %(cities)s is not known, so nothing can be divided."),
            facts={"cities": ", ".join(sorted(unknown))},
        )


def pending_refusals(*, pending: bool) -> Iterator[Refusal]:
    """Refuse a second proposal while one waits."""
    if pending:
        yield Refusal(
            "settlement.pending",
            N_("There is a proposal already. Carry it out or strike it first."),
            clause=CLAUSE,
        )


def standing_refusals(*, is_struck: bool, is_carried_out: bool) -> Iterator[Refusal]:
    """Refuse to change what was struck, or carried out."""
    if is_struck:
        yield Refusal("settlement.struck", N_("This proposal was struck."))
    if is_carried_out:
        yield Refusal("settlement.carried-out", N_("This surplus is carried out. That stands."))


def changed_refusals(frozen: Iterable[Weight], now: Iterable[Weight]) -> Iterator[Refusal]:
    """Refuse to agree to shares in contributions that are others by now."""
    if sorted(frozen) != sorted(now):
        yield Refusal(
            "settlement.changed",
            N_("The contributions changed since this was proposed. Strike it and propose it again."),
            clause=CLAUSE,
        )


def carry_out_refusals(agreed: Mapping[str, bool], mixed: Sequence[str]) -> Iterator[Refusal]:
    """Refuse before both parties agree, or while some cities of the last year were invoiced and others not.

    ``agreed`` tells per party whether it agrees; ``mixed`` are the names of the cities without an invoice
    while others have theirs. One way for all: an allowance and a credit note can differ by a cent of VAT.
    """
    waiting = [party for party, agrees in agreed.items() if not agrees]
    if waiting:
        yield Refusal(
            "settlement.not-agreed",
            N_("This party did not agree: %(parties)s."),
            clause=CLAUSE,
            facts={"parties": ", ".join(waiting)},
        )
    if mixed:
        yield Refusal(
            "settlement.mixed",
            N_("Some cities were invoiced for the last year. First invoice these too: %(cities)s."),
            clause=CLAUSE,
            facts={"cities": ", ".join(mixed)},
        )
