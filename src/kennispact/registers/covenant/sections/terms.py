"""Term, agreement, notice and contribution."""

import itertools
import re
from dataclasses import dataclass
from datetime import date

from kennispact.ground.kit.words import N_
from kennispact.registers.covenant.definition import AgreementTerms, ContributionTerms, NoticeTerms, SizeClass
from kennispact.registers.covenant.reader import Table

from .known import Known

_CURRENCY = re.compile(r"[A-Z]{3}")
_MOST_PEOPLE = 10**9


@dataclass(frozen=True, slots=True)
class Terms:
    """What this section yields."""

    starts_on: date
    ends_before: date
    agreement: AgreementTerms
    notice: NoticeTerms
    contribution: ContributionTerms


def read(root: Table, known: Known, head: Table) -> Terms:
    """Read the section; the covenant's own term stands in its head."""
    starts_on, ends_before = head.day("starts_on"), head.day("ends_before")
    if head.has("starts_on") and ends_before <= starts_on:
        head.fault("ends_before", N_("The covenant ends before it begins."))
    return Terms(
        starts_on,
        ends_before,
        _agreement(root.table("agreement"), known, ends_before),
        _notice(root.table("notice"), known),
        _contribution(root.table("contribution"), known, starts_on, ends_before),
    )


def _agreement(table: Table, known: Known, ends_before: date) -> AgreementTerms:
    terms = AgreementTerms(
        starts_on=table.day("starts_on"),
        ends_on=table.day("ends_on"),
        target_on=table.day("target_on"),
        clauses=table.references("clauses", known.clauses, "clause"),
    )
    if terms.ends_on < terms.starts_on:
        table.fault("ends_on", N_("The agreement ends before it begins."))
    elif terms.ends_on >= ends_before:
        table.fault("ends_on", N_("The agreement would outlast the covenant."))
    table.close()
    return terms


def _notice(table: Table, known: Known) -> NoticeTerms:
    terms = NoticeTerms(
        before=table.month_day("before"),
        ends=table.month_day("ends"),
        clauses=table.references("clauses", known.clauses, "clause"),
    )
    table.close()
    return terms


def _contribution(table: Table, known: Known, starts_on: date, ends_before: date) -> ContributionTerms:
    currency = table.text("currency")
    if currency and not _CURRENCY.fullmatch(currency):
        table.fault("currency", N_("“%(currency)s” is not the code of a currency."), currency=currency)
    terms = ContributionTerms(
        first_year=table.year("first_year"),
        last_year=table.year("last_year"),
        currency=currency,
        population_on=table.day("population_on"),
        population_source=table.text("population_source"),
        clauses=table.references("clauses", known.clauses, "clause"),
        rate=table.money("rate"),
        classes=_classes(table),
        base=table.money("base"),
        minimum=table.money("minimum"),
        maximum=table.money("maximum"),
        previous_rate=table.money("previous_rate"),
    )
    if terms.last_year < terms.first_year:
        table.fault("last_year", N_("The last year lies before the first."))
    elif terms.first_year < starts_on.year or date(terms.last_year, 1, 1) >= ends_before:
        table.fault("first_year", N_("A contribution year lies outside the term of the covenant."))
    if table.has("rate") == table.has("class"):
        table.fault("rate", N_("Give either one rate per inhabitant or size classes."))
    if terms.minimum is not None and terms.maximum is not None and terms.maximum < terms.minimum:
        table.fault("maximum", N_("The maximum is lower than the minimum."))
    table.close()
    return terms


def _classes(table: Table) -> tuple[SizeClass, ...]:
    """Read the size classes, which must follow on one another without overlap or hole."""
    tables = table.tables("class")
    classes = [_class(one) for one in tables]
    order = sorted(range(len(classes)), key=lambda place: (classes[place].above, place))
    for before, after in itertools.pairwise(order):
        up_to = classes[before].up_to
        line = tables[before].line
        if up_to is None or up_to > classes[after].above:
            tables[after].fault("above", N_("This size class overlaps the one on line %(line)s."), line=line)
        elif up_to < classes[after].above:
            tables[after].fault(
                "above",
                N_("There is a hole between this size class and the one on line %(line)s."),
                line=line,
            )
    if order and classes[order[0]].above != 0:
        tables[order[0]].fault("above", N_("The first size class must begin above 0."))
    return tuple(classes[place] for place in order)


def _class(table: Table) -> SizeClass:
    size = SizeClass(
        above=table.number("above", least=0, most=_MOST_PEOPLE),
        up_to=table.number("up_to", least=1, most=_MOST_PEOPLE, default=1) if table.has("up_to") else None,
        amount=table.money("amount"),
        rate=table.money("rate"),
    )
    table.asked.add("up_to")
    if table.has("amount") == table.has("rate"):
        table.fault("amount", N_("Give a size class either an amount or a rate."))
    if size.up_to is not None and size.up_to <= size.above:
        table.fault("up_to", N_("This size class holds no number at all."))
    table.close()
    return size
