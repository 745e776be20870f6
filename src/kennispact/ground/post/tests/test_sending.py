"""R18: letters through a real mail server that refuses, hangs and hangs up; at most one copy of each key."""

import email
import threading
from datetime import UTC, date, datetime, timedelta
from email.policy import default

import pytest
from django.db import connections, transaction

from kennispact.ground.journal import queries as journal
from kennispact.ground.journal.queries import Wanted
from kennispact.ground.kit.actor import SYSTEM, VISITOR, Actor, Capacity
from kennispact.ground.kit.refusal import Forbidden, Refused
from kennispact.ground.kit.retries import BACK_OFF
from kennispact.ground.post import commands, queries, rules
from kennispact.ground.post.models import Attempt, Letter
from kennispact.ground.post.rules import Enclosed, State
from kennispact.ground.post.tests.servers import Box, Server, Silent, closed_port

NOON = datetime(2025, 9, 1, 12, tzinfo=UTC)
SUPERVISOR = Actor(capacities=(Capacity("relatiemanager", "platform31", "partner", date(2023, 1, 1)),))


@pytest.fixture
def box(settings):
    box = Box()
    server = Server(box, hostname="127.0.0.1", port=0)
    server.start()
    reach(settings, server.port)
    yield box
    server.stop()


def reach(settings, port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 0.3


def queued(key="reminder/GM0150/1", **facts):
    usual = {
        "kind": "reminder",
        "receiver": "contact@deventer.example",
        "organisation": "GM0150",
        "subject": "De overeenkomst van Deventer",
        "text": "Geachte contactpersoon,\n\nWij wachten op het collegebesluit. € 15.216,90\n",
        "by": SUPERVISOR,
        "at": NOON,
    }
    return commands.queue(key=key, **usual | facts)


def send(after=timedelta(0), **more):
    return commands.send_waiting(by=SYSTEM, now=lambda: NOON + after, **more)


def line(key="reminder/GM0150/1", after=timedelta(0)):
    return queries.by_key([key], NOON + after)[key]


def state(key="reminder/GM0150/1", after=timedelta(0)):
    return line(key, after).state


pytestmark = pytest.mark.django_db


def test_a_letter_arrives_once_with_its_enclosure_and_signs(box):
    assert queued(enclosures=[Enclosed("nota.pdf", "application/pdf", b"%PDF-1.7 nota")])
    assert not queued(subject="Anders")
    assert send() == {"accepted": 1}
    assert send(timedelta(days=30)) == {}

    (raw,) = box.letters
    letter = email.message_from_bytes(raw, policy=default)
    assert letter["Subject"] == "De overeenkomst van Deventer"
    assert "€ 15.216,90" in letter.get_body().get_content()
    (enclosed,) = letter.iter_attachments()
    assert (enclosed.get_filename(), enclosed.get_content()) == ("nota.pdf", b"%PDF-1.7 nota")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert state() is State.SENT
    verbs = [one.verb for one in journal.lines(Wanted(organisations=["GM0150"]))]
    assert verbs == ["post.sent", "post.queued"]


def test_a_letter_of_a_change_that_was_undone_is_not_there(box):
    with transaction.atomic():
        queued()
        transaction.set_rollback(True)
    assert send() == {}
    assert queued()


def test_a_server_that_is_down_keeps_every_letter_and_is_called_once_a_run(settings):
    reach(settings, closed_port())
    queued("a", receiver="a@example.org")
    queued("b", receiver="b@example.org")

    assert send() == {"deferred": 1}
    assert (state("a"), state("b")) == (State.WAITING, State.WAITING)
    assert line("a").next_at == NOON + timedelta(minutes=5)
    assert send(timedelta(minutes=1)) == {"deferred": 1}  # b has its turn
    assert send(timedelta(minutes=2)) == {}


def test_a_server_that_hangs_is_left_after_the_time_out_and_asked_again(settings, box):
    port = settings.EMAIL_PORT
    silent = Silent()
    try:
        reach(settings, silent.port)
        queued()
        assert send() == {"deferred": 1}
        assert "timed out" in line().reply
    finally:
        silent.stop()
    reach(settings, port)
    assert send(timedelta(minutes=5)) == {"accepted": 1}
    assert len(box.letters) == 1


def test_a_full_box_is_tried_longer_and_longer_and_then_given_up_for_all_to_see(box):
    box.to = "452 the box is full"
    queued()
    after, gaps = timedelta(0), []
    while state(after=after) is State.WAITING:
        assert send(after) == {"deferred": 1}
        due = line(after=after).next_at
        if due:
            gaps.append(due - NOON - after)
            after = due - NOON
            assert send(after - timedelta(seconds=1)) == {}
    assert tuple(gaps) == BACK_OFF
    assert state(after=after) is State.GIVEN_UP
    assert "452 the box is full" in line(after=after).reply
    assert send(after + timedelta(days=30)) == {}
    assert journal.lines(Wanted(verbs=["post.given-up"]))[0].facts["why"] == "452 the box is full"


def test_an_unknown_address_is_given_up_at_once_and_can_be_tried_again_by_a_person(box):
    box.to = "550 no such person"
    queued()
    assert send() == {"rejected": 1}
    assert state() is State.GIVEN_UP
    box.to = "250 OK"
    letter = Letter.objects.get()
    with pytest.raises(Forbidden):
        commands.send_again(letter=letter, by=VISITOR, at=NOON)
    commands.send_again(letter=letter, by=SUPERVISOR, at=NOON)
    with pytest.raises(Refused):  # a double click
        commands.send_again(letter=letter, by=SUPERVISOR, at=NOON)
    assert send() == {"accepted": 1}
    with pytest.raises(Refused):
        commands.send_again(letter=letter, by=SUPERVISOR, at=NOON)
    assert len(box.letters) == 1


def test_a_server_that_hangs_up_after_taking_the_letter_never_gets_it_twice(box):
    box.after_data = "gone"
    queued()
    assert send() == {"uncertain": 1}
    assert len(box.letters) == 1
    box.after_data = "250 OK"
    assert send(timedelta(days=30)) == {}
    assert (len(box.letters), state()) == (1, State.UNCERTAIN)


def test_a_kill_between_the_letter_and_its_record_never_sends_it_twice(box):
    def killed():
        raise KeyboardInterrupt

    queued()

    def carry(letter, enclosures):
        commands.gateway.hand_over(letter, enclosures)
        killed()

    with pytest.raises(KeyboardInterrupt):
        send(carrier=carry)
    assert len(box.letters) == 1
    assert state() is State.UNDER_WAY
    assert send(timedelta(days=1)) == {}
    assert state(after=rules.LONGEST_TRY) is State.UNCERTAIN
    assert len(box.letters) == 1


def test_the_same_letter_sent_again_has_the_same_number(box):
    box.after_data = "gone"
    queued()
    send()
    box.after_data = "250 OK"
    commands.send_again(letter=Letter.objects.get(), by=SUPERVISOR, at=NOON)
    assert send() == {"accepted": 1}
    first, second = (email.message_from_bytes(raw)["Message-ID"] for raw in box.letters)
    assert first == second


def test_letters_to_one_receiver_leave_in_order(box):
    box.to = "451 later"
    queued("first")
    queued("second")
    queued("other", receiver="a@example.org")
    assert send() == {"deferred": 2}
    box.to = "250 OK"
    assert send(timedelta(minutes=1)) == {}, "the second waits for the first"
    assert send(timedelta(minutes=5)) == {"accepted": 3}
    ids = [email.message_from_bytes(raw)["To"] for raw in box.letters]
    assert ids == ["contact@deventer.example", "contact@deventer.example", "a@example.org"]


def test_a_letter_that_came_back_is_seen_with_its_reason(box):
    queued()
    letter = Letter.objects.get()
    today = NOON.date()
    with pytest.raises(Refused):
        commands.mark_bounced(letter=letter, happened_on=today, why="weg", by=SUPERVISOR, at=NOON)
    send()
    commands.mark_bounced(letter=letter, happened_on=today, why="Onbekend adres", by=SUPERVISOR, at=NOON)
    assert (state(), line().reply) == (State.BOUNCED, "Onbekend adres")
    commands.send_again(letter=letter, by=SUPERVISOR, at=NOON)
    assert state() is State.WAITING


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"receiver": "geen adres"}, "post.no-address"),
        ({"receiver": "a@b.example\nBcc: x@y.example"}, "post.no-address"),
        ({"receiver": "a@b.example, c@d.example"}, "post.no-address"),
        ({"subject": "een\nBcc: x@y.example"}, "post.no-subject"),
        ({"text": " "}, "post.no-text"),
        ({"enclosures": [Enclosed("x", "text/plain", bytes(rules.MOST_BYTES + 1))]}, "post.too-big"),
    ],
)
def test_what_no_server_could_bring_is_refused(facts, code):
    with pytest.raises(Refused) as refused:
        queued(**facts)
    assert [one.code for one in refused.value.refusals] == [code]
    assert Letter.objects.count() == 0


