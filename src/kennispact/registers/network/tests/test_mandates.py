from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kennispact.ground.kit.actor import SYSTEM, VISITOR
from kennispact.ground.kit.calendar import AsOf, end_of
from kennispact.ground.kit.refusal import Refused
from kennispact.registers.network import commands, queries, rules
from kennispact.registers.network.models import Mandate, MandateEnd, Population

from . import make

pytestmark = pytest.mark.django_db
AT = make.SET_UP_AT
TODAY = date(2025, 6, 1)


def appoint(**facts):
    given_facts = {
        "person": make.person("secretaris"),
        "organisation": queries.organisation("g40"),
        "role": "secretaris",
        "since": date(2024, 1, 1),
        "roles": make.ROLES,
        "by": SYSTEM,
        "at": AT,
    }
    return commands.appoint(**{**given_facts, **facts})


def codes(refused) -> set[str]:
    return {refusal.code for refusal in refused.value.refusals}


@pytest.fixture
def _cities():
    make.baseline(2)


@pytest.mark.usefixtures("_cities")
def test_somebody_acts_from_the_first_day_up_to_and_including_the_last():
    person = appoint(until=date(2024, 6, 30)).person

    held = {
        day: queries.actor_for(person, day).supervises
        for day in (date(2023, 12, 31), date(2024, 1, 1), date(2024, 6, 30), date(2024, 7, 1))
    }

    assert list(held.values()) == [False, True, True, False]


@pytest.mark.usefixtures("_cities")
def test_nobody_acts_for_a_visitor_or_for_somebody_who_left(django_assert_num_queries):
    person = appoint().person
    person.is_active = False

    with django_assert_num_queries(0):
        assert queries.actor_for(None, TODAY) == VISITOR
        assert not queries.actor_for(person, TODAY).capacities


@pytest.mark.usefixtures("_cities")
def test_a_struck_mandate_gives_nothing_and_a_struck_end_ends_nothing():
    mandate = appoint()
    end = commands.end_mandate(mandate=mandate, last_day=date(2024, 12, 31), by=SYSTEM, at=AT)
    assert not queries.actor_for(mandate.person, TODAY).supervises

    commands.strike_mandate_end(end=end, why="verkeerde persoon", by=SYSTEM, at=AT)
    assert queries.actor_for(mandate.person, TODAY).supervises

    commands.strike_mandate(mandate=mandate, why="verkeerde persoon", by=SYSTEM, at=AT)
    assert not queries.actor_for(mandate.person, TODAY).capacities


@pytest.mark.usefixtures("_cities")
@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"role": "burgemeester"}, "mandate.wrong-kind"),
        ({"role": "koning"}, "mandate.unknown-role"),
        ({"until": date(2023, 1, 1)}, "mandate.ends-before-it-begins"),
        ({"happened_on": date(2024, 1, 2)}, "mandate.before-appointment"),
        ({"happened_on": date(2025, 6, 2), "since": date(2025, 7, 1)}, "act.in-the-future"),
        ({"since": date(2026, 1, 1)}, "mandate.held-already"),
    ],
)
def test_a_mandate_that_cannot_be_is_refused(facts, code):
    appoint(since=date(2025, 7, 1))

    with pytest.raises(Refused) as refused:
        appoint(**facts)

    assert code in codes(refused)
    assert Mandate.objects.count() == 1


@pytest.mark.usefixtures("_cities")
def test_an_appointment_for_later_is_known_today_and_gives_nothing_yet():
    person = appoint(since=date(2025, 9, 1)).person

    assert not queries.actor_for(person, TODAY).capacities
    assert queries.actor_for(person, date(2025, 9, 1)).supervises
    assert not queries.mandates(AsOf(TODAY))
    assert [line.role for line in queries.mandates(AsOf(TODAY), holding=False)] == ["secretaris"]


@pytest.mark.usefixtures("_cities")
def test_an_end_comes_only_earlier_and_a_longer_stay_is_a_new_appointment():
    mandate = appoint(until=date(2025, 12, 31))

    with pytest.raises(Refused) as refused:
        commands.end_mandate(mandate=mandate, last_day=date(2026, 6, 30), by=SYSTEM, at=AT)
    commands.end_mandate(mandate=mandate, last_day=date(2025, 3, 31), by=SYSTEM, at=AT)
    appoint(since=date(2025, 4, 1))

    assert codes(refused) == {"mandate.ends-earlier"}
    assert queries.actor_for(mandate.person, TODAY).supervises


@pytest.mark.usefixtures("_cities")
def test_an_end_is_not_struck_when_the_role_would_be_held_twice():
    mandate = appoint(until=date(2025, 3, 31))
    appoint(since=date(2025, 4, 1))

    with pytest.raises(Refused) as refused:
        commands.strike_mandate_end(end=mandate.ends.get(), why="vergissing", by=SYSTEM, at=AT)

    assert codes(refused) == {"mandate.held-already"}


