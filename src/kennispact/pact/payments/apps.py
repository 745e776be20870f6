"""The room as Django knows it."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """The room ``pact.payments``."""

    name = "kennispact.pact.payments"
    label = "payments"
