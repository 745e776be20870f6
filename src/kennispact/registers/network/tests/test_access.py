from datetime import date

import pytest

from kennispact.ground.kit.actor import SYSTEM, VISITOR, Actor, Capacity
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Forbidden
from kennispact.registers.network import access, queries

from . import make


def holder(role: str, organisation: str, kind: str) -> Actor:
    return Actor(1, role, (Capacity(role, organisation, kind, date(2023, 1, 1)),))


SECRETARY = holder("secretaris", "g40", "network")
RELATIONS = holder("relatiemanager", "platform31", "partner")
FINANCE = holder("financiele-administratie", "platform31", "partner")
CONTACT = holder("contactpersoon", "GM0150", "city")
PRETENDER = holder("secretaris", "GM0150", "city")  # a role counts only where it belongs
THIRD = holder("secretaris", "buro", "third")
STRANGER = Actor(2, "zonder mandaat")


@pytest.mark.parametrize("action", sorted(access.DOING))
def test_only_the_daily_supervisors_and_the_system_change_the_register(action):
    allowed = [access.may(who, action, "GM0150") for who in (SECRETARY, RELATIONS, SYSTEM)]
    others = (FINANCE, CONTACT, PRETENDER, THIRD, STRANGER, VISITOR)

    assert all(allowed)
    assert not any(access.may(who, action, "GM0150") for who in others)


@pytest.mark.parametrize("action", sorted(access.SEEING))
def test_whoever_takes_part_sees_organisations_roles_and_figures(action):
    assert all(access.may(who, action) for who in (SECRETARY, RELATIONS, FINANCE, CONTACT))
    assert not any(access.may(who, action) for who in (THIRD, STRANGER, VISITOR))


def test_people_are_seen_by_the_supervisors_and_their_own_colleagues_only():
    assert access.may(RELATIONS, "see_people", "GM0150")
    assert access.may(CONTACT, "see_people", "GM0150")
    assert not any(
        access.may(who, "see_people", subject)
        for who, subject in [
            (CONTACT, "GM0193"),
            (CONTACT, None),
            (FINANCE, "GM0150"),
            (THIRD, "buro"),
            (STRANGER, "GM0150"),
            (VISITOR, "GM0150"),
        ]
    )


@pytest.mark.parametrize("who", [SYSTEM, SECRETARY, VISITOR])
def test_an_unknown_action_is_denied_to_everybody(who):
    assert not access.may(who, "drop_everything")
    with pytest.raises(Forbidden):
        access.require(who, "drop_everything")


@pytest.mark.django_db
def test_another_city_sees_the_role_but_not_who_has_it():
    make.baseline(2)
    make.mandate("contactpersoon", "GM0150")
    other = make.actor("contactpersoon", "GM0034")
    lines = queries.mandates(AsOf(date(2025, 6, 1)))

    shown = {line.organisation: line for line in access.shown(other, lines)}

    assert (shown["GM0150"].role, shown["GM0150"].person, shown["GM0150"].email) == ("contactpersoon", "", "")
    assert shown["GM0150"].person_id is None
    assert shown["GM0034"].person