def test_addresses_and_texts_are_forgotten_and_the_sending_is_not(box):
    queued(enclosures=[Enclosed("nota.pdf", "application/pdf", b"%PDF")])
    send()
    queued("waits", receiver="b@example.org")
    later = NOON + timedelta(days=400)
    assert commands.forget_letters(before=later, by=SYSTEM, at=later) == 1
    letter = Letter.objects.get(key="reminder/GM0150/1")
    assert (letter.receiver, letter.text, letter.enclosures.count()) == ("", "", 0)
    assert state() is State.SENT
    assert not queued(), "and it still leaves only once"
    assert Letter.objects.get(key="waits").text


@pytest.mark.django_db(transaction=True)
def test_two_hands_at_once_send_each_letter_once(box):
    for number in range(6):
        queued(f"key/{number}", receiver=f"{number}@example.org")
    found, ready = [], threading.Barrier(2)

    def hand():
        ready.wait()
        try:
            found.append(send())
        finally:
            connections.close_all()

    hands = [threading.Thread(target=hand) for _ in range(2)]
    for one in hands:
        one.start()
    for one in hands:
        one.join(30)
    assert sum(one.get("accepted", 0) for one in found) == 6
    assert len(box.letters) == 6
    assert Attempt.objects.count() == 6


def test_a_list_takes_as_many_queries_for_many_letters(django_assert_num_queries):
    for number in range(5):
        queued(f"key/{number}", receiver=f"{number}@example.org")
    with django_assert_num_queries(1):
        assert len(queries.letters(NOON)) == 5
