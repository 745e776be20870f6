"""Who signed, when, and is it whole: told offline, and never believed without a root."""

import io

import pikepdf
import pytest

from kennispact.ground.kit.refusal import Refused
from kennispact.pact.drafting import signatures
from kennispact.pact.drafting.blocks import Paper, Paragraph
from kennispact.pact.drafting.signatures import Trust
from kennispact.pact.drafting.tests import make
from kennispact.pact.drafting.tests.signing import Authority, signed
from kennispact.pact.drafting.typeset.pdf import pdf
from kennispact.registers.documents.tests.make import PDF


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture(scope="module")
def draft():
    return pdf(Paper("Overeenkomst", make.ON, (Paragraph("Wij spreken af."),)))


@pytest.fixture(scope="module")
def both(authority, draft):
    first = signed(draft, authority.signer("burgemeester Deventer"), "stad", certify=True)
    return signed(first, authority.signer("directeur Platform31"), "partner")


def test_both_signers_are_told_whole_and_trusted_against_a_chosen_root(authority, both):
    found = signatures.inspect(both, authority.pem)
    assert [one.signer for one in found.signatures] == ["burgemeester Deventer", "directeur Platform31"]
    assert all(one.whole and one.trust is Trust.TRUSTED and one.signed_at for one in found.signatures)
    assert found.signatures[0].issuer == "Testwortel"
    assert not found.is_tampered


def test_without_a_root_it_is_whole_and_not_checked(both):
    assert {(one.whole, one.trust) for one in signatures.inspect(both).signatures} == {
        (True, Trust.NOT_CHECKED)
    }


def test_against_another_root_it_is_untrusted(both):
    assert {one.trust for one in signatures.inspect(both, Authority("Andere").pem).signatures} == {
        Trust.UNTRUSTED
    }


def test_one_flipped_byte_is_tampering(both):
    place = both.index(b"/Type")
    flipped = both[: place + 2] + bytes([both[place + 2] ^ 1]) + both[place + 3 :]
    try:
        assert signatures.inspect(flipped).is_tampered
    except Refused:
        pytest.fail("the file can still be read; it must be told as tampered")


def test_a_page_that_was_changed_after_signing_is_tampering(both):
    with pikepdf.open(io.BytesIO(both)) as opened:
        out = io.BytesIO()
        opened.pages[0].MediaBox = [0, 0, 100, 100]
        opened.save(out)
    assert signatures.inspect(out.getvalue()).is_tampered


def test_what_was_added_after_signing_is_tampering_too(both):
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(both))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/MediaBox"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 50, 50)))
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    assert signatures.inspect(out.getvalue()).is_tampered


def test_a_scan_has_no_signatures_and_that_is_no_fault(draft):
    found = signatures.inspect(draft)
    assert not found.is_signed
    assert not found.is_tampered


def test_a_file_that_is_locked_or_no_pdf_is_refused(draft):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(draft)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    for payload, code in (
        (out.getvalue(), "file.password"),
        (b"%PDF-1.4", "file.unreadable"),
        (PDF[:40], "file.unreadable"),
    ):
        with pytest.raises(Refused) as refused:
            signatures.inspect(payload)
        assert [one.code for one in refused.value.refusals] == [code]


def test_a_pdf_that_nests_without_end_costs_a_refusal_and_nothing_else():
    deep = b"%PDF-1.4\n1 0 obj" + b"[" * 200_000 + b"endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF"
    with pytest.raises(Refused):
        signatures.inspect(deep)
