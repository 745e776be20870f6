"""A city makes the proposal its own: other names, another order, own words, parts switched off."""

from datetime import date

import pytest

from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Forbidden, Refused
from kennispact.pact.drafting import commands, nota, queries, rules
from kennispact.pact.drafting.blocks import Heading, Items
from kennispact.pact.drafting.models import SectionChange
from kennispact.pact.drafting.tests import make
from kennispact.registers.network.tests import make as network_make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cities():
    make.world(2)


def paper(view=make.VIEW, city="GM0150"):
    found = queries.one(city, view)
    return nota.paper(found, queries.sections(view, [found.city.pk]).get(found.city.pk, {}))


def titles(view=make.VIEW, city="GM0150"):
    return [
        block.text for block in paper(view, city).blocks if isinstance(block, Heading) and block.level == 1
    ]


def test_a_part_is_renamed_for_one_city_only():
    make.section("besluit", title="Voorgesteld besluit")
    assert titles()[0] == "Voorgesteld besluit"
    assert titles(city="GM0034")[0] == "Besluit"


def test_parts_move_and_a_part_that_is_not_required_can_go():
    make.section("financien", position=2)
    make.section("kader", is_on=False)
    assert titles()[:3] == ["Besluit", "Financiële consequenties en dekking", "Inleiding"]
    assert "Kader" not in titles()


def test_the_decision_stays_a_numbered_list_in_own_words():
    make.section("besluit", text="1. Akkoord te gaan\n2. Dit bekend te maken")
    assert paper().blocks[1] == Items(("Akkoord te gaan", "Dit bekend te maken"), numbered=True)


def test_own_words_come_after_the_figures_of_the_register_and_never_instead():
    make.section("financien", text="Dekking: post 6.72 van de begroting.")
    text = paper().text()
    assert text.index("2.028,92") < text.index("post 6.72")
    assert "nog in te vullen" not in text


def test_every_version_is_kept_and_an_earlier_day_shows_the_earlier_one():
    make.section("inleiding", title="Aanleiding", day=date(2022, 12, 21))
    make.section("inleiding", title="Waarom nu", day=date(2023, 1, 4))
    assert "Aanleiding" in titles(AsOf(date(2023, 1, 3)))
    assert "Waarom nu" in titles()
    city = queries.one("GM0150", make.VIEW).city
    assert [act.title for act in queries.section_history(city, "inleiding", make.VIEW)] == [
        "Waarom nu",
        "Aanleiding",
    ]


def test_a_required_part_that_is_empty_or_off_blocks_release():
    found = queries.one("GM0150", make.VIEW)

    def refusals():
        acts = queries.sections(make.VIEW, [found.city.pk]).get(found.city.pk, {})
        return [
            one.facts["title"]
            for one in rules.release_refusals(nota.sections(found, acts), has_agreement=True, is_decided=True)
        ]

    assert refusals() == ["Financiële consequenties en dekking"]
    make.section("financien", text="Gedekt.")
    assert refusals() == []
    make.section("argumenten", is_on=False)
    assert refusals() == ["Argumenten voor en tegen"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 121},
        {"title": "a\nb"},
        {"position": 0},
        {"position": 99},
        {"text": "x" * 20_001},
    ],
)
def test_what_cannot_be_set_is_refused(wrong):
    with pytest.raises(Refused):
        make.section("kader", **wrong)
    assert not SectionChange.objects.exists()


def test_a_part_that_does_not_exist_is_refused():
    with pytest.raises(Refused):
        commands.change_section(
            city=make.network.organisation("GM0150"),
            section="geheim",
            title="x",
            position=1,
            is_on=True,
            text="",
            happened_on=make.ON,
            by=make.SYSTEM,
            at=make.at(),
        )


def test_a_city_changes_its_own_proposal_and_no_other():
    facts = {
        "section": "kader",
        "title": "Kaders",
        "position": 4,
        "is_on": True,
        "text": "",
        "happened_on": make.ON,
    }
    own = network_make.actor("contactpersoon", "GM0150")
    commands.change_section(city=make.network.organisation("GM0150"), by=own, at=make.at(), **facts)
    for role, organisation in (
        ("contactpersoon", "GM0034"),
        ("ambtenaar", "GM0150"),
        ("directeur", "platform31"),
    ):
        with pytest.raises(Forbidden):
            commands.change_section(
                city=make.network.organisation("GM0150"),
                by=network_make.actor(role, organisation),
                at=make.at(),
                **facts,
            )
    assert SectionChange.objects.count() == 1


def test_a_citys_own_text_is_never_taken_for_fields():
    make.section("kader", text="{{ gemeente }} {% for a in b %}")
    assert "{{ gemeente }} {% for a in b %}" in paper().text()
