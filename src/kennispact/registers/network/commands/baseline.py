"""The first data: parties, cities and their inhabitants, from our own copy. Repeating changes nothing."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from kennispact.ground.acts.models import recorded
from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import Actor
from kennispact.ground.kit.calendar import day_of
from kennispact.ground.kit.refusal import Refusal, refuse_if
from kennispact.ground.kit.words import N_
from kennispact.registers.network import access, rules
from kennispact.registers.network.models import Membership, Organisation, Population

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Party:
    """A party of the covenant as an organisation: ``kind`` is ``network`` or ``partner``."""

    key: str
    kind: str
    name: str
    visiting_address: str = ""


@transaction.atomic
def import_baseline(
    path: Path, *, parties: Sequence[Party], by: Actor, at: datetime, known_at: datetime
) -> int:
    """Bring in the parties, and the cities of a file like ``data/municipalities.csv``; return what was new.

    ``known_at`` is the moment the covenant was signed: from its day the cities are members, and from then on
    the figures of the earliest reference date are known. Figures of later years are known from ``at``.
    What is there already, corrected or struck, is left alone.

    :raises Refused: if a row cannot be right, with its number; then nothing is brought in
    """
    access.require(by, "import_baseline")
    rows = _rows(path)
    refuse_if(_refusals(rows, parties))
    made = [Organisation(**_party(party)) for party in parties] + [Organisation(**_city(row)) for row in rows]
    present = set(
        Organisation.objects.filter(key__in=[one.key for one in made]).values_list("key", flat=True)
    )
    new = Organisation.objects.bulk_create(one for one in made if one.key not in present)
    for one in new:
        journal.write(
            "network.organisation-registered",
            Organisation(pk=one.pk),
            by=by,
            at=at,
            organisation=one.key,
            name=one.name,
            kind=one.kind,
        )
    known = {one.key: one for one in Organisation.objects.filter(key__in=[one.key for one in made])}
    network = next(known[party.key] for party in parties if party.kind == Organisation.Kind.NETWORK)
    cities = [known[row["code"]] for row in rows]
    joined = _join(network, cities, by, known_at)
    figures = _count(rows, known, by, at, known_at)
    if new or joined or figures:
        journal.write(
            "network.baseline-imported",
            network,
            by=by,
            at=at,
            organisation=network.key,
            file=path.name,
            organisations=len(new),
            memberships=joined,
            figures=figures,
        )
    return len(new) + joined + figures


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _reference_dates(row: Row) -> list[tuple[str, date]]:
    """Return the columns with figures and their reference dates, oldest first."""
    columns = (re.fullmatch(r"population_(\d{4})_(\d\d)_(\d\d)", column or "") for column in row)
    return sorted(
        ((found[0], date(int(found[1]), int(found[2]), int(found[3]))) for found in columns if found),
        key=lambda pair: pair[1],
    )


def _refusals(rows: Sequence[Row], parties: Sequence[Party]) -> Iterable[Refusal]:
    if sum(party.kind == Organisation.Kind.NETWORK for party in parties) != 1:
        yield Refusal("baseline.one-network", N_("A covenant has exactly one network."))
    for party in parties:
        yield from rules.organisation_refusals(party.kind, {"key": party.key, "name": party.name})
    for number, row in enumerate(rows, start=2):
        numbers = {field: row.get(field, "") for field in ("oin", "rsin", "kvk")}
        faults = list(
            rules.organisation_refusals(
                Organisation.Kind.CITY.value,
                {"key": row.get("code", ""), "name": row.get("name", ""), **numbers},
            )
        )
        faults += [
            Refusal("baseline.figure", N_("This is no number of inhabitants."), field=column)
            for column, _ in _reference_dates(row)
            if row[column] and not re.fullmatch(r"[1-9]\d{0,6}", row[column], re.ASCII)
        ]
        for fault in faults:
            yield Refusal(
                "baseline.row",
                N_("Row %(row)s of the first data cannot be right: column %(column)s."),
                facts={"row": number, "column": fault.field},
            )


def _party(party: Party) -> dict[str, str]:
    return {
        "key": party.key,
        "kind": party.kind,
        "name": party.name,
        "visiting_address": party.visiting_address,
        "source": "The covenant's definition.",
    }


def _city(row: Row) -> dict[str, str | Decimal | None]:
    """Return the columns of a city; the source names where each group of facts was found."""
    po_box = (row["po_box"], f"{row['po_box_postcode']} {row['po_box_city']}".strip())
    found = {
        "website": row["website_source"],
        "domain": row["email_domain_source"],
        "OIN": row["oin_source"],
        "postal address": row["po_box_source"],
        "visiting address": row["visiting_address_source"],
        "place on the map": row["latlon_source"],
    }
    return {
        "key": row["code"],
        "kind": Organisation.Kind.CITY.value,
        "name": row["name"],
        "province": row["province"],
        "oin": row["oin"],
        "rsin": row["rsin"],
        "kvk": row["kvk"],
        "website": row["website"],
        "domain": row["email_domain"],
        "visiting_address": row["visiting_address"],
        "postal_address": ", ".join(part for part in po_box if part),
        "latitude": Decimal(row["lat"]) if row["lat"] else None,
        "longitude": Decimal(row["lon"]) if row["lon"] else None,
        "source": "\n".join(f"{what}: {where}" for what, where in found.items() if where),
        "notes": row["notes"],
    }


def _join(network: Organisation, cities: Sequence[Organisation], by: Actor, known_at: datetime) -> int:
    """Enter the memberships that were never entered, struck or not; return how many."""
    seen = set(Membership.objects.filter(network=network).values_list("city_id", flat=True))
    made = Membership.objects.bulk_create(
        Membership(
            network=network,
            city=city,
            change=Membership.Change.JOINED,
            happened_on=day_of(known_at),
            **recorded(by, known_at),
        )
        for city in cities
        if city.pk not in seen
    )
    return len(made)


def _count(
    rows: Sequence[Row], known: dict[str, Organisation], by: Actor, at: datetime, known_at: datetime
) -> int:
    """Enter the figures that were never entered, struck or not; return how many.

    The file says of the earliest year only how sure its figures are; later ones are taken as provisional.
    """
    seen = set(Population.objects.values_list("city_id", "happened_on", "inhabitants"))
    made: list[Population] = []
    for row in rows:
        for place, (column, day) in enumerate(_reference_dates(row)):
            city = known[row["code"]]
            if not row[column] or (city.pk, day, int(row[column])) in seen:
                continue
            first = place == 0
            made.append(
                Population(
                    city=city,
                    inhabitants=int(row[column]),
                    happened_on=day,
                    status=row["population_status"] if first else Population.Status.PROVISIONAL.value,
                    source=row["population_source"] if first else f"CBS, data/municipalities.csv, {column}",
                    **recorded(by, known_at if first else at),
                )
            )
    return len(Population.objects.bulk_create(made))
