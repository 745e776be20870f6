"""The facts of the papers as they stand in a view. As many SQL queries for one city as for all."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Refusal, Refused
from kennispact.pact.agreements import queries as agreements
from kennispact.pact.agreements.queries import RegisterRow
from kennispact.pact.agreements.rules import COLLEGE_DECIDED
from kennispact.pact.contributions.rules import against_previous, calculate
from kennispact.pact.drafting import rules
from kennispact.pact.drafting.models import Release, SectionChange, UsageFigure, WordTemplate
from kennispact.pact.drafting.rules import AgreementFacts, Money, Section, Side, Source, Terms, Usage
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.covenant.definition import ContributionTerms, Covenant, Party
from kennispact.registers.network import queries as network
from kennispact.registers.network.models import Organisation
from kennispact.registers.network.queries import Figure

CITY_ROLE = "burgemeester"


@dataclass(frozen=True, slots=True)
class CityPapers:
    """One member in the register. ``facts`` is ``None`` when ``refusals`` say what is missing."""

    city: Organisation
    row: RegisterRow
    facts: AgreementFacts | None
    refusals: tuple[Refusal, ...]


def members(view: AsOf, register: Sequence[RegisterRow] | None = None) -> tuple[CityPapers, ...]:
    """Return every city of the register with the facts of its papers, in order of name. Eight queries."""
    covenant = covenants.covenant()
    rows = agreements.register(view) if register is None else register
    return _papers(covenant, rows, view)


def one(city_key: str, view: AsOf) -> CityPapers:
    """Return one city with the facts of its papers.

    :raises Refused: for a city that is no member and has no agreement in this view
    """
    found = [row for row in agreements.register(view) if row.city.key == city_key.upper()]
    if not found:
        raise Refused(
            [
                Refusal(
                    "drafting.unknown-city",
                    rules.NO_MEMBER,
                    facts={"city": city_key[:40], "day": view.on},
                    field="city",
                )
            ]
        )
    return _papers(covenants.covenant(), found, view)[0]


def _papers(covenant: Covenant, rows: Sequence[RegisterRow], view: AsOf) -> tuple[CityPapers, ...]:
    terms = _terms(covenant, view)
    figures = network.populations(view, covenant.contribution.population_on)
    used = usage(view, [row.city.pk for row in rows])
    found = []
    for row in rows:
        figure = figures.get(row.city.pk)
        seat = rules.seat_of(row.city.visiting_address, row.city.postal_address)
        refusals = tuple(
            rules.draft_refusals(
                row.city.name,
                seat,
                figure.inhabitants if figure else None,
                covenant.contribution.population_on,
            )
        )
        facts = None
        if figure is not None and not refusals:
            facts = _facts(view, covenant, terms, row, seat, figure, used.get(row.city.pk, ()))
        found.append(CityPapers(row.city, row, facts, refusals))
    return tuple(found)


def _facts(
    view: AsOf,
    covenant: Covenant,
    terms: Terms,
    row: RegisterRow,
    seat: str,
    figure: Figure,
    used: tuple[Usage, ...],
) -> AgreementFacts:
    decided = row.dossier.steps.get(COLLEGE_DECIDED)
    clauses = " en ".join(covenant.contribution.clauses)
    return AgreementFacts(
        on=view.on,
        terms=terms,
        key=row.city.key,
        city=Side(row.city.name, row.city.name, seat, CITY_ROLE),
        inhabitants=figure.inhabitants,
        population=Source(figure.publisher, figure.reference_on),
        money=_money(figure.inhabitants, covenant.contribution),
        money_source=Source(f"convenant en overeenkomst, {clauses}", covenant.signed_on),
        decided_on=decided.happened_on if decided else None,
        reference=decided.reference if decided else "",
        usage=used,
    )


def _money(inhabitants: int, terms: ContributionTerms) -> Money:
    amount = calculate(inhabitants, terms).amount
    more = against_previous(inhabitants, terms)
    if more is None:
        return Money(amount, terms.rate)
    return Money(amount, terms.rate, more.old_rate, more.before, more.more, more.of_old, more.of_new)


def _terms(covenant: Covenant, view: AsOf) -> Terms:
    return Terms(
        covenant=covenant.key,
        title=covenant.title,
        signed_on=covenant.signed_on,
        network=_side(covenant.party("network")),
        partner=_side(covenant.party("partner")),
        members=len(network.members(view)),
        starts_on=covenant.agreement.starts_on,
        ends_on=covenant.agreement.ends_on,
        target_on=covenant.agreement.target_on,
        notice_before=covenant.notice.before,
        notice_ends=covenant.notice.ends,
        counted_by=covenant.contribution.population_source,
        first_year=covenant.contribution.first_year,
        last_year=covenant.contribution.last_year,
    )


def _side(party: Party) -> Side:
    return Side(party.name, party.short_name, party.seat, party.represented_by.replace("-", " "))


def usage(view: AsOf, cities: Collection[int]) -> dict[int, tuple[Usage, ...]]:
    """Return per city id the figures of use that count, by year and kind. One query."""
    last: dict[tuple[int, int, str], UsageFigure] = {}
    for act in (
        UsageFigure.objects.as_of(view).filter(city__in=cities).order_by("happened_on", "recorded_at", "pk")
    ):
        last[act.city_id, act.year, act.kind] = act
    found: dict[int, list[Usage]] = {}
    for (city, year, kind), act in sorted(
        last.items(), key=lambda pair: (pair[0][0], pair[0][1], rules.USES.index(pair[0][2]))
    ):
        found.setdefault(city, []).append(Usage(kind, year, act.number, Source(act.source, act.happened_on)))
    return {city: tuple(lines) for city, lines in found.items()}


def sections(view: AsOf, cities: Collection[int]) -> dict[int, dict[str, SectionChange]]:
    """Return per city id what it changed, by section: the last change counts. One query."""
    found: dict[int, dict[str, SectionChange]] = {}
    acts = SectionChange.objects.as_of(view).filter(city__in=cities, covenant=covenants.covenant().key)
    for act in acts.order_by("happened_on", "recorded_at", "pk"):
        found.setdefault(act.city_id, {})[act.section] = act
    return found


def last_change(city: Organisation, section: str) -> int:
    """Return the number of the last change of one part that counts, or 0. One query."""
    acts = SectionChange.objects.filter(city=city, section=section, struck_at=None)
    return acts.order_by("-pk").values_list("pk", flat=True).first() or 0


def usage_acts(city: Organisation, view: AsOf) -> tuple[UsageFigure, ...]:
    """Return every figure of use that was entered for a city, newest year first. One query."""
    return tuple(UsageFigure.objects.as_of(view).filter(city=city).order_by("-year", "kind", "-pk"))


def usage_figure(city: Organisation, pk: int) -> UsageFigure | None:
    """Return one figure of use of a city, struck or not. One query."""
    return UsageFigure.objects.select_related("city").filter(city=city, pk=pk).first()


def template(pk: int) -> WordTemplate | None:
    """Return one of the parties' own templates, struck or not. One query."""
    return WordTemplate.objects.select_related("document").filter(pk=pk).first()


