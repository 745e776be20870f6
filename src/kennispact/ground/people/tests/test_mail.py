"""The mail that people get, through a real mail server on loopback."""

import email
import re
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from kennispact.ground.people.tests.make import invited

pytestmark = pytest.mark.django_db


class Box:
    def __init__(self):
        self.letters = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - its name in aiosmtpd
        self.letters.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=default)))
        return "250 OK"


class Server(Controller):
    """A mail server on the port that the system chose."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def box(settings):
    box = Box()
    server = Server(box, hostname="127.0.0.1", port=0)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield box
    server.stop()


def test_the_code_travels_through_a_mail_server_and_opens_the_door(client, box):
    cache.clear()
    person = invited(name="Strateeg 's-Hertogenbosch")
    client.post(reverse("account_request_login_code"), {"email": person.email})
    ((to, letter),) = box.letters
    text = letter.get_content()
    assert to == [person.email]
    assert letter["Subject"] == "Uw code voor Kennispact"
    assert letter.get_content_type() == "text/plain"
    assert text.startswith("Beste Strateeg 's-Hertogenbosch,"), "no HTML signs in a plain letter"
    code = re.search(r"^([A-Z0-9]+-[A-Z0-9]+)\r?$", text, re.MULTILINE)[1]
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert "_auth_user_id" in client.session
    assert mail.outbox == []
