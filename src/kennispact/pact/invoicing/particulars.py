"""The dated facts that invoices are made from, as they count in a view. Each read is one or two queries."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from kennispact.ground.kit.calendar import AsOf
from kennispact.pact.invoicing import rules
from kennispact.pact.invoicing.models import Setting
from kennispact.registers.covenant import queries as covenants
from kennispact.registers.network import queries as network
from kennispact.registers.network.models import Organisation

_ADDRESS = re.compile(r"(?P<street>.+), (?:(?P<postcode>\d{4} [A-Z]{2}) )?(?P<place>.+)")
Facts = Mapping[str, str]


def partner() -> Organisation:
    """Return the organisation that sends the invoices: the covenant's partner."""
    key = next(party.key for party in covenants.covenant().parties if party.kind == "partner")
    return network.organisation(key)


def of_supplier(view: AsOf) -> Facts:
    """Return what is known about the supplier, with the terms that hold to begin with. Two queries."""
    covenant, own = covenants.covenant(), partner()
    party = next(party for party in covenant.parties if party.key == own.key)
    prefix = next(party.key for party in covenant.parties if party.kind == "network")
    begin = {
        **rules.TERMS,
        **_address(own.visiting_address),
        "legal_name": own.name,
        "name": party.short_name,
        "kvk": own.kvk,
        "prefix": re.sub(r"[^A-Z0-9]", "", prefix.upper())[:8],
    }
    found = begin | _counting(view, [own]).get(own.pk, {}).get(None, {})
    return found if found["endpoint"] else {**found, "endpoint": f"0106:{found['kvk']}"}


def of_cities(view: AsOf, year: int, cities: Iterable[Organisation]) -> dict[int, Facts]:
    """Return per city id what is known about it for a year. One query."""
    known = list(cities)
    found = _counting(view, known)
    return {
        city.pk: {
            **_address(city.visiting_address),
            **_address(city.postal_address),
            "name": f"Gemeente {city.name}",
            "legal_name": f"Gemeente {city.name}",
            "oin": city.oin,
            "kvk": city.kvk,
            "channel": "outbox",
            "profile": "nlcius",
            **found.get(city.pk, {}).get(None, {}),
            **found.get(city.pk, {}).get(year, {}),
        }
        for city in known
    }


def set_for(organisation: Organisation, view: AsOf) -> tuple[Setting, ...]:
    """Return what was ever set for an organisation as known in a view, struck too, the newest first."""
    found = Setting.objects.filter(organisation=organisation)
    if view.known is not None:
        found = found.filter(recorded_at__lte=view.known)
    return tuple(found.order_by("-happened_on", "-recorded_at", "-pk"))


def setting(pk: int) -> Setting | None:
    """Return a fact that was set, with its organisation, struck or not, or nothing. One query."""
    return Setting.objects.select_related("organisation").filter(pk=pk).first()


def _counting(view: AsOf, some: list[Organisation]) -> dict[int, dict[int | None, dict[str, str]]]:
    """Return per organisation and year the values that count: of one name the latest."""
    found: dict[int, dict[int | None, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    rows = Setting.objects.as_of(view).filter(organisation__in=some)
    for row in rows.order_by("happened_on", "recorded_at", "pk"):
        found[row.organisation_id][row.year][row.name] = row.value
    return found


def _address(written: str) -> dict[str, str]:
    """Read an address as the register writes it: ``Postbus 5000, 7400 GC Deventer``."""
    fits = _ADDRESS.fullmatch(written.strip())
    return {name: part for name, part in fits.groupdict().items() if part} if fits else {}
