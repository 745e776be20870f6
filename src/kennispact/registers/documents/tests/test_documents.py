import io
import os
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kennispact.ground.journal.models import Entry
from kennispact.ground.kit import sandbox
from kennispact.ground.kit.actor import SYSTEM, VISITOR
from kennispact.ground.kit.calendar import AsOf
from kennispact.ground.kit.refusal import Forbidden, Refused
from kennispact.registers.documents import access, inspection, papers, queries, store
from kennispact.registers.documents.commands import decide_openness, receive, strike_document
from kennispact.registers.documents.models import Document
from kennispact.registers.documents.tests import make

pytestmark = pytest.mark.django_db
VIEW = AsOf(date(2026, 1, 1))


IN_A_PROCESS_OF_ITS_OWN = sandbox.call


@pytest.fixture(autouse=True)
def _quick_sandbox(monkeypatch):
    """Look at files in this process; what the sandbox itself does is tested in the kit and once below."""
    monkeypatch.setattr(sandbox, "call", lambda target, payload: inspection.kind_of(payload))


def letter(payload=make.PDF, name="opzegging.pdf", **more):
    facts = {"organisation": "GM0150", "happened_on": make.DAY, "by": make.DEVENTER, "at": make.AT, **more}
    return receive(file=payload, name=name, **facts)


def refused(*arguments, **more):
    before = Document.objects.count()
    with pytest.raises(Refused) as answer:
        letter(*arguments, **more)
    assert Document.objects.count() == before
    return {refusal.code for refusal in answer.value.refusals}


def test_a_file_comes_in_and_is_kept_under_its_hash_and_told_in_the_journal():
    document = letter(io.BytesIO(make.PDF))
    assert (document.media_type, document.size, document.name) == (
        "application/pdf",
        len(make.PDF),
        "opzegging.pdf",
    )
    assert document.openness == "closed"
    path = store.place(document.sha256)
    assert path.read_bytes() == make.PDF
    assert path.stat().st_mode & 0o077 == 0
    assert not list((store.root() / ".incoming").iterdir())
    entry = Entry.objects.get()
    assert (entry.verb, entry.organisation, entry.subject_id) == ("document.received", "GM0150", document.pk)


def test_the_same_file_twice_is_two_documents_and_one_file():
    assert letter().sha256 == letter(name="nogmaals.pdf").sha256
    assert len(list(store.names())) == 1


def test_in_the_sandbox_a_good_file_comes_in_and_a_bomb_does_not(monkeypatch):
    monkeypatch.setattr(sandbox, "call", IN_A_PROCESS_OF_ITS_OWN)
    assert letter().pk
    assert refused(make.docx(**{"word/big.xml": "0" * 170 * 1024 * 1024}), "brief.docx") == {
        "file.unpacks-too-big"
    }


