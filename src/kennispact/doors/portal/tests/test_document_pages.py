"""A document leaves the house: to whom, under which headers, and never when it was tampered with."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kennispact.ground.journal.models import Entry
from kennispact.ground.kit.actor import SYSTEM
from kennispact.registers.documents import commands, store
from kennispact.registers.documents.models import Disclosure, Document
from kennispact.registers.documents.tests.make import AT, DAY, PDF
from kennispact.registers.network.tests import make as network
from kennispact.registers.network.tests.door import signed_in, words_of

pytestmark = pytest.mark.django_db
CITY, OTHER, SUPERVISOR = ("contactpersoon", "GM0150"), ("contactpersoon", "GM0034"), ("secretaris", "g40")
NOBODY = ("",)


@pytest.fixture(autouse=True)
def cities():
    return network.baseline(2)


def received(openness="closed", organisation="GM0150"):
    return commands.receive(
        file=PDF,
        name="Overeenkomst Deventer.pdf",
        organisation=organisation,
        happened_on=DAY,
        by=SYSTEM,
        at=AT,
        openness=openness,
    )


def url(document) -> str:
    return f"/documenten/{document.pk}/"


@pytest.mark.parametrize(
    ("openness", "who", "status"),
    [
        ("closed", CITY, 200),
        ("closed", SUPERVISOR, 200),
        ("closed", OTHER, 403),
        ("closed", ("directeur", "platform31"), 403),
        ("closed", NOBODY, 302),
        ("parties", OTHER, 200),
        ("parties", NOBODY, 302),
        ("public", NOBODY, 200),
        ("public", OTHER, 200),
    ],
)
def test_who_may_read_a_document_gets_it_and_nobody_else(openness, who, status):
    answer = signed_in(*who).get(url(received(openness)))
    assert answer.status_code == status
    assert (answer.content == PDF) == (status == 200)


def test_a_document_leaves_as_a_file_to_save_that_no_browser_runs():
    answer = signed_in(*CITY).get(url(received()))
    assert answer["Content-Disposition"] == 'attachment; filename="Overeenkomst Deventer.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Length"] == str(len(PDF))


def test_a_visitor_does_not_learn_which_documents_exist():
    there, nowhere = signed_in(*NOBODY).get(url(received())), signed_in(*NOBODY).get("/documenten/999999/")
    assert there.status_code == nowhere.status_code == 302
    assert signed_in(*CITY).get("/documenten/999999/").status_code == 404


@pytest.mark.parametrize("harm", ["changed", "missing"])
def test_a_file_that_was_tampered_with_is_not_sent_and_the_journal_knows(harm):
    document = received()
    place = store.place(document.sha256)
    if harm == "missing":
        place.unlink()
    else:
        place.write_bytes(PDF.replace(b"1.7", b"1.6"))
    answer = signed_in(*CITY).get(url(document))
    assert answer.status_code == 500
    assert "ontbreekt, of is veranderd" in words_of(answer)
    assert b"%PDF" not in answer.content
    line = Entry.objects.get(verb="document.damaged")
    assert (line.result, line.organisation, line.facts["what"]) == ("refused", "GM0150", harm)


def test_the_date_bar_never_opens_what_was_closed_since():
    document = received("public")
    commands.decide_openness(
        document=document,
        openness="closed",
        ground="Woo 5.1.2e",
        happened_on=date(2025, 9, 4),
        by=SYSTEM,
        at=AT,
    )
    assert signed_in(*OTHER).get(url(document) + "?on=2025-08-29&known=true").status_code == 403


def test_a_struck_document_is_gone():
    document = received()
    commands.strike_document(document=document, why="Verkeerd bestand.", by=SYSTEM, at=AT)
    assert signed_in(*SUPERVISOR).get(url(document)).status_code == 404


def test_a_city_decides_itself_who_may_read_its_own():
    document = received()
    address, answers = (
        url(document) + "openbaarheid/",
        {"openness": "public", "ground": "", "happened_on": "05-09-2025"},
    )
    for who in (OTHER, SUPERVISOR):
        assert signed_in(*who).get(address).status_code == 403
        assert signed_in(*who).post(address, answers).status_code == 403
    assert signed_in(*NOBODY).post(address, answers).status_code == 302
    assert not Disclosure.objects.exists()
    assert signed_in(*CITY).post(address, answers).status_code == 302
    assert signed_in(*NOBODY).get(url(document)).status_code == 200


def test_the_supervisors_decide_about_the_papers_of_the_covenant():
    document = received(organisation="")
    answers = {"openness": "public", "ground": "", "happened_on": "05-09-2025"}
    assert signed_in(*CITY).post(url(document) + "openbaarheid/", answers).status_code == 403
    assert signed_in(*SUPERVISOR).post(url(document) + "openbaarheid/", answers).status_code == 302


def test_keeping_something_closed_asks_for_the_ground_and_a_day_that_has_come():
    document = received()
    answer = signed_in(*CITY).post(
        url(document) + "openbaarheid/", {"openness": "parties", "ground": "", "happened_on": "01-01-2099"}
    )
    assert set(answer.context["form"].errors) == {"ground", "happened_on"}
    assert not Disclosure.objects.exists()


def test_the_list_is_for_the_supervisors_and_names_whose_a_document_is():
    received()
    received("parties", "GM0034")
    for who in (CITY, ("directeur", "platform31"), ("dagelijks-bestuur", "g40")):
        assert signed_in(*who).get("/documenten/").status_code == 403
        assert signed_in(*who).get("/documenten/documenten.csv").status_code == 403
    client = signed_in(*SUPERVISOR)
    page = words_of(client.get("/documenten/"))
    assert "Deventer" in page
    assert "Almere" in page
    assert client.get("/documenten/?organisation=GM0034&openness=parties").context["count"] == 1
    assert client.get("/documenten/?q=nergens").context["count"] == 0
    table = client.get("/documenten/documenten.csv?organisation=GM0150").content.decode("utf-8-sig")
    assert len(table.splitlines()) == 2


def test_a_long_list_comes_in_pages_with_as_many_queries():
    client, counts = signed_in(*SUPERVISOR), []
    document = received()
    client.get("/documenten/")
    for number in (1, 60):
        Document.objects.bulk_create(
            Document(**{**facts_of(document), "name": f"Stuk {n}.pdf"}) for n in range(number - 1)
        )
        with CaptureQueriesContext(connection) as asked:
            answer = client.get("/documenten/")
        counts.append(len(asked))
    assert len(answer.context["page"]) == 50
    assert len(client.get("/documenten/?page=2").context["page"]) == 10
    assert counts[0] == counts[1]


def facts_of(document):
    names = (
        "sha256",
        "media_type",
        "size",
        "organisation",
        "openness",
        "happened_on",
        "recorded_at",
        "recorded_as",
    )
    return {name: getattr(document, name) for name in names}
