"""The room as Django knows it."""

from django.apps import AppConfig


class CliConfig(AppConfig):
    """The room ``doors.cli``."""

    name = "kennispact.doors.cli"
    label = "cli"
