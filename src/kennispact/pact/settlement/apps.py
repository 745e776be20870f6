"""The room as Django knows it."""

from django.apps import AppConfig


class SettlementConfig(AppConfig):
    """The room ``pact.settlement``."""

    name = "kennispact.pact.settlement"
    label = "settlement"
