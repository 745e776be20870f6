"""The room as Django knows it."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """The room ``registers.network``."""

    name = "kennispact.registers.network"
    label = "network"
