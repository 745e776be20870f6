"""Small honest files of every kind, and actors. No sample is fetched: all are written here."""

import io
import struct
import zipfile
import zlib
from datetime import UTC, date, datetime

from kennispact.ground.kit.actor import Actor, Capacity

AT = datetime(2025, 9, 5, 10, tzinfo=UTC)
DAY = date(2025, 8, 28)
SINCE = date(2023, 1, 1)


def actor(role, organisation, kind):
    return Actor(None, role, (Capacity(role, organisation, kind, SINCE),))


SECRETARY = actor("secretaris", "g40", "network")
MANAGER = actor("relatiemanager", "platform31", "partner")
DEVENTER = actor("contactpersoon", "GM0150", "city")
APELDOORN = actor("contactpersoon", "GM0200", "city")
THIRD = actor("contactpersoon", "elsewhere", "third")

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 20 + b"\xff\xd9"
XML = b'<?xml version="1.0"?><Invoice xmlns="urn:x"><ID>1</ID></Invoice>'
EML = b"From: stad@example.org\r\nTo: partner@example.org\r\nDate: Thu, 28 Aug 2025 10:00:00 +0200\r\n\r\n<p>Beste</p>\r\n"
MSG = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "__properties_version1.0".encode("utf-16-le")


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0\0"))
    + chunk(b"IEND", b"")
)


def packed(**parts):
    return packed_as({name.replace("__", "/"): content for name, content in parts.items()})


def packed_as(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


TYPES = '<Types xmlns="x"><Override ContentType="document.main+xml"/></Types>'


def docx(**more):
    return packed_as({"[Content_Types].xml": TYPES, "word/document.xml": "<w:document xmlns:w='w'/>", **more})


def xlsx(**more):
    return packed_as({"[Content_Types].xml": TYPES, "xl/workbook.xml": "<workbook/>", **more})


def opendocument(kind="text", **more):
    return packed_as(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": "<office:document-content xmlns:office='o'/>",
            "META-INF/manifest.xml": "<manifest/>",
            **more,
        }
    )
