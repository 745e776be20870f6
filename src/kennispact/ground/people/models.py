"""People: who can sign in. What they may do follows from their mandates, which the registers keep."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class PersonManager(BaseUserManager["Person"]):
    """Makes people from an e-mail address."""

    def create_user(self, email: str, password: str | None = None, **facts: Any) -> "Person":
        """Create a person; without a password they sign in by code or by their employer.

        :raises ValueError: without an address
        """
        if not email:
            raise ValueError("a person needs an e-mail address")
        person = self.model(email=self.normalize_email(email).lower(), **facts)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who works with the covenant. ``name`` is how colleagues see them, by default their role."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, default="nl")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        """Return the name colleagues see."""
        return self.name

    def get_short_name(self) -> str:
        """Return the name colleagues see; there is no shorter one."""
        return self.name


class Session(AbstractBaseSession):
    """One browser that somebody signed in with. It knows whose it is, so that sessions can be ended.

    ``started_at`` is the moment of signing in, ``seen_at`` the last moment of use (to the minute),
    ``device`` what the browser said of itself. A visitor's session has no person.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="sessions"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    device = models.CharField(max_length=200, blank=True)

    class Meta(AbstractBaseSession.Meta):
        indexes = [models.Index(fields=["person", "-seen_at"], name="session_of_person")]
