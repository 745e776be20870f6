"""Agreements as plain rows and drawings: the same for JSON, CSV, tables and pages."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kennispact.ground.look import formatting, sentences
from kennispact.ground.look.charts import Chart, lines
from kennispact.pact.agreements.queries import RegisterRow
from kennispact.pact.agreements.rules import REGISTERED, NoticeOutcome
from kennispact.registers.covenant import queries as covenants

CSV_COLUMNS = ("code", "city", "standing", "participates", "since", "ends_before", "notice_received_on")


def register_row(row: RegisterRow, *, whole: bool = True) -> dict[str, Any]:
    """Return one city with the state of its agreement. Without ``whole`` its dossier stays closed."""
    notice = row.dossier.notice if whole else None
    return {
        "code": row.city.key,
        "city": row.city.name,
        "standing": row.state.standing.value,
        "participates": row.participates,
        "since": row.state.since,
        "ends_before": row.state.ends_before,
        "notice_received_on": notice.received_on if notice else None,
        "missing": list(row.state.missing) if whole else [],
        "steps": {kind: fact.happened_on for kind, fact in row.dossier.steps.items()} if whole else {},
    }


def notice_answer(outcome: NoticeOutcome) -> dict[str, Any]:
    """Return what a notice leads to. ``ends_on`` is the first day without agreement."""
    return {
        "received_on": outcome.received_on,
        "ends_on": outcome.ends_before,
        "last_day": outcome.last_day,
        "by_notice": outcome.by_notice,
        "last_contribution_year": outcome.last_year,
        "rule": sentences.told(outcome.rule, outcome.facts),
        "clauses": list(outcome.clauses),
    }


def notice_consequences(outcome: NoticeOutcome, city: str) -> list[str]:
    """Return in sentences what a notice on the agreement of a city leads to. Source: 3b, 6b-c, O1.2-1.3."""
    language = formatting.language_of(get_language())
    facts = {
        "city": city,
        "last": formatting.day(outcome.last_day, language),
        "first": formatting.day(outcome.ends_before, language),
        "year": outcome.last_year,
    }
    said = [
        _("The last day of the agreement of %(city)s is %(last)s."),
        _("%(year)s is the last year for which %(city)s owes a contribution."),
        _("From %(first)s on the people of %(city)s can no longer take part in what the partner does."),
    ]
    return [*(one % facts for one in said), sentences.told(outcome.rule, outcome.facts)]


def progress_chart(rows: Sequence[RegisterRow], on: date) -> Chart:
    """Draw how many agreements were registered by when, against the target. Source: letter, 8d."""
    language = formatting.language_of(get_language())
    terms = covenants.covenant().agreement
    registered = [day for row in rows if (day := row.dossier.on(REGISTERED))]
    moments = progress_days(registered, terms.target_on, on)
    counts = [sum(day <= moment for day in registered) for moment in moments]
    target = [len(rows) if moment >= terms.target_on else 0 for moment in moments]
    facts = {
        "count": sum(day <= terms.target_on for day in registered),
        "all": len(rows),
        "day": formatting.day(terms.target_on, language),
    }
    return lines(
        "progress",
        _("Registered agreements"),
        _("On %(day)s, the target, %(count)s of %(all)s agreements were registered.") % facts,
        [f"{moment.day} {_short(moment, language)}" for moment in moments],
        [(_("Registered"), counts), (_("Target"), target)],
    )


def _short(day: date, language: str) -> str:
    return formatting.MONTHS[language][day.month - 1].replace("maart", "mrt")[:3]


def progress_days(registered: Sequence[date], target_on: date, on: date) -> tuple[date, ...]:
    """Return the first and fifteenth of each month over which registering went on, the target among them.

    From two months before the target until the month after the last one, but no day after ``on``.

    >>> progress_days([date(2023, 3, 20)], date(2023, 3, 1), date(2023, 3, 16))[-2:]
    (datetime.date(2023, 3, 1), datetime.date(2023, 3, 15))
    """
    first = min([*registered, date(target_on.year, 1, 1)])
    last = min(max([*registered, target_on]) + timedelta(days=31), on)
    days, day = [], first.replace(day=1)
    while day <= last:
        days.append(day)
        day = day.replace(day=15) if day.day == 1 else (day + timedelta(days=17)).replace(day=1)
    return tuple(days) or (first,)
