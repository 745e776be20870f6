"""Questions without a decision wait on the pages of both supervisors, and on nobody else's."""

import pytest
from django.test import Client

from kennispact.programme.questions.tests.make import actors, question, voice
from kennispact.registers.network.tests import make

pytestmark = pytest.mark.django_db


def home(role: str, organisation: str) -> str:
    client = Client(headers={"accept-language": "nl"})
    client.force_login(make.person(f"{role}-{organisation}".lower()))
    return " ".join(client.get("/").content.decode().split())


def test_a_question_without_a_decision_waits_on_both_pages_until_both_spoke():
    cast = actors()
    asked = question(cast["deventer"])
    place = f"/vragen/{asked.pk}/besluit/"
    for role, organisation in (("secretaris", "g40"), ("relatiemanager", "platform31")):
        assert place in home(role, organisation)
        assert "Geen besluit op tijd." in home(role, organisation)
    assert "Vragen zonder besluit" not in home("contactpersoon", "gm0150")

    voice(asked, cast["secretary"])
    assert place not in home("secretaris", "g40")
    assert "Wacht op de andere partij." in home("secretaris", "g40")
    assert place in home("relatiemanager", "platform31")
    voice(asked, cast["manager"])
    assert "Vragen zonder besluit" not in home("relatiemanager", "platform31")
