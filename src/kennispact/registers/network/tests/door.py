"""Coming in by the pages: somebody with a role, and what they read. Rooms above may use it."""

from django.http import HttpResponse
from django.test import Client

from kennispact.registers.network.tests import make


def signed_in(role: str = "relatiemanager", organisation: str = "platform31", language: str = "nl") -> Client:
    """Return a browser in which somebody with this role is signed in; without a role nobody is."""
    client = Client(headers={"accept-language": language}, raise_request_exception=False)
    if role:
        person = make.person(f"{role}-{organisation}".lower())
        if not person.mandates.exists():
            make.mandate(role, organisation)
        client.force_login(person)
    return client


def words_of(answer: HttpResponse) -> str:
    """Return the page as running text with its tags."""
    plain = answer.content.decode().replace("<wbr>", "").replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(plain.split())
