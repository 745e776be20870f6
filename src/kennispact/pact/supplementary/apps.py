"""The room as Django knows it."""

from django.apps import AppConfig


class SupplementaryConfig(AppConfig):
    """The room ``pact.supplementary``."""

    name = "kennispact.pact.supplementary"
    label = "supplementary"
