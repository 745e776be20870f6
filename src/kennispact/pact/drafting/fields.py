"""The fields that a wording or a Word template may use: Dutch names, finished Dutch texts."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kennispact.ground.kit.calendar import MonthDay
from kennispact.ground.look import formatting
from kennispact.pact.drafting import rules
from kennispact.pact.drafting.rules import AgreementFacts

NOT_DECIDED = "………………"
_COUNTS = (
    "nul",
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
)
_USES = {
    rules.PROJECTS: "Projecten",
    rules.MEETINGS: "Bijeenkomsten",
    rules.DOWNLOADS: "Downloads van publicaties",
}


def fields(facts: AgreementFacts) -> dict[str, str]:
    """Return every field of a city's papers as a finished text; empty where the covenant has no such fact."""
    terms, money = facts.terms, facts.money
    return {
        "op": formatting.day(facts.on),
        "gemeente": facts.city.name,
        "gemeentecode": facts.key,
        "zetel_gemeente": facts.city.seat,
        "rol_gemeente": facts.city.role,
        "partner": terms.partner.name,
        "partner_kort": terms.partner.short_name,
        "zetel_partner": terms.partner.seat,
        "rol_partner": terms.partner.role,
        "netwerk": terms.network.name,
        "netwerk_kort": terms.network.short_name,
        "aantal_steden": formatting.number(terms.members),
        "convenant": terms.title,
        "convenant_getekend_op": formatting.day(terms.signed_on),
        "begint_op": formatting.day(terms.starts_on),
        "eindigt_op": formatting.day(terms.ends_on),
        "streefdatum": formatting.day(terms.target_on),
        "opzeggen_voor": _month_day(terms.notice_before),
        "eindigt_na_opzegging": _month_day(terms.notice_ends),
        "opzegtermijn": _months(terms.notice_months),
        "eerste_jaar": str(terms.first_year),
        "laatste_jaar": str(terms.last_year),
        "inwoners": formatting.number(facts.inhabitants),
        "teller": terms.counted_by,
        "peildatum": formatting.day(facts.population.on),
        "bron_inwoners": facts.population.name,
        "bedrag": _euro(money.amount),
        "tarief": _euro(money.rate),
        "oud_tarief": _euro(money.old_rate),
        "oud_bedrag": _euro(money.before),
        "meer": _euro(money.more),
        "meer_van_oud": _percent(money.of_old),
        "meer_van_nieuw": _percent(money.of_new),
        "bron_bedrag": facts.money_source.name,
        "besluit_op": formatting.day(facts.decided_on) if facts.decided_on else NOT_DECIDED,
        "besluit_nummer": facts.reference,
        "gebruik": "; ".join(
            f"{_USES[used.kind].lower()} in {used.year}: {formatting.number(used.number)}"
            for used in facts.usage
        ),
    }


def money_rows(facts: AgreementFacts) -> tuple[tuple[str, ...], ...]:
    """Return the figures of the contribution: what, how much, where from and of when."""
    said, money = fields(facts), facts.money
    counted = (facts.population.name, formatting.shortday(facts.population.on))
    agreed = (facts.money_source.name, formatting.shortday(facts.money_source.on))
    rows = [(f"Inwoners op {said['peildatum']}", said["inwoners"], *counted)]
    if money.rate is not None:
        rows.append(("Bijdrage per inwoner per jaar", said["tarief"], *agreed))
    rows.append(("Bijdrage per jaar", said["bedrag"], *_computed(agreed)))
    if money.before is not None:
        rows += [
            (
                f"Bijdrage bij het oude tarief van {said['oud_tarief']}",
                said["oud_bedrag"],
                *_computed(agreed),
            ),
            ("Verhoging per jaar", said["meer"], *_computed(agreed)),
            ("Verhoging als deel van het oude bedrag", said["meer_van_oud"], *_computed(agreed)),
        ]
    return tuple(rows)


def usage_rows(facts: AgreementFacts) -> tuple[tuple[str, ...], ...]:
    """Return the figures of use: what and which year, how often, where from and of when."""
    return tuple(
        (
            f"{_USES[used.kind]} ({used.year})",
            formatting.number(used.number),
            used.source.name,
            formatting.shortday(used.source.on),
        )
        for used in facts.usage
    )


def fill(sentence: str, said: Mapping[str, Any]) -> str:
    """Return a sentence of a wording with its fields filled in.

    :raises jinja2.UndefinedError: if it names a field that does not exist
    """
    return str(_sentence(sentence).render(said)).strip()


@lru_cache(maxsize=512)
def _sentence(sentence: str) -> Any:
    return _ENVIRONMENT.from_string(sentence)


_ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)


def _computed(agreed: tuple[str, str]) -> tuple[str, str]:
    return (f"berekend: {agreed[0]}", agreed[1])


def _month_day(day: MonthDay) -> str:
    return f"{day.day} {formatting.MONTHS['nl'][day.month - 1]}"


def _months(number: int) -> str:
    return f"{_COUNTS[number]} {'maand' if number == 1 else 'maanden'}"


def _euro(amount: Decimal | None) -> str:
    return "" if amount is None else formatting.euro(amount).replace(" ", "\N{NO-BREAK SPACE}")


def _percent(share: Decimal | None) -> str:
    return "" if share is None else formatting.percent(share / 100)
