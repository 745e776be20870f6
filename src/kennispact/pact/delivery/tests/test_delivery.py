"""R5, R18: whatever the other side does, an invoice goes out once, and every attempt leaves its evidence."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.retries import MOST_TRIES
from kennispact.ground.post.models import Letter
from kennispact.pact.delivery import commands, gateway, queries
from kennispact.pact.delivery.gateway import Delivery, Outbox, Provider
from kennispact.pact.delivery.models import Answer, Dispatch, Handover, Report
from kennispact.pact.delivery.rules import Result, State
from kennispact.pact.delivery.tests.provider import TOKEN, Fake
from kennispact.pact.einvoices.tests.make import quick
from kennispact.pact.invoicing import commands as issuing
from kennispact.pact.invoicing import queries as invoicing
from kennispact.pact.invoicing.tests import make
from kennispact.registers.network.tests.door import signed_in, words_of

pytestmark = pytest.mark.django_db(transaction=True)


class Clock:
    def __init__(self):
        self.at = make.AT

    def __call__(self):
        return self.at

    def later(self, **much):
        self.at += timedelta(**much)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def fake():
    one = Fake()
    yield one
    one.stop()


def asked(number=1, channel="provider"):
    make.world(number)
    for city in invoicing.proposal(2023, invoicing.AsOf(make.ISSUED_ON)).rows:
        make.set_of(city.contribution.city.key, "channel", channel)
        if channel == "email":
            make.set_of(city.contribution.city.key, "email", "facturen@stad.invalid")
    make.run()
    found = invoicing.invoices(invoicing.AsOf(make.ISSUED_ON))
    first = commands.ask(invoices=found, by=SYSTEM, at=make.AT)
    assert commands.ask(invoices=found, by=SYSTEM, at=make.AT) == 0
    return first


def provider(fake, token=TOKEN, seconds=0.4):
    return {"provider": Provider(fake.url, token, "31", seconds)}


def run(transports, clock):
    return commands.hand_over(transports=transports, by=SYSTEM, now=clock)


def states(clock):
    return [one.state for one in queries.lines(clock())]


def test_an_invoice_is_handed_over_once_however_often_it_is_asked(fake, clock):
    assert asked(2) == 2
    assert run(provider(fake), clock) == {"accepted": 2}
    assert run(provider(fake), clock) == {}
    assert fake.calls == len(fake.taken) == 2
    line = queries.lines(clock())[0]
    assert line.receipt.startswith("guid-")
    assert states(clock) == [State.HANDED_OVER, State.HANDED_OVER]


@pytest.mark.parametrize(
    ("trouble", "state"),
    [
        (401, State.WAITING),
        (429, State.WAITING),
        (500, State.WAITING),
        ("hang", State.WAITING),
        (400, State.GIVEN_UP),
    ],
)
def test_trouble_is_written_down_and_what_can_pass_is_tried_again_later(fake, clock, trouble, state):
    asked(1)
    fake.answers = [trouble]
    run(provider(fake), clock)
    assert states(clock) == [state]
    assert Answer.objects.get().reply
    assert run(provider(fake), clock) == {}, "not before its time"
    clock.later(minutes=6)
    run(provider(fake), clock)
    assert len(fake.taken) == (state is State.WAITING)


def test_after_a_wrong_token_the_others_are_not_tried_and_all_go_when_it_is_right(fake, clock):
    asked(3)
    run(provider(fake, token="wrong"), clock)
    assert (fake.calls, Handover.objects.count()) == (1, 1)
    clock.later(minutes=6)
    run(provider(fake), clock)
    assert len(fake.taken) == 3


def test_a_line_that_breaks_after_it_was_taken_delivers_once(fake, clock):
    asked(1)
    fake.answers = ["cut"]
    run(provider(fake), clock)
    assert (states(clock), len(fake.taken)) == ([State.WAITING], 1)
    clock.later(minutes=6)
    assert run(provider(fake), clock) == {"accepted": 1}
    assert (len(fake.taken), fake.calls) == (1, 2)


def test_killed_between_attempt_and_answer_it_is_tried_again_and_delivered_once(fake, clock):
    asked(1)

    class Killed(Exception):  # noqa: N818
        pass

    class Dying:
        def submit(self, parcel):
            provider(fake)["provider"].submit(parcel)
            raise Killed

    with pytest.raises(Killed):
        run({"provider": Dying()}, clock)
    assert states(clock) == [State.UNDER_WAY]
    clock.later(minutes=6)
    assert run(provider(fake), clock) == {"accepted": 1}
    assert len(fake.taken) == 1


def test_it_is_given_up_after_so_many_tries_and_a_person_starts_anew(fake, clock):
    asked(1)
    for _ in range(MOST_TRIES):
        fake.answers = [500]
        run(provider(fake), clock)
        clock.later(days=2)
    assert states(clock) == [State.GIVEN_UP]
    assert run(provider(fake), clock) == {}
    commands.send_again(dispatch=Dispatch.objects.get(), by=SYSTEM, at=clock())
    run(provider(fake), clock)
    assert (states(clock), len(fake.taken)) == ([State.HANDED_OVER], 1)


def test_the_outbox_holds_each_invoice_whole_with_its_seal(tmp_path, clock):
    asked(1, channel="outbox")
    run({"outbox": Outbox(tmp_path / "out")}, clock)
    note = json.loads(next((tmp_path / "out").glob("*.json")).read_text())
    assert len(note["files"]) == 2
    for name, seal in note["files"].items():
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == seal
    assert len(list((tmp_path / "out").iterdir())) == 3


def test_an_outbox_that_cannot_be_written_keeps_the_invoice(tmp_path, clock):
    asked(1, channel="outbox")
    (tmp_path / "file").write_text("in the way")
    run({"outbox": Outbox(tmp_path / "file")}, clock)
    assert states(clock) == [State.WAITING]


def test_e_mail_goes_by_the_post_with_both_files_and_only_once(clock):
    asked(1, channel="email")
    run({"email": gateway.ByPost(SYSTEM, clock)}, clock)
    letter = Letter.objects.get()
    assert letter.receiver == "facturen@stad.invalid"
    assert {one.media_type for one in letter.enclosures.all()} == {"application/xml", "application/pdf"}
    parcel = commands._parcel(queries.full().get())
    assert gateway.ByPost(SYSTEM, clock).submit(parcel).result is Result.ACCEPTED
    assert Letter.objects.count() == 1


def told(key, event, news, at, secret="shared"):
    payload = json.dumps({"idempotencyGuid": key, "eventId": event, "event": news, "at": at}).encode()
    signature = hmac.new(secret.encode(), payload, hashlib.sha256).hexdigest()
    return (
        Client()
        .post(
            "/facturen/verzenden/bericht/",
            payload,
            content_type="application/json",
            headers={"x-signature": signature},
        )
        .status_code
    )


def test_news_twice_and_out_of_order_counts_once_and_by_the_clock_of_the_provider(fake, clock, settings):
    settings.KENNISPACT_PROVIDER_SECRET = "shared"
    asked(1)
    run(provider(fake), clock)
    key = Dispatch.objects.get().key
    assert told(key, "2", "delivered", "2023-03-01T15:00:00+00:00") == 204
    assert told(key, "1", "failed", "2023-03-01T14:00:00+00:00") == 204
    assert told(key, "1", "failed", "2023-03-01T14:00:00+00:00") == 204
    assert Report.objects.count() == 2
    assert states(clock) == [State.DELIVERED]
    assert told("unknown", "9", "failed", "2023-03-01T14:00:00+00:00") == 204
    assert told(key, "3", "failed", "2023-03-01T16:00:00+00:00", secret="other") == 401
    assert told(key, "4", "failed", "yesterday") == 400
    assert Report.objects.count() == 2


def test_without_a_secret_no_news_is_believed(settings):
    settings.KENNISPACT_PROVIDER_SECRET = ""
    assert told("x", "1", "failed", "2023-03-01T14:00:00+00:00", secret="") == 401


def test_the_page_sends_tells_and_lets_the_administration_try_again(fake, settings, monkeypatch):
    settings.KENNISPACT_PROVIDER_URL, settings.KENNISPACT_PROVIDER_TOKEN = fake.url, TOKEN
    make.world(2)
    make.set_of("GM0150", "channel", "provider")
    make.set_of("GM0034", "channel", "provider")
    make.run()
    client = signed_in("financiele-administratie")
    assert "2 facturen" in words_of(client.get("/facturen/verzenden/2023/versturen/"))
    fake.answers = [400]
    for _ in range(2):
        client.post("/facturen/verzenden/2023/versturen/")
    page = words_of(client.get("/facturen/verzenden/2023/"))
    assert "Geweigerd" in page
    assert "Afgegeven" in page
    refused = next(one for one in queries.lines(make.AT) if one.state is State.GIVEN_UP)
    assert client.post(f"/facturen/verzenden/opnieuw/{refused.pk}/").status_code == 302
    client.post("/facturen/verzenden/2023/versturen/")
    assert len(fake.taken) == 2
    assert signed_in("contactpersoon", "GM0150").get("/facturen/verzenden/2023/").status_code == 403
    assert signed_in("relatiemanager").post("/facturen/verzenden/2023/versturen/").status_code == 403


def test_a_delivery_says_whether_anybody_was_there():
    nobody = Provider("http://127.0.0.1:9/", TOKEN, "31", 0.2)
    parcel = gateway.Parcel("k" * 36, "1", "invoice", "peppol", "GM0150", "0190:1", b"<a/>", b"")
    assert nobody.submit(parcel) == Delivery(Result.DEFERRED, nobody.submit(parcel).reply, reached=False)


def test_the_list_asks_as_many_queries_for_all_invoices_as_for_two(monkeypatch, clock):
    quick(monkeypatch)
    make.world(41)
    client, counts = signed_in("financiele-administratie"), []
    for most in (2, None):
        issuing.issue(year=2023, by=SYSTEM, at=make.AT, most=most)
        commands.ask(invoices=invoicing.invoices(invoicing.AsOf(make.ISSUED_ON)), by=SYSTEM, at=make.AT)
        commands.hand_over(transports={"outbox": Refusing()}, by=SYSTEM, now=clock)
        client.get("/facturen/verzenden/2023/")
        with transaction.atomic(), CaptureQueriesContext(connection) as asked:
            page = client.get("/facturen/verzenden/2023/").content.decode()
        assert page.count("Probeer opnieuw") == (most or 41)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 22


class Refusing:
    def submit(self, parcel):
        return Delivery(Result.REJECTED, "422")
