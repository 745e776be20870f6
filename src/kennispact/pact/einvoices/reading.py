"""Reading e-invoices of strangers, in a process of its own (see the kit's sandbox). It knows no Django.

Nothing outside the document is ever read: a document that defines entities, or refers to a definition
elsewhere, is refused for that alone.
"""

from lxml import etree

from kennispact.ground.kit.refusal import Refusal, Refused
from kennispact.ground.kit.words import N_

MOST_BYTES = 10 * 1024 * 1024
MOST_ELEMENTS = 20_000


def parser() -> etree.XMLParser:
    """Return a parser that resolves nothing and reaches nowhere."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )


def parsed(payload: bytes) -> etree._Element:
    """Return the root of a document without entities or definitions of its own.

    :raises Refused: if it is no XML, is too large, or brings a DTD
    """
    if len(payload) > MOST_BYTES:
        raise _refused("KP-XML-SIZE", N_("The file is too large for an invoice."))
    # Not even a harmless definition: an invoice has no use for one. Other encodings are seen below.
    if b"<!DOCTYPE" in payload or b"<!ENTITY" in payload:
        raise _refused("KP-XML-DTD", N_("The file defines entities or refers to a definition elsewhere."))
    try:
        root = etree.fromstring(payload, parser())
    except (etree.XMLSyntaxError, ValueError):
        raise _refused("KP-XML", N_("The file is not correct XML.")) from None
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.externalDTD is not None:
        raise _refused("KP-XML-DTD", N_("The file defines entities or refers to a definition elsewhere."))
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise _refused("KP-XML-SIZE", N_("The file is too large for an invoice."))
    return root


def made_safe(payload: bytes) -> bytes:
    """Return the same document as plain UTF-8, without comments and instructions: safe to hand on."""
    root = parsed(payload)
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction, etree.Entity)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _refused(code: str, reason: str) -> Refused:
    return Refused([Refusal(code, reason, field="file")])
