"""Joint questions: who may make one, who takes part, what the plan gets, and nothing of it in confidence."""

from datetime import date

import pytest
from django.test import Client

from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Forbidden, Refused
from kennispact.programme.finding import commands as finding
from kennispact.programme.joint import commands, queries, rules
from kennispact.programme.questions import commands as asking
from kennispact.programme.questions.tests.make import AT, DAY, LATER, TEXT, actors, question, voice
from kennispact.registers.network import queries as network
from kennispact.registers.network.tests import make
from kennispact.registers.network.tests.door import signed_in

pytestmark = pytest.mark.django_db
NOW = AsOf(date(2025, 7, 1))
WHEN = {"happened_on": DAY, "at": AT}


@pytest.fixture
def cast():
    return actors()


def joint_of(cast, *origins, invited=(), by="secretary"):
    return commands.propose_joint(
        text="Hoe voorkomen steden samen dat schulden tot uitzetting leiden?",
        origins=origins,
        invited=[network.organisation(key) for key in invited],
        organisation=network.organisation("g40"),
        by=cast[by],
        **WHEN,
    )


def reply(cast, joint, who, city, at=AT, *, joins):
    return commands.reply_to_joint(
        joint=joint,
        organisation=network.organisation(city),
        joins=joins,
        happened_on=DAY,
        by=cast[who],
        at=at,
    )


def test_who_asked_takes_part_and_who_was_invited_says_so(cast):
    one = question(cast["deventer"])
    joint = joint_of(cast, one, invited=["GM0034"])
    (line,) = queries.joints(NOW, cast["almere"])
    assert [key for key, _ in line.taking_part] == ["GM0150"]
    assert [key for key, _ in line.waiting] == ["GM0034"]
    assert [one.id for one in line.origins] == [one.pk]

    reply(cast, joint, "almere", "GM0034", joins=True)
    line = queries.joint(NOW, cast["almere"], joint.pk)
    assert {key for key, _ in line.taking_part} == {"GM0150", "GM0034"}
    with pytest.raises(Refused):
        reply(cast, joint, "almere", "GM0034", joins=True)
    reply(cast, joint, "almere", "GM0034", LATER, joins=False)
    line = queries.joint(NOW, cast["almere"], joint.pk)
    assert [key for key, _ in line.declined] == ["GM0034"]
    with pytest.raises(Forbidden):
        reply(cast, joint, "almere", "GM0150", joins=False)
    with pytest.raises(Forbidden):
        joint_of(cast, one, by="almere")


def test_the_plan_gets_it_when_both_parties_agreed_and_two_cities_take_part(cast):
    one = question(cast["deventer"])
    commands.join_question(
        question=one, organisation=network.organisation("GM0034"), by=cast["almere"], **WHEN
    )
    assert queries.proposals(NOW) == ()
    voice(one, cast["secretary"])
    assert queries.proposals(NOW) == ()
    voice(one, cast["manager"])
    (found,) = queries.proposals(NOW)
    assert found.themes == ("armoede_schuldhulpverlening",)
    assert {name for _, name in found.taking_part} == {"Deventer", "Almere"}


def test_what_is_in_confidence_is_in_no_group_and_in_no_joint_question(cast):
    for text in (TEXT, TEXT + " Wat werkt?"):
        question(cast["deventer"], text, in_confidence=True)
    closed = question(cast["almere"], TEXT, in_confidence=True)
    assert queries.clusters(NOW, cast["secretary"]) == ()
    with pytest.raises(Refused) as refused:
        joint_of(cast, closed)
    assert [one.code for one in refused.value.refusals] == ["joint.in-confidence"]
    with pytest.raises(Forbidden):
        commands.join_question(
            question=closed, organisation=network.organisation("GM0150"), by=cast["deventer"], **WHEN
        )

    turn = asking.open_question(question=closed, by=cast["almere"], **WHEN)
    joint = joint_of(cast, closed)
    assert queries.joint(NOW, cast["deventer"], joint.pk)
    asking.strike_turn(turn=turn, why="Vergissing", by=cast["almere"], at=LATER)
    assert queries.joint(NOW, cast["deventer"], joint.pk) is None
    assert queries.joint(NOW, cast["almere"], joint.pk)
    client = Client()
    client.force_login(make.person("contactpersoon-gm0150"))
    assert client.get(f"/samen/{joint.pk}/").status_code == 404
    assert client.post(f"/samen/{joint.pk}/antwoord/", {"joins": "yes"}).status_code == 404
    assert "uit hun huis" not in client.get("/samen/").content.decode()


def test_questions_of_two_cities_that_look_alike_are_offered_until_people_say_otherwise(cast):
    one, other = question(cast["deventer"]), question(cast["almere"], TEXT + " Wie helpt?")
    question(cast["almere"], "Hoe krijgen we een warmtenet in een oude wijk?", themes=("duurzaamheid",))
    (group,) = queries.clusters(NOW, cast["secretary"])
    assert {line.id for line in group} == {one.pk, other.pk}
    finding.judge_link(
        question=one,
        other=other,
        is_right=False,
        organisation=network.organisation("g40"),
        by=cast["secretary"],
        **WHEN,
    )
    assert queries.clusters(NOW, cast["secretary"]) == ()


def test_groups_join_through_a_member_but_not_against_what_people_said():
    assert rules.clusters([(1, 2), (2, 1), (2, 3), (3, 2)], [], [(3, 2)]) == ((1, 2),)
    assert rules.clusters([(1, 2)], [], []) == ()


def test_a_joint_question_that_was_withdrawn_lets_its_questions_go(cast):
    one, other = question(cast["deventer"]), question(cast["almere"], TEXT + " Wie helpt?")
    for asked in (one, other):
        for who in ("secretary", "manager"):
            voice(asked, cast[who])
    joint = joint_of(cast, one, other)
    assert queries.clusters(NOW, cast["secretary"]) == ()
    assert [line.id for line in queries.proposals(NOW)] == [joint.pk]

    with pytest.raises(Refused) as refused:
        commands.withdraw_joint(joint=joint, why=" ", by=cast["secretary"], **WHEN)
    assert [one.field for one in refused.value.refusals] == ["why"]
    ending = commands.withdraw_joint(joint=joint, why="Toch twee vragen", by=cast["secretary"], **WHEN)
    assert queries.proposals(NOW) == ()
    assert queries.of_question(NOW, one.pk) is None
    assert len(queries.clusters(NOW, cast["secretary"])) == 1
    with pytest.raises(Refused):
        commands.close_joint(joint=joint, why="Nog eens", by=cast["secretary"], **WHEN)

    commands.strike_ending(ending=ending, why="Vergissing", by=cast["manager"], at=LATER)
    assert queries.joint(NOW, cast["almere"], joint.pk).end is None
    assert queries.joint(AsOf(NOW.on, AT), cast["almere"], joint.pk).end.why == "Toch twee vragen"
    assert [line.id for line in queries.proposals(NOW)] == [joint.pk]


def test_nobody_joins_what_is_closed_and_only_its_makers_close_it(cast):
    joint = joint_of(cast, question(cast["deventer"]), invited=["GM0034"])
    for who in ("deventer", "almere", "director"):
        with pytest.raises(Forbidden):
            commands.close_joint(joint=joint, why="Klaar", by=cast[who], **WHEN)
    commands.close_joint(joint=joint, why="Beantwoord in een bijeenkomst", by=cast["manager"], **WHEN)
    with pytest.raises(Refused) as refused:
        reply(cast, joint, "almere", "GM0034", joins=True)
    assert [one.code for one in refused.value.refusals] == ["joint.ended"]
    assert queries.asking(NOW, cast["almere"]) == ()

    of_a_city = commands.join_question(
        question=question(cast["deventer"], TEXT + " Nu?"),
        organisation=network.organisation("GM0034"),
        by=cast["almere"],
        **WHEN,
    )
    with pytest.raises(Forbidden):
        commands.close_joint(joint=of_a_city, why="Klaar", by=cast["almere"], **WHEN)
    commands.close_joint(joint=of_a_city, why="Klaar", by=cast["deventer"], **WHEN)


def test_a_city_that_is_asked_to_join_sees_it_at_home_and_under_together(cast):
    joint = joint_of(cast, question(cast["deventer"]), invited=["GM0034"])
    almere, deventer = signed_in("contactpersoon", "GM0034"), signed_in("contactpersoon", "GM0150")
    for place in ("/", "/samen/"):
        assert f"/samen/{joint.pk}/" in almere.get(place).content.decode(), place
    assert "Uw stad is gevraagd" in almere.get("/").content.decode()
    assert "Uw stad is gevraagd" not in deventer.get("/").content.decode()
    assert almere.post(f"/samen/{joint.pk}/antwoord/", {"joins": "yes"}).status_code == 302
    for place in ("/", "/samen/"):
        assert "Uw stad is gevraagd" not in almere.get(place).content.decode(), place


def test_ending_shows_what_follows_asks_why_and_can_be_taken_back(cast):
    joint = joint_of(cast, question(cast["deventer"]), invited=["GM0034"])
    secretary, almere = signed_in("secretaris", "g40"), signed_in("contactpersoon", "GM0034")
    page = f"/samen/{joint.pk}/"
    assert almere.get(f"{page}sluiten/").status_code == 403
    assert "niet meer meedoen" in secretary.get(f"{page}sluiten/").content.decode()
    assert secretary.post(f"{page}sluiten/", {"why": ""}).context["form"].errors
    assert secretary.post(f"{page}sluiten/", {"why": "Beantwoord"}).status_code == 302
    assert secretary.post(f"{page}sluiten/", {"why": "Beantwoord"}).context["form"].errors
    assert "Onze stad doet mee" not in almere.get(page).content.decode()
    assert "Beantwoord" in almere.get("/samen/").content.decode()
    assert secretary.get(f"{page}einde/doorhalen/").status_code == 200
    assert secretary.post(f"{page}einde/doorhalen/", {"why": "Toch niet"}).status_code == 302
    assert secretary.get(f"{page}einde/doorhalen/").status_code == 404
    assert "Onze stad doet mee" in almere.get(page).content.decode()
