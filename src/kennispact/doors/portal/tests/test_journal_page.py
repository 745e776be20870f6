"""The journal: who reads which lines, in words, and always one page at a time."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from kennispact.doors.portal.manage import verbs
from kennispact.ground.journal import commands
from kennispact.ground.kit.actor import SYSTEM
from kennispact.registers.network.tests import make
from kennispact.registers.network.tests.door import signed_in, words_of

pytestmark = pytest.mark.django_db
PLACE = "/beheer/journaal/"
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
ROOMS = ("ground/", "registers/", "pact/agreements", "pact/contributions", "review/", "doors/portal")
HOUSE = Path(verbs.__file__).parents[3]


def write(verb: str, organisation: str = "", **facts):
    return commands.write(verb, None, by=SYSTEM, at=AT, organisation=organisation, **facts)


@pytest.fixture
def secretary() -> Client:
    make.baseline(2)
    return signed_in("secretaris", "g40")


def test_a_contact_person_reads_the_lines_about_the_own_city_only(secretary):
    write("agreement.sent", "GM0150", why="eigen")
    write("agreement.sent", "GM0034", why="vreemd")
    write("person.invited", why="iemand")
    contact = signed_in("contactpersoon", "GM0150")

    for query in ({}, {"organisation": "GM0034"}, {"organisation": "g40"}, {"format": "csv"}):
        page = contact.get(PLACE, query).content.decode()
        assert "eigen" in page
        assert "vreemd" not in page
        assert "iemand" not in page
    assert "vreemd" in words_of(secretary.get(PLACE, {"organisation": "GM0034"}))


def test_others_do_not_reach_the_journal(secretary):
    assert signed_in("burgemeester", "GM0150").get(PLACE).status_code == 403
    assert signed_in("directeur", "platform31").get(PLACE).status_code == 403
    assert Client().get(PLACE).status_code == 302


@pytest.mark.parametrize(
    ("language", "sentence"), [("nl", "De overeenkomst is verstuurd."), ("en", "The agreement was sent.")]
)
def test_a_line_is_a_sentence_in_the_readers_language(language, sentence):
    make.baseline(2)
    write("agreement.sent", "GM0150")
    write("something.never-heard-of", "GM0150")

    page = words_of(signed_in("secretaris", "g40", language).get(PLACE))

    assert sentence in page
    assert "something.never-heard-of" in page
    assert "Deventer" in page


def test_every_verb_of_the_floors_up_to_agreements_has_its_sentence():
    written = set()
    for path in HOUSE.rglob("*.py"):
        room = "/".join(path.relative_to(HOUSE).parts[:2])
        if "tests" not in path.parts and room.startswith(ROOMS):
            written |= set(
                re.findall(
                    r'(?:journal\.write|note)\(\s*"([a-z]+\.[a-z-]+)"|verb="([a-z]+\.[a-z-]+)"',
                    path.read_text(),
                )
            )
    assert {one or other for one, other in written} - set(verbs.VERBS) == set()


def test_filters_narrow_the_list_and_a_wrong_day_is_told(secretary):
    write("agreement.sent", "GM0150")
    write("document.received", "GM0150")

    assert secretary.get(PLACE, {"verb": "document.received"}).context["count"] == 1
    assert secretary.get(PLACE, {"since": "03-03-2026", "verb": "agreement.sent"}).context["count"] == 0
    assert secretary.get(PLACE, {"until": "02-03-2026", "verb": "agreement.sent"}).context["count"] == 1
    wrong = secretary.get(PLACE, {"since": "31-04-2026"})
    assert wrong.status_code == 200
    assert wrong.context["filter_form"].errors["since"]


def test_a_page_holds_fifty_lines_and_asks_as_much_for_few_as_for_many(
    secretary, django_assert_max_num_queries
):
    secretary.get(PLACE)
    with django_assert_max_num_queries(12) as few:
        secretary.get(PLACE)
    for number in range(120):
        write("agreement.sent", "GM0150", occurrence=f"nr-{number:03}")
    with django_assert_max_num_queries(12) as many:
        page = secretary.get(PLACE)

    assert len(few) == len(many)
    assert "nr-119" in words_of(page)
    assert "nr-069" not in words_of(page)
    assert "nr-069" in words_of(secretary.get(PLACE, {"page": 2}))
    assert len(secretary.get(PLACE, {"format": "csv"}).content.decode().splitlines()) > 120
    assert len(page.content) < 60_000
