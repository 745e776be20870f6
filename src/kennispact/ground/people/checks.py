"""What is looked at before the program starts: nobody leaves the exercise doors open to the world."""

from typing import Any

from django.conf import settings
from django.core.checks import Error

from kennispact.ground.people import rules


def exercise_stays_at_home(**_: Any) -> list[Error]:
    """Refuse the exercise world with hosts that others can reach: its sign-in asks for no proof."""
    if not settings.KENNISPACT_EXERCISE:
        return []
    if rules.exercise_is_open(exercise=True, hosts=settings.ALLOWED_HOSTS):
        return []
    return [
        Error(
            "KENNISPACT_EXERCISE is on, and KENNISPACT_HOSTS names hosts that others can reach.",
            hint="Exercise accounts open without a password: use 127.0.0.1 and localhost only.",
            id="people.E001",
        )
    ]


def employers_are_complete(**_: Any) -> list[Error]:
    """Name everything that is missing in ``KENNISPACT_OIDC``."""
    providers: Any = settings.SOCIALACCOUNT_PROVIDERS
    apps = providers["openid_connect"]["APPS"]
    return [
        Error(f"KENNISPACT_OIDC, entry {number}: {fault}.", id="people.E002")
        for number, app in enumerate(apps, start=1)
        for fault in rules.employer_faults(app)
    ]
