"""What if: another rate, inhabitants of another day, members that leave. Nothing is changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from kennispact.ground.kit.calendar import AsOf
from kennispact.pact.agreements import queries as agreements
from kennispact.pact.contributions import queries
from kennispact.pact.contributions.queries import Contribution, ContributionYear
from kennispact.pact.contributions.rules import Ground, at_rate, calculate
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.covenant.definition import ContributionTerms
from kennispact.registers.network import queries as network
from kennispact.registers.network.models import Organisation
from kennispact.registers.network.queries import Figure


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What would be otherwise; nothing means as agreed. ``leaving`` are codes, gone from ``since``."""

    rate: Decimal | None = None
    population_on: date | None = None
    leaving: frozenset[str] = field(default=frozenset())
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """An amount as it is and as it would be (EUR, without VAT)."""

    now: Decimal
    then: Decimal

    @property
    def difference(self) -> Decimal:
        """Return how much more it would be; below zero for less."""
        return self.then - self.now


@dataclass(frozen=True, slots=True)
class Scenario:
    """Every year as it is and as it would be, city by city in the same order."""

    now: tuple[ContributionYear, ...]
    then: tuple[ContributionYear, ...]

    @property
    def by_year(self) -> dict[int, Compared]:
        """Return the totals of each year."""
        return {
            now.year: Compared(now.total, then.total) for now, then in zip(self.now, self.then, strict=True)
        }

    @property
    def by_city(self) -> list[tuple[Organisation, Compared]]:
        """Return each city's total over all years."""
        found: dict[str, tuple[Organisation, Decimal, Decimal]] = {}
        for year, other in zip(self.now, self.then, strict=True):
            for now, then in zip(year.rows, other.rows, strict=True):
                city, *sums = found.get(now.city.key, (now.city, Decimal("0.00"), Decimal("0.00")))
                found[now.city.key] = (city, sums[0] + (now.amount or 0), sums[1] + (then.amount or 0))
        return [(city, Compared(now, then)) for city, now, then in found.values()]

    @property
    def whole(self) -> Compared:
        """Return the total over all years."""
        return Compared(
            sum((one.total for one in self.now), Decimal("0.00")),
            sum((one.total for one in self.then), Decimal("0.00")),
        )

    def only(self, keys: frozenset[str]) -> "Scenario":
        """Return the same for some cities, by code."""

        def cut(year: ContributionYear) -> ContributionYear:
            return ContributionYear(year.year, tuple(row for row in year.rows if row.city.key in keys))

        return Scenario(tuple(map(cut, self.now)), tuple(map(cut, self.then)))


def figure_dates(view: AsOf) -> tuple[date, ...]:
    """Return the days of which the inhabitants are known, oldest first: of the first city. Two queries."""
    cities = network.members(view)
    return tuple(one.reference_on for one in network.population_history(cities[0], view)) if cities else ()


def scenario(view: AsOf, wanted: Assumptions) -> Scenario:
    """Return what each city owes for every year, now and otherwise. A fixed number of queries."""
    terms = covenants.covenant().contribution
    register = agreements.register(view)
    now = tuple(queries.contributions(year, view, register) for year in terms.years)
    figures = network.populations(view, wanted.population_on) if wanted.population_on else None
    other = terms if wanted.rate is None else at_rate(terms, wanted.rate)
    return Scenario(now, tuple(_otherwise(year, wanted, other, figures) for year in now))


def _otherwise(
    year: ContributionYear,
    wanted: Assumptions,
    terms: ContributionTerms,
    figures: Mapping[int, Figure] | None,
) -> ContributionYear:
    gone = wanted.leaving if wanted.since is not None and year.year >= wanted.since else frozenset()

    def changed(row: Contribution) -> Contribution:
        figure = row.figure if figures is None else figures.get(row.city.pk)
        return replace(
            row,
            figure=figure,
            calculation=calculate(figure.inhabitants, terms) if figure else None,
            ground=Ground.ENDED if row.city.key in gone else row.ground,
        )

    return ContributionYear(year.year, tuple(changed(row) for row in year.rows))
