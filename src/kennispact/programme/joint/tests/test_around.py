"""Who looks at a question, a theme or what was found, sees the joint question it became part of."""

import pytest

from kennispact.programme.joint import commands
from kennispact.programme.questions import commands as asking
from kennispact.programme.questions.tests.make import AT, DAY, LATER, TEXT, actors, question
from kennispact.registers.network import queries as network
from kennispact.registers.network.tests.door import signed_in

pytestmark = pytest.mark.django_db
WHEN = {"happened_on": DAY, "at": AT}
WORDS = "Hoe voorkomen steden samen dat schulden tot uitzetting leiden?"
JOIN = "Doe mee met onze stad"


@pytest.fixture
def cast():
    return actors()


@pytest.fixture
def asked(cast):
    return question(cast["deventer"])


def joint_of(cast, *origins):
    return commands.propose_joint(
        text=WORDS,
        origins=origins,
        invited=[],
        organisation=network.organisation("g40"),
        by=cast["secretary"],
        **WHEN,
    )


def page_of(client, asked) -> str:
    return client.get(f"/vragen/{asked.pk}/").content.decode()


def test_a_question_links_to_the_joint_question_it_became_part_of(cast, asked):
    almere = signed_in("contactpersoon", "GM0034")
    assert WORDS not in page_of(almere, asked)
    assert JOIN in page_of(almere, asked)
    joint = joint_of(cast, asked)

    page = page_of(almere, asked)
    assert page.count(f"/samen/{joint.pk}/") == 2  # above, and in what happened
    menu = almere.get(f"/samen/{joint.pk}/").context["navigation"]
    assert [one["url"] for one in menu if one["current"]] == ["/vragen/"]
    assert JOIN in page
    almere.post(f"/samen/vraag/{asked.pk}/")
    assert JOIN not in page_of(almere, asked)
    assert JOIN not in page_of(signed_in("contactpersoon", "GM0150"), asked)


def test_nobody_joins_what_is_over_and_what_was_withdrawn_is_not_shown(cast, asked):
    almere = signed_in("contactpersoon", "GM0034")
    joint = joint_of(cast, asked)
    ending = commands.close_joint(joint=joint, why="Klaar", by=cast["secretary"], **WHEN)
    page = page_of(almere, asked)
    assert f"/samen/{joint.pk}/" in page
    assert JOIN not in page

    commands.strike_ending(ending=ending, why="Vergissing", by=cast["secretary"], at=LATER)
    commands.withdraw_joint(joint=joint, why="Toch niet", by=cast["secretary"], **WHEN)
    page = page_of(almere, asked)
    assert f"/samen/{joint.pk}/" not in page
    assert JOIN in page


def test_a_theme_and_a_search_lead_to_joint_questions(cast, asked):
    almere = signed_in("contactpersoon", "GM0034")
    theme, search = "/themas/armoede_schuldhulpverlening/", "/vragen/zoeken/?q=schulden+huis"
    joint = joint_of(cast, asked)
    for address in (theme, search):
        assert f"/samen/{joint.pk}/" in almere.get(address).content.decode(), address
    assert f"/samen/{joint.pk}/" not in almere.get("/themas/europa/").content.decode()


def test_what_is_in_confidence_again_takes_its_joint_question_along(cast, asked):
    other = question(cast["deventer"], f"{TEXT} En hoe snel?", in_confidence=True)
    turn = asking.open_question(question=other, by=cast["deventer"], **WHEN)
    joint = joint_of(cast, asked, other)
    asking.strike_turn(turn=turn, why="Vergissing", by=cast["deventer"], at=LATER)

    almere = signed_in("contactpersoon", "GM0034")
    for address in (
        f"/vragen/{asked.pk}/",
        "/themas/armoede_schuldhulpverlening/",
        "/vragen/zoeken/?q=schulden",
    ):
        page = almere.get(address).content.decode()
        assert f"/samen/{joint.pk}/" not in page, address
        assert WORDS not in page, address


def test_a_question_costs_as_much_for_many_joint_questions_as_for_few(
    cast, asked, django_assert_max_num_queries
):
    almere = signed_in("contactpersoon", "GM0034")
    question(cast["almere"], f"{TEXT} En daarna?")  # what looks like it is read too
    for address in (
        f"/vragen/{asked.pk}/",
        "/themas/armoede_schuldhulpverlening/",
        "/vragen/zoeken/?q=schulden",
    ):
        joint_of(cast, asked)
        almere.get(address)
        with django_assert_max_num_queries(42) as few:
            almere.get(address)
        for number in range(3):
            joint_of(cast, asked, question(cast["almere"], f"{TEXT} {number} {address}"))
        almere.get(address)
        with django_assert_max_num_queries(42) as many:
            almere.get(address)
        assert len(few) == len(many), address
