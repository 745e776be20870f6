from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from kennispact.ground.journal.models import Entry
from kennispact.ground.kit.actor import SYSTEM, VISITOR
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Forbidden, Refused
from kennispact.registers.network import commands, queries
from kennispact.registers.network.models import Membership, Organisation, Population

from . import make

pytestmark = pytest.mark.django_db
AT = make.SET_UP_AT
DEVENTER = "GM0150"


def codes(refused) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def test_the_first_import_brings_41_cities_and_their_inhabitants():
    make.baseline()

    counted = queries.populations(AsOf(date(2023, 1, 1)), date(2022, 1, 1))

    assert len(queries.members(AsOf(date(2023, 1, 1)))) == 41
    assert sum(figure.inhabitants for figure in counted.values()) == 5_230_954
    figure = counted[queries.organisation(DEVENTER).pk]
    assert (figure.inhabitants, figure.status) == (101_446, "final")
    assert "85458NED" in figure.source
    assert queries.organisation("g40").kind == "network"
    assert queries.organisation("platform31").visiting_address == "Koningin Julianaplein 10, Den Haag"


def test_the_import_of_the_first_data_changes_nothing_the_second_time():
    make.baseline()
    counts = [model.objects.count() for model in (Organisation, Membership, Population, Entry)]

    make.baseline(at=datetime(2026, 1, 1, tzinfo=UTC))

    assert [model.objects.count() for model in (Organisation, Membership, Population, Entry)] == counts


def test_what_was_corrected_or_struck_is_not_brought_back():
    make.baseline(2)
    city = queries.organisation(DEVENTER)
    commands.correct_organisation(organisation=city, name="Deventer (stad)", by=SYSTEM, at=AT)
    figure = Population.objects.get(city=city, happened_on=date(2025, 1, 1))
    commands.strike_population(population=figure, why="verkeerde bron", by=SYSTEM, at=AT)

    make.baseline(2)

    assert queries.organisation(DEVENTER).name == "Deventer (stad)"
    assert city.pk not in queries.populations(AsOf(date(2025, 6, 1)), date(2025, 1, 1))


def test_the_contract_year_is_known_from_the_signing_and_later_years_from_the_import():
    make.baseline(2)
    just_after = AsOf.known_then(date(2022, 12, 19))

    assert len(queries.members(just_after)) == 2
    assert not queries.members(AsOf.known_then(date(2022, 12, 18)))
    assert len(queries.populations(just_after, date(2022, 1, 1))) == 2
    assert not queries.populations(AsOf.known_then(date(2023, 6, 1)), date(2023, 1, 1))
    assert len(queries.populations(AsOf(date(2023, 6, 1)), date(2023, 1, 1))) == 2


def test_a_wrong_row_in_the_first_data_is_named_and_nothing_is_brought_in(tmp_path):
    text = make.DATA.read_text(encoding="utf-8")
    wrong = (
        text.replace("GM0150,", "GM15,")
        .replace(",110783,", ",110.783,")
        .replace("001584108,,", "001584109,,")
    )
    (tmp_path / "cities.csv").write_text(wrong, encoding="utf-8")

    with pytest.raises(Refused) as refused:
        commands.import_baseline(
            tmp_path / "cities.csv", parties=make.PARTIES, by=SYSTEM, at=AT, known_at=make.SIGNED_AT
        )

    columns = {refusal.facts["column"] for refusal in refused.value.refusals}
    assert {"key", "population_2022_01_01", "rsin"} <= columns
    assert not Organisation.objects.exists()


def test_cities_stand_in_the_order_dutch_readers_expect():
    names = [city.name for city in make.baseline()]

    place = names.index("'s-Hertogenbosch")
    assert names[0] == "Alkmaar"
    assert names[place - 1] < "S" < names[place + 1]
    assert names[-1] == "Zwolle"


def test_an_unknown_organisation_is_refused_by_name():
    with pytest.raises(Refused) as refused:
        queries.organisation("GM9999")

    assert codes(refused) == ["network.unknown-organisation"]


def test_a_city_that_leaves_is_gone_from_that_day_and_can_come_back():
    make.baseline(2)
    network, city = queries.organisation("g40"), queries.organisation(DEVENTER)
    same = {"network": network, "city": city, "by": SYSTEM, "at": AT}

    commands.leave_network(happened_on=date(2024, 1, 1), **same)
    commands.join_network(happened_on=date(2025, 1, 1), **same)

    there = [
        city in queries.members(AsOf(day)) for day in (date(2023, 12, 31), date(2024, 1, 1), date(2025, 1, 1))
    ]
    assert there == [True, False, True]
    assert city in queries.members(AsOf.known_then(date(2024, 6, 1)))  # nobody could know it then
    assert [line.change for line in queries.membership_history(city)] == ["joined", "left", "joined"]


