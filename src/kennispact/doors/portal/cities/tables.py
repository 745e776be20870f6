"""The tables and the chart of a city's page."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kennispact.doors.portal.cities.queries import CityDossier
from kennispact.ground.look import sentences
from kennispact.ground.look.charts import Chart, bars
from kennispact.ground.look.tables import Column, Table
from kennispact.ground.look.templatetags.look import NOTHING, clause, day, euro, shortday, state_badge
from kennispact.pact.contributions.queries import Contribution
from kennispact.pact.contributions.rules import Ground
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.covenant.templatetags.covenant import role_name
from kennispact.registers.network.queries import Figure

_GROUNDS = {Ground.OWED: "in-force", Ground.EXPECTED: "waiting", Ground.ENDED: "ended"}


def contribution_table(found: CityDossier) -> Table | None:
    """Return what the city owes per year, and how that is worked out; nothing while it owes nothing."""
    if not found.contributions:
        return None
    grounds = {Ground.OWED: _("Owed"), Ground.EXPECTED: _("Expected"), Ground.ENDED: _("Ended")}
    figure = found.contributions[0].figure
    clauses = format_html_join(" ", "{}", ((clause(key),) for key in found.contributions[0].clauses))
    return Table(
        _("Contribution per year"),
        (_("Year"), _("Calculation"), Column(_("Contribution"), numeric=True), _("Why"), _("Clause")),
        [
            (
                str(row.year),
                _calculation(row),
                euro(row.amount),
                state_badge(_GROUNDS[row.ground], grounds[row.ground]),
                format_html("<span>{}</span>", clauses),
            )
            for row in found.contributions
        ],
        note=_("Amounts without VAT. Inhabitants on %(day)s according to: %(source)s.")
        % {"day": day(figure.reference_on), "source": figure.publisher}
        if figure
        else "",
    )


def _calculation(row: Contribution) -> SafeString | str:
    if row.calculation is None:
        return _("Not enough facts: the number of inhabitants is missing.")
    said = ((sentences.told(one.text, one.facts), euro(one.amount)) for one in row.calculation.lines)
    return format_html_join(", ", "{} = {}", said)


def chart(figures: Iterable[Figure]) -> Chart | None:
    """Return the inhabitants per year; the figure that counts is marked."""
    base = covenants.covenant().contribution.population_on
    counts = _("%(year)s (counts)") % {"year": base.year}
    data = [
        (counts if one.reference_on == base else str(one.reference_on.year), one.inhabitants)
        for one in figures
    ]
    if not data:
        return None
    return bars(
        "population",
        _("Inhabitants on 1 January"),
        _("The figure of %(day)s counts for the contribution of every year.") % {"day": day(base)},
        data,
        unit=_("Inhabitants"),
    )


def mandate_table(found: CityDossier) -> Table | None:
    """Return who acts for the city; names only for whom they are open."""
    if not found.mandates:
        return None
    names = any(one.person for one in found.mandates)
    columns = [_("Role"), *([_("Name")] if names else []), _("Since"), _("Until")]
    return Table(
        _("Who acts for %(city)s") % {"city": found.city.name},
        columns,
        [
            (
                role_name(one.role).capitalize(),
                *([one.person or NOTHING] if names else []),
                shortday(one.since),
                shortday(one.until),
            )
            for one in found.mandates
        ],
    )
