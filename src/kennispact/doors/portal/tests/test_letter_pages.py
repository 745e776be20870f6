"""Letters: what did not arrive stands out, and only a supervisor can send it again, once."""

from datetime import UTC, datetime

import pytest

from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.post import commands
from kennispact.ground.post.gateway import Delivery
from kennispact.ground.post.models import Letter
from kennispact.ground.post.rules import Result
from kennispact.registers.network.tests import make
from kennispact.registers.network.tests.door import signed_in, words_of

pytestmark = pytest.mark.django_db
HOME = "/beheer/brieven/"
AT = datetime(2025, 9, 1, 12, tzinfo=UTC)


def letter(key: str, result: Result, reply: str = "") -> Letter:
    commands.queue(
        kind="agreement-reminder",
        key=key,
        receiver=f"{key}@example.org",
        organisation="GM0150",
        subject=f"Overeenkomst {key}",
        text="Geachte <lezer>,\n\nWij wachten.",
        by=SYSTEM,
        at=AT,
    )
    commands.send_waiting(by=SYSTEM, now=lambda: AT, carrier=lambda *_: Delivery(result, reply))
    return Letter.objects.get(key=key)


@pytest.fixture
def secretary():
    make.baseline(2)
    return signed_in("secretaris", "g40")


def test_what_did_not_arrive_stands_out_with_what_the_server_said(secretary):
    assert "Nog geen brieven" in words_of(secretary.get(HOME))
    letter("goed", Result.ACCEPTED)
    letter("weg", Result.REJECTED, "550 onbekend adres")
    answer = secretary.get(HOME)
    assert "1 brief is niet aangekomen" in words_of(answer)
    unhappy = secretary.get(HOME, {"which": "unhappy"})
    assert unhappy.context["count"] == 1
    assert "550 onbekend adres" in words_of(unhappy)
    assert "Overeenkomst goed" not in words_of(unhappy)
    assert "goed@example.org" in secretary.get(HOME, {"format": "csv"}).content.decode()


def test_a_letter_is_sent_again_once_however_often_the_button_is_pressed(secretary):
    one = letter("weg", Result.UNCERTAIN)
    place = f"{HOME}{one.pk}/"
    assert "Geachte &lt;lezer&gt;" in secretary.get(place).content.decode()
    assert "twee keer" in words_of(secretary.get(f"{place}opnieuw/"))
    assert secretary.post(f"{place}opnieuw/").status_code == 302
    again = secretary.post(f"{place}opnieuw/")
    assert "wordt vanzelf nog eens geprobeerd" in words_of(again)
    sent = []
    commands.send_waiting(
        by=SYSTEM, now=lambda: AT, carrier=lambda *_: sent.append(1) or Delivery(Result.ACCEPTED)
    )
    assert sent == [1]


def test_a_letter_that_came_back_says_why_and_that_can_be_struck(secretary):
    one = letter("terug", Result.ACCEPTED)
    place = f"{HOME}{one.pk}/"
    form = {"happened_on": "01-09-2025", "why": "Werkt hier niet meer"}
    assert secretary.post(f"{place}teruggekomen/", form).status_code == 302
    assert "Werkt hier niet meer" in words_of(secretary.get(place))
    secretary.post(f"{place}teruggekomen/doorhalen/", {"why": "Verkeerde brief"})
    assert "Werkt hier niet meer" not in words_of(secretary.get(place))
