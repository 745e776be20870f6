"""What was entered by mistake about a question is struck, stays to be read, and the question follows."""

from datetime import date

import pytest

from kennispact.ground.journal.models import Entry
from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Forbidden, Refused
from kennispact.programme.questions import commands, queries
from kennispact.registers.network import queries as network
from kennispact.registers.network.tests.door import signed_in

from .make import AT, DAY, LATER, actors, question, voice

pytestmark = pytest.mark.django_db
NOW = AsOf(date(2025, 7, 1))
EVER = AsOf(date.max)


@pytest.fixture
def cast():
    return actors()


@pytest.fixture
def asked(cast):
    return question(cast["deventer"])


@pytest.fixture
def answered(cast, asked):
    return answer(asked, cast["almere"])


def answer(asked, by, text="Expertsessie op 1 juli"):
    return commands.answer(
        question=asked, kind="session", text=text, organisation=network.organisation(min(by.organisations)),
        happened_on=DAY, by=by, at=AT,
    )  # fmt: skip


def judge(given, by, *, helped: bool):
    return commands.judge_answer(answer=given, helped=helped, happened_on=DAY, by=by, at=AT)


def state(asked, view=EVER):
    return queries.question(view, SYSTEM, asked.pk).state


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_struck_answer_stays_to_be_read_and_the_question_is_open_again(cast, asked, answered):
    assert state(asked) == "answered"
    with pytest.raises(Forbidden):
        commands.strike_answer(answer=answered, why="x", by=cast["deventer"], at=LATER)
    commands.strike_answer(answer=answered, why="Verkeerde vraag", by=cast["almere"], at=LATER)

    assert state(asked) == "open"
    assert state(asked, AsOf(NOW.on, AT)) == "answered"
    assert queries.answers(EVER, asked.pk) == ()
    (line,) = queries.answers(EVER, asked.pk, with_struck=True)
    assert (line.struck_at, line.struck_why) == (LATER, "Verkeerde vraag")
    (then,) = queries.answers(AsOf(NOW.on, AT), asked.pk, with_struck=True)
    assert then.struck_at is None
    assert Entry.objects.get(verb="question.answer-struck").organisation == "GM0150"
    answer(asked, cast["almere"])  # the same may be said again
    assert state(asked) == "answered"


def test_a_supervisor_strikes_an_answer_of_somebody_else(cast, answered):
    commands.strike_answer(answer=answered, why="Dubbel", by=cast["manager"], at=LATER)
    with pytest.raises(Refused):
        commands.strike_answer(answer=answered, why="Nog eens", by=cast["secretary"], at=LATER)


def test_when_did_not_help_is_struck_the_answer_counts_again(cast, asked, answered):
    judge(answered, cast["deventer"], helped=True)
    verdict = judge(answered, cast["deventer"], helped=False)
    assert state(asked) == "open"
    with pytest.raises(Forbidden):
        commands.strike_verdict(verdict=verdict, why="x", by=cast["almere"], at=LATER)
    commands.strike_verdict(verdict=verdict, why="Verkeerde knop", by=cast["deventer"], at=LATER)

    (line,) = queries.answers(EVER, asked.pk)
    assert (state(asked), line.helped) == ("answered", True)
    assert [(one.helped, one.struck_why) for one in line.taken_back] == [(False, "Verkeerde knop")]


def test_the_last_word_on_an_answer_is_struck_on_a_closed_question_too(cast, asked, answered):
    verdict = judge(answered, cast["deventer"], helped=True)
    commands.close_question(question=asked, why="Klaar", happened_on=DAY, by=cast["deventer"], at=AT)
    commands.strike_verdict(verdict=verdict, why="Verkeerde knop", by=cast["deventer"], at=LATER)
    assert queries.answers(EVER, asked.pk)[0].helped is None


def test_a_struck_voice_takes_the_decision_along(cast, asked):
    voice(asked, cast["manager"])
    said = voice(asked, cast["secretary"])
    assert queries.question(EVER, SYSTEM, asked.pk).scope.outcome == "inside"
    with pytest.raises(Forbidden):
        commands.strike_voice(voice=said, why="x", by=cast["manager"], at=LATER)
    commands.strike_voice(voice=said, why="Verkeerde vraag", by=cast["secretary"], at=LATER)

    scope = queries.question(EVER, SYSTEM, asked.pk).scope
    assert (scope.outcome, scope.waiting_for) == ("", ("network",))
    (struck,) = queries.struck_voices(EVER, asked.pk)
    assert (struck.mandate, struck.struck_why) == ("secretaris @ g40", "Verkeerde vraag")
    assert queries.struck_voices(AsOf(NOW.on, AT), asked.pk) == ()


def test_pages_say_what_follows_ask_why_and_leave_it_struck_through(cast, asked, answered):
    voice(asked, cast["manager"])
    said = voice(asked, cast["secretary"], "outside")
    judge(answered, cast["deventer"], helped=True)
    city, other = signed_in("contactpersoon", "GM0150"), signed_in("contactpersoon", "GM0034")
    secretary = signed_in("secretaris", "g40")
    (line,) = queries.answers(EVER, asked.pk)
    place = f"/vragen/{asked.pk}/"
    cases = (
        (city, other, f"/vragen/oordeel/{line.verdict.id}/doorhalen/", "opnieuw zeggen"),
        (secretary, city, f"/vragen/stem/{said.pk}/doorhalen/", "Uw partij heeft nog niets gezegd"),
        (secretary, city, f"/vragen/antwoorden/{line.id}/doorhalen/", "weer open"),
    )
    for client, stranger, address, follows in cases:
        assert address in text_of(client.get(place)), address
        assert address not in text_of(stranger.get(place)), address
        assert address not in text_of(client.get(f"{place}?on=2025-06-30")), address
        assert stranger.get(address).status_code == 403
        assert follows in text_of(client.get(address))
        assert client.post(address, {"why": " "}).context["form"].errors
        assert client.post(address, {"why": "Reden genoeg"}).status_code == 302
        assert client.get(address).status_code == 404
        assert "Reden genoeg" in text_of(city.get(place))
    page = text_of(city.get(place))
    assert page.count("timeline__struck") == 3
    assert "<s>Expertsessie op 1 juli</s>" in page
    assert "Dit hielp mij" not in page  # of a struck answer nobody asks whether it helped
    assert secretary.get("/vragen/antwoorden/999999/doorhalen/").status_code == 404


def test_what_is_struck_in_confidence_is_not_there_for_another_city(cast):
    asked = question(cast["deventer"], in_confidence=True)
    given = answer(asked, cast["deventer"])
    verdict = judge(given, cast["deventer"], helped=True)
    said = voice(asked, cast["secretary"])
    other = signed_in("contactpersoon", "GM0034")
    for address in (f"antwoorden/{given.pk}", f"oordeel/{verdict.pk}", f"stem/{said.pk}"):
        assert other.get(f"/vragen/{address}/doorhalen/").status_code == 404
