"""Signing in as a browser does it, for the tests."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from django.urls import reverse

from kennispact.ground.journal.models import Entry
from kennispact.ground.people.models import Person
from kennispact.ground.people.tests.make import PASSWORD


def sent_code() -> str:
    return re.search(r"^([A-Z0-9]{3,}-[A-Z0-9]{3,})$", mail.outbox[-1].body, re.MULTILINE)[1]


def app_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def by_code(client: Client, email: str, next_page: str = ""):
    client.post(reverse("account_request_login_code"), {"email": email, "next": next_page})
    return client.post(reverse("account_confirm_login_code"), {"code": sent_code()})


def by_password(client: Client, email: str, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def with_app(client: Client, person: Person) -> str:
    """Sign in with a password and set up the app; return its secret."""
    by_password(client, person.email)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": app_code(secret)})
    return secret


def verbs() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("verb", flat=True))
