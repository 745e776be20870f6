"""Annex 3 for any day; a changed copy is found out."""

import io
import zipfile
from datetime import date

import pytest

from kennispact.ground.kit.refusal import Refused
from kennispact.pact.agreements.tests import make as agreements
from kennispact.pact.drafting import annex
from kennispact.pact.drafting.tests import make
from kennispact.pact.drafting.tests.test_papers import tags_of, words_of

pytestmark = pytest.mark.django_db
ON, KNOWN = date(2023, 3, 1), make.at(date(2023, 3, 2))


@pytest.fixture(autouse=True)
def _two_take_part():
    make.world(3)
    for key in ("GM0150", "GM0034"):
        agreements.registered(key)


def file(form, on=ON, known=KNOWN):
    return annex.made(annex.annex(on, known), annex.Form(form))


def test_it_holds_the_cities_whose_agreement_is_in_force_on_the_day():
    assert [row.city for row in annex.annex(ON, KNOWN).rows] == ["Almere", "Deventer"]
    assert annex.annex(date(2023, 2, 28), KNOWN).rows == ()
    assert annex.annex(date(2028, 1, 1), KNOWN).rows == ()


@pytest.mark.parametrize("form", list(annex.Form))
def test_every_form_is_the_same_twice_and_is_recognised(form):
    assert file(form) == file(form)
    assert annex.verify(file(form)).genuine


def test_what_is_entered_later_changes_a_new_annex_and_not_the_old_one():
    old = file("pdf")
    third = next(one for one in make.queries.members(make.VIEW) if one.city.key not in {"GM0150", "GM0034"})
    agreement = agreements.drafted(third.city.key)
    for kind in ("college-decided", "signed-by-city", "signed-by-partner", "registered"):
        agreements.commands.take_step(
            agreement=agreement,
            kind=kind,
            happened_on=date(2023, 2, 1),
            document=agreements.paper(agreement.city, date(2023, 2, 1)),
            by=make.SYSTEM,
            at=make.at(date(2023, 4, 1)),
        )
    assert annex.verify(old).genuine
    assert len(annex.annex(ON, make.at(date(2023, 4, 2))).rows) == 3


@pytest.mark.parametrize(
    "change", [(b"Deventer", b"Delft"), (b"GM0034", b"GM0035"), (b"2023-03-01", b"2023-03-11")]
)
def test_a_changed_table_fails(change):
    payload = file("csv")
    assert change[0] in payload
    assert not annex.verify(payload.replace(*change)).genuine


def test_a_line_that_was_added_or_taken_away_fails():
    lines = file("csv").splitlines(keepends=True)
    assert not annex.verify(b"".join([lines[0], *lines[2:]])).genuine
    assert not annex.verify(b"".join([*lines[:-1], b"GM0344,Utrecht,2023-03-01\r\n", lines[-1]])).genuine


def test_one_changed_byte_of_a_pdf_fails():
    payload = bytearray(file("pdf"))
    payload[len(payload) // 2] ^= 1
    assert not annex.verify(bytes(payload)).genuine
    assert not annex.verify(file("pdf") + b"\n%").genuine


def test_a_word_file_with_another_text_inside_fails():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file("docx"))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"Deventer", b"Devender"))
    assert not annex.verify(out.getvalue()).genuine


def test_what_is_no_annex_is_refused():
    for payload in (
        b"",
        b"code,stad\r\n",
        make.file("nota", "pdf"),
        make.file("nota", "docx"),
        b"PK\x03\x04",
    ):
        with pytest.raises(Refused):
            annex.verify(payload)


def test_the_pdf_says_day_checksum_and_cities_and_is_tagged():
    found = annex.annex(ON, KNOWN)
    text = words_of(file("pdf"), "pdf")
    for said in ("1 maart 2023", "2 maart 2023", "Almere", "Deventer", "GM0150", "01-03-2023"):
        assert said in text
    assert found.checksum in text.replace(" ", "")
    tags = tags_of(file("pdf"))[0]
    assert tags.count("/TH") == 4
    assert tags.count("/TR") == 3
