"""The channels of this installation, as its settings name them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings

from kennispact.ground.kit.actor import Actor
from kennispact.pact.delivery.gateway import ByPost, Outbox, Provider, Transport


def transports(by: Actor, now: Callable[[], datetime]) -> Mapping[str, Transport]:
    """Return who takes invoices along, by channel. Without a provider in the settings there is none."""
    found: dict[str, Transport] = {
        "outbox": Outbox(Path(settings.KENNISPACT_INVOICE_OUTBOX)),
        "email": ByPost(by, now),
    }
    if settings.KENNISPACT_PROVIDER_URL:
        found["provider"] = Provider(
            settings.KENNISPACT_PROVIDER_URL,
            settings.KENNISPACT_PROVIDER_TOKEN,
            settings.KENNISPACT_PROVIDER_ENTITY,
        )
    return found
