"""People: who can sign in. What they may do follows from their mandates, which the registers keep."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
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

    objects: ClassVar[PersonManager] = PersonManager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        """Return the name colleagues see."""
        return self.name
