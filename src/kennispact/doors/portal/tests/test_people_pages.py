"""People: only supervisors reach them, ending access ends sessions, and nothing happens twice."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from kennispact.ground.journal import queries as journal
from kennispact.ground.journal.queries import Wanted
from kennispact.ground.people import queries
from kennispact.registers.network.tests import make
from kennispact.registers.network.tests.door import signed_in, words_of

pytestmark = pytest.mark.django_db
HOME = "/beheer/mensen/"


@pytest.fixture
def secretary():
    make.baseline(2)
    return signed_in("secretaris", "g40")


@pytest.fixture
def contact(secretary):
    make.mandate("contactpersoon", "GM0150")
    return queries.by_address("contactpersoon-gm0150@example.org")


def test_only_supervisors_reach_people(secretary, contact):
    own = signed_in("burgemeester", "GM0150")
    places = ["", "uitnodigen/", *(f"{contact.pk}/{place}" for place in ("", "verbeteren/"))]
    places += [f"{contact.pk}/{place}" for place in ("toegang-einde/", "toegang/", "afmelden/", "wissen/")]

    for place in places:
        assert own.get(HOME + place).status_code == 403, place
        # A page that can only be read answers 405 to everybody.
        reads_only = place in {"", f"{contact.pk}/"}
        assert own.post(HOME + place).status_code == (405 if reads_only else 403), place
        assert Client().get(HOME + place).status_code == 302, place
        assert secretary.get(HOME + place).status_code == 200, place
    # Whoever may not see people does not learn which numbers exist.
    assert own.get(f"{HOME}9999/").status_code == 403
    assert secretary.get(f"{HOME}9999/").status_code == 404


def test_an_invited_person_is_appointed_next(secretary):
    form = {"name": "Contactpersoon Almere", "email": "Contact@Almere.example", "language": "nl"}

    answer = secretary.post(HOME + "uitnodigen/", form)
    again = secretary.post(HOME + "uitnodigen/", form)

    invited = queries.by_address("contact@almere.example")
    assert answer["location"] == f"/netwerk/benoemen/?person={invited.pk}"
    assert again.context["form"].errors["email"]
    assert secretary.get(HOME, {"which": "without"}).context["count"] == 1


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nl", "Er is al iemand met dit e-mailadres"),
        ("en", "Somebody with this e-mail address exists already."),
    ],
)
def test_a_taken_address_is_refused_in_the_readers_language(contact, language, sentence):
    client = signed_in("relatiemanager", "platform31", language)

    answer = client.post(HOME + "uitnodigen/", {"name": "x", "email": contact.email, "language": "nl"})

    assert sentence in words_of(answer)


def test_ending_access_shows_what_follows_and_signs_out_at_once(secretary, contact):
    own = Client()
    own.force_login(contact)
    assert own.get("/netwerk/").status_code == 200
    address = f"{HOME}{contact.pk}/toegang-einde/"

    assert any("Deventer" in sentence for sentence in secretary.get(address).context["consequences"])
    first, second = secretary.post(address), secretary.post(address)

    assert (first.status_code, second.status_code) == (302, 200)
    assert second.context["form"].errors
    assert own.get("/netwerk/").status_code == 302
    assert journal.count(Wanted(verbs=("person.deactivated",))) == 1
    assert secretary.get(HOME, {"which": "ended"}).context["count"] == 1

    secretary.post(f"{HOME}{contact.pk}/toegang/")
    assert queries.person(contact.pk).is_active


def test_data_are_erased_only_after_access_ended_and_after_a_look_at_what_stays(secretary, contact):
    place = f"{HOME}{contact.pk}/wissen/"
    assert "Beëindig eerst de toegang" in words_of(secretary.post(place))
    secretary.post(f"{HOME}{contact.pk}/toegang-einde/")
    assert place in words_of(secretary.get(f"{HOME}{contact.pk}/"))

    shown = words_of(secretary.get(place))
    answer = secretary.post(place, follow=True)

    assert "Wat deze persoon voor het convenant deed, blijft bewaard" in shown
    assert "Deze rollen blijven staan, zonder naam" in shown
    assert "De gegevens zijn gewist." in words_of(answer)
    assert "contactpersoon-gm0150@example.org" not in words_of(answer)
    assert secretary.get(place).status_code == 404


def test_the_list_tells_who_signs_in_with_the_account_of_an_employer(secretary, contact):
    SocialAccount.objects.create(user=contact, provider="gemeente", uid="1")
    page = words_of(secretary.get(HOME))
    assert page.count("account van de werkgever (gemeente), code per e-mail") == 1
    assert "gemeente" in secretary.get(HOME, {"format": "csv"}).content.decode()


def test_supervisors_do_not_lock_themselves_out(secretary):
    oneself = queries.by_address("secretaris-g40@example.org")

    answer = secretary.post(f"{HOME}{oneself.pk}/toegang-einde/")

    assert answer.context["form"].errors
    assert queries.person(oneself.pk).is_active


def test_signing_out_ends_every_session_of_that_person_only(secretary, contact):
    own = Client()
    own.force_login(contact)

    secretary.post(f"{HOME}{contact.pk}/afmelden/")
    secretary.post(f"{HOME}{contact.pk}/afmelden/")

    assert own.get("/netwerk/").status_code == 302
    assert secretary.get(HOME).status_code == 200
    assert journal.count(Wanted(verbs=("person.sessions-ended",))) == 1


def test_a_corrected_address_stays_out_of_the_journal(secretary, contact):
    form = {"name": contact.name, "email": "nieuw@deventer.example", "language": "nl"}

    assert secretary.post(f"{HOME}{contact.pk}/verbeteren/", form).status_code == 302

    assert queries.person(contact.pk).email == "nieuw@deventer.example"
    assert all("nieuw@" not in str(line.facts) for line in journal.lines(Wanted()))


def test_the_list_asks_as_much_for_few_people_as_for_many(secretary, django_assert_max_num_queries):
    secretary.get(HOME)
    with django_assert_max_num_queries(12) as few:
        secretary.get(HOME)
    for city in make.baseline(41):
        make.mandate("contactpersoon", city.key)
        make.mandate("burgemeester", city.key)
    with django_assert_max_num_queries(12) as many:
        assert secretary.get(HOME).context["page"].paginator.num_pages == 2

    assert len(few) == len(many)
    rows = secretary.get(HOME, {"format": "csv"}).content.decode().splitlines()
    assert len(rows) == 84
