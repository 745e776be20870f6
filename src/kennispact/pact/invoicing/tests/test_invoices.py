"""A year becomes invoices: each city once, numbered without gaps, frozen, booked, checked; corrected by credit."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from kennispact.ground.journal.models import Entry
from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.calendar import EVER, AsOf
from kennispact.ground.kit.refusal import Refused
from kennispact.pact.agreements.tests import make as agreements
from kennispact.pact.einvoices import gateway
from kennispact.pact.einvoices.facts import Profile
from kennispact.pact.invoicing import commands, numbering, particulars, queries
from kennispact.pact.invoicing.models import Invoice, Paper, Setting
from kennispact.pact.invoicing.queries import Standing
from kennispact.pact.invoicing.tests import make
from kennispact.pact.ledger import queries as ledger
from kennispact.pact.ledger import seals
from kennispact.registers.network.tests import make as cities

pytestmark = pytest.mark.django_db


def test_deventer_2023_is_right_to_the_cent():
    make.world(2)
    made = make.run()
    assert [one.text for one in made.issued] == ["G40-2023-0001", "G40-2023-0002"]
    found = make.deventer()
    assert (found.net, found.vat, found.gross) == (
        Decimal("15216.90"),
        Decimal("3195.55"),
        Decimal("18412.45"),
    )
    assert (found.issued_on, found.due_on) == (date(2023, 3, 1), date(2023, 3, 31))
    facts = queries.facts_of(found)
    assert (facts.period_from, facts.period_until) == (date(2023, 3, 1), date(2023, 12, 31))
    items = {one.item: one.open for one in ledger.open_items(EVER)}
    assert items[found.text] == Decimal("18412.45")
    assert sum(items.values()) == sum(one.gross for one in made.issued)


def test_a_second_run_does_nothing():
    make.world(3)
    first, second = make.run(), make.run()
    assert len(first.issued) == 3
    assert second.issued == []
    assert [one.pk for one in second.present] == [one.pk for one in first.issued]
    assert Invoice.objects.count() == 3
    assert not list(numbering.faults())
    assert not list(seals.broken_seals())


def test_without_the_suppliers_facts_nothing_is_issued_and_all_of_it_is_told():
    cities.baseline(1)
    agreements.registered("GM0034")
    with pytest.raises(Refused) as refused:
        make.run()
    assert {one.field for one in refused.value.refusals} == {"kvk", "vat_number", "iban", "postcode"}
    assert Invoice.objects.count() == 0


def test_a_city_that_misses_its_reference_is_left_out_by_name_and_comes_later():
    cities.baseline(2)
    for key in ("GM0034", "GM0150"):
        agreements.registered(key)
    make.supplier()
    make.set_of("GM0150", "buyer_reference", "Strategie")
    make.set_of("GM0150", "street", "Grote Kerkhof 1")
    made = make.run()
    assert [one.city.key for one in made.issued] == ["GM0150"]
    assert [one.code for one in made.refused["GM0034"]] == ["invoicing.missing.reference"]
    make.order_numbers()
    again = make.run()
    assert [one.text for one in again.issued] == ["G40-2023-0002"]


def test_only_what_is_owed_is_invoiced():
    cities.baseline(2)
    agreements.registered("GM0150")
    agreements.drafted("GM0034")
    make.supplier()
    make.order_numbers()
    rows = {
        row.contribution.city.key: row.standing for row in queries.proposal(2023, AsOf(make.ISSUED_ON)).rows
    }
    assert rows == {"GM0150": Standing.READY, "GM0034": Standing.NOT_OWED}
    assert len(make.run().issued) == 1


def test_a_year_outside_the_covenant_is_refused():
    make.world(1)
    with pytest.raises(Refused):
        make.run(2028)


def test_an_invoice_is_never_changed_or_removed():
    make.world(1)
    make.run()
    for model in (Invoice, Paper):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            model.objects.all()._raw_delete("default")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Invoice.objects.update(due_on=date(2030, 1, 1))


def test_later_settings_do_not_change_what_was_issued():
    make.world(2)
    make.run()
    before = bytes(queries.paper(make.deventer(), Profile.NLCIUS).xml)
    make.supplier(iban="NL02ABNA0123456789", vat_rate="9")
    again = commands.make_paper(invoice=make.deventer(), profile=Profile.PEPPOL, by=SYSTEM, at=make.AT)
    assert b"NL91ABNA0417164300" in bytes(again.xml)
    assert bytes(queries.paper(make.deventer(), Profile.NLCIUS).xml) == before


def test_a_dated_rate_counts_from_its_day():
    make.world(2)
    make.supplier(vat_rate="22")
    at = datetime(2023, 3, 2, 12, tzinfo=UTC)
    commands.set_value(
        organisation=particulars.partner(),
        name="vat_rate",
        value="9",
        since=date(2023, 3, 2),
        by=SYSTEM,
        at=at,
    )
    assert particulars.of_supplier(AsOf(date(2023, 3, 1)))["vat_rate"] == "22"
    assert particulars.of_supplier(AsOf(date(2023, 3, 2)))["vat_rate"] == "9"
    assert make.run(at=at).issued[0].facts["vat_rate"] == "9"


def test_an_order_number_counts_for_its_year_only():
    make.world(1, year=2023)
    city = cities.queries.organisation("GM0034")
    assert particulars.of_cities(EVER, 2023, [city])[city.pk]["order_number"]
    assert "order_number" not in particulars.of_cities(EVER, 2024, [city])[city.pk]


@pytest.mark.parametrize(
    ("name", "value"),
    [("iban", "NL91ABNA0417164301"), ("kvk", "123"), ("vat_number", "123456789B01"), ("vat_rate", "21%"),
     ("colour", "blue"), ("name", "a\x00b"), ("name", " ")],
)  # fmt: skip
def test_a_wrong_setting_is_refused(name, value):
    cities.baseline(1)
    with pytest.raises(Refused):
        make.supplier(**{name: value})
    assert value not in Setting.objects.filter(name=name).values_list("value", flat=True)


# ---- credit --------------------------------------------------------------------------------------


def test_a_credit_note_takes_the_next_number_and_settles_the_item():
    make.world(2)
    make.run()
    note = make.credited()
    assert note.text == "G40-2023-0003"
    assert (note.net, note.vat, note.gross) == (
        Decimal("15216.90"),
        Decimal("3195.55"),
        Decimal("18412.45"),
    )
    assert [one.party for one in ledger.open_items(EVER)] == ["GM0034"]
    assert not list(numbering.faults())


def test_parts_and_rest_add_up_and_no_more_than_the_rest_is_credited():
    make.world(2)
    make.run()
    make.credited(Decimal("731.42"))
    assert queries.left(make.deventer()).gross == Decimal("17527.43")
    with pytest.raises(Refused) as refused:
        make.credited(Decimal("15216.90"))
    assert [one.code for one in refused.value.refusals] == ["credit.above-invoice"]
    rest = make.credited()
    assert (rest.net, rest.vat) == (Decimal("14485.48"), Decimal("3041.95"))
    assert queries.left(make.deventer()).gross == 0
    for wrong in ({"net": Decimal("0.01")}, {}, {"net": Decimal(0)}, {"net": Decimal("0.001")}):
        with pytest.raises(Refused):
            make.credited(**wrong)
    with pytest.raises(Refused):
        make.credited(why=" ")
    assert Invoice.objects.count() == 4


def test_the_same_request_gives_the_same_credit_note_and_another_content_is_refused():
    make.world(2)
    make.run()
    first = make.credited(Decimal("100.00"), asked="form-1")
    assert make.credited(Decimal("100.00"), asked="form-1") == first
    with pytest.raises(Refused) as refused:
        make.credited(Decimal("200.00"), asked="form-1")
    assert [one.code for one in refused.value.refusals] == ["credit.asked-before"]
    assert make.credited(Decimal("100.00"), asked="form-2") != first


def test_after_a_whole_credit_a_city_is_invoiced_again_only_when_asked():
    make.world(2)
    make.run()
    make.credited()
    assert make.run().issued == []
    again = commands.issue(year=2023, by=SYSTEM, at=make.AT, again=["GM0150"])
    assert [(one.text, one.turn) for one in again.issued] == [("G40-2023-0004", 2)]
    assert commands.issue(year=2023, by=SYSTEM, at=make.AT, again=["GM0150"]).issued == []


# ---- checks --------------------------------------------------------------------------------------


def test_the_report_is_kept_with_the_rules_and_their_versions():
    make.world(1)
    (made,) = make.run().issued
    report = queries.papers_of(made)[0].report
    assert report["passed"] is True
    layers = {one["name"]: one for one in report["layers"]}
    assert set(layers) == {"exact", "agreed", "dutch", "xsd", "en16931"}
    assert "1.3.16" in layers["en16931"]["rules"]
    assert len(layers["en16931"]["sha256"]) == 64


def test_nothing_is_numbered_when_the_checks_could_not_run(monkeypatch):
    make.world(2)

    class Absent:
        def layers(self, xml, profile):
            return gateway.not_run(profile, "absent")

    monkeypatch.setattr(gateway, "official_rules", Absent)
    made = make.run()
    assert made.issued == []
    assert {one.code for found in made.refused.values() for one in found} == {"invoice.not-checked"}
    assert Invoice.objects.count() == 0
    assert Entry.objects.filter(verb="invoice.issued", result="refused").count() == 2
    assert ledger.balance(EVER).debit == 0
