"""Coming in by the pages: somebody with a role, what they send and what they read. Rooms above may use it."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from kennispact.registers.documents.tests.make import PDF
from kennispact.registers.network.tests import make as network


def signed_in(role: str = "relatiemanager", organisation: str = "platform31", language: str = "nl") -> Client:
    """Return a browser in which somebody with this role is signed in; without a role nobody is."""
    client = Client(headers={"accept-language": language}, raise_request_exception=False)
    if role:
        person = network.person(f"{role}-{organisation}".lower())
        if not person.mandates.exists():
            network.mandate(role, organisation)
        client.force_login(person)
    return client


def words_of(answer: HttpResponse) -> str:
    """Return the page as running text with its tags."""
    return " ".join(answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def file(name: str = "brief.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """Return a file to send in."""
    return SimpleUploadedFile(name, content)
