import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kennispact.ground.kit.refusal import Refused
from kennispact.registers.documents.inspection import kind_of
from kennispact.registers.documents.rules import ENDINGS, Kind, safe_name
from kennispact.registers.documents.tests import make


def refused(payload):
    with pytest.raises(Refused) as answer:
        kind_of(payload)
    return answer.value.refusals[0].code


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        (make.PDF, Kind.PDF),
        (make.PNG, Kind.PNG),
        (make.JPEG, Kind.JPEG),
        (make.docx(), Kind.DOCX),
        (make.docx(**{"word/embeddings/Book1.xlsx": make.xlsx()}), Kind.DOCX),
        (make.xlsx(), Kind.XLSX),
        (make.opendocument("text"), Kind.ODT),
        (make.opendocument("spreadsheet"), Kind.ODS),
        (make.XML, Kind.XML),
        (make.EML, Kind.EML),
        (make.MSG, Kind.MSG),
        ("stad;inwoners\nSúdwest;1\n".encode("cp1252"), Kind.TEXT),
        (b"Geachte mevrouw,\r\n\r\nwij zeggen op; 3 < 4.\f", Kind.TEXT),
    ],
)
def test_every_kind_that_is_kept_is_known_by_its_content(payload, kind):
    assert kind_of(payload) == kind


@pytest.mark.parametrize(
    "payload",
    [
        b"MZ\x90\0" + b"\0" * 90,
        b"\x7fELF\x02",
        b"#!/bin/sh\nrm -r x\n",
        b"\0asm\x01",
        make.docx(**{"word/media/image1.png": b"MZ\x90"}),
    ],
)
def test_a_program_is_refused_whatever_it_is_called_and_wherever_it_hides(payload):
    assert refused(payload) == "document.program"


def test_mail_that_carries_a_program_is_refused():
    mail = (
        b"From: a@example.org\nDate: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nTVqQAAMAAAAEAAAA\n--b--\n"
    )
    assert refused(mail) == "document.program"


@pytest.mark.parametrize(
    "payload",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        b'<?xml version="1.0"?><x:svg xmlns:x="http://www.w3.org/2000/svg"/>',
        b'<?xml version="1.0"?><r><b xmlns="http://www.w3.org/1999/xhtml"/></r>',
        b"\xef\xbb\xbf \n<!DOCTYPE html><p>x",
        b"<HTML><body>x",
        b"a;b\n<script>alert(1)</script>;2\n",
    ],
)
def test_web_pages_and_svg_are_refused(payload):
    assert refused(payload) == "document.web-page"


@pytest.mark.parametrize(
    "payload",
    [
        make.PDF + make.packed(a="b"),
        make.PNG + make.packed(a="b"),
        make.JPEG + make.packed(a="b"),
        b"\xff\xd8\xff\xe0" + make.PDF + b"\xff\xd9",
        make.MSG + make.packed(a="b"),
        b"PK" + make.PDF,
    ],
)
def test_a_file_that_is_two_kinds_at_once_is_refused(payload):
    assert refused(payload) == "document.two-things"


def test_a_zip_with_something_before_it_is_refused():
    shifted = io.BytesIO()
    shifted.write(b"PK\x00\x00something in front")
    with zipfile.ZipFile(shifted, "a") as archive:
        archive.writestr("[Content_Types].xml", make.TYPES)
        archive.writestr("word/document.xml", "<a/>")
    assert refused(shifted.getvalue()) == "document.two-things"


@pytest.mark.parametrize(
    "payload",
    [
        make.docx(**{"word/vbaProject.bin": b"\xd0\xcf"}),
        make.xlsx(**{"xl/VBAPROJECT.BIN": b"x"}),
        make.packed_as(
            {
                "[Content_Types].xml": "<T a='vnd.ms-word.document.macroEnabled.main+xml'/>",
                "word/document.xml": "<a/>",
            }
        ),
        make.opendocument("text", **{"Basic/Standard/Module1.xml": "<x/>"}),
        make.opendocument("text", **{"Scripts/python/x.py": "pass"}),
    ],
)
def test_macros_are_refused(payload):
    assert refused(payload) == "document.macros"


@pytest.mark.parametrize(
    "payload",
    [
        make.PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 5 0 R"),
        bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
        make.opendocument("text", **{"META-INF/manifest.xml": "<m><manifest:encryption-data/></m>"}),
    ],
)
def test_what_is_protected_with_a_password_is_refused(payload):
    assert refused(payload) == "file.password"


@pytest.mark.parametrize(
    "payload",
    [make.packed(a="b"), make.packed(a=make.packed(a=make.packed(a="b"))), make.opendocument("graphics")],
)
def test_other_archives_are_refused(payload):
    assert refused(payload) == "document.unknown-archive"


BILLION = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><w:document xmlns:w='w'>&b;</w:document>"


@pytest.mark.parametrize(
    "payload",
    [
        make.docx(**{"word/settings.xml": BILLION}),
        make.docx(**{"word/_rels/document.xml.rels": "<!DOCTYPE r SYSTEM 'file:///etc/hostname'><r/>"}),
        make.docx(**{"word/settings.xml": BILLION.encode("utf-16")}),
        b'<?xml version="1.0"?>' + BILLION.encode(),
    ],
)
def test_entities_are_refused_in_xml_of_others(payload):
    assert refused(payload) == "document.own-entities"


def test_a_docx_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    out = io.BytesIO(make.docx())
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/big.xml", "w") as part,
    ):
        for _ in range(200):
            part.write(b" " * 1024 * 1024)
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    assert refused(out.getvalue()) == "file.unpacks-too-big"


@pytest.mark.parametrize(
    "payload",
    [
        make.PDF[:-7],
        make.PNG[:-6],
        make.docx()[:-30],
        make.docx(**{"word/x.xml": "<a>"}),
        b'<?xml version="1.0"?><a>',
        make.docx().replace(struct.pack("<I", 25), struct.pack("<I", 24)),
    ],
)
def test_damaged_files_are_refused(payload):
    assert refused(payload) == "file.unreadable"


@pytest.mark.parametrize(
    "payload", [b"\0\1\2\3", b"GIF89a\x01\x00", b"7z\xbc\xaf\x27\x1c\0", b"Rar!\x1a\x07\x01\0"]
)
def test_kinds_that_are_not_named_are_refused(payload):
    assert refused(payload) == "document.unknown-kind"


@given(
    st.binary(max_size=300)
    | st.builds(
        lambda a, b: a + b,
        st.sampled_from([make.PDF, b"PK\3\4", b"<?xml ", b"From: a\n"]),
        st.binary(max_size=99),
    )
)
@settings(max_examples=200, deadline=None)
def test_whatever_the_bytes_the_answer_is_a_kind_or_a_refusal(payload):
    try:
        assert kind_of(payload) in set(Kind)
    except Refused as answer:
        fields = {refusal.field for refusal in answer.refusals}
    else:
        fields = {"file"}
    assert fields == {"file"}


@given(st.text(max_size=400))
def test_a_safe_name_is_never_a_path_and_hides_nothing(name):
    safe = safe_name(name)
    assert 0 < len(safe) <= 200
    assert not set(safe) & set("/\\\0\r\n\N{RIGHT-TO-LEFT OVERRIDE}")
    assert not safe.startswith(".")
    assert safe_name(safe) == safe


def test_every_kind_has_its_endings():
    assert set(ENDINGS) == set(Kind)
