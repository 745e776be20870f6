"""The pages of the financial administration: bring in, match, divide, undo, remind; others see nothing."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.money import cents
from kennispact.ground.kit.refusal import Refused
from kennispact.ground.post.models import Letter
from kennispact.pact.payments import queries, reminders
from kennispact.pact.payments.interest import Rate, interest, rates
from kennispact.pact.payments.models import BankEntry, BankStatement, Match, Reminder, Upload
from kennispact.pact.payments.overdue import open_by_city
from kennispact.registers.network import queries as organisations
from kennispact.registers.network.tests import make as network

from . import make
from .make import AT, Ntry, Tx, one, paper

pytestmark = pytest.mark.django_db
FULL = 1841245


@pytest.fixture
def finance(monkeypatch):
    make.quick(monkeypatch)
    make.world()
    client = Client(headers={"accept-language": "nl"})
    client.force_login(network.mandate("financiele-administratie", "platform31").person)
    return client


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def hand_over(client, *papers):
    files = [SimpleUploadedFile(f"{found.id}.xml", found.xml()) for found in papers]
    return client.post("/betalingen/afschriften/inlezen/", {"file": files})


def test_a_statement_is_looked_at_confirmed_and_confirmed_again(finance):
    batch = Ntry((Tx(1_000_000, reference=make.reference()), Tx(5, name="Drukker")), bank="B1")
    looked = hand_over(finance, paper(batch, Ntry((Tx(9),), state="PDNG")))
    page = text_of(finance.get(looked.url))
    assert "2 boekingen zijn nieuw" in page
    assert "1 boeking (€ 0,09) is aangekondigd" in page
    assert not BankEntry.objects.exists()
    for _ in range(2):
        assert finance.post(looked.url).url == "/betalingen/"
    assert BankStatement.objects.count() == 1
    assert make.opened() == Decimal("8412.45")
    assert not Upload.objects.exists()
    again = hand_over(finance, paper(batch))
    assert "Er is niets nieuws" in text_of(finance.get(again.url))
    finance.post(again.url, {"forget": "1"})
    assert not Upload.objects.exists()


def test_pages_of_one_statement_are_chosen_together_and_a_wrong_file_is_refused(finance):
    first = paper(one(100), page=(1, False), closing=0)
    last = paper(one(250, "B2"), page=(2, True), closing=100_350)
    assert "niet compleet" in text_of(hand_over(finance, first))
    assert "boekingen zijn nieuw" in text_of(finance.get(hand_over(finance, first, last).url))
    assert "klopt niet" in text_of(hand_over(finance, paper(one(100), closing=1)))
    assert finance.post("/betalingen/afschriften/inlezen/").context["form"].errors


def test_what_somebody_else_handed_over_cannot_be_confirmed(finance):
    url = hand_over(finance, paper(one(100))).url
    Upload.objects.update(by=network.person("ander"))
    assert finance.post(url).status_code == 302
    assert not BankEntry.objects.exists()


def test_one_press_matches_the_best_suggestion_and_a_second_press_does_nothing(finance):
    make.bring(paper(one(FULL, text=make.claim().item)))
    page = finance.get("/betalingen/").content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(item|amount|seen_left)" value="([^"]+)"', page))
    url = re.search(r'action="(/betalingen/boeking/\d+/koppelen/)"', page)[1]
    assert finance.post(url, hidden).url == "/betalingen/"
    assert finance.post(url, hidden).url.startswith("/betalingen/boeking/")
    assert Match.objects.count() == 1
    assert "Alles is gekoppeld" in text_of(finance.get("/betalingen/"))


def lines(*rows, left):
    facts = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": 0, "seen_left": left}
    for place, (item, amount, *beyond) in enumerate(rows):
        facts |= {f"form-{place}-item": item, f"form-{place}-amount": amount}
        facts |= {f"form-{place}-beyond": "on"} if beyond else {}
    return facts


def test_a_payment_is_divided_over_cities_and_every_reason_against_it_is_told(finance):
    items = [make.claim(key).item for key in ("GM0034", "GM0150")]
    make.bring(paper(one(2000, text=" ".join(items), name="SSC")))
    url = f"/betalingen/boeking/{BankEntry.objects.get().pk}/"
    assert all(item in text_of(finance.get(url)) for item in items)
    wrong = finance.post(url, lines(("G40-1", "1,00"), (items[0], "x"), left=2000))
    assert "geen bedrag" in text_of(wrong)
    too_much = finance.post(url, lines((items[0], "30,00"), ("G40-1", "1,00"), left=2000))
    assert "€ 20,00 te koppelen" in text_of(too_much)
    assert "geen factuur G40-1" in text_of(too_much)
    assert not Match.objects.exists()
    done = finance.post(url, lines((items[0], "15,00"), (items[1].lower(), "5,00"), ("", ""), left=2000))
    assert done.status_code == 302
    assert sorted(Match.objects.values_list("cents", flat=True)) == [500, 1500]


def test_a_match_is_undone_after_a_confirmation_and_a_booking_set_aside(finance):
    make.bring(paper(one(FULL, reference=make.reference()), one(7, "B2", name="Huur")))
    undo = f"/betalingen/koppeling/{Match.objects.get().pk}/ongedaan/"
    assert "weer" in text_of(finance.get(undo)) or "opnieuw" in text_of(finance.get(undo))
    assert finance.post(undo, {"why": ""}).context["form"].errors
    assert finance.post(undo, {"why": "Verkeerd", "seen": 0}).status_code == 302
    assert make.opened() == Decimal("18412.45")
    rent = BankEntry.objects.get(cents=7)
    assert finance.post(f"/betalingen/boeking/{rent.pk}/apart/", {"seen_left": 6}).context["form"].errors
    assert finance.post(f"/betalingen/boeking/{rent.pk}/apart/", {"seen_left": 7}).status_code == 302
    page = text_of(finance.get(f"/betalingen/afschriften/{rent.statement_id}/"))
    assert "Gekoppeld" in page
    assert "Te koppelen" in page
    assert (
        "Huur" in finance.get(f"/betalingen/afschriften/{rent.statement_id}/boekingen.csv").content.decode()
    )


@pytest.mark.parametrize(
    ("role", "where"),
    [("contactpersoon", "GM0150"), ("secretaris", "g40"), ("relatiemanager", "platform31")],
)
def test_others_see_nothing(finance, role, where):
    make.bring(paper(one(FULL, reference=make.reference())))
    other = Client()
    other.force_login(network.mandate(role, where).person)
    for path in ("", "boeking/1/", "afschriften/", "afschriften/1/", "open/", "open/GM0150/herinneren/"):
        assert other.get(f"/betalingen/{path}").status_code == 403
    assert "/betalingen/" not in other.get("/").content.decode()


def test_the_list_takes_as_many_queries_for_many_as_for_one(finance):
    counts = []
    for number in (1, 20):
        make.bring(
            paper(
                *(one(50 + place, f"C{number}-{place}", text=make.claim().item) for place in range(number)),
                id=str(number),
            )
        )
        for path in ("/betalingen/", "/betalingen/open/"):
            finance.get(path)
            with CaptureQueriesContext(connection) as asked:
                finance.get(path)
            counts.append(len(asked))
    assert counts[:2] == counts[2:]


# ---- late, interest, reminders -------------------------------------------------------------------

LATE = date(2023, 5, 1)


def test_what_is_late_is_seen_with_its_interest_and_not_before(finance):
    view = {found.city.key: found for found in open_by_city(AsOf(LATE))}
    deventer = view["GM0150"]
    due = deventer.items[0].due_on
    assert (deventer.overdue, deventer.late[0].days_late) == (Decimal("18412.45"), (LATE - due).days)
    assert deventer.interest == interest(Decimal("18412.45"), due, LATE, rates()).amount > 0
    assert all(not found.late for found in open_by_city(AsOf(due)))
    page = text_of(finance.get("/betalingen/open/"))
    assert "Rente, niet berekend" in page
    assert "GM0150" in finance.get("/betalingen/open/posten.csv").content.decode()


def test_interest_follows_the_rates_bears_interest_after_a_year_and_stops_where_no_rate_is_known():
    known = [
        Rate(date(2023, 1, 1), Decimal(10), "", read=True),
        Rate(date(2023, 7, 1), Decimal(20), "", read=True),
        Rate(date(2024, 1, 1), Decimal(10), "", read=True),
    ]
    amount = Decimal("36500.00")
    assert interest(amount, date(2023, 6, 20), date(2023, 6, 20), known).amount == 0
    assert interest(amount, date(2023, 6, 20), date(2023, 7, 5), known).amount == 10 * 10 + 5 * 20
    year = interest(amount, date(2022, 12, 31), date(2023, 12, 31), known).amount
    assert year == 181 * 10 + 184 * 20
    assert interest(amount, date(2022, 12, 31), date(2024, 1, 1), known).amount == cents(
        year + (amount + year) / 3650
    )
    ended = interest(amount, date(2024, 6, 29), date(2024, 7, 9), known)
    assert (ended.amount, ended.known_until) == (10, date(2024, 7, 1))
    assert list(rates()) == sorted(rates(), key=lambda rate: rate.since)
    assert all(
        rate.until == after.since and rate.source for rate, after in zip(rates(), rates()[1:], strict=False)
    )


def test_a_reminder_is_seen_first_sent_once_and_kept(finance):
    url = "/betalingen/open/GM0150/herinneren/"
    page = finance.get(url)
    item = make.claim().item
    assert item in text_of(page)
    assert "18.412,45" in text_of(page)
    assert finance.post(url, {"receiver": "x", "seen_open": "18412.45"}).context["form"].errors
    assert (
        finance.post(url, {"receiver": "crediteuren@example.org", "seen_open": "1.00"}).context["form"].errors
    )
    facts = {"receiver": "crediteuren@example.org", "seen_open": "18412.45"}
    assert finance.post(url, facts).status_code == 302
    assert "vandaag al" in text_of(finance.post(url, facts))
    letter, reminder = Letter.objects.get(), Reminder.objects.get()
    assert (letter.key, letter.organisation, letter.text) == (reminder.letter_key, "GM0150", reminder.text)
    assert [said["item"] for said in reminder.items] == [item]
    assert make.reference() in letter.text
    assert "rente" not in letter.text


def test_nothing_late_is_not_reminded_and_nothing_is_sent_when_it_is_refused(finance):
    city = organisations.organisation("GM0150")
    facts = {"city": city, "receiver": "a@example.org", "by": SYSTEM}
    with pytest.raises(Refused, match="nothing open"):
        reminders.remind(**facts, at=make.invoicing.AT)
    with pytest.raises(Refused):
        reminders.remind(**{**facts, "receiver": "no address"}, at=AT)
    assert not Reminder.objects.exists()
    assert not Letter.objects.exists()
    assert queries.waiting_total().count == 0
