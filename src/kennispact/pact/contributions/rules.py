"""What a city owes: exact, to the cent, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from kennispact.ground.kit.money import cents
from kennispact.ground.kit.refusal import Refusal
from kennispact.ground.kit.words import N_
from kennispact.registers.covenant.definition import ContributionTerms


class Ground(StrEnum):
    """Why a city does or does not owe a contribution for a year."""

    OWED = "owed"  # its agreement holds in that year
    EXPECTED = "expected"  # it is a member, but its agreement is not in force yet
    ENDED = "ended"  # its agreement ended before that year


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a calculation: a sentence with its facts, and the amount it comes to (EUR, ex VAT)."""

    text: str
    facts: dict[str, object]
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Calculation:
    """A contribution for one year with its calculation. ``amount`` is in the terms' currency, ex VAT."""

    lines: tuple[Line, ...]
    amount: Decimal


def calculate(inhabitants: int, terms: ContributionTerms) -> Calculation:
    """Calculate the contribution for one year. Rounded once, half up, to the cent. Source: 6b, O3.1.

    >>> from datetime import date
    >>> terms = ContributionTerms(2023, 2027, "EUR", date(2022, 1, 1), "CBS", ("6b",), rate=Decimal("0.15"))
    >>> calculate(101446, terms).amount
    Decimal('15216.90')
    """
    lines = [_by_size(inhabitants, terms)]
    if terms.base is not None:
        lines.insert(0, Line(N_("fixed amount"), {}, cents(terms.base)))
    total = sum((line.amount for line in lines), Decimal("0.00"))
    bounded = total
    if terms.minimum is not None:
        bounded = max(bounded, terms.minimum)
    if terms.maximum is not None:
        bounded = min(bounded, terms.maximum)
    if bounded > total:
        lines.append(Line(N_("up to the minimum"), {"minimum": bounded}, bounded - total))
    elif bounded < total:
        lines.append(Line(N_("down to the maximum"), {"maximum": bounded}, bounded - total))
    return Calculation(tuple(lines), cents(bounded))


def _by_size(inhabitants: int, terms: ContributionTerms) -> Line:
    rate = terms.rate
    for size in terms.classes:
        if inhabitants > size.above and (size.up_to is None or inhabitants <= size.up_to):
            if size.amount is not None:
                facts: dict[str, object] = {
                    "inhabitants": inhabitants,
                    "above": size.above,
                    "up_to": size.up_to,
                }
                return Line(N_("class for %(inhabitants)s inhabitants"), facts, cents(size.amount))
            rate = size.rate
    if rate is None:
        raise ValueError(f"no size class for {inhabitants} inhabitants")
    facts = {"inhabitants": inhabitants, "rate": rate}
    return Line(N_("%(inhabitants)s inhabitants x %(rate)s"), facts, cents(inhabitants * rate))


def year_refusals(year: int, terms: ContributionTerms, clause: str) -> Iterator[Refusal]:
    """Refuse a year in which the covenant asks no contribution."""
    if year not in terms.years:
        yield Refusal(
            "contribution.no-such-year",
            N_(
                "The covenant asks a contribution for %(first)s up to and including %(last)s,"
                " not for %(year)s."
            ),
            clause=clause,
            facts={"first": str(terms.first_year), "last": str(terms.last_year), "year": str(year)},
            field="year",
        )


def increase(now: Decimal, before: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """Return the increase, its percentage of the old amount, and its share of the new amount.

    The proposal for the college calls the last one the increase; against the old amount it is more.

    >>> increase(Decimal("15216.90"), Decimal("13187.98"))
    (Decimal('2028.92'), Decimal('15.38'), Decimal('13.33'))
    """
    more = now - before
    return more, cents(more / before * 100), cents(more / now * 100)


@dataclass(frozen=True, slots=True)
class Increase:
    """A contribution beside what the rate before this covenant would ask, per year (EUR, ex VAT).

    ``of_old`` and ``of_new`` are percentages: of the amount before, and of the amount now.
    """

    old_rate: Decimal
    before: Decimal
    now: Decimal
    more: Decimal
    of_old: Decimal
    of_new: Decimal


def against_previous(inhabitants: int, terms: ContributionTerms) -> Increase | None:
    """Return the increase against the rate before this covenant, or ``None`` if no such rate is known.

    >>> from datetime import date
    >>> terms = ContributionTerms(2023, 2027, "EUR", date(2022, 1, 1), "CBS", (), Decimal("0.15"),
    ...                           previous_rate=Decimal("0.13"))
    >>> found = against_previous(101446, terms)
    >>> found.before, found.of_old, found.of_new
    (Decimal('13187.98'), Decimal('15.38'), Decimal('13.33'))
    """
    if terms.previous_rate is None:
        return None
    before = calculate(inhabitants, at_rate(terms, terms.previous_rate)).amount
    now = calculate(inhabitants, terms).amount
    return Increase(terms.previous_rate, before, now, *increase(now, before))


def at_rate(terms: ContributionTerms, rate: Decimal) -> ContributionTerms:
    """Return the same terms with one rate per inhabitant: what if. The covenant itself does not change."""
    return replace(terms, rate=rate, classes=())
