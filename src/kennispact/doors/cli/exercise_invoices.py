"""The invoices of the exercise world: made-up particulars that say so, and the runs of four years."""

from collections.abc import Mapping
from datetime import date, datetime

from kennispact.ground.kit.actor import SYSTEM, Actor
from kennispact.ground.kit.calendar import AsOf
from kennispact.pact.delivery import commands as delivery
from kennispact.pact.delivery.gateway import Delivery, Parcel
from kennispact.pact.delivery.rules import Result
from kennispact.pact.einvoices.rules import is_iban
from kennispact.pact.invoicing import commands, particulars
from kennispact.registers.network import queries as network

SINCE = date(2023, 2, 1)
# Per year the day of the run, and after how many invoices it stopped: the last one is only half-way.
RUNS: Mapping[int, tuple[date, int | None]] = {
    2023: (date(2023, 6, 15), None),
    2024: (date(2024, 1, 15), None),
    2025: (date(2025, 1, 15), None),
    2026: (date(2026, 11, 2), 6),
}
# Nobody has these numbers; the name says it once more on every invoice.
SUPPLIER = {
    "legal_name": "OEFENING Stichting Platform31",
    "name": "OEFENING Platform31",
    "kvk": "00000000",
    "vat_number": "NL000000000B00",
    "iban": "NL91ABNA0417164300",
    "street": "Oefenstraat 1",
    "postcode": "1000 AA",
    "place": "Oefenstad",
    "email": "financien@oefening.invalid",
}
LEFT_OPEN = {"GM0193"}  # gave no order number for the first year: the page shows what is missing


def enter(*, entered_at: datetime, by: Actor) -> None:
    """Enter the particulars of the supplier and of every city."""
    assert is_iban(SUPPLIER["iban"])
    commands.set_values(
        organisation=particulars.partner(),
        values={(name, None): value for name, value in SUPPLIER.items()},
        since=SINCE,
        by=by,
        at=entered_at,
    )
    cities = network.organisations("city")
    first, *later = RUNS
    known = particulars.of_cities(AsOf(SINCE), first, cities)
    begin = {"street": "Postbus 1", "postcode": "1000 AA", "place": "Oefenstad"}
    for place, city in enumerate(cities, 1):
        facts = {name: value for name, value in begin.items() if not known[city.pk].get(name)}
        values: dict[tuple[str, int | None], str] = {(name, None): value for name, value in facts.items()}
        if not (known[city.pk]["oin"] or known[city.pk]["kvk"]):
            values["oin", None] = f"{place:020d}"
        if city.key in LEFT_OPEN:
            values |= {("buyer_reference", year): "Afdeling Inkoop" for year in later}
        else:
            values["buyer_reference", None] = "Afdeling Inkoop"
            values["order_number", first] = f"OEF{first}{place:03d}"
        commands.set_values(organisation=city, values=values, since=SINCE, by=by, at=entered_at)


class _Nobody:
    """Takes every invoice along and brings it nowhere: an exercise sends nothing."""

    def submit(self, parcel: Parcel) -> Delivery:
        """Say that it was taken."""
        return Delivery(Result.ACCEPTED, receipt=f"{parcel.number}.json")


def issue(*, year: int, at: datetime) -> None:
    """Issue the invoices of a year, as far as its run came, and send them when it was finished."""
    most = RUNS[year][1]
    run = commands.issue(year=year, by=SYSTEM, at=at, most=most)
    if most is None:
        delivery.ask(invoices=run.issued, by=SYSTEM, at=at)
        delivery.hand_over(transports={"outbox": _Nobody()}, by=SYSTEM, now=lambda: at, year=year)
