"""What is sent in by the pages. Rooms above may use it."""

from django.core.files.uploadedfile import SimpleUploadedFile

from kennispact.registers.documents.tests.make import PDF


def file(name: str = "brief.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """Return a file to send in."""
    return SimpleUploadedFile(name, content)