@pytest.mark.parametrize(
    ("command", "happened_on", "code"),
    [
        (commands.join_network, date(2024, 1, 1), "network.member-already"),
        (commands.leave_network, date(2022, 1, 1), "network.no-member"),
        (commands.leave_network, date(2022, 12, 19), "network.same-day"),
        (commands.leave_network, date(2026, 1, 1), "act.in-the-future"),
    ],
)
def test_a_membership_that_does_not_fit_is_refused(command, happened_on, code):
    make.baseline(2)

    with pytest.raises(Refused) as refused:
        command(
            network=queries.organisation("g40"),
            city=queries.organisation(DEVENTER),
            happened_on=happened_on,
            by=SYSTEM,
            at=AT,
        )

    assert code in codes(refused)


def test_a_membership_that_was_struck_never_was_but_was_believed():
    make.baseline(2)
    city = queries.organisation(DEVENTER)
    leaving = commands.leave_network(
        network=queries.organisation("g40"), city=city, happened_on=date(2025, 1, 1), by=SYSTEM, at=AT
    )
    later = datetime(2025, 7, 1, tzinfo=UTC)

    commands.strike_membership(membership=leaving, why="andere stad", by=SYSTEM, at=later)

    assert city in queries.members(AsOf(date(2025, 6, 15)))
    assert city not in queries.members(AsOf.known_then(date(2025, 6, 15)))


def test_the_database_itself_refuses_to_change_a_figure():
    make.baseline(2)

    for change in (lambda rows: rows.update(inhabitants=1), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change(Population.objects.all())


def test_a_correction_keeps_in_the_journal_what_it_was():
    make.baseline(2)
    city = queries.organisation(DEVENTER)

    commands.correct_organisation(organisation=city, website="deventer.example", by=SYSTEM, at=AT)

    entry = Entry.objects.get(verb="network.organisation-corrected")
    assert entry.facts == {"before": {"website": city.website}, "after": {"website": "deventer.example"}}
    assert entry.organisation == DEVENTER


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"oin": "123"}, "oin"),
        ({"rsin": "123456789"}, "rsin"),
        ({"kvk": "1234567"}, "kvk"),
        ({"oin": "00000001001721926000"}, "oin"),  # the OIN of another city
        ({"oin": "٠" * 20}, "oin"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"name": "  "}, "name"),
        ({"province": "x" * 41}, "province"),
        ({"key": "GM0151"}, "key"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_a_fact_that_cannot_be_right_is_refused(facts, field):
    make.baseline(2)
    city = queries.organisation(DEVENTER)

    with pytest.raises(Refused) as refused:
        commands.correct_organisation(organisation=city, by=SYSTEM, at=AT, **facts)

    assert field in {refusal.field for refusal in refused.value.refusals}
    assert queries.organisation(DEVENTER).name == "Deventer"


def test_all_faults_of_a_new_organisation_come_at_once():
    with pytest.raises(Refused) as refused:
        commands.register_organisation(key="x y", kind="band", name="", oin="1", by=SYSTEM, at=AT)

    assert {refusal.field for refusal in refused.value.refusals} == {"kind", "key", "name", "oin"}


def test_a_visitor_changes_nothing():
    make.baseline(2)
    city = queries.organisation(DEVENTER)

    with pytest.raises(Forbidden):
        commands.correct_organisation(organisation=city, name="Anders", by=VISITOR, at=AT)


@pytest.mark.parametrize("number", [2, 41])
def test_every_query_takes_as_many_questions_for_2_cities_as_for_41(number, django_assert_num_queries):
    cities = make.baseline(number)
    for city in cities:
        make.mandate("contactpersoon", city.key)
    view = AsOf(date(2025, 6, 1))
    person = make.person(f"contactpersoon-{DEVENTER}".lower())

    with django_assert_num_queries(1):
        queries.members(view)
    with django_assert_num_queries(1):
        queries.organisations()
    with django_assert_num_queries(1):
        queries.populations(view, date(2022, 1, 1))
    with django_assert_num_queries(1):
        queries.population_history(cities[0], view)
    with django_assert_num_queries(1):
        queries.membership_history(cities[0])
    with django_assert_num_queries(2):
        assert len(queries.mandates(view)) == number
    with django_assert_num_queries(1):
        queries.actor_for(person, date(2025, 6, 1))