def release(city: Organisation, pk: int) -> Release | None:
    """Return one release of a city's papers, or nothing. One query."""
    return Release.objects.select_related("city").filter(city=city, pk=pk).first()


def section_history(city: Organisation, section: str, view: AsOf) -> tuple[SectionChange, ...]:
    """Return every change of one part, newest first. One query."""
    acts = SectionChange.objects.as_of(view).filter(city=city, section=section)
    return tuple(acts.order_by("-happened_on", "-recorded_at", "-pk"))


def changed(standard: Sequence[Section], acts: dict[str, SectionChange]) -> tuple[Section, ...]:
    """Return the parts in the order a city wants them, with its own titles and texts."""
    found = []
    for section in standard:
        act = acts.get(section.key)
        if act is None:
            found.append(section)
            continue
        found.append(
            Section(
                key=section.key,
                title=act.title,
                position=act.position,
                is_on=act.is_on,
                required=section.required,
                own=act.text,
                has_figures=section.has_figures,
                default=section.default,
            )
        )
    moved = {section.key for section in found if section.key in acts}
    return tuple(sorted(found, key=lambda one: (one.position, one.key not in moved)))


def word_template(view: AsOf) -> WordTemplate | None:
    """Return the parties' own Word template that counts, or ``None`` for the shipped one. One query."""
    acts = WordTemplate.objects.as_of(view).filter(covenant=covenants.covenant().key)
    return acts.select_related("document").order_by("-happened_on", "-recorded_at", "-pk").first()


def releases(city: Organisation, view: AsOf) -> tuple[Release, ...]:
    """Return when a city released its papers, newest first. One query."""
    return tuple(Release.objects.as_of(view).filter(city=city).order_by("-happened_on", "-recorded_at"))