@pytest.mark.usefixtures("_cities")
def test_a_mandate_is_seen_as_it_was_and_as_it_could_be_known():
    mandate = appoint(at=datetime(2024, 3, 1, tzinfo=UTC))
    commands.end_mandate(mandate=mandate, last_day=date(2024, 6, 30), by=SYSTEM, at=AT)

    assert not queries.mandates(AsOf.known_then(date(2024, 2, 1)))
    assert queries.mandates(AsOf(date(2024, 2, 1)))
    assert not queries.mandates(AsOf(date(2024, 7, 1)))
    assert queries.mandates(AsOf.known_then(date(2024, 7, 1)))[0].until is None


@pytest.mark.usefixtures("_cities")
def test_mandates_of_one_organisation_only():
    appoint()
    make.mandate("contactpersoon", "GM0150")

    lines = queries.mandates(AsOf(TODAY), queries.organisation("GM0150"))

    assert [(line.organisation, line.role) for line in lines] == [("GM0150", "contactpersoon")]


# ---- properties: what holds for any period, any day, any moment -------------------------------

START = date(2023, 1, 1)
days = st.integers(0, 900).map(lambda number: START + timedelta(days=number))
moments = days.map(end_of)
relaxed = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(first=days, length=st.none() | st.integers(0, 400), day=days)
def test_a_period_holds_on_exactly_its_days(first, length, day):
    last = None if length is None else first + timedelta(days=length)
    period = rules.Period(first, last)

    assert period.holds_on(day) == (
        day in [first + timedelta(days=n) for n in range(900 if last is None else length + 1)]
    )
    assert period.meets(rules.Period(day, day)) == period.holds_on(day)


@relaxed
@given(
    spans=st.lists(
        st.tuples(days, st.none() | st.integers(0, 200), st.booleans(), st.booleans()), max_size=4
    ),
    day=days,
)
def test_an_actor_has_exactly_the_mandates_that_hold_and_were_not_struck(one_city, spans, day):
    network, person = one_city
    rows = []
    for number, (since, length, struck, end_struck) in enumerate(spans):
        marks = {"struck_at": AT, "struck_why": "x"}
        both = {"happened_on": since, "recorded_at": AT}
        mandate = Mandate.objects.create(
            person=person,
            organisation=network,
            role=f"role-{number}",
            since=since,
            **both,
            **(marks if struck else {}),
        )
        last = None
        if length is not None:
            last = since + timedelta(days=length)
            MandateEnd.objects.create(mandate=mandate, last_day=last, **both, **(marks if end_struck else {}))
            last = None if end_struck else last
        rows.append((mandate, rules.Period(since, last), struck))

    expected = {one.role for one, period, struck in rows if not struck and period.holds_on(day)}

    actor = queries.actor_for(person, day)
    mine = [row[0].role for row in rows]
    assert {capacity.role for capacity in actor.capacities if capacity.role in mine} == expected
    assert {line.role for line in queries.mandates(AsOf(day))} == expected
    assert len(actor.capacities) == len(expected)
    Mandate.objects.filter(struck_at__isnull=True).update(struck_at=AT, struck_why="next example")


@pytest.fixture
def one_city():
    make.baseline(2)
    return queries.organisation("g40"), make.person("iemand")


@relaxed
@given(
    acts=st.lists(
        st.tuples(
            st.integers(1, 500_000), st.sampled_from(["provisional", "final"]), moments, st.none() | moments
        ),
        max_size=5,
    ),
    known=st.none() | moments,
)
def test_the_figure_that_counts_is_final_before_provisional_then_the_last_known(one_city, acts, known):
    city = queries.organisation("GM0150")
    reference_on = date(2022, 7, 1)
    Population.objects.filter(city=city, happened_on=reference_on, struck_at__isnull=True).update(
        struck_at=datetime(2000, 1, 1, tzinfo=UTC), struck_why="next example"
    )
    for inhabitants, status, recorded_at, struck_at in acts:
        if struck_at is not None and struck_at < recorded_at:
            continue
        Population.objects.create(
            city=city,
            happened_on=reference_on,
            inhabitants=inhabitants,
            status=status,
            source="test",
            recorded_at=recorded_at,
            struck_at=struck_at,
            struck_why="x" if struck_at else "",
        )
    view = AsOf(date(2026, 1, 1), known)

    seen = [
        row
        for row in Population.objects.filter(city=city, happened_on=reference_on).order_by(
            "recorded_at", "pk"
        )
        if row.struck_why != "next example" and view.sees(row.happened_on, row.recorded_at, row.struck_at)
    ]
    sure = [row for row in seen if row.status == "final"] or seen

    figure = queries.populations(view, reference_on).get(city.pk)
    assert (figure.inhabitants if figure else None) == (sure[-1].inhabitants if sure else None)
    assert not queries.populations(AsOf(reference_on - timedelta(days=1), known), reference_on)