@pytest.mark.parametrize(
    ("payload", "name"),
    [
        (make.PDF, "brief.docx"),
        (make.docx(), "brief.pdf"),
        (b"tekst", "opdracht.bat"),
        (make.PNG, "x.pdf.exe"),
        (make.XML, "x.svg"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(payload, name):
    assert refused(payload, name) == {"document.not-what-it-says"}


def test_a_name_that_claims_nothing_gets_the_ending_of_what_the_file_is():
    assert letter(name="brief").name == "brief.pdf"
    assert letter(b"a;b\n", name="lijst.csv").media_type == "text/csv"


def test_a_name_is_never_a_path():
    assert letter(name="../../../etc/cron.d/opzegging\x00.pdf").name == "opzegging.pdf"


def test_an_empty_file_and_one_over_the_limit_are_refused(settings):
    assert refused(b"", "leeg.pdf") == {"document.empty"}
    settings.KENNISPACT_UPLOAD_LIMIT = len(make.PDF) - 1
    assert refused() == {"document.too-big"}
    assert refused(io.BytesIO(make.PDF)) == {"document.too-big"}


def test_all_refusals_come_at_once():
    codes = refused(b"MZ", "brief.pdf", happened_on=make.DAY + timedelta(days=90), openness="everyone")
    assert codes == {"act.in-the-future", "document.program", "document.unknown-openness"}


def test_a_scanner_may_stop_a_file_and_an_absent_scanner_stops_every_file(settings, monkeypatch):
    settings.KENNISPACT_SCANNER = "kennispact.registers.documents.tests.make.scanner"
    monkeypatch.setattr(make, "scanner", lambda payload: "Test.Virus", raising=False)
    assert refused() == {"document.infected"}

    def silent(payload):
        raise ConnectionRefusedError

    monkeypatch.setattr(make, "scanner", silent)
    assert refused() == {"document.not-scanned"}


def test_a_changed_and_a_missing_file_are_seen_when_read():
    document = letter()
    assert queries.content(document) == make.PDF
    path = store.place(document.sha256)
    path.write_bytes(make.PDF.replace(b"Catalog", b"catalog"))
    with pytest.raises(queries.Damaged, match="changed"):
        queries.content(document)
    assert [fault.what for fault in queries.lost_files()] == ["changed"]
    path.unlink()
    with pytest.raises(queries.Damaged, match="missing"):
        queries.content(document)
    path.symlink_to("/etc/hostname")
    with pytest.raises(queries.Damaged, match="missing"):
        queries.content(document)


def test_receiving_the_same_file_again_mends_a_changed_one():
    document = letter()
    store.place(document.sha256).write_bytes(b"changed")
    letter()
    assert queries.content(document) == make.PDF


def test_a_file_without_a_row_is_only_a_note():
    letter()
    orphan = store.keep(b"left by a change that was not finished")
    assert list(queries.lost_files()) == []
    assert list(queries.unclaimed_files()) == [orphan]


def test_when_writing_fails_nothing_is_left_behind(monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        letter()
    assert not Document.objects.exists()
    assert [path for path in store.root().rglob("*") if path.is_file()] == []


def test_a_document_is_never_changed_or_removed():
    document = letter()
    for change in (lambda: Document.objects.filter(pk=document.pk).update(name="x.pdf"), document.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_struck_document_is_gone_from_today_and_still_there_for_who_looks_back():
    document = letter()
    later = make.AT + timedelta(days=10)
    with pytest.raises(Forbidden):
        strike_document(document=document, why="verkeerde brief", by=make.DEVENTER, at=later)
    strike_document(document=document, why="verkeerde brief", by=make.SECRETARY, at=later)
    assert queries.document(VIEW, document.pk) is None
    assert queries.document(AsOf(VIEW.on, make.AT + timedelta(days=1)), document.pk)
    assert list(queries.lost_files()) == []


def decide(document, openness, day, at=make.AT, **more):
    by, ground = more.pop("by", make.DEVENTER), more.pop("ground", "Woo 5.1.2e")
    return decide_openness(
        document=document, openness=openness, ground=ground, happened_on=day, by=by, at=at, **more
    )


def test_openness_is_decided_from_a_day_on_and_follows_both_clocks():
    document = letter()
    decide(document, "public", date(2025, 9, 1), ground="")
    decide(document, "closed", date(2025, 9, 3), at=make.AT + timedelta(days=5))
    opened = {day: queries.document(AsOf(date(2025, 9, day)), document.pk).openness for day in (1, 2, 3)}
    assert opened == {1: "public", 2: "public", 3: "closed"}
    assert (
        queries.document(AsOf(date(2025, 9, 30), make.AT + timedelta(days=1)), document.pk).openness
        == "public"
    )


def test_openness_has_three_values_with_ground_date_and_who_decided_and_is_closed_by_itself():
    document, public = letter(), letter(b"zonder namen", "brief.txt")
    line = queries.document(VIEW, document.pk)
    assert (line.woo, line.ground, line.decided_on) == ("not", "", None)
    decide(document, "parties", make.DAY, public_version=public)
    line = queries.document(VIEW, document.pk)
    assert (line.woo, line.ground, line.decided_on) == ("partly", "Woo 5.1.2e", make.DAY)
    assert (line.decided_as, line.public_version) == ("contactpersoon @ GM0150", public.pk)
    decide(document, "public", make.DAY, at=make.AT + timedelta(hours=1), ground="")
    assert queries.document(VIEW, document.pk).woo == "open"


def test_what_is_not_public_needs_a_ground():
    with pytest.raises(Refused) as answer:
        decide(letter(), "parties", make.DAY, ground=" ")
    assert [refusal.code for refusal in answer.value.refusals] == ["document.no-ground"]


def test_a_city_decides_itself_what_of_its_own_becomes_public():
    document = letter()
    for other in (make.SECRETARY, make.APELDOORN, make.THIRD, VISITOR):
        with pytest.raises(Forbidden):
            decide(document, "public", make.DAY, by=other, ground="")
    with pytest.raises(Forbidden):
        letter(by=make.SECRETARY, openness="public")
    assert letter(by=make.SECRETARY, openness="parties").openness == "parties"


ACTORS = {
    "secretary": make.SECRETARY,
    "manager": make.MANAGER,
    "own": make.DEVENTER,
    "other": make.APELDOORN,
    "third": make.THIRD,
    "visitor": VISITOR,
    "system": SYSTEM,
}
READERS = {
    "closed": {"secretary", "manager", "own", "system"},
    "parties": {"secretary", "manager", "own", "other", "system"},
    "public": set(ACTORS),
}


@pytest.mark.parametrize("openness", READERS)
def test_who_may_read_follows_from_whose_it_is_and_how_open(openness):
    document = letter(by=SYSTEM, openness=openness)
    assert {name for name, actor in ACTORS.items() if access.may(actor, "read", document)} == READERS[
        openness
    ]


def test_the_covenants_own_closed_papers_are_for_the_supervisors():
    document = letter(by=make.MANAGER, organisation="")
    readers = {name for name, actor in ACTORS.items() if access.may(actor, "read", document)}
    assert readers == {"secretary", "manager", "system"}


@pytest.mark.parametrize("action", ["", "delete", "change", "publish"])
@pytest.mark.parametrize("name", ACTORS)
def test_what_is_not_named_is_denied(name, action):
    assert not access.may(ACTORS[name], action, letter(by=SYSTEM))


def test_nobody_sends_in_for_another_organisation():
    for stranger in (make.APELDOORN, make.THIRD, VISITOR):
        with pytest.raises(Forbidden):
            letter(by=stranger)


@pytest.mark.parametrize(
    "payload_and_name", [(make.PDF, "a.pdf"), (make.XML, "a.xml"), (make.EML, "a.eml"), (b"a;b", "a.csv")]
)
def test_a_document_leaves_as_a_file_to_save_and_never_as_something_a_browser_runs(payload_and_name):
    document = letter(*payload_and_name)
    headers = papers.response_headers(document)
    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Type"] in {"application/pdf", "application/octet-stream"}
    assert "sandbox" in headers["Content-Security-Policy"]


def test_a_name_with_quotes_and_accents_cannot_break_the_header():
    header = papers.response_headers(letter(name='brief "één"; x.pdf'))["Content-Disposition"]
    assert header.isascii()
    assert "filename*=utf-8''" in header


def test_the_number_of_queries_does_not_grow_with_the_documents(django_assert_num_queries):
    for count in range(5):
        decide(letter(b"brief %d" % count, "a.txt"), "parties", make.DAY)
    with django_assert_num_queries(2):
        assert len(queries.documents(VIEW, organisation="GM0150")) == 5
    assert queries.documents(VIEW, organisation="GM0200") == ()


def test_a_document_that_came_in_later_is_not_there_before():
    document = letter()
    assert queries.document(AsOf(make.DAY - timedelta(days=1)), document.pk) is None
    assert queries.documents(AsOf(make.DAY, datetime.fromisoformat("2025-09-01T10:00+00:00"))) == ()
    assert queries.document(AsOf(make.DAY), document.pk).id == document.pk
    assert connection.vendor in {"sqlite", "postgresql"}
