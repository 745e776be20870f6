"""A surplus as it stands: shares, who agreed, what became of each share. A fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from kennispact.ground.kit.calendar import AsOf
from kennispact.pact.agreements import queries as agreements
from kennispact.pact.contributions import queries as contributions
from kennispact.pact.contributions.rules import Ground
from kennispact.pact.invoicing import setting_off
from kennispact.pact.invoicing.setting_off import Settled
from kennispact.pact.settlement import rules
from kennispact.pact.settlement.models import CarryingOut, Share, Surplus
from kennispact.pact.settlement.rules import Weight
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.decisions import parties
from kennispact.registers.decisions.parties import Word
from kennispact.registers.decisions.rules import Subject
from kennispact.registers.network.models import Organisation


@dataclass(frozen=True, slots=True)
class Basis:
    """What a surplus is divided by in a view. ``left`` are the cities for which something must be chosen."""

    year: int
    weights: tuple[Weight, ...]
    left: tuple[Weight, ...]
    unknown: tuple[str, ...]
    cities: Mapping[str, Organisation]

    def chosen(self, choices: Mapping[str, str]) -> tuple[Weight, ...]:
        """Return the weights with those of the cities that left and were chosen to share."""
        return (
            *self.weights,
            *(one for one in self.left if choices.get(one.city_key) == rules.SHARES),
        )


@dataclass(frozen=True, slots=True)
class ShareLine:
    """One city's share, and what became of it: ``settled`` is nothing before it is carried out."""

    share: Share
    settled: Settled | None

    @property
    def city(self) -> Organisation:
        """Return whose it is."""
        return self.share.city


@dataclass(frozen=True, slots=True)
class Settlement:
    """A surplus with everything about it."""

    surplus: Surplus
    lines: tuple[ShareLine, ...]
    words: tuple[Word, ...]
    carrying_out: CarryingOut | None

    @property
    def is_agreed(self) -> bool:
        """Tell whether both parties agree: then the surplus is established. Source: covenant 7d-2."""
        return all(word.agrees for word in self.words)

    @property
    def to_do(self) -> tuple[ShareLine, ...]:
        """Return the shares that were not set off yet."""
        return tuple(one for one in self.lines if one.share.cents and one.settled is None)

    @property
    def is_done(self) -> bool:
        """Tell whether it was carried out to the last share."""
        return self.carrying_out is not None and not self.to_do

    @property
    def settled(self) -> Decimal:
        """Return what was set off by now (EUR, without VAT)."""
        return sum((one.share.amount for one in self.lines if one.settled), Decimal("0.00"))


def basis(view: AsOf) -> Basis:
    """Return the contributions that a surplus is divided by: those for the last year. Source: 7d-2."""
    year = covenants.covenant().contribution.last_year
    register = agreements.register(view)
    found = contributions.contributions(year, view, register)
    ends = {row.city.pk: row.state.ends_before for row in register}
    weights, left, unknown = [], [], []
    for row in found.rows:
        if row.ground is Ground.EXPECTED:
            continue
        if row.calculation is None:
            unknown.append(row.city.name)
        elif row.ground is Ground.OWED:
            weights.append(Weight(row.city.key, year, row.calculation.amount))
        else:
            last = (ends[row.city.pk] - timedelta(days=1)).year
            left.append(Weight(row.city.key, last, row.calculation.amount, has_left=True))
    cities = {row.city.key: row.city for row in found.rows}
    return Basis(year, tuple(weights), tuple(left), tuple(unknown), cities)


@dataclass(frozen=True, slots=True)
class Ways:
    """How the shares that are left to do would be set off: as an allowance, or with a credit note.

    ``missing`` are the cities without an invoice for the last year while others have theirs.
    """

    allowances: tuple[ShareLine, ...]
    credits: tuple[ShareLine, ...]
    missing: tuple[ShareLine, ...]


def ways(found: Settlement) -> Ways:
    """Return how carrying out would go now. Two queries."""
    invoiced = setting_off.invoiced(found.surplus.year)
    last = [line for line in found.to_do if line.share.year == found.surplus.year]
    to_come = tuple(line for line in last if line.city.pk not in invoiced)
    there = tuple(line for line in found.to_do if line not in to_come)
    return Ways(to_come, there, to_come if len(to_come) < len(last) else ())


def surplus(pk: int) -> Surplus | None:
    """Return a proposal, struck or not, or nothing. One query."""
    return Surplus.objects.filter(pk=pk, covenant=covenants.covenant().key).select_related("document").first()


def surpluses(*, with_struck: bool = False) -> tuple[Surplus, ...]:
    """Return what was proposed, the newest first. One query."""
    found = Surplus.objects.filter(covenant=covenants.covenant().key).select_related("document")
    return tuple((found if with_struck else found.filter(struck_at__isnull=True)).order_by("-pk"))


def settlement(found: Surplus) -> Settlement:
    """Return a surplus with shares, consents and results. Six queries."""
    return settlements([found])[0]


def settlements(found: Iterable[Surplus]) -> tuple[Settlement, ...]:
    """Return surpluses with their shares, consents and results. Six queries, however many they are."""
    some = list(found)
    if not some:
        return ()
    settled = setting_off.settled(rules.request_of(some[0].pk) if len(some) == 1 else rules.REQUEST)
    lines: dict[int, list[ShareLine]] = defaultdict(list)
    for share in Share.objects.filter(surplus__in=some).select_related("city"):
        request = rules.request_of(share.surplus_id, share.city.key)
        lines[share.surplus_id].append(ShareLine(share, settled.get(request)))
    words = parties.words_of_each([subject_of(one.pk) for one in some])
    carried = {one.surplus_id: one for one in CarryingOut.objects.filter(surplus__in=some)}
    return tuple(
        Settlement(one, _by_name(lines[one.pk]), words[rules.occurrence_of(one.pk)], carried.get(one.pk))
        for one in some
    )


def _by_name(lines: Iterable[ShareLine]) -> tuple[ShareLine, ...]:
    return tuple(sorted(lines, key=lambda line: line.city.name))


def subject_of(pk: int) -> Subject:
    """Return how the parties' consents name a surplus."""
    return Subject(rules.CLAUSE, rules.OBLIGATION, rules.occurrence_of(pk))


def faults() -> list[str]:
    """Return every surplus whose parts are not the whole, or were settled for another amount or too early."""
    found: list[str] = []
    for known in settlements(surpluses()):
        one = known.surplus
        if sum(line.share.cents for line in known.lines) != one.amount_cents:
            found.append(f"{rules.occurrence_of(one.pk)}: the shares are not the whole")
        agreed = known.is_agreed and known.carrying_out is not None
        own = {rules.request_of(one.pk, line.city.key): line for line in known.lines}
        for asked, settled in sorted(setting_off.settled(rules.request_of(one.pk)).items()):
            if not agreed or asked not in own or own[asked].share.amount != settled.net:
                found.append(asked)
    return found
