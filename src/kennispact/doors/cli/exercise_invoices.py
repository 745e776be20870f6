"""The invoices of the exercise world: made-up particulars that say so, and the invoices of one year."""

from datetime import date, datetime

from kennispact.ground.kit.actor import SYSTEM, Actor
from kennispact.ground.kit.calendar import AsOf
from kennispact.pact.einvoices.rules import is_iban
from kennispact.pact.invoicing import commands, particulars
from kennispact.registers.network import queries as network

YEAR, SINCE = 2023, date(2023, 2, 1)
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
LEFT_OPEN = {"GM0193"}  # gave no order number: the page shows what is missing


def make(*, at: datetime, entered_at: datetime, issued_at: datetime, by: Actor) -> None:
    """Enter the particulars and issue the invoices of one year, if that year has come."""
    if issued_at > at:
        return
    assert is_iban(SUPPLIER["iban"])
    commands.set_values(
        organisation=particulars.partner(),
        values={(name, None): value for name, value in SUPPLIER.items()},
        since=SINCE,
        by=by,
        at=entered_at,
    )
    cities = network.organisations("city")
    known = particulars.of_cities(AsOf(SINCE), YEAR, cities)
    begin = {"street": "Postbus 1", "postcode": "1000 AA", "place": "Oefenstad"}
    for place, city in enumerate(cities, 1):
        facts = {name: value for name, value in begin.items() if not known[city.pk].get(name)}
        values: dict[tuple[str, int | None], str] = {(name, None): value for name, value in facts.items()}
        if not (known[city.pk]["oin"] or known[city.pk]["kvk"]):
            values["oin", None] = f"{place:020d}"
        if city.key not in LEFT_OPEN:
            values["order_number", YEAR] = f"OEF{YEAR}{place:03d}"
        commands.set_values(organisation=city, values=values, since=SINCE, by=by, at=entered_at)
    commands.issue(year=YEAR, by=SYSTEM, at=issued_at)
