"""Asking more of cities than the contribution: what may be asked, and who owes it. Clauses 6d, O2.2."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kennispact.ground.kit.money import cents
from kennispact.ground.kit.refusal import Refusal
from kennispact.ground.kit.words import N_
from kennispact.registers.decisions.rules import Subject

EXTRA, ARRANGEMENT = "extra", "arrangement"
CLAUSES: Mapping[str, str] = {EXTRA: "6d", ARRANGEMENT: "O2.2"}
PER_CITY, PER_INHABITANT = "city", "inhabitant"


@dataclass(frozen=True, slots=True)
class Terms:
    """What is proposed: ``amount`` (EUR, without VAT) per city or per inhabitant."""

    kind: str
    title: str
    purpose: str
    year: int
    amount: Decimal
    per: str


def matter_of(pk: int) -> str:
    """Return how consents and invoices name what was asked."""
    return f"extra-{pk}"


def subject_of(pk: int) -> Subject:
    """Return how the consents of both parties name an extra contribution. Source: covenant 6d."""
    return Subject(CLAUSES[EXTRA], "extra-contribution", matter_of(pk))


def asked(terms: Terms, inhabitants: int | None) -> Decimal:
    """Return what a city would pay: rounded once, half up, to the cent.

    >>> asked(Terms(EXTRA, "", "", 2025, Decimal("0.05"), PER_INHABITANT), 101446)
    Decimal('5072.30')
    """
    if terms.per == PER_INHABITANT:
        assert inhabitants is not None
        return cents(terms.amount * inhabitants)
    return cents(terms.amount)


def proposal_refusals(
    terms: Terms,
    chosen: Collection[str],
    taking_part: Collection[str],
    uncounted: Collection[str],
    years: range,
) -> Iterator[Refusal]:
    """Refuse what says too little, or asks it of who does not take part.

    ``chosen`` and ``taking_part`` are codes of cities, ``uncounted`` those whose inhabitants are not known.
    """
    clause = CLAUSES[terms.kind]
    if not terms.title.strip() or not terms.purpose.strip():
        yield Refusal("extra.no-purpose", N_("Say what it is for."), clause=clause, field="purpose")
    if terms.amount <= 0 or terms.amount != cents(terms.amount):
        yield Refusal("extra.no-amount", N_("Ask an amount above zero."), field="amount")
    if terms.year not in years:
        facts: dict[str, object] = {"first": str(years[0]), "last": str(years[-1])}
        yield Refusal(
            "extra.no-such-year",
            N_("Choose a year from %(first)s up to and including %(last)s."),
            facts=facts,
            field="year",
        )
    if not chosen:
        yield Refusal("extra.no-city", N_("Choose at least one city."), clause=clause, field="cities")
    if terms.kind == ARRANGEMENT and len(chosen) > 1:
        yield Refusal("extra.one-city", N_("An arrangement is with one city."), clause=clause, field="cities")
    if set(chosen) - set(taking_part):
        yield Refusal(
            "extra.takes-no-part",
            N_("Only cities that take part can be asked."),
            clause=clause,
            field="cities",
        )
    if terms.per == PER_INHABITANT and set(chosen) & set(uncounted):
        yield Refusal(
            "extra.uncounted", N_("The number of inhabitants of a city is missing."), field="cities"
        )


def reply_refusals(
    *, is_struck: bool, is_open: bool, said: Iterable[str], outcome: str, reason: str
) -> Iterator[Refusal]:
    """Refuse an answer to what was struck or is not asked yet, and to take back a yes."""
    if is_struck:
        yield Refusal("extra.struck", N_("This proposal was struck."))
    if not is_open:
        yield Refusal(
            "extra.not-agreed", N_("Both parties have to agree before it is asked of cities."), clause="6d"
        )
    if "yes" in said:
        yield Refusal("extra.consented", N_("This city consented. That stands."))
    if outcome == "no" and not reason.strip():
        yield Refusal("extra.no-reason", N_("Say why not."), field="reason")


def strike_refusals(*, consented: bool) -> Iterator[Refusal]:
    """Refuse to strike what a city consented to."""
    if consented:
        yield Refusal("extra.consented-to", N_("A city consented to it, so it stands."))
