"""The tool shelf and the check: for the two supervisors only."""

import pytest
from django.test import Client
from django.urls import reverse

from kennispact.ground.journal import commands as journal
from kennispact.ground.journal import queries
from kennispact.ground.journal.queries import Wanted
from kennispact.registers.network.tests import make
from kennispact.registers.network.tests.door import signed_in, words_of
from kennispact.review.integrity import queries as integrity
from kennispact.review.integrity.findings import Finding

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["manage", "show_check"])
def test_only_the_two_supervisors_open_it(name):
    make.baseline(2)
    address = reverse(name)

    for role, organisation in (("secretaris", "g40"), ("relatiemanager", "platform31")):
        assert signed_in(role, organisation).get(address).status_code == 200
    for role, organisation in (
        ("voorzitter", "g40"),
        ("directeur", "platform31"),
        ("financiele-administratie", "platform31"),
        ("contactpersoon", "GM0150"),
    ):
        assert signed_in(role, organisation).get(address).status_code == 403
    assert Client().get(address).status_code == 302
    assert queries.count(Wanted(verbs=("access.refused",), result="forbidden")) == 4


def test_every_card_leads_to_a_page():
    make.baseline(2)
    client = signed_in("secretaris", "g40")

    cards = client.get(reverse("manage")).context["cards"]

    assert {"list_mandates", "list_people", "list_journal", "import_populations", "show_check"} <= {
        name
        for name in ("list_mandates", "list_people", "list_journal", "import_populations", "show_check")
        if reverse(name) in {card["url"] for card in cards}
    }
    assert [card["url"] for card in cards if client.get(card["url"]).status_code != 200] == []


@pytest.mark.parametrize(("language", "fine"), [("nl", "Alles klopt."), ("en", "Everything holds.")])
def test_the_check_looks_at_every_invariant(language, fine, monkeypatch):
    make.baseline(2)
    client = signed_in("secretaris", "g40", language)

    sound = client.get(reverse("show_check"))
    assert fine in words_of(sound)
    assert words_of(sound).count("<tr>") == len(integrity.INVARIANTS) + 1

    broken = Finding("acts-guarded", "ground.acts", False, "Every table of acts is guarded against change.")
    monkeypatch.setattr(integrity, "check", lambda: (broken,))
    assert fine not in words_of(client.get(reverse("show_check")))


def test_looking_leaves_no_line_in_the_journal():
    make.baseline(2)
    client = signed_in("secretaris", "g40")
    before = queries.count(Wanted())

    for name in ("manage", "show_check", "list_journal", "list_people", "list_mandates"):
        client.get(reverse(name))

    assert queries.count(Wanted()) == before
    assert journal.origin.get().startswith("page ")
