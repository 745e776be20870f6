"""Builds worlds of this room through its commands. Other rooms' tests may use it. Identifiers are made up."""

from datetime import UTC, date, datetime

from kennispact.ground.kit.actor import SYSTEM
from kennispact.pact.agreements.tests import make as agreements
from kennispact.pact.einvoices.tests.make import IBAN
from kennispact.pact.invoicing import commands, particulars, queries
from kennispact.pact.invoicing.models import Invoice
from kennispact.registers.network import queries as network
from kennispact.registers.network.tests import make as cities

ISSUED_ON = date(2023, 3, 1)
AT = datetime(2023, 3, 1, 12, tzinfo=UTC)
SINCE = date(2023, 1, 1)
SUPPLIER = {
    "kvk": "12345678",
    "vat_number": "NL123456789B01",
    "iban": IBAN,
    "postcode": "2595 AA",
}


def supplier(**other: str) -> None:
    """Set what the supplier misses; an empty value leaves one out."""
    for name, value in {**SUPPLIER, **other}.items():
        if value:
            commands.set_value(
                organisation=particulars.partner(), name=name, value=value, since=SINCE, by=SYSTEM, at=AT
            )


def order_numbers(year: int = 2023, *, profile: str = "nlcius") -> None:
    """Give every city an order number for a year, and whatever else it misses."""
    for place, city in enumerate(network.organisations("city")):
        known = particulars.of_cities(queries.AsOf(ISSUED_ON), year, [city])[city.pk]
        begin = {"street": "Postbus 1", "postcode": "1234 AB", "place": city.name, "oin": f"{place + 1:020d}"}
        for name, value in begin.items():
            if not known.get(name):
                set_of(city.key, name, value)
        if profile != "nlcius":
            set_of(city.key, "profile", profile)
        set_of(city.key, "order_number", f"45000{place:05d}", year)


def set_of(city_key: str, name: str, value: str, year: int | None = None) -> None:
    """Set one fact of a city."""
    city = network.organisation(city_key)
    commands.set_value(organisation=city, name=name, value=value, since=SINCE, year=year, by=SYSTEM, at=AT)


def world(number: int = 3, *, year: int = 2023, profile: str = "nlcius") -> None:
    """Bring in some cities with a registered agreement, and everything that invoices need."""
    made = cities.baseline(number)
    paper = agreements.paper(made[0])
    for city in made:
        agreements.registered(city.key, file=paper)
    supplier()
    order_numbers(year, profile=profile)


def run(year: int = 2023, at: datetime = AT) -> commands.Run:
    """Invoice a year."""
    return commands.issue(year=year, by=SYSTEM, at=at)


def deventer() -> Invoice:
    """Return Deventer's invoice for 2023."""
    return queries.invoice_of("GM0150", 2023)


def credited(net=None, **other):
    facts = {"invoice": deventer(), "why": "Dubbel in rekening gebracht", "by": SYSTEM, "at": AT}
    return commands.credit(**{**facts, "net": net, **other})
