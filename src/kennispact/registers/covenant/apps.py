"""The room as Django knows it."""

from django.apps import AppConfig


class CovenantConfig(AppConfig):
    """The room ``registers.covenant``."""

    name = "kennispact.registers.covenant"
    label = "covenant"
