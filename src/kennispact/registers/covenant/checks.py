"""What is allowed but worth a look: remarks about a definition that was read without faults."""

from dataclasses import dataclass, field
from datetime import date

from kennispact.ground.kit.words import N_

from .definition import Covenant
from .rules import last_notice_day


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing worth a look. ``message`` is English, marked with ``N_``; ``facts`` fill its places."""

    code: str
    message: str
    facts: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the English sentence with its facts filled in."""
        return self.message % self.facts if self.facts else self.message


def checks(covenant: Covenant) -> list[Remark]:
    """Return every remark about a covenant, none if there is nothing to look at."""
    return [*_theme_groups(covenant), *_years(covenant), *_notice_days(covenant)]


def _theme_groups(covenant: Covenant) -> list[Remark]:
    listed = sum(1 for theme in covenant.themes if theme.pillar and theme.listed)
    counted = covenant.theme_groups_counted
    remarks = []
    if counted is not None and counted != listed:
        remarks.append(
            Remark(
                "themes.counted",
                N_("The sources count %(counted)s theme groups under the pillars, but list %(listed)s."),
                {"counted": counted, "listed": listed},
            )
        )
    remarks += [
        Remark("themes.unlisted", N_("“%(name)s” is named as a theme, but not listed."), {"name": theme.name})
        for theme in covenant.themes
        if not theme.listed
    ]
    return remarks


def _years(covenant: Covenant) -> list[Remark]:
    first, last = covenant.agreement.starts_on, covenant.agreement.ends_on
    return [
        Remark(
            "contribution.part-year",
            N_("The contribution for %(year)s is that of a whole year, but agreements hold for part of it."),
            {"year": year},
        )
        for year in covenant.contribution.years
        if first > date(year, 1, 1) or last < date(year, 12, 31)
    ]


def _notice_days(covenant: Covenant) -> list[Remark]:
    """Compare the calendar's notice days with the notice terms: both are written in the definition."""
    return [
        Remark(
            "notice.calendar",
            N_("The calendar says %(on)s for the last day of notice, the terms say %(last)s."),
            {"on": day.on, "last": last_notice_day(covenant.notice.before, day.on.year)},
        )
        for day in covenant.key_dates
        if day.key.startswith("notice-") and day.on != last_notice_day(covenant.notice.before, day.on.year)
    ]
