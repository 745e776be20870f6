"""How a document leaves: always as a file to save, never as something a browser runs."""

from django.utils.http import content_disposition_header

from kennispact.registers.documents.models import Document
from kennispact.registers.documents.queries import DocumentLine
from kennispact.registers.documents.rules import Kind

# Kinds that no browser runs when it shows them. The rest leaves as bytes without a meaning.
_HARMLESS = frozenset({Kind.PDF, Kind.DOCX, Kind.XLSX, Kind.ODT, Kind.ODS, Kind.PNG, Kind.JPEG, Kind.MSG})


def response_headers(document: Document | DocumentLine) -> dict[str, str]:
    """Return the headers under which a document is sent: to save, under its own name, without sniffing."""
    media_type = document.media_type if document.media_type in _HARMLESS else "application/octet-stream"
    disposition = content_disposition_header(as_attachment=True, filename=document.name)
    return {
        "Content-Type": media_type,
        "Content-Disposition": disposition or "attachment",
        "Content-Length": str(document.size),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }
