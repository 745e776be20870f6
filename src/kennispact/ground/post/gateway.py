"""The mail server: one letter over Django's mail backend, and an honest word about what became of it."""

import hashlib
import smtplib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from kennispact.ground.kit.retries import as_reply
from kennispact.ground.post.models import Letter
from kennispact.ground.post.rules import Enclosed, Result

FOR_GOOD = 500  # SMTP: from here on an answer is final


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the server made of it, and what it said. ``reached`` is whether there was a server at all."""

    result: Result
    reply: str = ""
    reached: bool = True


class Carrier(Protocol):
    """Whoever takes a letter away."""

    def __call__(self, letter: Letter, enclosures: Iterable[Enclosed]) -> Delivery:
        """Hand a letter over, once. Never raises for what a server does."""


def hand_over(letter: Letter, enclosures: Iterable[Enclosed]) -> Delivery:
    """Hand a letter to the mail server, in a conversation of its own.

    Until the conversation is open nothing can have arrived. Once it is, only an answer of the server says
    what became of the letter: without one it is uncertain.
    """
    server = get_connection(fail_silently=False)
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        return Delivery(Result.DEFERRED, _said(error), reached=False)
    try:
        return _conversation(_message(letter, enclosures, server))
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.close()


def _conversation(message: EmailMessage) -> Delivery:
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, reply = next(iter(error.recipients.values()))
        return _answered(code, reply)
    except smtplib.SMTPResponseException as error:
        return _answered(error.smtp_code, error.smtp_error)
    except smtplib.SMTPNotSupportedError as error:  # said before anything was handed over
        return Delivery(Result.REJECTED, _said(error))
    except (OSError, smtplib.SMTPException) as error:
        return Delivery(Result.UNCERTAIN, _said(error))
    except ValueError as error:  # an address or header that cannot be written down
        return Delivery(Result.REJECTED, _said(error))
    return Delivery(Result.ACCEPTED)


def _message(letter: Letter, enclosures: Iterable[Enclosed], server: BaseEmailBackend) -> EmailMessage:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    message = EmailMessage(
        subject=letter.subject,
        body=letter.text,
        to=[letter.receiver],
        # The same letter has the same number, however often it is sent: a receiving server can tell.
        headers={
            "Message-ID": f"<{hashlib.sha256(letter.key.encode()).hexdigest()[:40]}@{domain}>",
            "Auto-Submitted": "auto-generated",
        },
        connection=server,
    )
    for one in enclosures:
        message.attach(one.name, one.payload, one.media_type)
    return message


def _answered(code: int, reply: bytes | str) -> Delivery:
    text = reply.decode(errors="replace") if isinstance(reply, bytes) else reply
    result = Result.REJECTED if code >= FOR_GOOD else Result.DEFERRED
    return Delivery(result, as_reply(f"{code} {text}"))


def _said(error: Exception) -> str:
    return as_reply(str(error) or type(error).__name__)
