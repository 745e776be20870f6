"""Every read about people. Constant in the number of SQL queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.utils.crypto import salted_hmac

from kennispact.ground.acts.unchanged import while_unchanged
from kennispact.ground.people import rules
from kennispact.ground.people.models import Person, Session


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One browser that is signed in. ``handle`` names it without giving it away."""

    handle: str
    device: str
    started_at: datetime | None
    seen_at: datetime | None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Means:
    """How somebody can sign in, besides a code by e-mail. ``employers`` are keys of providers."""

    password: bool
    authenticator_app: bool
    passkeys: int
    recovery_codes: bool
    employers: tuple[str, ...]

    @property
    def has_second_factor(self) -> bool:
        """Tell whether a password alone is not enough for this person."""
        return self.authenticator_app or self.passkeys > 0


def person(pk: int) -> Person | None:
    """Return somebody by number, or nothing."""
    return Person.objects.filter(pk=pk).first()


def hold(pk: int) -> Person:
    """Return somebody by number, held until the transaction ends: one change of a person at a time."""
    return Person.objects.select_for_update().get(pk=pk)


def by_address(email: str) -> Person | None:
    """Return whoever was invited with an e-mail address, or nothing."""
    return Person.objects.filter(email=email.strip().lower()).first()


@while_unchanged(most=4)
def people() -> tuple[Person, ...]:
    """Return everybody who was ever invited, but the erased, by name."""
    return tuple(Person.objects.exclude(email__endswith=rules.ERASED_DOMAIN).order_by("name", "pk"))


@while_unchanged(most=4)
def is_exercise_world() -> bool:
    """Tell whether the exercise world was made here: then every page says so."""
    return Person.objects.filter(email__endswith=rules.EXERCISE_DOMAIN).exists()


def exercise_people() -> tuple[Person, ...]:
    """Return the people of the exercise world, in the order in which they were made."""
    return tuple(Person.objects.filter(email__endswith=rules.EXERCISE_DOMAIN, is_active=True).order_by("pk"))


def is_erased(person: Person) -> bool:
    """Tell whether somebody's data were erased."""
    return person.email.endswith(rules.ERASED_DOMAIN)


def handle(session_key: str | None) -> str:
    """Return a name for a session that is of no use to whoever reads it on a screen."""
    return salted_hmac("kennispact.people.session", session_key or "").hexdigest()[:16]


def sessions(person: Person, *, current: str | None = None) -> tuple[SessionLine, ...]:
    """Return the browsers that are signed in, last used first. ``current`` is the key of the asking one."""
    return tuple(
        SessionLine(
            handle=handle(row.session_key),
            device=rules.device_name(row.device),
            started_at=row.started_at,
            seen_at=row.seen_at,
            is_current=row.session_key == current,
        )
        for row in Session.objects.filter(person=person).order_by("-seen_at", "session_key")
    )


def means(person: Person) -> Means:
    """Return how somebody can sign in."""
    kinds = list(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    return Means(
        password=person.has_usable_password(),
        authenticator_app=Authenticator.Type.TOTP in kinds,
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        recovery_codes=Authenticator.Type.RECOVERY_CODES in kinds,
        employers=tuple(SocialAccount.objects.filter(user=person).values_list("provider", flat=True)),
    )


def employers() -> dict[int, list[str]]:
    """Return, per person's number, the employers' accounts that are linked: keys of providers. One query."""
    found: dict[int, list[str]] = defaultdict(list)
    for person_id, provider in SocialAccount.objects.order_by("pk").values_list("user_id", "provider"):
        found[person_id].append(provider)
    return dict(found)


def has_second_factor(person: Person) -> bool:
    """Tell whether somebody set up an authenticator app or a passkey."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user=person, type__in=kinds).exists())


def is_linked(person: Person, employer: str) -> bool:
    """Tell whether somebody signs in with an account of this employer already."""
    return bool(SocialAccount.objects.filter(user=person, provider=employer).exists())


def everything_about(person: Person) -> dict[str, Any]:
    """Return all that this room keeps about somebody, as plain values. Source: AVG 15 and 20."""
    how = means(person)
    factors = Authenticator.objects.filter(user=person).order_by("pk")
    return {
        "person": {
            "number": person.pk,
            "name": person.name,
            "email": person.email,
            "language": person.language,
            "is_active": person.is_active,
            "created_at": _written(person.created_at),
            "last_signed_in_at": _written(person.last_login),
        },
        "sign_in": {
            "password": how.password,
            "employers": list(how.employers),
            "second_factors": [
                {
                    "kind": str(factor.type),
                    "added_at": _written(factor.created_at),
                    "last_used_at": _written(factor.last_used_at),
                }
                for factor in factors
            ],
        },
        "sessions": [
            {"device": s.device, "started_at": _written(s.started_at), "seen_at": _written(s.seen_at)}
            for s in sessions(person)
        ],
    }


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
