"""Every invoice is held against what was agreed; who may do and see what; all years pass every layer."""

from decimal import Decimal

import pytest

from kennispact.ground.kit.actor import VISITOR
from kennispact.ground.kit.calendar import EVER, AsOf
from kennispact.ground.kit.refusal import Forbidden
from kennispact.pact.einvoices import checking
from kennispact.pact.einvoices.facts import Profile
from kennispact.pact.invoicing import access, commands, numbering, queries
from kennispact.pact.invoicing.agreed import agreed
from kennispact.pact.invoicing.tests import make
from kennispact.pact.ledger import queries as ledger
from kennispact.registers.network.tests import make as cities

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (b">101446<", b">101447<", "KP-INHABITANTS"),
        (b">0.15<", b">0.16<", "KP-PRICE"),
        (b"<cbc:EndDate>2023", b"<cbc:EndDate>2029", "KP-YEAR"),
    ],
)
def test_what_was_agreed_is_held_against_every_invoice(old, new, rule):
    make.world(2)
    make.run()
    xml = bytes(queries.paper(make.deventer(), Profile.NLCIUS).xml).replace(old, new)
    report = checking.report_on_strange(xml, agreed(EVER))
    assert rule in report.broken


def test_a_credit_note_above_what_is_left_is_refused():
    make.world(2)
    make.run()
    note = make.credited(Decimal("15000.00"))
    xml = bytes(queries.papers_of(note)[0].xml)
    assert checking.report_on_strange(xml, agreed(EVER)).passed
    xml = xml.replace(note.text.encode(), b"G40-2023-0099")
    assert "KP-CREDIT" in checking.report_on_strange(xml, agreed(EVER)).broken


# ---- access --------------------------------------------------------------------------------------


def test_the_administration_issues_others_look_and_a_city_sees_its_own():
    make.world(2)
    administration = cities.actor("financiele-administratie", "platform31")
    secretary = cities.actor("secretaris", "g40")
    deventer = cities.actor("contactpersoon", "GM0150")
    assert access.may(administration, "issue")
    assert access.may(secretary, "see_all")
    assert access.may(deventer, "see", "GM0150")
    for actor, action, city in (
        (secretary, "issue", ""),
        (secretary, "set", ""),
        (deventer, "see", "GM0034"),
        (deventer, "see_all", ""),
        (deventer, "credit", "GM0150"),
        (VISITOR, "see", "GM0150"),
        (administration, "unknown", ""),
    ):
        assert not access.may(actor, action, city)
    with pytest.raises(Forbidden):
        commands.issue(year=2023, by=secretary, at=make.AT)
    made = commands.issue(year=2023, by=administration, at=make.AT)
    assert len(made.issued) == 2
    assert made.issued[0].recorded_by_id == administration.person_id


@pytest.mark.slow
@pytest.mark.parametrize("profile", list(Profile))
def test_all_invoices_of_every_year_pass_every_layer(profile):
    make.world(41, profile=profile.value)
    for year in range(2023, 2028):
        if year > 2023:
            make.order_numbers(year)
        made = make.run(year)
        assert len(made.issued) == 41
        assert made.refused == {}
        net = sum(row.contribution.amount for row in queries.proposal(year, AsOf(make.ISSUED_ON)).rows)
        assert sum(one.net for one in made.issued) == net
        assert sum(queries.left(one).gross for one in made.issued) == sum(one.gross for one in made.issued)
    assert not list(numbering.faults())
    assert ledger.balance(EVER).in_balance
