"""The room as Django knows it."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """The room ``pact.delivery``."""

    name = "kennispact.pact.delivery"
    label = "delivery"
