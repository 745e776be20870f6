"""What each city owes in a year, derived from terms, agreements and population figures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import refuse_if
from kennispact.pact.agreements import queries as agreements
from kennispact.pact.agreements.queries import RegisterRow
from kennispact.pact.contributions.rules import Calculation, Ground, at_rate, calculate, year_refusals
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.network import queries as network
from kennispact.registers.network.models import Organisation
from kennispact.registers.network.queries import Figure


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one city owes for one year, ex VAT. ``calculation`` is ``None`` when the figure is missing:
    then there are not enough facts.
    """

    city: Organisation
    year: int
    ground: Ground
    figure: Figure | None
    calculation: Calculation | None
    clauses: tuple[str, ...]

    @property
    def amount(self) -> Decimal | None:
        """Return the amount, nothing for an agreement that ended, or ``None`` without facts."""
        if self.ground is Ground.ENDED:
            return Decimal("0.00")
        return self.calculation.amount if self.calculation else None


@dataclass(frozen=True, slots=True)
class ContributionYear:
    """All contributions of one year. ``total`` counts what is owed and expected, ``owed`` what is owed."""

    year: int
    rows: tuple[Contribution, ...]

    @property
    def total(self) -> Decimal:
        """Return the sum of all known amounts."""
        return sum((row.amount for row in self.rows if row.amount is not None), Decimal("0.00"))

    @property
    def owed(self) -> Decimal:
        """Return the sum of what signed agreements oblige to."""
        return sum(
            (row.amount for row in self.rows if row.amount and row.ground is Ground.OWED), Decimal("0.00")
        )

    @property
    def unknown(self) -> tuple[Contribution, ...]:
        """Return the cities whose amount cannot be known yet."""
        return tuple(row for row in self.rows if row.amount is None)


def contributions(year: int, view: AsOf, register: Sequence[RegisterRow] | None = None) -> ContributionYear:
    """Return what each city owes for a year, in this view. Source: covenant 6b, agreement 3.1.

    Whoever asked for the ``register`` of the same view before can give it: that saves its queries.

    :raises Refused: for a year in which the covenant asks nothing
    """
    covenant = covenants.covenant()
    terms = covenant.contribution
    refuse_if(year_refusals(year, terms, covenant.term_clause))
    figures = network.populations(view, terms.population_on)
    rows = []
    for row in agreements.register(view) if register is None else register:
        figure = figures.get(row.city.pk)
        calculation = calculate(figure.inhabitants, terms) if figure else None
        rows.append(Contribution(row.city, year, _ground(row, year), figure, calculation, terms.clauses))
    return ContributionYear(year, tuple(rows))


def what_if(found: ContributionYear, rate: Decimal) -> ContributionYear:
    """Return the same year as if the covenant asked another rate per inhabitant. Nothing is changed."""
    terms = at_rate(covenants.covenant().contribution, rate)
    rows = (
        replace(row, calculation=calculate(row.figure.inhabitants, terms)) if row.figure else row
        for row in found.rows
    )
    return ContributionYear(found.year, tuple(rows))


def of_city(
    city_key: str, view: AsOf, register: Sequence[RegisterRow] | None = None
) -> tuple[Contribution, ...]:
    """Return one city's contribution for every year of the covenant. Empty for an unknown city.

    For ``register`` see :func:`contributions`.
    """
    covenant = covenants.covenant()
    terms = covenant.contribution
    rows = agreements.register(view) if register is None else register
    row = next((row for row in rows if row.city.key == city_key), None)
    if row is None:
        return ()
    figure = network.populations(view, terms.population_on).get(row.city.pk)
    calculation = calculate(figure.inhabitants, terms) if figure else None
    return tuple(
        Contribution(row.city, year, _ground(row, year), figure, calculation, terms.clauses)
        for year in terms.years
    )


def _ground(row: RegisterRow, year: int) -> Ground:
    """Tell why a city owes: each contribution year counts in full. Source: 6b, O3.1."""
    if row.agreement is None or "registered" not in row.dossier.steps:
        return Ground.EXPECTED
    return Ground.ENDED if row.state.ends_before <= date(year, 1, 1) else Ground.OWED
