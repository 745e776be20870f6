"""Inviting, correcting, ending access, erasing."""

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from kennispact.ground.journal.models import Entry
from kennispact.ground.kit.actor import VISITOR, Capacity
from kennispact.ground.kit.refusal import Forbidden, Refused
from kennispact.ground.people import access, commands, queries
from kennispact.ground.people.models import Person, Session
from kennispact.ground.people.tests.make import AT, CONTACT, SUPERVISOR, as_person, invited

pytestmark = pytest.mark.django_db


def codes(refused) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def test_an_invitation_is_one_person_one_address_and_one_line_without_personal_data():
    person = invited(" Contact@Deventer.example ")
    assert (person.email, person.language, person.has_usable_password()) == (
        "contact@deventer.example",
        "nl",
        False,
    )
    assert EmailAddress.objects.get(user=person).verified
    entry = Entry.objects.get(verb="person.invited")
    assert (entry.subject, entry.subject_id, entry.mandate) == (
        "people.person",
        person.pk,
        "relatiemanager @ platform31",
    )
    assert "deventer" not in str(entry.facts).lower()


def test_a_wrong_invitation_names_every_fault_at_once_and_invites_nobody():
    with pytest.raises(Refused) as refused:
        commands.invite_person(email="geen adres", name=" ", language="fy", by=SUPERVISOR, at=AT)
    assert codes(refused) == ["person.email", "person.name", "person.language"]
    assert [refusal.field for refusal in refused.value.refusals] == ["email", "name", "language"]
    assert not Person.objects.exists()
    assert not Entry.objects.exists()


def test_an_address_is_invited_once():
    invited()
    with pytest.raises(Refused) as refused:
        invited("CONTACT@deventer.example")
    assert codes(refused) == ["person.taken"]


@pytest.mark.parametrize("actor", [VISITOR, CONTACT])
@pytest.mark.parametrize("action", sorted(access.MANAGING | access.OWN))
def test_only_supervisors_manage_people(actor, action):
    person = invited()
    assert not access.may(actor, action, person)
    assert access.may(SUPERVISOR, action, person) == (action in access.MANAGING)


def test_unknown_actions_are_denied_even_to_supervisors():
    assert not access.may(SUPERVISOR, "delete_everything", invited())


def test_everybody_corrects_their_own_name_and_language_but_not_their_address():
    person = invited()
    oneself = as_person(person)
    commands.correct_person(person=person, name="Strateeg Deventer", language="en", by=oneself, at=AT)
    person.refresh_from_db()
    assert (person.name, person.language) == ("Strateeg Deventer", "en")
    with pytest.raises(Forbidden):
        commands.correct_person(person=person, email="ander@deventer.example", by=oneself, at=AT)
    assert Entry.objects.get(verb="person.corrected").facts == {"details": ["language", "name"]}


def test_nobody_corrects_a_colleague():
    with pytest.raises(Forbidden):
        commands.correct_person(
            person=invited(), name="Iemand anders", by=as_person(invited("b@b.example")), at=AT
        )


def test_a_corrected_address_is_the_only_one_that_opens_the_door(client: Client):
    person = invited()
    SocialAccount.objects.create(user=person, provider="deventer", uid="https://idp.example 1")
    client.force_login(person)
    commands.correct_person(person=person, email="nieuw@deventer.example", by=SUPERVISOR, at=AT)
    assert list(EmailAddress.objects.values_list("email", flat=True)) == ["nieuw@deventer.example"]
    assert not SocialAccount.objects.exists()
    assert not Session.objects.exists()


def test_correcting_nothing_writes_nothing():
    person = invited()
    commands.correct_person(person=person, name=person.name, by=SUPERVISOR, at=AT)
    assert not Entry.objects.filter(verb="person.corrected").exists()


def test_ending_access_ends_every_session_at_once(client: Client):
    person = invited()
    client.force_login(person)
    assert client.get("/sign-in/me/").status_code == 200
    commands.deactivate_person(person=person, by=SUPERVISOR, at=AT)
    assert client.get("/sign-in/me/").status_code == 302
    assert not Session.objects.filter(person=person).exists()
    assert Entry.objects.get(verb="person.deactivated").facts == {"sessions": 1}


def test_access_ends_once_and_is_given_back_once():
    person = invited()
    commands.deactivate_person(person=person, by=SUPERVISOR, at=AT)
    with pytest.raises(Refused) as refused:
        commands.deactivate_person(person=person, by=SUPERVISOR, at=AT)
    assert codes(refused) == ["person.inactive"]
    commands.reactivate_person(person=person, by=SUPERVISOR, at=AT)
    with pytest.raises(Refused) as refused:
        commands.reactivate_person(person=person, by=SUPERVISOR, at=AT)
    assert codes(refused) == ["person.active"]


def test_a_supervisor_does_not_end_their_own_access():
    person = invited()
    supervisor = as_person(person, Capacity("secretaris", "g40", "network", AT.date()))
    with pytest.raises(Refused) as refused:
        commands.deactivate_person(person=person, by=supervisor, at=AT)
    assert codes(refused) == ["person.oneself"]


def test_a_person_without_access_does_nothing_for_themselves():
    person = invited()
    commands.deactivate_person(person=person, by=SUPERVISOR, at=AT)
    person.refresh_from_db()
    assert not access.may(as_person(person), "correct_person", person)


def test_erasing_takes_away_who_it_was_and_leaves_what_was_done(client: Client):
    person = invited()
    client.force_login(person)
    commands.correct_person(person=person, name="Strateeg", by=as_person(person), at=AT)
    with pytest.raises(Refused) as refused:
        commands.erase_person(person=person, by=SUPERVISOR, at=AT)
    assert codes(refused) == ["person.still-active"]
    commands.deactivate_person(person=person, by=SUPERVISOR, at=AT)
    commands.erase_person(person=person, by=SUPERVISOR, at=AT)
    person.refresh_from_db()
    assert person.name == f"N.N. {person.pk}"
    assert "deventer" not in person.email
    assert not EmailAddress.objects.filter(user=person).exists()
    assert Entry.objects.filter(verb="person.corrected", by=person).exists()
    assert person not in queries.people()
    with pytest.raises(Refused) as refused:
        commands.reactivate_person(person=person, by=SUPERVISOR, at=AT)
    assert codes(refused) == ["person.erased"]


def test_the_export_has_everything_but_no_secret(client: Client):
    person = invited()
    client.force_login(person)
    client.get("/sign-in/me/")
    answer = client.get("/sign-in/me/export/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="kennispact-me.json"'
    about = answer.json()
    assert about["person"]["email"] == "contact@deventer.example"
    assert len(about["sessions"]) == 1
    secrets = [person.password, client.session.session_key]
    assert not any(secret in answer.content.decode() for secret in secrets)


def test_listing_people_takes_one_question_for_two_and_for_forty(django_assert_num_queries):
    for number in range(2):
        invited(f"a{number}@stad.example")
    with django_assert_num_queries(1):
        assert len(queries.people()) == 2
    for number in range(38):
        invited(f"b{number}@stad.example")
    with django_assert_num_queries(1):
        assert len(queries.people()) == 40
