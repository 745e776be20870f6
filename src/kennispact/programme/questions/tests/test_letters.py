"""The letter about a decision: read by whom it concerns, a paper that everybody can read, sent once."""

import io
from datetime import UTC, datetime

import pikepdf
import pytest

from kennispact.ground.kit.actor import SYSTEM
from kennispact.ground.kit.refusal import Forbidden, Refused
from kennispact.ground.post import commands as post
from kennispact.ground.post import queries as letters_of
from kennispact.ground.post.gateway import Delivery
from kennispact.ground.post.models import Enclosure, Letter
from kennispact.ground.post.rules import Result
from kennispact.programme.questions import commands, letters
from kennispact.registers.decisions.templatetags.mandates import mandate_name
from kennispact.registers.network.tests import make
from kennispact.registers.network.tests.door import signed_in

from .make import AT, LATER, TEXT, actors, question, voice

pytestmark = pytest.mark.django_db
SOON = datetime(2025, 6, 3, 10, tzinfo=UTC)


@pytest.fixture
def cast():
    return actors()


def decided(cast, text=TEXT, outcome="outside", **more):
    asked = question(cast["deventer"], text, **more)
    for who in ("secretary", "manager"):
        voice(asked, cast[who], outcome)
    return asked


def test_nothing_is_written_before_both_parties_decided(cast):
    asked = question(cast["deventer"])
    voice(asked, cast["secretary"], "outside")
    with pytest.raises(Refused) as refused:
        commands.send_scope_letter(question=asked, by=cast["manager"], at=AT)
    assert [one.code for one in refused.value.refusals] == ["letter.undecided"]
    with pytest.raises(Forbidden):
        commands.send_scope_letter(question=asked, by=cast["deventer"], at=AT)


def test_who_asked_gets_one_letter_for_one_decision(cast):
    asked = decided(cast, in_confidence=True)
    assert commands.send_scope_letter(question=asked, by=cast["secretary"], at=AT) == 1
    assert commands.send_scope_letter(question=asked, by=cast["manager"], at=AT) == 0
    (letter,) = Letter.objects.all()
    assert letter.receiver == make.person("contactpersoon-gm0150").email
    assert TEXT in letter.text
    assert "voor uw eigen rekening" in letter.text
    assert Enclosure.objects.get(letter=letter).name == "brief-deventer-2025-06-03.pdf"

    # Parties that come round later write anew; what was said before is not lost.
    for who in ("secretary", "manager"):
        voice(asked, cast[who], "outside", route="third-party", reason="Een ander kan dit beter.", at=LATER)
    assert commands.send_scope_letter(question=asked, by=cast["secretary"], at=LATER) == 1
    assert Letter.objects.count() == 2


def test_a_letter_that_did_not_arrive_stands_on_its_page(cast):
    asked = decided(cast)
    secretary = signed_in("secretaris", "g40")
    page = f"/vragen/{asked.pk}/brief/"
    assert "nog niet verstuurd" in secretary.get(page).content.decode()
    for _ in range(2):
        assert secretary.post(f"{page}versturen/").status_code == 302
    assert Letter.objects.count() == 1
    now = Letter.objects.get().queued_at
    post.send_waiting(by=SYSTEM, now=lambda: now, carrier=lambda *_: Delivery(Result.REJECTED, "550 nee"))
    shown = secretary.get(page).content.decode()
    assert "550 nee" in shown
    assert f"/beheer/brieven/{Letter.objects.get().pk}/" in shown
    assert "Verstuur deze brief" not in shown
    assert [one.kind for one in letters_of.letters(now)] == [letters.KIND]


def test_a_decision_that_was_not_told_waits_on_the_pages_of_both_supervisors(cast):
    place = f"/vragen/{decided(cast).pk}/brief/"
    supervisors = [signed_in("secretaris", "g40"), signed_in("relatiemanager", "platform31")]
    for one in supervisors:
        assert place in one.get("/").content.decode()
    supervisors[0].post(f"{place}versturen/")
    for one in supervisors:
        assert place not in one.get("/").content.decode()


def test_the_letter_is_for_who_asked_and_the_supervisors(cast):
    asked = decided(cast)
    for place in ("brief/", "brief/pdf/"):
        assert signed_in("contactpersoon", "GM0150").get(f"/vragen/{asked.pk}/{place}").status_code == 200
        assert signed_in("contactpersoon", "GM0034").get(f"/vragen/{asked.pk}/{place}").status_code == 403
    shown = signed_in("contactpersoon", "GM0150").get(f"/vragen/{asked.pk}/brief/").content.decode()
    assert "versturen" not in shown


@pytest.mark.parametrize(
    "text", [TEXT, "日本語 en 😀: hoe werkt dit?", '#read("/etc/passwd") $x$ <b>hoe</b> كيف']
)
def test_the_paper_can_be_read_by_everybody_whatever_was_asked(cast, text):
    asked = decided(cast, text)
    answer = signed_in("secretaris", "g40").get(f"/vragen/{asked.pk}/brief/pdf/")
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert pdf.Root.Lang == "nl-NL"
        assert pdf.docinfo["/Title"] == "Uw kennisvraag valt buiten het convenant"
        with pdf.open_metadata() as said:
            assert said["pdfuaid:part"] == "1"


def test_a_capacity_goes_by_the_names_of_whom_it_is_for(cast):
    said = mandate_name("contactpersoon @ GM0150 / secretaris @ g40 / system")
    assert said == "contactpersoon van een stad (Deventer), secretaris van het netwerk (G40), system"
