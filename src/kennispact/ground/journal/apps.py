"""The room as Django knows it."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The room ``ground.journal``."""

    name = "kennispact.ground.journal"
    label = "journal"
